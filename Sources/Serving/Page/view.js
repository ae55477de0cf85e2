// The pictures and what stands over them.
class View {
  constructor() {
    this.world = document.querySelector("#world");
    this.reference = document.querySelector("#reference");
    this.hud = document.querySelector("#hud");
    this.meters = new Meters();
    this.times = [];
    this.latencies = [];
    this.last = 0;
  }

  static async draw(canvas, header, bytes) {
    if (canvas.width !== header.width || canvas.height !== header.height) {
      [canvas.width, canvas.height] = [header.width, header.height];
    }
    const context = canvas.getContext("2d", { alpha: false });
    if (header.format === "raw") {
      const image = context.createImageData(header.width, header.height);
      for (let from = 0, to = 0; from < bytes.length; to += 4) {
        image.data[to] = bytes[from++];
        image.data[to + 1] = bytes[from++];
        image.data[to + 2] = bytes[from++];
        image.data[to + 3] = 255;
      }
      context.putImageData(image, 0, 0);
      return;
    }
    const blob = new Blob([bytes], { type: "image/" + header.format });
    const image = await createImageBitmap(blob, { colorSpaceConversion: "none" });
    context.drawImage(image, 0, 0);
    image.close();
  }

  async show(header, pictures) {
    await View.draw(this.world, header, pictures[0]);
    document.querySelector("#reference-figure").hidden = pictures.length < 2;
    if (pictures[1]) await View.draw(this.reference, header, pictures[1]);
    const now = performance.now();
    if (!header.immediate && this.last) this.times = [...this.times.slice(-119), now - this.last];
    this.last = header.immediate ? 0 : now;
    if (header.keyed != null) this.latencies = [...this.latencies.slice(-59), now - header.keyed];
    this.header = header;
    this.meters.take(header.reading);
    this.light();
  }

  // Which channels were driven, by keys or a policy.
  describe(opened) {
    this.channels = opened.actionSpace.channels;
    const keys = (name) => (opened.keys.find((key) => key.target === name)?.keys ?? []).find((key) => !key.startsWith("Pad")) ?? "";
    const pressed = document.querySelector("#pressed");
    pressed.replaceChildren(...this.channels.map((channel) => {
      const label = document.createElement("span");
      const names = channel.kind === "key" ? keys(channel.name) : `${keys(channel.name + " -")}/${keys(channel.name + " +")}`;
      label.textContent = `${names} ${channel.name}`;
      return label;
    }));
    document.querySelector("#world-name").textContent = opened.world;
  }

  light() {
    const labels = document.querySelector("#pressed").children;
    this.header.action.forEach((value, i) => labels[i]?.classList.toggle("on", value !== 0));
  }

  static percentile(values, share) {
    if (!values.length) return null;
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length, Math.ceil(share * sorted.length)) - 1];
  }

  // The lines of the window's head-up display.
  lines(status) {
    const number = (value, unit = " ms") => (value == null ? "-" : value.toFixed(0) + unit);
    const mean = this.times.reduce((sum, time) => sum + time, 0) / this.times.length;
    const lines = [
      `${this.times.length ? (1000 / mean).toFixed(1) : "-"} fps   frame p50 ${number(View.percentile(this.times, 0.5), "")}`
        + `  p99 ${number(View.percentile(this.times, 0.99))}   model ${status.compute.toFixed(1)} ms`,
      `key to picture ${number(View.percentile(this.latencies, 0.5))}`,
      `${status.world}${status.scene ? "  " + status.scene : ""}  seed ${status.seed}`,
      `frame ${this.header?.number ?? 0}`,
    ];
    if (status.steps) lines[1] += `   ${status.steps} denoising steps in ${status.precision}`;
    if (status.context) lines[1] += `   context ${status.context} frames`;
    if (status.branches.length > 1) lines[3] += `   branch ${status.branch} of ${status.branches.length}`;
    if (status.paused) lines[3] += "   paused";
    if (status.policy) lines[3] += "   policy plays";
    if (this.header?.skipped) lines[3] += `   ${this.header.skipped} skipped`;
    return lines.join("\n");
  }
}

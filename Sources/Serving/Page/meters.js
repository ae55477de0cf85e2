// What is measured of each picture: a second's mean, and the last minute as a line.
class Meters {
  static limit = 1200;

  constructor() {
    this.readings = [];
    this.table = document.querySelector("#meters");
    const percent = (value) => `${Math.round(100 * value)}%`;
    const plain = (value) => value.toFixed(1);
    this.rows = [
      ["turn obeyed", percent, 1.5, (one) => (Math.abs(one.asked ?? 0) >= 1 && one.turned != null ? one.turned / one.asked : null)],
      ["walk obeyed", percent, 1.5, (one) => one.walked],
      ["comes back off by", plain, 40, (one) => one.difference],
      ["as memory has it", percent, 1, (one) => one.memory],
      ["sharpness of the start", percent, 1.5, (one) => one.sharpness],
      ["colour off by", plain, 60, (one) => one.colour],
    ].map(([name, text, full, of]) => {
      const row = this.table.tBodies[0].insertRow();
      row.insertCell().textContent = name;
      const value = row.insertCell();
      const line = document.createElement("canvas");
      [line.width, line.height] = [150, 18];
      row.insertCell().append(line);
      return { value, line, text, full, of };
    });
  }

  show(wanted) {
    this.table.hidden = !wanted;
    this.readings = [];
  }

  take(reading) {
    if (!reading || this.table.hidden) return;
    this.readings.push(reading);
    if (this.readings.length > Meters.limit) this.readings.shift();
    // Five times a second is enough for the eye.
    if (this.readings.length % 4 === 0) this.draw();
  }

  draw() {
    for (const { value, line, text, full, of } of this.rows) {
      const values = this.readings.map(of);
      const newest = values.slice(-20).filter((one) => one != null);
      value.textContent = newest.length ? text(newest.reduce((sum, one) => sum + one, 0) / newest.length) : "-";
      const context = line.getContext("2d");
      context.clearRect(0, 0, line.width, line.height);
      context.fillStyle = "#ffb040";
      values.forEach((one, i) => {
        if (one == null) return;
        const x = line.width * (1 - (values.length - i) / Meters.limit);
        context.fillRect(x, (line.height - 2) * (1 - Math.max(0, Math.min(1, one / full))), 1, 2);
      });
    }
  }
}

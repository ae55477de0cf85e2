const find = (name) => document.querySelector(name);
const [stage, note, timeline] = [find("#stage"), find("#note"), find("#timeline")];
const view = new View();
let [status, opened, seen, showsReference, noteEnd] = [null, null, 0, false, 0];
// What tests and curious people look at.
window.diorama = { view, pictures: 0 };

const connection = new Connection({
  open: () => connection.send({ op: "open", protocol: 1, mode: "play", pictures: wanted("pictures") ?? "jpeg" }),
  opened: (message) => {
    opened = message;
    input.describe(message);
    view.describe(message);
    describeMenu();
    say(`? shows all keys, ${keyOf("menu")} opens the menu, ${keyOf("hud")} hides this.`);
  },
  picture: async (header, pictures) => {
    await view.show(header, pictures);
    window.diorama.pictures += 1;
    window.diorama.onpicture?.(header, pictures);
    connection.send({ op: "shown", sequence: header.sequence });
  },
  status: (message) => {
    status = window.diorama.status = message;
    if (message.messages !== seen) {
      seen = message.messages;
      say(message.message.replace(/\{([a-z-]+)\}/g, (_, name) => keyOf(name)));
    }
    if (document.activeElement !== timeline || !timeline.matches(":active")) {
      [timeline.min, timeline.max] = [message.first, message.end];
      timeline.value = message.viewing ?? message.end;
    }
    find("#world-name").textContent = message.world;
  },
  error: (message) => say(message.message + "."),
  closed: (reason) => say(`The session has ended${reason ? ` (${reason})` : ""}: reload the page to begin another.`, Infinity),
});

const input = new Input((message) => connection.send(message), command);
input.listen(stage);
setInterval(() => {
  if (status) view.hud.textContent = view.lines(status);
  if (performance.now() > noteEnd) note.hidden = true;
}, 200);

function wanted(name) { return new URLSearchParams(location.search).get(name); }

function say(text, seconds = 4) {
  [note.textContent, note.hidden, noteEnd] = [text, false, performance.now() + 1000 * seconds];
}

function keyOf(name) {
  const keys = opened?.keys.find((key) => key.isCommand && key.target === name)?.keys ?? [];
  return keys.filter((key) => !key.startsWith("Pad")).join(", ") || "no key";
}

function command(name) {
  const steps = status?.steps ?? 1;
  const actions = {
    pause: () => connection.send({ op: "pause" }),
    step: () => connection.send({ op: "step" }),
    back: () => connection.send({ op: "move", frames: -1 }),
    ahead: () => connection.send({ op: "move", frames: 1 }),
    fork: () => connection.send({ op: "fork" }),
    branch: () => connection.send({ op: "branch" }),
    restart: () => connection.send({ op: "restart" }),
    seed: () => connection.send({ op: "begin", seed: 1000000000 + Math.floor(Math.random() * 1000000) }),
    policy: () => connection.send({ op: "policy" }),
    "fewer-steps": () => steps > 1 && connection.send({ op: "steps", steps: steps - 1 }),
    "more-steps": () => connection.send({ op: "steps", steps: steps + 1 }),
    reference: () => {
      if (!showsReference && !status?.hasReference) {
        return say("There is no reference here: the simulator stands only beside scenes of its own.");
      }
      showsReference = !showsReference;
      connection.send({ op: "reference", value: showsReference });
    },
    hud: () => document.body.classList.toggle("simplified"),
    "full-screen": () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    keys: () => find("#keys").showModal(),
    menu: openMenu,
    prompt: openPrompt,
    screenshot: saveScreenshot,
  };
  (actions[name] ?? (() => say("Only the window of diorama play does that.")))();
}

function saveScreenshot() {
  const link = document.createElement("a");
  [link.href, link.download] = [view.world.toDataURL("image/png"), `diorama-${view.header?.number ?? 0}.png`];
  link.click();
}

function describeMenu() {
  const rows = opened.keys.map((key) => {
    const row = document.createElement("tr");
    for (const text of [key.keys.join(", "), key.target, key.meaning]) row.insertCell().textContent = text;
    return row;
  });
  find("#keys table").replaceChildren(...rows);
  const names = [
    ["keys", "keys"], ["menu", "menu"], ["pause", "pause"], ["step", "step"], ["back", "back"], ["fork", "fork"],
    ["branch", "branch"], ["restart", "restart"], ["seed", "seed"], ["policy", "policy"], ["reference", "reference"],
    ["prompt", "prompt"], ["hud", "hide"],
  ];
  find("#buttons").replaceChildren(...names.map(([name, label]) => {
    const [button, key] = [document.createElement("button"), document.createElement("b")];
    key.textContent = name === "prompt" ? "T" : name === "keys" ? "?" : keyOf(name).split(",")[0] || ",";
    button.append(key, " " + label);
    button.type = "button";
    button.tabIndex = -1;
    button.onclick = () => command(name);
    return button;
  }));
  const fill = (name, values) => find(`#menu [name=${name}]`).replaceChildren(...values.map((value) => new Option(value || "by seed", value)));
  fill("world", opened.worlds);
  fill("scene", ["", ...opened.scenes]);
  find("#episode").hidden = opened.episodes === 0;
}

function openMenu() {
  if (document.pointerLockElement) return document.exitPointerLock();
  input.letGo();
  const menu = find("#menu");
  const fields = menu.querySelector("form").elements;
  [fields.world.value, fields.scene.value, fields.seed.value] = [status.world, status.scene, status.seed];
  fields.pictures.value = view.header?.format ?? "jpeg";
  menu.returnValue = "back";
  menu.onclose = () => {
    connection.send({ op: "pictures", pictures: fields.pictures.value });
    if (menu.returnValue !== "begin") return;
    const wish = { op: "begin", world: fields.world.value, scene: fields.scene.value, seed: Number(fields.seed.value) };
    if (fields.episode.value !== "") Object.assign(wish, { episode: fields.episode.value, scene: "" });
    connection.send(wish);
  };
  menu.showModal();
}

function openPrompt() {
  input.letGo();
  find("#prompt").hidden = false;
  find("#words").focus();
  if (!opened.takesPrompts) say(`'${status?.world}' was trained without words, so that a prompt changes nothing.`, 8);
}

find("#prompt").onsubmit = (event) => {
  event.preventDefault();
  if (find("#words").value) connection.send({ op: "prompt", prompt: find("#words").value });
  find("#prompt").hidden = true;
  find("#words").blur();
};
find("#words").onkeydown = (event) => {
  if (event.key === "Escape") find("#prompt").hidden = true;
};
timeline.oninput = () => connection.send({ op: "look", frame: Number(timeline.value) });
timeline.onchange = () => timeline.blur();

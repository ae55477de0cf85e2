const find = (name) => document.querySelector(name);
const [stage, note, timeline] = [find("#stage"), find("#note"), find("#timeline")];
const view = new View();
let [status, opened, seen, showsReference, noteEnd, measures] = [null, null, 0, false, 0, false];
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
  saved: (message) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([message.text]));
    link.download = `diorama-${view.header?.number ?? 0}.jsonl`;
    link.click();
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
    save: () => connection.send({ op: "save" }),
    meters: () => {
      measures = !measures;
      view.meters.show(measures);
      connection.send({ op: "meters", value: measures });
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
    ["meters", "meters"], ["prompt", "prompt"], ["save", "save"], ["hud", "hide"],
  ];
  find("#buttons").replaceChildren(...names.map(([name, label]) => {
    const [button, key] = [document.createElement("button"), document.createElement("b")];
    key.textContent = name === "keys" ? "?" : keyOf(name).split(",")[0] || ",";
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
    if (fields.game.files[0]) openGame(fields.game.files[0]);
    fields.game.value = "";
    if (menu.returnValue !== "begin") return;
    const wish = { op: "begin", world: fields.world.value, scene: fields.scene.value, seed: Number(fields.seed.value) };
    if (fields.episode.value !== "") Object.assign(wish, { episode: fields.episode.value, scene: "" });
    connection.send(wish);
  };
  menu.showModal();
}

// A state file, or the one that a recorded mp4 carries in its comment, in parts that a message holds.
async function openGame(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = gameIn(bytes);
  if (text === null) return say(`${file.name} carries no game of diorama.`, 8);
  const part = 20000;
  for (let at = 0; at < text.length; at += part) {
    connection.send({ op: "load", text: text.slice(at, at + part), last: at + part >= text.length });
  }
}

// The text of a state file; null where there is none.
function gameIn(bytes) {
  const decode = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  if (decode(4, 8) !== "ftyp") return bytes.length < 8 << 20 ? decode(0) : null;
  const numbers = new DataView(bytes.buffer);
  for (let at = bytes.indexOf(0xa9); at >= 0; at = bytes.indexOf(0xa9, at + 1)) {
    if (decode(at + 1, at + 4) !== "cmt" || decode(at + 8, at + 12) !== "data") continue;
    const text = decode(at + 20, at + 4 + numbers.getUint32(at + 4));
    return text.startsWith("diorama play 1\n") ? text.slice(15) : null;
  }
  return null;
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

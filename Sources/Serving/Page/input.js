// Keyboard, mouse, game controllers and fingers, told to the server as keys and mouse movement.
class Input {
  constructor(send, command) {
    this.send = send;
    this.command = command;
    this.targets = new Map();
    this.levels = new Map();
    this.deadZone = 0.2;
    this.touches = new Map();
  }

  describe(opened) {
    this.targets.clear();
    this.deadZone = opened.deadZone;
    for (const target of opened.keys) for (const key of target.keys) this.targets.set(key, target);
  }

  // A key, button or stick at a level of 0 to 1.
  press(key, level) {
    if ((this.levels.get(key) ?? 0) === level) return;
    const target = this.targets.get(key);
    const isNew = level > 0.5 && (this.levels.get(key) ?? 0) <= 0.5;
    this.levels.set(key, level);
    if (target && !target.isCommand) this.send({ op: "key", key, level, time: performance.now() });
    if (target?.isCommand && isNew) this.command(target.target);
  }

  letGo() {
    if (![...this.levels.values()].some((level) => level > 0)) return;
    this.levels.clear();
    this.send({ op: "release" });
  }

  listen(stage) {
    addEventListener("keydown", (event) => {
      if (event.target.closest("input:not([type=range]), select, dialog")) return;
      if (event.key === "?") {
        event.preventDefault();
        return this.command("keys");
      }
      let key = keyName(event.code);
      // Combinations are the browser's, but for those with Alt that are bound.
      if ((event.ctrlKey && !event.code.startsWith("Control")) || event.metaKey) return;
      if (event.altKey && this.targets.has("Alt+" + key)) key = "Alt+" + key;
      const target = this.targets.get(key);
      if (!target) return;
      event.preventDefault();
      if (event.repeat && ["back", "ahead"].includes(target.target)) return this.command(target.target);
      this.press(key, 1);
    });
    addEventListener("keyup", (event) => this.press(keyName(event.code), 0));
    addEventListener("blur", () => this.letGo());
    document.addEventListener("visibilitychange", () => document.hidden && this.letGo());
    stage.addEventListener("click", (event) => event.pointerType !== "touch" && stage.requestPointerLock?.()?.catch(() => {}));
    addEventListener("mousemove", (event) => {
      if (document.pointerLockElement !== stage) return;
      this.send({ op: "mouse", x: event.movementX, y: event.movementY, time: performance.now() });
    });
    for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
      stage.addEventListener(kind, (event) => event.pointerType === "touch" && this.touch(event, stage));
    }
    addEventListener("gamepadconnected", () => this.polls || this.poll());
    addEventListener("gamepaddisconnected", () => this.letGo());
  }

  // The left half of the picture is a stick that walks; the right half turns and looks; a tap there uses.
  touch(event, stage) {
    event.preventDefault();
    const ends = event.type === "pointerup" || event.type === "pointercancel";
    let finger = this.touches.get(event.pointerId);
    if (event.type === "pointerdown") {
      finger = { x: event.clientX, y: event.clientY, left: event.clientX < stage.clientWidth / 2, moved: 0 };
      this.touches.set(event.pointerId, finger);
      return;
    }
    if (!finger) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    if (finger.left) {
      this.stick("Pad Left", ends ? 0 : dx / 60, ends ? 0 : dy / 60);
    } else if (!ends) {
      this.send({ op: "mouse", x: dx, y: dy, time: performance.now() });
      finger.moved += Math.abs(dx) + Math.abs(dy);
      [finger.x, finger.y] = [event.clientX, event.clientY];
    } else if (finger.moved < 8) {
      this.press("Pad X", 1);
      setTimeout(() => this.press("Pad X", 0), 80);
    }
    if (ends) this.touches.delete(event.pointerId);
  }

  // A stick counts from the edge of a round dead zone on; what that leaves is stretched to the whole way.
  stick(name, x, y) {
    const way = Math.hypot(x, y);
    const stretch = way > this.deadZone ? (way - this.deadZone) / (1 - this.deadZone) / way : 0;
    for (const [side, value] of [["Left", -x], ["Right", x], ["Up", -y], ["Down", y]]) {
      this.press(`${name} ${side}`, Math.round(Math.max(0, Math.min(1, value * stretch)) * 100) / 100);
    }
  }

  poll() {
    const buttons = { 0: "A", 1: "B", 2: "X", 3: "Y", 4: "L", 5: "R", 8: "Back", 9: "Start", 12: "Up", 13: "Down", 14: "Left", 15: "Right" };
    const pad = navigator.getGamepads().find((one) => one);
    this.polls = Boolean(pad);
    if (!pad) return;
    for (const [number, name] of Object.entries(buttons)) this.press("Pad " + name, pad.buttons[number]?.pressed ? 1 : 0);
    this.stick("Pad Left", pad.axes[0] ?? 0, pad.axes[1] ?? 0);
    this.stick("Pad Right", pad.axes[2] ?? 0, pad.axes[3] ?? 0);
    requestAnimationFrame(() => this.poll());
  }
}

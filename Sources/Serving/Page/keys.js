// Keys by their place, as the server calls them, from KeyboardEvent.code.
const places = {
  Enter: "Return", ControlLeft: "Left Ctrl", ControlRight: "Right Ctrl", ShiftLeft: "Left Shift", ShiftRight: "Right Shift",
  AltLeft: "Left Alt", AltRight: "Right Alt", MetaLeft: "Left GUI", MetaRight: "Right GUI", Minus: "-", Equal: "=",
  BracketLeft: "[", BracketRight: "]", Backslash: "\\", Semicolon: ";", Quote: "'", Backquote: "`", Comma: ",", Period: ".",
  Slash: "/", NumLock: "Numlock", NumpadDivide: "Keypad /", NumpadMultiply: "Keypad *", NumpadSubtract: "Keypad -",
  NumpadAdd: "Keypad +", NumpadEnter: "Keypad Enter", NumpadDecimal: "Keypad .", NumpadEqual: "Keypad =",
  ContextMenu: "Application",
};

function keyName(code) {
  if (places[code]) return places[code];
  const match = /^(Key|Digit|Arrow|Numpad)(.+)$/.exec(code);
  if (!match) return code;
  return match[1] === "Numpad" ? "Keypad " + match[2] : match[2];
}

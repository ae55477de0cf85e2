"""What an action channel does, known by the names that environments give their actions."""

import re

from .channel import Channel

#: Name -> (effect without its amounts, key that drives it, or two for an axis). Names are compared without case and marks.
_KNOWN = {
    "moveforward": ({"kind": "move", "direction": "forward"}, ["W"]),
    "movebackward": ({"kind": "move", "direction": "back"}, ["S"]),
    "moveleft": ({"kind": "move", "direction": "left"}, ["A"]),
    "moveright": ({"kind": "move", "direction": "right"}, ["D"]),
    "moveforwardbackwarddelta": ({"kind": "move", "direction": "forward"}, ["S", "W"]),
    "moveleftrightdelta": ({"kind": "move", "direction": "right"}, ["A", "D"]),
    "turnleft": ({"kind": "turn", "sign": -1}, ["Left"]),
    "turnright": ({"kind": "turn", "sign": 1}, ["Right"]),
    "turnleftrightdelta": ({"kind": "turn", "sign": 1}, ["Left", "Right"]),
    "lookup": ({"kind": "look", "sign": 1}, ["Up"]),
    "lookdown": ({"kind": "look", "sign": -1}, ["Down"]),
    "lookupdowndelta": ({"kind": "look", "sign": 1}, ["Down", "Up"]),
    "jump": ({"kind": "jump"}, ["Space"]),
    "use": ({"kind": "use"}, ["E"]),
    "do": ({"kind": "use"}, ["E"]),
    "attack": ({"kind": "none"}, ["F"]),
    "fire": ({"kind": "none"}, ["F"]),
    "speed": ({"kind": "none"}, ["Left Shift"]),
    "up": ({"kind": "none"}, ["W"]),
    "down": ({"kind": "none"}, ["S"]),
    "left": ({"kind": "none"}, ["A"]),
    "right": ({"kind": "none"}, ["D"]),
    "moveup": ({"kind": "none"}, ["W"]),
    "movedown": ({"kind": "none"}, ["S"]),
}
_SPARE = "1 2 3 4 5 6 7 8 9 0 R T Y U I O G H J K L Z X C V B N M".split()


def known(name):
    """The effect and the keys of an action of that name, or (None, None)."""
    effect, keys = _KNOWN.get(re.sub(r"[^a-z0-9]", "", name.lower()), (None, None))
    return (dict(effect) if effect else None, keys)


def channel(name, kind, taken, degrees=None, first_person=False):
    """A channel named `name` with what is known of it; keys in `taken` are not given out again.

    `degrees` are what the value 1 turns or tilts in a frame, without a sign; None where nobody knows. Only a world that
    is seen through its player's eyes (`first_person`) has a camera that such actions move.
    """
    effect, keys = known(name)
    effect = effect or {"kind": "none"}
    sign = effect.pop("sign", 1)
    if effect["kind"] in ("turn", "look"):
        if degrees is not None:
            effect["degrees"] = sign * degrees
        elif sign < 0:
            # Without an amount there is no telling to which side.
            effect = {"kind": "none"}
    if not first_person and effect["kind"] in ("move", "turn", "look"):
        effect = {"kind": "none"}
    wanted = 1 if kind == "key" else 2
    keys = [key for key in keys or [] if key not in taken]
    if len(keys) != wanted:
        spare = [key for key in _SPARE if key not in taken]
        keys = spare[:wanted] if len(spare) >= wanted else []
    taken.update(keys)
    return Channel(name=name, kind=kind, bindings=keys, meaning=name.replace("_", " ").lower(), effect=effect)

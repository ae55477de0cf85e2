"""Action spaces of Gymnasium as channels: keys and axes.

A mapping has `channels` and two ways: `encode(values)` gives an action of the environment, `decode(action)` the values
of the channels. Values are 0 or 1 for keys and -1 to 1 for axes; all 0 is "nothing".
"""

import re

import gymnasium
import numpy as np

from .effects import channel

_COMBINED = re.compile(r"UP|DOWN|LEFT|RIGHT|FIRE")


def mapping(space, names=None, scales=None, degrees=None, combos=None, first_person=False, prefix="", taken=None):
    """The mapping of `space`.

    - names: of the actions of a Discrete or the parts of another space, in order; None makes some up.
    - scales: by name, what an unbounded axis has at the value 1.
    - degrees: by name, what the value 1 turns or tilts in a frame.
    - combos: for a Discrete, the tuple of channel names that each action presses.
    """
    options = dict(
        names=names, scales=scales or {}, degrees=degrees or {}, combos=combos, first_person=first_person, prefix=prefix,
        taken=taken if taken is not None else set())
    kinds = [
        (gymnasium.spaces.Discrete, DiscreteMapping), (gymnasium.spaces.MultiBinary, MultiBinaryMapping),
        (gymnasium.spaces.MultiDiscrete, MultiDiscreteMapping), (gymnasium.spaces.Box, BoxMapping),
        (gymnasium.spaces.Dict, DictMapping), (gymnasium.spaces.Tuple, TupleMapping),
    ]
    for kind, made in kinds:
        if isinstance(space, kind):
            return made(space, options)
    raise ValueError(
        f"The action space {type(space).__name__} has no mapping to keys and axes; "
        "wrap the environment so that its actions are Discrete, MultiDiscrete, MultiBinary, Box or a Dict of them.")


class _Mapping:
    def __init__(self, space, options):
        self.space, self.options, self.channels = space, options, []

    def _add(self, name, kind):
        prefix, taken = self.options["prefix"], self.options["taken"]
        known = self.options["degrees"].get(name)
        self.channels.append(channel(prefix + name, kind, taken, known, self.options["first_person"]))

    def _name(self, index, made):
        names = self.options["names"]
        return names[index] if names and index < len(names) else made


class DiscreteMapping(_Mapping):
    """One of n actions; those that press several things at once ("UPRIGHTFIRE") become several keys."""

    def __init__(self, space, options):
        super().__init__(space, options)
        count = int(space.n)
        self.start = int(space.start)
        combos = options["combos"] or [self._pressed(self._name(i, f"action {i}")) for i in range(count)]
        names = list(dict.fromkeys(name for combo in combos for name in combo))
        for name in names:
            self._add(name, "key")
        self.combos = [frozenset(names.index(name) for name in combo) for combo in combos]

    @staticmethod
    def _pressed(name):
        if name.lower() in ("noop", "no-op", "none", "idle", "nothing"):
            return ()
        parts = _COMBINED.findall(name)
        return tuple(parts) if len(parts) > 1 and "".join(parts) == name else (name,)

    def encode(self, values):
        """The action that presses the most of the wanted keys and no others, "nothing" (or the first) if none does."""
        wanted = frozenset(i for i, value in enumerate(values) if value > 0.5)
        fitting = [i for i, combo in enumerate(self.combos) if combo <= wanted]
        best = max(fitting, key=lambda i: len(self.combos[i]), default=0)
        return self.start + best

    def decode(self, action):
        pressed = self.combos[int(action) - self.start]
        return [1.0 if i in pressed else 0.0 for i in range(len(self.channels))]


class MultiBinaryMapping(_Mapping):
    """Keys that are pressed at once."""

    def __init__(self, space, options):
        super().__init__(space, options)
        for i in range(int(np.prod(space.shape))):
            self._add(self._name(i, f"button {i}"), "key")

    def encode(self, values):
        return (np.asarray(values) > 0.5).astype(self.space.dtype).reshape(self.space.shape)

    def decode(self, action):
        return [float(value) for value in np.asarray(action).reshape(-1)]


class MultiDiscreteMapping(_Mapping):
    """Several choices at once. A choice of two is a key, of more a key for each but the first."""

    def __init__(self, space, options):
        super().__init__(space, options)
        self.keys = []
        for i, count in enumerate(np.asarray(space.nvec).reshape(-1)):
            name = self._name(i, f"choice {i}")
            for option in range(1, int(count)):
                self.keys.append((i, option))
                self._add(name if count == 2 else f"{name} {option}", "key")
        self.first = np.asarray(space.start).reshape(-1)

    def encode(self, values):
        action = self.first.copy()
        for (i, option), value in zip(self.keys, values):
            if value > 0.5:
                action[i] = self.first[i] + option
        return action.astype(self.space.dtype).reshape(self.space.nvec.shape)

    def decode(self, action):
        flat = np.asarray(action).reshape(-1) - self.first
        return [1.0 if flat[i] == option else 0.0 for i, option in self.keys]


class BoxMapping(_Mapping):
    """Axes. The value 1 is the larger of an axis's bounds; an unbounded one takes its scale by name, or 1."""

    def __init__(self, space, options):
        super().__init__(space, options)
        low, high = (np.asarray(side, np.float64).reshape(-1) for side in (space.low, space.high))
        self.scale = np.ones(low.size)
        for i in range(low.size):
            name = self._name(i, f"axis {i}")
            bound = max(abs(low[i]), abs(high[i]))
            if name in options["scales"]:
                self.scale[i] = options["scales"][name]
            elif 0 < bound < 1e6:
                self.scale[i] = bound
            self._add(name, "axis")

    def encode(self, values):
        action = np.clip(np.asarray(values, np.float64), -1, 1) * self.scale
        return np.clip(action.reshape(self.space.shape), self.space.low, self.space.high).astype(self.space.dtype)

    def decode(self, action):
        values = np.asarray(action, np.float64).reshape(-1) / self.scale
        return [float(value) for value in np.clip(values, -1, 1)]


class _Joined(_Mapping):
    def __init__(self, space, options, parts):
        super().__init__(space, options)
        names = options["names"]
        self.parts = []
        for key, part in parts:
            inner = dict(options, prefix="" if names else f"{options['prefix']}{key}.")
            if isinstance(names, dict):
                inner["names"] = names.get(key)
                inner["prefix"] = "" if names.get(key) else f"{options['prefix']}{key}."
            self.parts.append((key, mapping(part, **inner)))
        self.channels = [one for _, part in self.parts for one in part.channels]

    def _split(self, values):
        begin = 0
        for key, part in self.parts:
            yield key, part, values[begin:begin + len(part.channels)]
            begin += len(part.channels)


class DictMapping(_Joined):
    """Spaces by name; channels are called "name.part", or as `names[name]` says."""

    def __init__(self, space, options):
        super().__init__(space, options, space.spaces.items())

    def encode(self, values):
        return {key: part.encode(own) for key, part, own in self._split(values)}

    def decode(self, action):
        return [value for key, part in self.parts for value in part.decode(action[key])]


class TupleMapping(_Joined):
    """Spaces by number."""

    def __init__(self, space, options):
        super().__init__(space, options, enumerate(space.spaces))

    def encode(self, values):
        return tuple(part.encode(own) for _, part, own in self._split(values))

    def decode(self, action):
        return [value for i, part in self.parts for value in part.decode(action[i])]

"""Who plays: at random, with persistence, or a function of one's own."""

import importlib
import sys

import numpy as np

from .effects import known


def policy(name, mapping, random):
    """`random`, `sticky` or `module:function`; called with (observation, environment) for the channels' values."""
    if name == "random":
        return RandomPolicy(mapping, random)
    if name == "sticky":
        return StickyPolicy(mapping, random)
    module, colon, function = name.partition(":")
    if not colon:
        raise ValueError(f"There is no policy '{name}'; take random, sticky or module:function.")
    sys.path.insert(0, ".")
    try:
        return FunctionPolicy(getattr(importlib.import_module(module), function), mapping, random)
    except (ImportError, AttributeError) as error:
        raise ValueError(f"The policy '{name}' cannot be loaded: {error}.") from error


class RandomPolicy:
    """Another action of the environment's own every frame."""

    def __init__(self, mapping, random):
        self.mapping = mapping
        mapping.space.seed(int(random.integers(2**31)))

    def __call__(self, observation, environment, picture, pose=None):
        action = self.mapping.space.sample()
        values = self.mapping.decode(action)
        return [min(1.0, max(-1.0, value)) if np.isfinite(value) else 0.0 for value in values]


class FunctionPolicy:
    """`function(observation, environment, random)` gives an action of the environment."""

    def __init__(self, function, mapping, random):
        self.function, self.mapping, self.random = function, mapping, random

    def __call__(self, observation, environment, picture, pose=None):
        return self.mapping.decode(self.function(observation, environment, self.random))


class StickyPolicy:
    """Walks, turns and strafes with persistence, and turns away from what it has run into.

    Channels that move or turn the camera are told by their effects. Where there are none, one or two channels at
    random are held for a while.
    """

    def __init__(self, mapping, random):
        self.channels, self.random = mapping.channels, random
        self.walk = {
            side: [i for i, c in enumerate(self.channels) if c.effect.get("direction") == side]
            for side in ("forward", "back", "left", "right")
        }
        self.turn = [i for i, c in enumerate(self.channels) if c.effect["kind"] == "turn"]
        self.look = [i for i, c in enumerate(self.channels) if c.effect["kind"] == "look"]
        known_ones = sum(self.walk.values(), []) + self.turn + self.look
        self.others = [i for i in range(len(self.channels)) if i not in known_ones]
        self.taps = [i for i in self.others if known(self.channels[i].name)[0] is not None]
        self.left, self.values, self.still, self.turned = 0, [0.0] * len(self.channels), 0, False
        self.picture, self.pose = None, None

    def __call__(self, observation, environment, picture, pose=None):
        if self._stuck(picture, pose):
            self._begin("turn")
            self.turned = True
        if self.left <= 0:
            # Whoever has turned away from a wall walks on.
            self._begin("forward" if self.turned else None)
            self.turned = False
        self.left -= 1
        values = list(self.values)
        if self.walk["forward"] and self.taps and self.random.random() < 0.06:
            values[self.random.choice(self.taps)] = 1.0
        return values

    def _stuck(self, picture, pose):
        """Whether walking has not moved the player, or without a pose not changed the picture, for some frames."""
        small = picture[::4, ::4].astype(np.int16)
        if pose is not None and self.pose is not None:
            rests = np.hypot(pose[0] - self.pose[0], pose[2] - self.pose[2]) < 0.05
        else:
            rests = self.picture is not None and np.abs(small - self.picture).mean() < 2.5
        self.picture, self.pose = small, pose
        walking = any(self.values[i] for walks in self.walk.values() for i in walks)
        self.still = self.still + 1 if walking and rests else 0
        if self.still < 5 or not self.turn:
            return False
        self.still = 0
        return True

    def _begin(self, kind=None):
        random, values = self.random, [0.0] * len(self.channels)
        self.left = 4 + int(random.geometric(1 / 12))
        if not (self.turn or any(self.walk.values())):
            count = 1 + int(random.random() < 0.3)
            for i in random.choice(len(self.channels), size=min(count, len(self.channels)), replace=False):
                self._press(values, i, random.choice([-1, 1]))
        else:
            if kind == "turn":
                self.left = 6 + int(random.integers(14))
            kind = kind or random.choice(
                ["forward", "arc", "turn", "strafe", "sidle", "back", "rest"],
                p=[0.34, 0.27, 0.18, 0.08, 0.06, 0.04, 0.03])
            if kind in ("forward", "arc", "sidle"):
                self._walk(values, "forward")
            if kind in ("strafe", "sidle"):
                self._walk(values, random.choice(["left", "right"]))
            if kind == "back":
                self._walk(values, "back")
            if kind in ("arc", "turn"):
                self._turn(values, 0.5 if kind == "arc" else 1.0)
            if self.look and random.random() < 0.15:
                self._press(values, random.choice(self.look), random.choice([-1, 1]))
        self.values = values

    def _turn(self, values, most):
        """Turns to one side, an axis at any speed."""
        if not self.turn:
            return
        self._press(values, self.random.choice(self.turn), self.random.choice([-1, 1]), most)

    def _walk(self, values, side):
        opposite = {"forward": "back", "back": "forward", "left": "right", "right": "left"}[side]
        if self.walk[side]:
            self._press(values, self.walk[side][0], 1, 0)
        elif self.walk[opposite] and self.channels[self.walk[opposite][0]].kind == "axis":
            self._press(values, self.walk[opposite][0], -1, 0)

    def _press(self, values, channel, side, most=1.0):
        """Presses a key, or moves an axis to `side`: to the end where `most` is 0, else at random up to it."""
        if self.channels[channel].kind == "key":
            values[channel] = 1.0
        else:
            values[channel] = float(side) * (1.0 if most == 0 else most * self.random.uniform(0.15, 1))

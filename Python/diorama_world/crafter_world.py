"""Crafter, which comes with an interface of the older Gym."""

import gymnasium
import numpy as np

from .world import World


class CrafterWorld(World):
    @staticmethod
    def knows(identifier):
        return identifier.lower().startswith("crafter")

    @staticmethod
    def make(identifier, arguments):
        try:
            import crafter
        except ImportError as error:
            raise ValueError(f"'{identifier}' needs Crafter; install it with `pip install crafter`.") from error
        return _Adapter(crafter.Env, arguments)


class _Adapter(gymnasium.Env):
    metadata = {}
    render_mode = None

    def __init__(self, kind, arguments):
        self.kind, self.given = kind, arguments
        self._start(0)

    def _start(self, seed):
        # Its seed is an argument of the constructor.
        self.inner = self.kind(seed=seed, **{key: value for key, value in self.given.items() if key != "seed"})
        self.action_names = list(self.inner.action_names)
        self.action_space = gymnasium.spaces.Discrete(len(self.action_names))
        self.observation_space = gymnasium.spaces.Box(0, 255, np.asarray(self.inner.reset()).shape, np.uint8)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        if seed is not None:
            self._start(seed)
        return np.asarray(self.inner.reset()), {}

    def step(self, action):
        observation, reward, done, info = self.inner.step(int(action))
        return np.asarray(observation), float(reward), bool(done), False, info

"""Small environments of the tests' own."""

import gymnasium
import numpy as np


class Walker(gymnasium.Env):
    """A white square that goes left or right by one pixel; the episode ends at the side."""

    metadata = {"render_modes": ["rgb_array"], "render_fps": 12}

    def __init__(self, render_mode=None, size=32):
        self.render_mode, self.size = render_mode, size
        self.action_space = gymnasium.spaces.Discrete(3)
        self.observation_space = gymnasium.spaces.Box(0, 255, (size, size, 3), np.uint8)

    def get_action_meanings(self):
        return ["NOOP", "LEFT", "RIGHT"]

    def _picture(self):
        picture = np.full((self.size, self.size, 3), 40, np.uint8)
        picture[12:20, self.x:self.x + 8] = 255
        return picture

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.x = 12
        return self._picture(), {}

    def step(self, action):
        self.x += (0, -1, 1)[int(action)]
        return self._picture(), 0.0, not 0 < self.x < self.size - 8, False, {}

    def render(self):
        return self._picture()


class Blind(Walker):
    """The same without a picture in its observation, and without a rate."""

    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self, render_mode=None, size=32):
        super().__init__(render_mode, size)
        self.observation_space = gymnasium.spaces.Box(-1, 1, (4,), np.float32)

    def _observe(self):
        return np.zeros(4, np.float32)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed, options=options)
        return self._observe(), {}

    def step(self, action):
        return (self._observe(), *super().step(action)[1:])


gymnasium.register("DioramaWalker-v0", entry_point=Walker)
gymnasium.register("DioramaBlind-v0", entry_point=Blind)

"""Several rollouts of one world at once, as Gymnasium's vector environments have them."""

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode

from .client import Client
from .env import Env
from .server import Server
from .spaces import action_space, values


class VectorEnv(gymnasium.vector.VectorEnv):
    """`num_envs` lanes of one server, all stepped by one message. Arguments are those of `Env`.

    An episode that was truncated begins anew with the next step, whose action counts for nothing in that lane.
    """

    metadata = {**Env.metadata, "autoreset_mode": AutoresetMode.NEXT_STEP}

    def __init__(self, num_envs, world=None, *, address=None, frames=None, width=None, height=None, reward=None,
                 max_steps=None, truth=True, arguments=(), render_mode="rgb_array"):
        self._server = None if address else Server(world or "small", arguments)
        self._client = Client(
            address or self._server.address, world=world if address else None, truth=truth,
            width=width, height=height)
        opened = self._client.opened
        self.num_envs, self.frames, self.reward, self.max_steps = num_envs, frames, reward, max_steps
        self.render_mode, self.channels = render_mode, self._client.channels
        self.single_action_space = action_space(self.channels)
        self.single_observation_space = gymnasium.spaces.Box(0, 255, (opened["height"], opened["width"], 3), np.uint8)
        self.action_space = gymnasium.vector.utils.batch_space(self.single_action_space, num_envs)
        self.observation_space = gymnasium.vector.utils.batch_space(self.single_observation_space, num_envs)
        self._pictures = np.zeros(self.observation_space.shape, np.uint8)
        self._infos = [{} for _ in range(num_envs)]
        self._steps = np.zeros(num_envs, np.int64)
        self._done = np.zeros(num_envs, bool)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed if isinstance(seed, int) else None)
        options = dict(options or {})
        chosen = options.pop("reset_mask", np.ones(self.num_envs, bool))
        seeds = [None] * self.num_envs if seed is None else seed
        seeds = [seed + lane for lane in range(self.num_envs)] if isinstance(seeds, int) else list(seeds)
        for lane in np.flatnonzero(chosen):
            self._begin(int(lane), seeds[lane], options)
        return self._pictures.copy(), self._info()

    def _begin(self, lane, seed, options):
        if seed is None:
            seed = Env.held_out + int(self.np_random.integers(1_000_000))
        self._take(self._client.ask("reset", lane=lane, seed=int(seed), **options))
        self._steps[lane], self._done[lane] = 0, False

    def step(self, actions):
        given = values(self.channels, actions)
        fresh = self._done.copy()
        going = [lane for lane in range(self.num_envs) if not fresh[lane]]
        for lane in np.flatnonzero(fresh):
            self._begin(int(lane), None, {})
        if going:
            self._take(self._client.ask(
                "step", lanes=going, actions=[given[lane] for lane in going], frames=self.frames))
        self._steps[going] += 1
        rewards = np.zeros(self.num_envs)
        if self.reward:
            for lane in going:
                rewards[lane] = self.reward(self._pictures[lane], self._infos[lane])
        truncated = np.zeros(self.num_envs, bool)
        if self.max_steps is not None:
            truncated = self._steps >= self.max_steps
        self._done = truncated.copy()
        return self._pictures.copy(), rewards, np.zeros(self.num_envs, bool), truncated, self._info()

    def _take(self, answer):
        header, pictures = answer
        for lane, picture in zip(header["lanes"], pictures):
            self._pictures[lane["lane"]] = picture
            info = {"frame": lane["number"]}
            if lane.get("truth") is not None:
                info["truth"] = lane["truth"]
            self._infos[lane["lane"]] = info

    def _info(self):
        found = {}
        for lane, info in enumerate(self._infos):
            found = self._add_info(found, info, lane)
        return found

    def render(self):
        return tuple(self._pictures)

    def close_extras(self, **kwargs):
        self._client.close()
        if self._server:
            self._server.close()

"""A world of `diorama serve` as a Gymnasium environment."""

import weakref

import gymnasium
import numpy as np

from .client import Client
from .server import Server
from .spaces import action_space, values


class Snapshot:
    """A moment of an environment, kept by its server until this object goes."""

    def __init__(self, client, number, steps):
        self.number, self.steps = number, steps
        weakref.finalize(self, client.drop, snapshot=number)


class Env(gymnasium.Env):
    """A learned world or the simulator: RGB pictures in, keys and axes out.

    - world: a shipped checkpoint, a checkpoint's folder, or "reference" for the simulator; "small" unless given.
    - address: of a running `diorama serve`, whose `world` may be chosen among its own; without one, one is started, which ends
      with this environment.
    - frames: that an action is held for; the world's own number (2 for the shipped checkpoints, 1 for the simulator).
    - width, height: of the simulator's pictures.
    - reward: function of observation and info; without it the reward is 0.
    - max_steps: steps after which an episode is truncated.

    `reset(seed=...)` takes the seed that `diorama play --seed` takes. Options of `reset`: `scene`, `episode` (of the set
    that the server was given), `prompt`, `world`. `info` has `frame`, the frames since the start, and where the world knows it
    `truth`: `pose`, `intrinsics`, `objects` and the `events` of the step.
    """

    metadata = {"render_modes": ["rgb_array"], "render_fps": 20}
    #: Where seeds begin that nothing was trained on.
    held_out = 1_000_000_000

    def __init__(self, world=None, *, address=None, frames=None, width=None, height=None, reward=None, max_steps=None,
                 truth=True, pictures="raw", arguments=(), render_mode="rgb_array"):
        self._server = None if address else Server(world or "small", arguments)
        self._client = Client(
            address or self._server.address, world=world if address else None, truth=truth, pictures=pictures,
            width=width, height=height)
        self._lane, self._is_fork = 0, False
        self._set_up(frames, reward, max_steps, render_mode)

    def _set_up(self, frames, reward, max_steps, render_mode):
        opened = self._client.opened
        self.frames, self.reward, self.max_steps, self.render_mode = frames, reward, max_steps, render_mode
        self.channels = self._client.channels
        self.action_space = action_space(self.channels)
        self.observation_space = gymnasium.spaces.Box(0, 255, (opened["height"], opened["width"], 3), np.uint8)
        held = frames or opened["framesPerAction"]
        self.metadata = {**self.metadata, "render_fps": opened["framesPerSecond"] / held}
        self._picture, self._steps = None, 0

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        options = dict(options or {})
        if seed is None:
            seed = self.held_out + int(self.np_random.integers(1_000_000))
        wish = {name: options.pop(name, None) for name in ("scene", "episode", "prompt", "world")}
        if options:
            raise ValueError(f"reset knows the options scene, episode, prompt and world, not {', '.join(options)}.")
        wish["episode"] = None if wish["episode"] is None else str(wish["episode"])
        answer = self._client.ask("reset", lane=self._lane, seed=int(seed), **wish)
        self._steps = 0
        return self._taken(answer)

    def step(self, action):
        if self._picture is None:
            raise gymnasium.error.ResetNeeded("Call reset before step.")
        given = values(self.channels, action)
        found, info = self._taken(self._client.ask("step", lane=self._lane, actions=[given], frames=self.frames))
        self._steps += 1
        reward = float(self.reward(found, info)) if self.reward else 0.0
        return found, reward, False, self.max_steps is not None and self._steps >= self.max_steps, info

    def _taken(self, answer):
        header, pictures = answer
        lane, self._picture = header["lanes"][0], pictures[0]
        info = {"frame": lane["number"]}
        if lane.get("truth") is not None:
            info["truth"] = lane["truth"]
        return self._picture, info

    def render(self):
        return self._picture

    def snapshot(self):
        """This moment, to come back to with `restore`."""
        header, _ = self._client.ask("snapshot", lane=self._lane)
        return Snapshot(self._client, header["snapshot"], self._steps)

    def restore(self, snapshot):
        """Goes back to a moment of this environment or of one that was forked from it: the observation there, and info."""
        self._steps = snapshot.steps
        return self._taken(self._client.ask("restore", lane=self._lane, snapshot=snapshot.number))

    def fork(self):
        """Another environment at this moment, which goes its own way. It ends with this one."""
        other = object.__new__(type(self))
        other._server, other._client, other._is_fork = None, self._client, True
        other._lane = self._client.new_lane()
        other._set_up(self.frames, self.reward, self.max_steps, self.render_mode)
        other.restore(self.snapshot())
        return other

    def close(self):
        if self._is_fork:
            return self._client.drop(lane=self._lane)
        self._client.close()
        if self._server:
            self._server.close()

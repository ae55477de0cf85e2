"""A Gymnasium environment with what the recorder asks of it: channels, rate, pictures, truth."""

import gymnasium

from . import actions, pictures


class World:
    """An environment without anything particular to it."""

    def __init__(self, environment, frame_skip=1, frames_per_second=None, picture=None):
        self.environment, self.repeat = environment, frame_skip
        self.picture_name = picture
        self.mapping = actions.mapping(environment.action_space, **self.action_options())
        rate = frames_per_second or self.rate()
        self.rate_known = rate is not None
        self.frames_per_second = float(rate if rate is not None else 10 / frame_skip)

    def action_options(self):
        """Names and amounts for `actions.mapping`."""
        inner = self.environment.unwrapped
        names = None
        if hasattr(inner, "get_action_meanings"):
            names = list(inner.get_action_meanings())
        elif isinstance(getattr(inner, "action_names", None), (list, tuple)):
            names = list(inner.action_names)
        return {"names": names}

    def rate(self):
        """Frames a second of the environment's own time, or None."""
        rate = self.environment.metadata.get("render_fps")
        return rate / self.repeat if rate else None

    def reset(self, seed):
        observation, _ = self.environment.reset(seed=seed)
        return observation

    def step(self, values):
        """Takes one action for a whole frame; gives the observation and whether the episode is over."""
        action = self.mapping.encode(values)
        for _ in range(self.repeat):
            observation, _, terminated, truncated, _ = self.environment.step(action)
            if terminated or truncated:
                return observation, True
        return observation, False

    def played(self, values):
        """The channels' values as the environment took them."""
        return self.mapping.decode(self.mapping.encode(values))

    def picture(self, observation):
        """The RGB picture of an observation."""
        if self.picture_name != "render":
            found = pictures.of_observation(observation, self.picture_name)
            if found is not None:
                return found
        found = self.environment.render() if self.environment.render_mode == "rgb_array" else None
        found = pictures.of_observation(found) if found is not None else None
        if found is None:
            raise ValueError(
                "The environment shows no picture: its observation has none and render() gives no RGB array.")
        return found

    def truth(self, observation):
        """What is known of a frame: any of depth (metres), instances (ids), pose (x, y, z, yaw, pitch)."""
        return {}

    def intrinsics(self, width, height):
        """Focal lengths and centre in pixels, or None."""
        return None

    @staticmethod
    def arguments():
        """Arguments that `gymnasium.make` gets unless the caller gives others."""
        return {}


def make(identifier, arguments, **options):
    """The world of a Gymnasium id such as "VizdoomBasic-v1" or "ALE/Pong-v5"."""
    from . import atari, crafter_world, doom

    kinds = [doom.DoomWorld, atari.AtariWorld, crafter_world.CrafterWorld]
    kind = next((kind for kind in kinds if kind.knows(identifier)), World)
    wanted = {**kind.arguments(), **arguments}
    try:
        if hasattr(kind, "make"):
            environment = kind.make(identifier, wanted)
        else:
            try:
                environment = gymnasium.make(identifier, render_mode="rgb_array", **wanted)
            except TypeError:
                environment = gymnasium.make(identifier, **wanted)
    except gymnasium.error.Error as error:
        raise ValueError(f"There is no environment '{identifier}': {error}") from error
    return kind(environment, **options)

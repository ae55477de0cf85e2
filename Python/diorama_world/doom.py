"""VizDoom: rate, buttons by name, depth, labels and pose."""

import math

import gymnasium
import numpy as np

from .world import World

#: Doom's units in a metre: a player is 56 units tall.
UNITS = 32
#: Units of height between a player's feet and eyes.
EYES = 41
#: Units in a step of the depth buffer, as measured by walking up to walls.
DEPTH_STEP = 8
#: Degrees a tic of a turning delta at the value 1.
TURN = 5.0
#: Degrees a tic of a turning key, once it has been held for six tics; before it is half of that.
KEY_TURN = 3.5


class DoomWorld(World):
    @staticmethod
    def knows(identifier):
        return identifier.lower().startswith("vizdoom")

    @staticmethod
    def arguments():
        # Sound has crashed VizDoom 1.3.2 (an assertion of its OpenAL) and is not recorded.
        return {
            "audio_buffer_enabled": False, "automap_buffer_enabled": False, "screen_resolution": "RES_160X120",
            "depth_buffer_enabled": True, "labels_buffer_enabled": True, "render_hud": False,
            "available_game_variables": "{ POSITION_X POSITION_Y POSITION_Z ANGLE PITCH }", "max_buttons_pressed": 0,
        }

    @staticmethod
    def make(identifier, arguments):
        try:
            from vizdoom import gymnasium_wrapper  # noqa: F401, registers the environments
        except ImportError as error:
            raise ValueError(f"'{identifier}' needs VizDoom; install it with `pip install vizdoom`.") from error
        return gymnasium.make(identifier, **arguments)

    def __init__(self, environment, frame_skip=1, **options):
        inner = environment.unwrapped
        # The game makes the tics between two pictures without drawing them.
        inner.frame_skip *= frame_skip
        super().__init__(environment, 1, **options)
        self.variables = [one.name for one in inner.game.get_available_game_variables()]

    def action_options(self):
        inner = self.environment.unwrapped
        buttons = [button.name for button in inner.game.get_available_buttons()]
        deltas = [name for name in buttons if name.endswith("_DELTA")]
        binary = [name for name in buttons if not name.endswith("_DELTA")]
        scales = {name: TURN if name.startswith(("TURN", "LOOK")) else 20.0 for name in deltas}
        degrees = {name: TURN * inner.frame_skip for name in deltas if name.startswith(("TURN", "LOOK"))}
        degrees |= {name: KEY_TURN * inner.frame_skip for name in ("TURN_LEFT", "TURN_RIGHT")}
        combos = None
        if isinstance(inner.action_space, gymnasium.spaces.Discrete):
            combos = [tuple(n for n, on in zip(binary, combo) if on) for combo in inner.button_map]
        names = {"binary": binary, "continuous": deltas} if deltas and binary else deltas or binary
        return {"names": names, "scales": scales, "degrees": degrees, "combos": combos, "first_person": True}

    def rate(self):
        inner = self.environment.unwrapped
        return inner.game.get_ticrate() / inner.frame_skip

    def reset(self, seed):
        observation = super().reset(seed)
        # A player takes no actions in the first tics of a level.
        nothing = self.mapping.encode([0.0] * len(self.mapping.channels))
        for _ in range(math.ceil(8 / self.environment.unwrapped.frame_skip)):
            observation, _, terminated, truncated, _ = self.environment.step(nothing)
            if terminated or truncated:
                observation = super().reset(seed)
        return observation

    def truth(self, observation):
        known = {}
        if "depth" in observation:
            steps = np.asarray(observation["depth"])[..., 0].astype(np.float32)
            known["depth"] = np.where(steps >= 255, np.inf, steps * DEPTH_STEP / UNITS)
        if "labels" in observation:
            known["instances"] = np.asarray(observation["labels"])[..., 0].astype(np.uint16)
        values = dict(zip(self.variables, np.asarray(observation.get("gamevariables", ())).tolist()))
        if {"POSITION_X", "POSITION_Y", "POSITION_Z", "ANGLE"} <= values.keys():
            yaw = math.radians(90 - values["ANGLE"])
            known["pose"] = (
                values["POSITION_X"] / UNITS, (values["POSITION_Z"] + EYES) / UNITS, values["POSITION_Y"] / UNITS,
                (yaw + math.pi) % (2 * math.pi) - math.pi, -math.radians(values.get("PITCH", 0.0)))
        return known

    def intrinsics(self, width, height):
        # 90 degrees from left to right.
        return {"fx": width / 2, "fy": width / 2, "cx": width / 2, "cy": height / 2}

"""The Arcade Learning Environment: its rate and its actions."""

import gymnasium

from .world import World


class AtariWorld(World):
    @staticmethod
    def knows(identifier):
        return identifier.startswith("ALE/")

    @staticmethod
    def make(identifier, arguments):
        try:
            import ale_py
        except ImportError as error:
            raise ValueError(f"'{identifier}' needs the ALE; install it with `pip install ale-py`.") from error
        gymnasium.register_envs(ale_py)
        return gymnasium.make(identifier, **arguments)

    def rate(self):
        skip = getattr(self.environment.unwrapped, "_frameskip", 4)
        # A skip drawn at random has no rate.
        return 60 / skip / self.repeat if isinstance(skip, int) else None

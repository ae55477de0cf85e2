"""Worlds of `diorama serve` as Gymnasium environments, and recordings of other environments for `diorama import`."""

from .env import Env
from .vector import VectorEnv

__all__ = ["Env", "VectorEnv"]

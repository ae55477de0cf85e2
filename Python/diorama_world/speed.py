"""Steps a second over the wire, beside those that the server makes in one go.

    python -m diorama_world.speed --world small
"""

import argparse
import time

import numpy as np

from . import Env, VectorEnv
from .server import Server


def _rate(env, frames, count):
    """Frames a second of `count` steps that hold `frames` frames each."""
    env.frames = frames
    still = np.zeros(env.action_space.shape, np.float32)
    lanes = getattr(env, "num_envs", None)
    env.reset(seed=[1_000_000_002] * lanes if lanes else 1_000_000_002)
    begin = time.perf_counter()
    for _ in range(count):
        env.step(still)
    return frames * count * (lanes or 1) / (time.perf_counter() - begin)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", default="small")
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--lanes", type=int, default=8)
    given = parser.parse_args()
    size = {"width": 128, "height": 80} if given.world == "reference" else {}
    server = Server(given.world)
    env = Env(address=server.address, truth=False, **size)
    vector = VectorEnv(given.lanes, address=server.address, truth=False, **size)
    held = env._client.opened["framesPerAction"]
    # In turns, so that what else the machine does falls on all alike.
    rounds = np.array([
        (_rate(env, given.frames, 1), _rate(env, held, given.frames // held),
         _rate(vector, held, given.frames // held // given.lanes)) for _ in range(given.rounds)])
    env.close()
    vector.close()
    server.close()
    inside, wire, lanes = np.median(rounds, axis=0)
    shares = 100 * np.median(rounds[:, 1:] / rounds[:, :1], axis=0)
    print(f"{given.world}: {inside:.0f} frames/s inside, medians of {given.rounds} rounds in turns")
    print(f"  Env        {wire:.0f} frames/s, {shares[0]:.0f}% (a message every {held})")
    print(f"  VectorEnv  {lanes:.0f} frames/s, {shares[1]:.0f}% ({given.lanes} lanes a message)")


if __name__ == "__main__":
    main()

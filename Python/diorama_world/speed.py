"""Steps a second over the wire, beside those that the server makes in one go.

    python -m diorama_world.speed --world small
"""

import argparse
import time

import numpy as np

from . import Env, VectorEnv


def _rate(env, frames, count, rounds):
    """Frames a second of steps that hold `frames` frames, the median of some rounds."""
    env.frames = frames
    still = np.zeros(env.action_space.shape, np.float32)
    rates = []
    for _ in range(rounds):
        env.reset(seed=1_000_000_002)
        begin = time.perf_counter()
        for _ in range(count):
            env.step(still)
        lanes = getattr(env, "num_envs", 1)
        rates.append(frames * count * lanes / (time.perf_counter() - begin))
    return np.median(rates)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", default="small")
    parser.add_argument("--frames", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lanes", type=int, default=8)
    given = parser.parse_args()
    env = Env(given.world, width=128, height=80, truth=False)
    held = env._client.opened["framesPerAction"]
    inside = _rate(env, given.frames, 1, given.rounds)
    wire = _rate(env, held, given.frames // held, given.rounds)
    env.close()
    vector = VectorEnv(given.lanes, given.world, width=128, height=80, truth=False)
    lanes = _rate(vector, held, given.frames // held // given.lanes, given.rounds)
    vector.close()
    print(f"{given.world}: inside {inside:.0f} frames/s")
    print(f"  Env        {wire:.0f} frames/s, {100 * wire / inside:.0f}% (a message every {held})")
    print(f"  VectorEnv  {lanes:.0f} frames/s, {100 * lanes / inside:.0f}% ({given.lanes} lanes a message)")


if __name__ == "__main__":
    main()

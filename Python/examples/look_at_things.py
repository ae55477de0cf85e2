"""Learns to look at things in a learned world, then tries what it has learned in the simulator.

    python Python/examples/look_at_things.py

The policy is tiny: it sees in which of seven columns of the picture there is much detail, and turns by a weighted sum. The
cross-entropy method finds its eight weights in the model's dreams alone. The reward of a step is how much of the picture's
detail lies in its middle column. Then the same policy plays the simulator, which it has never seen.
"""

import argparse
import time

import numpy as np

from diorama_world import VectorEnv

COLUMNS = 7
HELD = 2


def detail(pictures):
    """How much of each picture's detail lies in each column: [pictures, columns], of sum 1."""
    grey = pictures.astype(np.float32).mean(axis=3)
    # The horizon and the ground's stripes lie across; things have upright edges.
    edges = np.abs(np.diff(grey, axis=2))
    edges = np.where(edges > 12, edges, 0)
    parts = np.stack([part.sum(axis=(1, 2)) for part in np.array_split(edges, COLUMNS, axis=2)], axis=1) + 1
    return parts / parts.sum(axis=1, keepdims=True)


def turn(weights, seen):
    """The turning axis of each lane under its own weights."""
    return np.tanh((weights[:, :-1] * seen).sum(axis=1) * 4 + weights[:, -1])


def returns(env, weights, seeds, steps):
    """What each row of weights earns a step, over all seeds."""
    earned = np.zeros(len(weights))
    names = [channel["name"] for channel in env.channels]
    for seed in seeds:
        pictures, _ = env.reset(seed=[seed] * len(weights))
        for _ in range(steps):
            actions = np.zeros(env.action_space.shape, np.float32)
            actions[:, names.index("turn")] = turn(weights, detail(pictures))
            pictures, *_ = env.step(actions)
            earned += detail(pictures)[:, COLUMNS // 2]
    return earned / (len(seeds) * steps)


def learn(env, random, generations, seeds, steps):
    """Cross-entropy method: draw, keep the better quarter, draw around it."""
    mean, spread = np.zeros(COLUMNS + 1), np.ones(COLUMNS + 1)
    for generation in range(generations):
        drawn = mean + spread * random.standard_normal((env.num_envs, COLUMNS + 1))
        drawn[0] = mean
        earned = returns(env, drawn, random.integers(1 << 30, (1 << 30) + 1_000_000, seeds).tolist(), steps)
        best = drawn[np.argsort(earned)[-max(2, env.num_envs // 4):]]
        mean, spread = best.mean(axis=0), best.std(axis=0) + 0.05
        print(f"generation {generation + 1}: mean {earned.mean():.3f}, best {earned.max():.3f}", flush=True)
    return mean


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", default="small", help="the learned world")
    parser.add_argument("--population", type=int, default=12)
    parser.add_argument("--generations", type=int, default=8)
    parser.add_argument("--episodes", type=int, default=2, help="of each policy in a generation")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random = np.random.default_rng(given.seed)
    begin = time.time()
    dream = VectorEnv(given.population, given.world, frames=HELD)
    learned = learn(dream, random, given.generations, given.episodes, given.steps)
    height, width = dream.single_observation_space.shape[:2]
    dream.close()
    print(f"learned in {time.time() - begin:.0f} s, in '{given.world}' alone")
    # The same weights for all lanes, each in a place of its own that nothing was trained on.
    policies = {"stands still": np.zeros(COLUMNS + 1), "turns evenly": np.eye(COLUMNS + 1)[-1] * 0.5, "learned": learned}
    simulator = VectorEnv(1, "reference", frames=HELD, width=width, height=height)
    seeds = [1_500_000_000 + number for number in range(30)]
    print("in the simulator, detail in the middle column (an even share is 0.143):")
    for name, weights in policies.items():
        single = [returns(simulator, weights[None], [seed], given.steps)[0] for seed in seeds]
        print(f"  {name:14} {np.mean(single):.3f} +- {np.std(single) / len(single) ** 0.5:.3f}")
    simulator.close()


if __name__ == "__main__":
    main()

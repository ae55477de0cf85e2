"""python -m diorama_world.record: records Gymnasium environments for `diorama import`."""

import argparse
import json
import re
import signal
import sys
import time
from pathlib import Path

import numpy as np

from .episode import EpisodeWriter
from .policies import policy
from .world import make

EPILOG = """\
Each episode becomes NAME.mp4, NAME.actions.jsonl (a line a frame but the first: the action that led to it), NAME.json
(action space, frames a second) and, where the environment knows them, NAME.truth.npz with depth, ids and pose. Running
the same command again goes on where it was stopped. `diorama import DIR --output SET` makes an episode set of them.

Examples:
  python -m diorama_world.record --env CrafterReward-v1 --episodes 4 --frames 200 --output crafter
  python -m diorama_world.record --env ALE/Pong-v5 --policy sticky --episodes 4 --frames 400 --output pong
  python -m diorama_world.record --env VizdoomFreedoom2MAP01-S1-v0 --policy sticky --frame-skip 2 --output doom \\
      --env-arg 'available_buttons="{ MOVE_FORWARD MOVE_BACKWARD MOVE_LEFT MOVE_RIGHT USE TURN_LEFT_RIGHT_DELTA }"'
"""


def parser():
    made = argparse.ArgumentParser(
        prog="python -m diorama_world.record", description="Record Gymnasium environments as videos with actions.",
        epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--env", required=True, nargs="+", metavar="ID", help="environments, in turns")
    made.add_argument("--policy", default="sticky", help="random, sticky, or module:function(observation, env, random)")
    made.add_argument("--episodes", type=int, default=10, help="number of episodes (default 10)")
    made.add_argument("--frames", type=int, default=400, help="frames an episode at most (default 400)")
    made.add_argument("--output", required=True, help="folder, made or added to")
    made.add_argument("--seed", type=int, default=0, help="seed of the first episode; the others follow")
    made.add_argument("--frame-skip", type=int, default=1, help="steps of the environment that a frame takes")
    made.add_argument("--fps", type=float, help="frames a second, where the environment does not say")
    made.add_argument("--picture", help="name of the picture in the observation, or 'render'")
    made.add_argument(
        "--env-arg", action="append", default=[], metavar="NAME=JSON", help="argument for gymnasium.make; repeatable")
    made.add_argument("--no-truth", action="store_true", help="leave depth, ids and pose out")
    return made


def arguments(pairs):
    """{"a": 1} of ["a=1"]."""
    found = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        try:
            found[name] = json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError(f"--env-arg '{pair}' is not NAME=JSON: {error}.") from error
        if not equals or not name:
            raise ValueError(f"--env-arg '{pair}' is not NAME=JSON.")
    return found


def episode_name(identifier, seed, policy_name):
    return f"{re.sub(r'[^A-Za-z0-9]+', '-', identifier).strip('-')}-{seed}-{re.sub(r'[^A-Za-z0-9]+', '.', policy_name)}"


def record(world, folder, name, seed, frames, policy_name, truth=True, **facts):
    """Records one episode; gives its number of frames, 0 where it was too short to keep."""
    random = np.random.default_rng(seed)
    player = policy(policy_name, world.mapping, random)
    observation = world.reset(seed)
    picture = world.picture(observation)
    writer = EpisodeWriter(folder, name, world, picture.shape[1], picture.shape[0])
    try:
        known = world.truth(observation)
        writer.add(picture, None, known if truth else {})
        while writer.frames < frames:
            values = world.played(player(observation, world.environment, picture, known.get("pose")))
            observation, over = world.step(values)
            picture = world.picture(observation)
            # After its end an environment may have no picture left but a black one.
            if over and not picture.any():
                break
            known = {} if over else world.truth(observation)
            writer.add(picture, values, known if truth else {})
            if over:
                break
        if writer.frames < 2:
            writer.abandon()
            return 0
        writer.finish(seed=seed, policy=policy_name, **facts)
        return writer.frames
    except BaseException:
        writer.abandon()
        raise


def run(options):
    if min(options.episodes, options.frames - 1, options.frame_skip) < 1:
        raise ValueError("--episodes and --frame-skip must be above 0 and --frames above 1.")
    if options.fps is not None and not 0.1 <= options.fps <= 1000:
        raise ValueError("--fps must lie in 0.1...1000.")
    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    given = arguments(options.env_arg)
    worlds, frames, kept, short, begin = {}, 0, 0, 0, time.monotonic()
    try:
        for number in range(options.episodes):
            identifier, seed = options.env[number % len(options.env)], options.seed + number
            name = episode_name(identifier, seed, options.policy)
            if EpisodeWriter.there(folder, name):
                continue
            if identifier not in worlds:
                for other in worlds.values():
                    other.environment.close()
                worlds = {identifier: make(
                    identifier, given, frame_skip=options.frame_skip, frames_per_second=options.fps,
                    picture=options.picture)}
                if not worlds[identifier].rate_known:
                    print(f"{identifier} does not say how fast it goes; "
                          f"{worlds[identifier].frames_per_second:g} frames a second are assumed, --fps changes that.")
            made = record(
                worlds[identifier], folder, name, seed, options.frames, options.policy, not options.no_truth,
                scene=identifier, source=f"gymnasium {identifier}")
            frames, kept, short = frames + made, kept + (made > 0), short + (made == 0)
            rate = frames / max(1e-9, time.monotonic() - begin)
            print(f"{number + 1}/{options.episodes}  {name}: {made} frames ({rate:.0f} a second)", file=sys.stderr)
    finally:
        for world in worlds.values():
            world.environment.close()
    dropped = f"; {short} ended at once and were dropped" if short else ""
    print(f"{options.output}: {kept} new episodes, {frames} frames{dropped}.")


def main(given=None):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        run(parser().parse_args(given))
    except KeyboardInterrupt:
        print("Stopped early; the same command goes on.", file=sys.stderr)
        return 130
    except (ValueError, RuntimeError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

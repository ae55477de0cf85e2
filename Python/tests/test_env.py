import warnings

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from conftest import needs_program
from diorama_world import Env

pytestmark = needs_program
WORLDS = ["nano", "reference"]


@pytest.fixture(params=WORLDS)
def env(server, request):
    made = Env(request.param, address=server.address)
    yield made
    made.close()


def actions(env, count, seed=0):
    random = np.random.default_rng(seed)
    return random.uniform(env.action_space.low, env.action_space.high, (count, len(env.channels))).astype(np.float32)


def rollout(env, seed, count=12, **options):
    shown = [env.reset(seed=seed, options=options)[0]]
    return np.stack(shown + [env.step(action)[0] for action in actions(env, count)])


def test_gymnasium_finds_no_fault(env):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # A key is 0 or 1, which is no symmetric range; an environment that was not registered has no spec to make again.
        for words in (".*symmetric and normalized.*", ".*spec.*"):
            warnings.filterwarnings("ignore", message=words)
        check_env(env, skip_render_check=False)


def test_seeded_rollouts_repeat_bit_for_bit(env):
    first = rollout(env, 1_000_000_005)
    assert (rollout(env, 1_000_000_005) == first).all()
    assert (rollout(env, 1_000_000_006) != first).any()
    assert len(np.unique(first.reshape(len(first), -1), axis=0)) > 6


def test_seeds_without_one_follow_the_last(env):
    env.reset(seed=3)
    first = [env.reset()[0] for _ in range(2)]
    env.reset(seed=3)
    assert (env.reset()[0] == first[0]).all() and (first[0] != first[1]).any()


def test_snapshots_bring_back_and_forks_part(env):
    env.reset(seed=1_000_000_005)
    way = actions(env, 8)
    for action in way[:4]:
        env.step(action)
    kept = env.snapshot()
    after = [env.step(action)[0] for action in way[4:]]
    there, info = env.restore(kept)
    assert info["frame"] == 4 * (env.frames or env._client.opened["framesPerAction"])
    fork = env.fork()
    assert (fork.render() == there).all()
    assert all((env.step(action)[0] == wanted).all() for action, wanted in zip(way[4:], after))
    still = np.zeros_like(way[0])
    parted = [fork.step(still)[0] for _ in way[4:]]
    assert any((a != b).any() for a, b in zip(parted, after))
    fork.close()
    env.restore(kept)
    assert (env.step(way[4])[0] == after[0]).all()


def test_the_simulator_tells_its_truth(server):
    env = Env("reference", address=server.address, frames=4, width=96, height=64)
    found, info = env.reset(seed=1_000_000_005, options={"scene": "meadow"})
    assert found.shape == (64, 96, 3) and env.observation_space.contains(found)
    pose = info["truth"]["pose"]
    _, _, _, _, info = env.step([1, 0, 0, 0, 0, 0, 0.5, 0])
    assert info["frame"] == 4 and info["truth"]["objects"]
    walked = np.hypot(info["truth"]["pose"]["x"] - pose["x"], info["truth"]["pose"]["z"] - pose["z"])
    assert 0.2 < walked < 0.6
    turned = np.rad2deg(info["truth"]["pose"]["yaw"] - pose["yaw"])
    assert abs(turned - 4 * 0.5 * 6) < 0.1
    env.close()


def test_a_learned_world_tells_none(server):
    env = Env(address=server.address)
    assert "truth" not in env.reset(seed=1)[1]
    env.close()


def test_rewards_and_ends_are_the_callers(server):
    env = Env("reference", address=server.address, reward=lambda found, info: info["frame"] / 2, max_steps=3)
    env.reset(seed=1)
    still = np.zeros(env.action_space.shape)
    assert [env.step(still)[1:4] for _ in range(3)] == [(0.5, False, False), (1.0, False, False), (1.5, False, True)]
    env.close()


def test_mistakes_are_told_and_change_nothing(env):
    env.reset(seed=1)
    with pytest.raises(ValueError, match="values"):
        env.step([0, 1])
    with pytest.raises(ValueError, match="no scene"):
        env.reset(options={"scene": "moon"})
    with pytest.raises(ValueError, match="words"):
        env.reset(options={"prompt": "a red ball falls in"})
    with pytest.raises(ValueError, match="no episodes"):
        env.reset(options={"episode": 3})
    with pytest.raises(ValueError, match="weather"):
        env.reset(options={"weather": "rain"})
    assert env.step(np.zeros(env.action_space.shape))[4]["frame"] > 0


def test_strangers_are_refused(server):
    with pytest.raises(ConnectionRefusedError, match="403"):
        Env(address=server.address[:-4] + "0000")
    with pytest.raises(ValueError, match="address"):
        Env(address="http://127.0.0.1/")


def test_an_environment_starts_and_ends_a_server_of_its_own():
    env = Env("nano")
    process = env._server.process
    assert env.reset(seed=1)[0].shape == env.observation_space.shape
    env.close()
    assert process.poll() is not None


def test_a_world_that_is_none_is_told():
    with pytest.raises(RuntimeError, match="nowhere"):
        Env("nowhere")

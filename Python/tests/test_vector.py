import numpy as np

from conftest import needs_program
from diorama_world import Env, VectorEnv

pytestmark = needs_program


def test_lanes_are_the_same_as_environments_of_their_own(server):
    vector = VectorEnv(3, address=server.address)
    single = Env(address=server.address)
    found, info = vector.reset(seed=[11, 12, 13])
    assert vector.observation_space.contains(found) and info["frame"].tolist() == [0, 0, 0]
    random = np.random.default_rng(0)
    way = random.uniform(vector.action_space.low, vector.action_space.high, (5, *vector.action_space.shape))
    shown = [vector.step(action)[0] for action in way.astype(np.float32)]
    for lane, seed in enumerate([11, 12, 13]):
        assert (single.reset(seed=seed)[0] == found[lane]).all()
        for action, pictures in zip(way.astype(np.float32), shown):
            assert (single.step(action[lane])[0] == pictures[lane]).all()
    vector.close()
    single.close()


def test_truncated_lanes_begin_anew_with_the_next_step(server):
    vector = VectorEnv(2, "reference", address=server.address, max_steps=2, reward=lambda found, info: 1)
    vector.reset(seed=5)
    still = np.zeros(vector.action_space.shape, np.float32)
    frames = []
    for _ in range(4):
        _, rewards, _, truncated, info = vector.step(still)
        frames.append((info["frame"].tolist(), truncated.tolist(), rewards.tolist()))
    assert frames == [
        ([1, 1], [False, False], [1, 1]), ([2, 2], [True, True], [1, 1]), ([0, 0], [False, False], [0, 0]),
        ([1, 1], [False, False], [1, 1])]
    vector.close()

import gymnasium
import numpy as np
import pytest

from diorama_world.actions import mapping
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Text, Tuple


def names(found):
    return [channel.name for channel in found.channels]


def test_discrete_actions_are_keys_and_nothing_is_none_of_them():
    found = mapping(Discrete(3), names=["NOOP", "LEFT", "FIRE"])
    assert names(found) == ["LEFT", "FIRE"]
    assert found.decode(0) == [0, 0] and found.decode(2) == [0, 1]
    assert [found.encode(values) for values in ([0, 0], [1, 0], [0, 1])] == [0, 1, 2]


def test_combined_actions_become_keys_that_are_pressed_at_once():
    found = mapping(Discrete(4), names=["NOOP", "UP", "RIGHT", "UPRIGHT"])
    assert names(found) == ["UP", "RIGHT"]
    assert found.decode(3) == [1, 1]
    assert found.encode([1, 1]) == 3 and found.encode([0, 1]) == 2


def test_what_no_action_presses_alone_presses_less():
    found = mapping(Discrete(3), names=["NOOP", "UP", "FIRE"])
    assert found.encode([1, 1]) in (1, 2)


def test_discrete_spaces_may_begin_anywhere():
    found = mapping(Discrete(3, start=-1))
    assert [found.encode(found.decode(action)) for action in (-1, 0, 1)] == [-1, 0, 1]


@pytest.mark.parametrize("space", [
    MultiBinary(4), MultiDiscrete([2, 3, 4]), Box(-2, 2, (2, 2)), Box(0, 1, (3,)),
    Dict({"keys": MultiBinary(2), "stick": Box(-1, 1, (2,))}), Tuple((Discrete(4), Box(-3, 3, (1,)))),
])
def test_actions_come_back(space):
    space.seed(1)
    found = mapping(space)
    assert len(set(names(found))) == len(found.channels)
    for _ in range(20):
        action = space.sample()
        values = found.decode(action)
        assert all(-1 <= value <= 1 for value in values)
        again = found.encode(values)
        assert space.contains(again)
        flat = gymnasium.spaces.flatten
        np.testing.assert_allclose(flat(space, again), flat(space, action), atol=1e-5)


def test_the_value_1_of_an_axis_is_its_larger_bound():
    found = mapping(Box(np.array([-4, 0], np.float32), np.array([2, 5], np.float32)))
    assert found.decode([2, 5]) == [0.5, 1]
    np.testing.assert_allclose(found.encode([-1, 0.5]), [-4, 2.5])


def test_a_choice_of_two_is_a_key_and_of_more_several():
    assert names(mapping(MultiDiscrete([2, 3]))) == ["choice 0", "choice 1 1", "choice 1 2"]


def test_no_two_channels_share_a_key():
    found = mapping(MultiBinary(12))
    keys = [key for channel in found.channels for key in channel.bindings]
    assert len(keys) == 12 == len(set(keys))


def test_effects_follow_names_only_where_a_player_looks_out():
    buttons = ["MOVE_FORWARD", "TURN_LEFT", "USE"]
    seen = mapping(MultiBinary(3), names=buttons, degrees={"TURN_LEFT": 7.0}, first_person=True)
    assert [channel.effect for channel in seen.channels] == [
        {"kind": "move", "direction": "forward"}, {"kind": "turn", "degrees": -7.0}, {"kind": "use"}]
    assert seen.channels[0].bindings == ["W"]
    above = mapping(MultiBinary(3), names=buttons)
    assert [channel.effect["kind"] for channel in above.channels] == ["none", "none", "use"]


def test_unknown_spaces_are_refused_by_name():
    with pytest.raises(ValueError, match="Text"):
        mapping(Text(4))

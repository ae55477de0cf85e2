import numpy as np

from diorama_world.pictures import of_observation


def test_pictures_are_found_in_what_an_environment_shows():
    picture = np.arange(12 * 16 * 3, dtype=np.uint8).reshape(12, 16, 3)
    assert (of_observation(picture) == picture).all()
    assert (of_observation({"depth": 1, "screen": picture}) == picture).all()
    assert (of_observation({"left": picture}, "left") == picture).all()
    assert (of_observation(picture.transpose(2, 0, 1)) == picture).all()
    assert of_observation(picture[:, :, :1]).shape == (12, 16, 3)
    assert of_observation(picture[:, :, 0]).shape == (12, 16, 3)


def test_numbers_are_no_picture():
    assert of_observation(np.zeros(4, np.float32)) is None
    assert of_observation(np.zeros((12, 16, 3), np.float32)) is None
    assert of_observation({"state": np.zeros(4)}) is None

"""The picture in what an environment shows."""

import numpy as np

_NAMES = ("screen", "pixels", "rgb", "image", "obs", "observation", "frame")


def of_observation(observation, name=None):
    """An RGB picture [height, width, 3] of bytes in an observation, or None."""
    if isinstance(observation, dict):
        for key in [name] if name else _NAMES:
            if key in observation:
                return _rgb(observation[key])
        return None
    return None if name else _rgb(observation)


def _rgb(array):
    array = np.asarray(array)
    if array.dtype != np.uint8:
        return None
    if array.ndim == 3 and array.shape[0] in (1, 3) and array.shape[2] not in (1, 3):
        array = array.transpose(1, 2, 0)
    if array.ndim == 2:
        array = array[:, :, None]
    if array.ndim != 3 or array.shape[2] not in (1, 3, 4) or min(array.shape[:2]) < 8:
        return None
    return np.ascontiguousarray(np.repeat(array, 3, axis=2) if array.shape[2] == 1 else array[:, :, :3])

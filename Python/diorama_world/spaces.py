"""Action channels as a Gymnasium space."""

import gymnasium
import numpy as np


def action_space(channels):
    """A Box with a value for each channel: keys in 0 to 1, pressed from above 0.5 on, axes in -1 to 1."""
    low = np.array([0 if channel["kind"] == "key" else -1 for channel in channels], np.float32)
    return gymnasium.spaces.Box(low, np.ones(len(channels), np.float32), dtype=np.float32)


def values(channels, action):
    """Whole keys and axes of an action, or of a row of them, as lists."""
    action = np.asarray(action, np.float32)
    if action.shape[-1:] != (len(channels),):
        raise ValueError(f"An action has {len(channels)} values: {', '.join(channel['name'] for channel in channels)}.")
    keys = np.array([channel["kind"] == "key" for channel in channels])
    return np.where(keys, action > 0.5, np.clip(action, -1, 1)).tolist()

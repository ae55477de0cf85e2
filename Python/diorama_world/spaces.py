"""Action channels as a Gymnasium space."""

import gymnasium
import numpy as np


def action_space(channels):
    """A Box with a value for each channel: keys in 0 to 1, pressed from above 0.5 on, axes in -1 to 1."""
    low = np.array([0 if channel["kind"] == "key" else -1 for channel in channels], np.float32)
    return gymnasium.spaces.Box(low, np.ones(len(channels), np.float32), dtype=np.float32)


def values(channels, action):
    """Whole keys and axes of an action, or of rows of them, as lists."""
    action = np.asarray(action, np.float32)
    if action.shape[-1:] != (len(channels),):
        raise ValueError(f"An action has {len(channels)} values: {', '.join(channel['name'] for channel in channels)}.")
    if action.ndim > 1:
        return [values(channels, one) for one in action]
    return [
        float(value > 0.5) if channel["kind"] == "key" else min(1.0, max(-1.0, value))
        for channel, value in zip(channels, action.tolist())]

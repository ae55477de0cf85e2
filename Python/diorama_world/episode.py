"""One recorded episode on disk: NAME.mp4, NAME.actions.jsonl, NAME.truth.npz where truth is known, NAME.json last."""

import json
import os
from pathlib import Path

import numpy as np

from .video import VideoWriter

VERSION = 1


class EpisodeWriter:
    """Writes an episode as it goes; it is there once its NAME.json is."""

    def __init__(self, folder, name, world, width, height):
        self.folder, self.name, self.world = Path(folder), name, world
        self.size = (width, height)
        self.video = VideoWriter(self._path(".mp4.part"), width, height, world.frames_per_second)
        self.lines, self.frames, self.truth = [], 0, {}

    def _path(self, suffix):
        return self.folder / f"{self.name}{suffix}"

    @staticmethod
    def there(folder, name):
        """Whether an episode of that name is complete."""
        return (Path(folder) / f"{name}.json").exists()

    def add(self, picture, values, truth):
        """A frame, and the action that led to it (None for the first)."""
        self.video.add(picture)
        if values is not None:
            channels = self.world.mapping.channels
            line = {c.name: round(float(v), 4) for c, v in zip(channels, values) if v != 0}
            self.lines.append(json.dumps(line))
        for key, value in truth.items():
            self.truth.setdefault(key, []).append(value)
        self.frames += 1

    def finish(self, **facts):
        """Puts everything in its place; `facts` go into NAME.json."""
        self.video.close()
        text = "".join(line + "\n" for line in self.lines)
        _replace(self._path(".actions.jsonl"), text.encode())
        # The frame after an end may have none.
        arrays = {key: values for key, values in self.truth.items() if len(values) == self.frames}
        types = {"depth": np.float16, "instances": np.uint16, "pose": np.float32}
        if arrays:
            part = self._path(".truth.part.npz")
            np.savez_compressed(part, **{key: np.asarray(values, types[key]) for key, values in arrays.items()})
            os.replace(part, self._path(".truth.npz"))
        os.replace(self._path(".mp4.part"), self._path(".mp4"))
        about = {
            "version": VERSION, "framesPerSecond": self.world.frames_per_second, "alignment": "led-to",
            "frames": self.frames, "actionSpace": {"channels": [c.json() for c in self.world.mapping.channels]},
            **facts,
        }
        intrinsics = self.world.intrinsics(*self.size)
        if intrinsics:
            about["intrinsics"] = intrinsics
        _replace(self._path(".json"), json.dumps(about, indent=1).encode())

    def abandon(self):
        """Leaves nothing behind."""
        self.video.abandon()


def _replace(path, data):
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)

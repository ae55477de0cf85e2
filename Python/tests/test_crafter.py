"""A real environment from PyPI that brings its data; skipped where it is not installed."""

import json

import pytest

pytest.importorskip("crafter")

from diorama_world import record  # noqa: E402


def test_crafter_is_recorded(tmp_path):
    given = ["--env", "CrafterReward-v1", "--output", str(tmp_path), "--episodes", "1", "--frames", "12", "--fps", "5"]
    assert record.main(given) == 0
    about = json.loads((tmp_path / "CrafterReward-v1-0-sticky.json").read_text())
    assert about["frames"] == 12 and about["framesPerSecond"] == 5
    assert "move_left" in [channel["name"] for channel in about["actionSpace"]["channels"]]

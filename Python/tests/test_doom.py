"""VizDoom with Freedoom from PyPI; skipped where it is not installed."""

import json

import numpy as np
import pytest

pytest.importorskip("vizdoom")

from diorama_world import record  # noqa: E402


def test_doom_is_recorded_with_its_truth(tmp_path, monkeypatch):
    # The game leaves its settings and maps where it runs.
    monkeypatch.chdir(tmp_path)
    buttons = '"{ MOVE_FORWARD USE TURN_LEFT_RIGHT_DELTA }"'
    given = ["--env", "VizdoomFreedoom2MAP01-S1-v0", "--output", str(tmp_path), "--episodes", "1", "--frames", "60",
             "--frame-skip", "2", "--env-arg", f"available_buttons={buttons}", "--env-arg", 'game_args="-nomonsters"']
    assert record.main(given) == 0
    name = "VizdoomFreedoom2MAP01-S1-v0-0-sticky"
    about = json.loads((tmp_path / f"{name}.json").read_text())
    assert about["framesPerSecond"] == 17.5
    effects = {channel["name"]: channel["effect"] for channel in about["actionSpace"]["channels"]}
    assert effects["TURN_LEFT_RIGHT_DELTA"] == {"kind": "turn", "degrees": 10.0}
    truth = np.load(tmp_path / f"{name}.truth.npz")
    assert truth["depth"].shape == truth["instances"].shape == (60, 120, 160) and truth["pose"].shape == (60, 5)
    # The axis turns by the degrees that its effect says.
    lines = [json.loads(line) for line in (tmp_path / f"{name}.actions.jsonl").read_text().splitlines()]
    turned = np.rad2deg(np.diff(np.unwrap(truth["pose"][:, 3])))
    wanted = np.array([10 * line.get("TURN_LEFT_RIGHT_DELTA", 0) for line in lines])
    np.testing.assert_allclose(turned, wanted, atol=0.05)

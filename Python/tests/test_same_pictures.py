"""One seed and the same actions make the same pictures for an agent, without a window and in the window."""

import json
import os
import subprocess

import numpy as np
import pytest
from PIL import Image

from conftest import needs_program
from diorama_world import Env

pytestmark = needs_program
SEED = 1_000_000_002
#: Held for two frames each, as the model holds them.
ACTIONS = [{"forward": 1}, {"forward": 1, "turn": 0.5}, {"turn": -0.25, "look": 0.125}, {"right": 1, "jump": 1}] * 3


@pytest.mark.parametrize("pictures", ["raw", "png"])
@pytest.mark.parametrize("world", ["nano", "reference"])
def test_agent_headless_and_window(server, world, pictures, tmp_path):
    diorama = os.environ["DIORAMA"]
    lines = "\n".join(json.dumps({**action, "repeat": 2}) for action in ACTIONS)
    (tmp_path / "actions.jsonl").write_text(lines)
    play = [diorama, "play", "--checkpoint", world, "--seed", str(SEED), "--actions", str(tmp_path / "actions.jsonl")]
    log = tmp_path / "log.jsonl"
    subprocess.run([*play, "--headless", "--output", str(tmp_path / "frames"), "--log", str(log)], check=True)
    files = sorted((tmp_path / "frames").glob("*.png"))
    env = Env(world, address=server.address, frames=1, pictures=pictures)
    names = [channel["name"] for channel in env.channels]
    shown = [env.reset(seed=SEED)[0]]
    for action in ACTIONS:
        for _ in range(2):
            shown.append(env.step([action.get(name, 0) for name in names])[0])
    env.close()
    assert len(files) == len(shown) == 2 * len(ACTIONS) + 1
    for file, picture in zip(files, shown):
        assert (np.asarray(Image.open(file)) == picture).all()
    window_log = tmp_path / "window.jsonl"
    found = subprocess.run(
        [*play, "--frames", str(2 * len(ACTIONS)), "--fps", "0", "--log", str(window_log)], text=True,
        capture_output=True, env={**os.environ, "SDL_VIDEODRIVER": "dummy"})
    if "no window" in found.stderr:
        pytest.skip("a build without a window")
    assert found.returncode == 0, found.stderr
    checked = [subprocess.run(
        [diorama, "play", "--headless", "--replay", str(one), "--output", str(tmp_path / "again.png")], text=True,
        capture_output=True, check=True).stdout for one in (log, window_log)]
    assert all("bit for bit the same" in text for text in checked), checked
    # The window may have played a little further when it closed.
    played = [line for line in window_log.read_text().splitlines()[1:] if '"op"' not in line]
    assert played[:2 * len(ACTIONS)] == [line for line in log.read_text().splitlines()[1:] if '"op"' not in line]

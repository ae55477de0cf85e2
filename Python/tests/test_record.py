import json
import shutil
import subprocess

import numpy as np
import pytest

import environments  # noqa: F401, registers the environments
from diorama_world import record, world
from diorama_world.policies import policy

pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def run(folder, *more):
    given = ["--env", "DioramaWalker-v0", "--output", str(folder), "--episodes", "2", "--frames", "9"]
    return record.main([*given, *more])


def pictures(video, size=32):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(video), "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
        capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, size, size, 3)


def test_an_episode_is_a_video_and_a_line_a_picture_but_the_first(tmp_path):
    assert run(tmp_path, "--policy", "random", "--seed", "3") == 0
    name = "DioramaWalker-v0-3-random"
    about = json.loads((tmp_path / f"{name}.json").read_text())
    lines = [json.loads(line) for line in (tmp_path / f"{name}.actions.jsonl").read_text().splitlines()]
    frames = pictures(tmp_path / f"{name}.mp4")
    assert about["framesPerSecond"] == 12 and about["alignment"] == "led-to" and about["seed"] == 3
    assert len(frames) == about["frames"] == len(lines) + 1
    assert [c["name"] for c in about["actionSpace"]["channels"]] == ["LEFT", "RIGHT"]
    # Each action led to its picture: the square is where it took it.
    x = 12
    for line, frame in zip(lines, frames[1:]):
        x += line.get("RIGHT", 0) - line.get("LEFT", 0)
        assert abs(int(np.flatnonzero(frame[16, :, 0] > 150)[0]) - x) <= 1
    assert not list(tmp_path.glob("*.part"))


def test_the_same_command_goes_on(tmp_path):
    assert run(tmp_path) == 0
    first = sorted(tmp_path.iterdir())
    times = [path.stat().st_mtime_ns for path in first]
    assert run(tmp_path, "--episodes", "3") == 0
    assert [path.stat().st_mtime_ns for path in first] == times
    assert len(list(tmp_path.glob("*.mp4"))) == 3


def test_a_seed_gives_the_same_actions(tmp_path):
    for folder in ("a", "b"):
        run(tmp_path / folder, "--policy", "sticky", "--episodes", "1")
    texts = [next((tmp_path / folder).glob("*.actions.jsonl")).read_text() for folder in ("a", "b")]
    assert texts[0] == texts[1]


def test_a_frame_may_take_several_steps(tmp_path):
    assert run(tmp_path, "--frame-skip", "2", "--policy", "sticky", "--episodes", "1") == 0
    about = json.loads(next(tmp_path.glob("*-sticky.json")).read_text())
    assert about["framesPerSecond"] == 6


def test_pictures_may_be_rendered_and_a_rate_assumed(tmp_path, capsys):
    assert record.main(["--env", "DioramaBlind-v0", "--output", str(tmp_path), "--episodes", "1", "--frames", "5"]) == 0
    assert "10 frames a second are assumed" in capsys.readouterr().out
    assert len(pictures(next(tmp_path.glob("*.mp4")))) > 1


def test_a_function_may_play(tmp_path, monkeypatch):
    (tmp_path / "player.py").write_text("def right(observation, env, random):\n    return 2\n")
    monkeypatch.chdir(tmp_path)
    assert run(tmp_path / "out", "--policy", "player:right", "--episodes", "1") == 0
    lines = next((tmp_path / "out").glob("*.actions.jsonl")).read_text().splitlines()
    assert set(lines) == {'{"RIGHT": 1.0}'}


@pytest.mark.parametrize("given, words", [
    (["--policy", "clever"], "no policy 'clever'"), (["--env", "Nowhere-v9"], "no environment 'Nowhere-v9'"),
    (["--env-arg", "size=x"], "NAME=JSON"), (["--frames", "1"], "--frames above 1"), (["--fps", "0"], "--fps"),
    (["--policy", "nowhere:at_all"], "cannot be loaded"),
])
def test_mistakes_are_told(tmp_path, capsys, given, words):
    assert run(tmp_path, *given) == 1
    assert words in capsys.readouterr().err
    assert not list(tmp_path.glob("*.mp4*"))


def test_a_failing_environment_leaves_nothing_half_written(tmp_path, monkeypatch):
    def fail(self, action):
        raise RuntimeError("the game crashed")
    monkeypatch.setattr(environments.Walker, "step", fail)
    assert run(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_sticky_walks_turns_and_turns_away_from_walls():
    class Space:
        channels = []
    from diorama_world.effects import channel
    taken = set()
    Space.channels = [
        channel("MOVE_FORWARD", "key", taken, first_person=True),
        channel("TURN_LEFT_RIGHT_DELTA", "axis", taken, 10.0, first_person=True)]
    player = policy("sticky", Space, np.random.default_rng(0))
    picture, pose = np.zeros((32, 32, 3), np.uint8), (0.0,) * 5
    values = [player(None, None, picture, pose) for _ in range(400)]
    walking, turning = ([abs(v[i]) > 0 for v in values] for i in (0, 1))
    # The player never moves: whenever it walks for five frames it must turn.
    longest = max(len(run) for run in "".join("w" if w else "-" for w in walking).split("-"))
    assert 0.1 < np.mean(walking) < 0.9 and np.mean(turning) > 0.2 and longest <= 7


def test_environments_make_their_worlds():
    made = world.make("DioramaWalker-v0", {"size": 40})
    assert made.picture(made.reset(0)).shape == (40, 40, 3)
    made.environment.close()

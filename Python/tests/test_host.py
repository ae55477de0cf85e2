"""An environment as a world for the program, over pipes."""

import json
import os
import pathlib
import subprocess
import sys


class Hosted:
    def __init__(self, name):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "diorama_world.host", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(pathlib.Path(__file__).parent)})

    def ask(self, **message):
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()
        head = json.loads(self.process.stdout.readline())
        return head, self.process.stdout.read(head.get("bytes", 0))


def test_a_moment_that_was_left_is_played_again():
    hosted = Hosted("environments:DioramaWalker-v0")
    head, _ = hosted.ask(op="open", protocol=1)
    count = len(head["channels"])
    assert head["framesPerSecond"] == 12 and count >= 1
    left, right = [1] + [0] * (count - 1), [0] * (count - 1) + [1]
    first, picture = hosted.ask(op="reset", seed=7)
    assert len(picture) == first["width"] * first["height"] * 3
    one, a = hosted.ask(op="step", token=first["token"], values=left)
    b, token = a, one["token"]
    for _ in range(6):
        head, b = hosted.ask(op="step", token=token, values=left)
        token = head["token"]
    assert hosted.ask(op="step", token=one["token"], values=right) == ({"lost": True}, b"")
    _, c = hosted.ask(op="reset", seed=7, path=[left] + [right] * 6)
    _, again = hosted.ask(op="reset", seed=7, path=[left] * 7)
    assert again == b and c != b and a != b
    hosted.process.stdin.close()
    assert hosted.process.wait(10) == 0


def test_what_it_cannot_do_is_told():
    hosted = Hosted("NoSuchWorld-v0")
    assert "NoSuchWorld" in hosted.ask(op="open", protocol=1)[0]["error"]
    hosted.process.stdin.close()
    hosted.process.wait(10)

"""The page in a real browser; skipped where there is no chromium (`apt-get install chromium`)."""

import base64
import json
import os
import subprocess

import numpy as np
import pytest
from PIL import Image

import browser
from conftest import needs_program

pytestmark = [needs_program, pytest.mark.skipif(not browser.PROGRAM, reason="chromium is not installed")]
#: Keeps what the canvas shows of each picture, as bytes of RGBA, with its number and action.
KEEP = """
window.kept = [];
diorama.onpicture = (header) => {
  const canvas = document.querySelector("#world");
  const bytes = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  kept.push({ number: header.number, branch: header.branch, action: header.action, height: canvas.height, rgba: btoa(text) });
};
"""


@pytest.fixture
def page(server):
    opened = browser.Browser(server.address + "&pictures=png")
    opened.until("window.diorama && diorama.pictures > 3 && diorama.status != null")
    yield opened
    opened.close()


def pictures(kept):
    def picture(one):
        return np.frombuffer(base64.b64decode(one["rgba"]), np.uint8).reshape(one["height"], -1, 4)[:, :, :3]
    return {one["number"]: picture(one) for one in kept}


def test_keys_play_and_the_pictures_are_those_of_play(page, tmp_path):
    page.tap("Backspace", "Backspace")
    page.until("diorama.view.header.number < 5")
    page.value(KEEP)
    page.tap("Backspace", "Backspace")
    page.until("kept.some((one) => one.number == 0)")
    page.key("KeyW", "w", True)
    page.until("kept.some((one) => one.action[0] == 1)")
    page.key("ArrowRight", "ArrowRight", True)
    page.until("kept.filter((one) => one.action[6] > 0).length > 6")
    page.key("ArrowRight", "ArrowRight", False)
    page.key("KeyW", "w", False)
    page.until("kept.at(-1).action.every((value) => value == 0)")
    kept = page.value("kept")
    kept = kept[max(i for i, one in enumerate(kept) if one["number"] == 0):]
    shown = pictures(kept)
    if [one["number"] for one in kept] != list(range(len(kept))):
        pytest.skip("pictures were left out, for the machine is busy: what led to the others is not known")
    names = ["forward", "back", "left", "right", "jump", "use", "turn", "look"]
    lines = [json.dumps({name: value for name, value in zip(names, one["action"]) if value}) for one in kept[1:]]
    (tmp_path / "actions.jsonl").write_text("\n".join(lines))
    subprocess.run(
        [os.environ["DIORAMA"], "play", "--checkpoint", "nano", "--headless", "--actions", str(tmp_path / "actions.jsonl"),
         "--output", str(tmp_path / "frames")], check=True, capture_output=True)
    files = sorted((tmp_path / "frames").glob("*.png"))
    assert len(files) == len(shown)
    assert all((np.asarray(Image.open(file)) == shown[number]).all() for number, file in enumerate(files))
    assert page.value("diorama.view.latencies.length") > 0
    assert page.errors == []


def test_pause_look_back_fork_and_the_simulator_beside(page):
    page.until("diorama.view.header.number > 12")
    page.tap("KeyP", "p")
    page.until("diorama.status.paused")
    number = page.value("diorama.view.header.number")
    for _ in range(4):
        page.tap("Comma", ",")
    page.until(f"diorama.view.header.number == {number} - 4")
    page.tap("KeyF", "f")
    page.until("diorama.status.branches.length == 2 && diorama.status.branch == 1")
    page.tap("KeyP", "p")
    page.until(f"diorama.view.header.number > {number} + 3 && diorama.view.header.branch == 1")
    page.tap("KeyR", "r")
    page.until("!document.querySelector('#reference-figure').hidden")
    page.tap("KeyR", "r")
    page.until("document.querySelector('#reference-figure').hidden")
    assert page.errors == []


def test_the_menu_begins_other_worlds_and_the_prompt_box_is_honest(page):
    page.tap("KeyT", "t")
    page.until("!document.querySelector('#prompt').hidden")
    page.ask("Input.insertText", text="a red ball falls in")
    page.key("Enter", "Enter", True)
    page.ask("Input.dispatchKeyEvent", type="char", text="\r", key="Enter", code="Enter")
    page.key("Enter", "Enter", False)
    page.until("document.querySelector('#note').textContent.includes('without words')")
    page.tap("Escape", "Escape")
    page.until("document.querySelector('#menu').open")
    page.value("document.querySelector('#menu [name=world]').value = 'reference'")
    page.value("document.querySelector('#menu [name=seed]').value = '1000000003'")
    page.value("document.querySelector('#menu [value=begin]').click()")
    page.until("diorama.status.world == 'reference' && diorama.status.seed == 1000000003")
    number = page.value("diorama.view.header.number")
    page.until(f"diorama.view.header.number > {number}")
    assert page.errors == []


def test_fingers_walk_and_turn(page):
    page.value("window.turned = []; diorama.onpicture = (header) => turned.push(header.action)")
    page.ask("Emulation.setTouchEmulationEnabled", enabled=True)
    page.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": 700, "y": 300}])
    page.ask("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": 760, "y": 300}])
    page.until("turned.some((action) => action[6] > 0)")
    page.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    page.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": 200, "y": 400}])
    page.ask("Input.dispatchTouchEvent", type="touchMove", touchPoints=[{"x": 200, "y": 320}])
    page.until("turned.at(-1)[0] == 1")
    page.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    page.until("turned.at(-1)[0] == 0")
    assert page.errors == []


def test_a_page_without_the_token_shows_nothing(server):
    opened = browser.Browser(server.address.split("?")[0])
    opened.until("document.body && document.body.textContent.includes('Refused')")
    assert "canvas" not in opened.value("document.documentElement.outerHTML")
    opened.close()

"""The page in a real browser; skipped where there is no chromium (`apt-get install chromium`)."""

import base64
import json
import os
import subprocess
import time

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


def settled(page):
    """The number of the last picture: one may still be on its way when a pause is told."""
    number = None
    while number != (newest := page.value("diorama.view.header.number")):
        number = newest
        time.sleep(0.3)
    return number


def test_pause_look_back_fork_and_the_simulator_beside(page):
    page.until("diorama.view.header.number > 12")
    page.tap("KeyP", "p")
    page.until("diorama.status.paused")
    number = settled(page)
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


def test_meters_show_figures_and_lines_and_go_again(page):
    page.tap("KeyC", "c")
    page.key("ArrowRight", "ArrowRight", True)
    page.until("diorama.view.meters.readings.length > 40", 120)
    page.key("ArrowRight", "ArrowRight", False)
    rows = page.value("[...document.querySelectorAll('#meters tbody tr')].map((row) => row.cells[1].textContent)")
    assert len(rows) == 6 and all(text != "" for text in rows) and rows[4].endswith("%")
    drawn = "[...document.querySelector('#meters canvas').getContext('2d').getImageData(0, 0, 150, 18).data].some((value) => value > 0)"
    assert page.value(drawn)
    page.tap("KeyC", "c")
    page.until("document.querySelector('#meters').hidden")
    assert page.errors == []


def test_every_button_does_something(page):
    labels = page.value("[...document.querySelectorAll('#buttons button')].map((one) => one.textContent.split(' ').at(-1))")
    assert {"meters", "prompt", "save", "fork", "reference", "restart", "seed", "policy"} <= set(labels)
    press = "[...document.querySelectorAll('#buttons button')].find((one) => one.textContent.endsWith(' %s')).click()"
    page.value(press % "pause")
    page.until("diorama.status.paused")
    end = page.value("diorama.status.end")
    page.value(press % "step")
    page.until(f"diorama.status.end > {end}")
    page.value(press % "fork")
    page.until("diorama.status.branches.length == 2")
    page.value(press % "branch")
    page.until("diorama.status.branch == 0")
    page.value(press % "policy")
    page.until("diorama.status.policy")
    page.value(press % "seed")
    page.until("diorama.status.branches.length == 1 && diorama.status.seed >= 1000000000")
    page.value(press % "keys")
    page.until("document.querySelector('#keys').open")
    assert page.errors == []


def test_a_saved_game_and_a_recorded_one_come_back(page, tmp_path):
    page.value("window.saved = null; URL.createObjectURL = (blob) => { blob.text().then((text) => (saved = text)); return 'data:,'; }")
    page.until("diorama.view.header.number > 10")
    page.tap("KeyP", "p")
    page.until("diorama.status.paused")
    end = page.value("diorama.status.end")
    page.value("[...document.querySelectorAll('#buttons button')].find((one) => one.textContent.endsWith(' save')).click()")
    page.until("saved != null")
    (tmp_path / "game.jsonl").write_text(page.value("saved"))
    subprocess.run(
        [os.environ["DIORAMA"], "play", "--headless", "--load", str(tmp_path / "game.jsonl"), "--frames", "4",
         "--output", str(tmp_path / "game.mp4")], check=True, capture_output=True)
    for name, frame in [("game.jsonl", end), ("game.mp4", end + 4)]:
        page.tap("Backspace", "Backspace")
        page.until("diorama.status.end < 8")
        page.tap("Escape", "Escape")
        page.until("document.querySelector('#menu').open")
        root = page.ask("DOM.getDocument")["root"]["nodeId"]
        field = page.ask("DOM.querySelector", nodeId=root, selector="#menu [name=game]")["nodeId"]
        page.ask("DOM.setFileInputFiles", nodeId=field, files=[str(tmp_path / name)])
        page.value("document.querySelector('#menu [value=back]').click()")
        page.until(f"diorama.status.end >= {frame}")
    assert page.errors == []


def test_the_mouse_turns_once_it_is_locked(page):
    page.value("window.turned = []; diorama.onpicture = (header) => turned.push(header.action)")
    page.until("turned.length > 0")
    for kind in ("mousePressed", "mouseReleased"):
        page.ask("Input.dispatchMouseEvent", type=kind, x=400, y=300, button="left", clickCount=1)
    page.until("document.pointerLockElement === document.querySelector('#stage')")
    for x in range(410, 490, 10):
        page.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=300)
    page.until("turned.some((action) => action[6] > 0)")
    page.tap("Escape", "Escape")
    page.until("document.pointerLockElement === null")
    assert page.errors == []


def test_a_pad_walks_comes_and_goes(page):
    page.value("window.turned = []; diorama.onpicture = (header) => turned.push(header.action)")
    page.value("window.pad = { axes: [0, -1, 0.1, 0], buttons: [] }; navigator.getGamepads = () => [null, pad]")
    page.value("dispatchEvent(new Event('gamepadconnected'))")
    page.until("turned.some((action) => action[0] == 1)")
    assert page.value("turned.every((action) => action[6] == 0)"), "the dead zone"
    page.value("window.gone = turned.length; pad = null; dispatchEvent(new Event('gamepaddisconnected'))")
    page.until("turned.length > gone + 4 && turned.at(-1)[0] == 0")
    page.value("pad = { axes: [0, 0, 1, 0], buttons: [] }; dispatchEvent(new Event('gamepadconnected'))")
    page.until("turned.at(-1)[6] > 0.9")
    assert page.errors == []


def test_a_page_without_the_token_shows_nothing(server):
    opened = browser.Browser(server.address.split("?")[0])
    opened.until("document.body && document.body.textContent.includes('Refused')")
    assert "canvas" not in opened.value("document.documentElement.outerHTML")
    opened.close()

"""python tests/photograph.py OUT.png: the page in Chromium, walking, with meters and the simulator beside it."""

import sys
import time

from browser import Browser
from diorama_world.server import Server


def main():
    server = Server("small")
    page = Browser(server.address + "&pictures=png", width=1200, height=760)
    try:
        page.until("window.diorama && diorama.pictures > 20 && diorama.status != null")
        page.tap("KeyR", "r")
        page.tap("KeyC", "c")
        page.key("KeyW", "w", True)
        page.until("diorama.view.header.number > 60")
        page.key("ArrowRight", "ArrowRight", True)
        number = page.value("diorama.view.header.number")
        page.until(f"diorama.view.header.number > {number} + 10")
        page.until("document.querySelector('#note').hidden")
        time.sleep(0.5)
        page.screenshot(sys.argv[1])
    finally:
        page.close()
        server.close()


if __name__ == "__main__":
    main()

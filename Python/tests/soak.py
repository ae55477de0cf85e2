"""A browser plays for minutes while other clients misbehave: memory, rate and delay, minute by minute.

    DIORAMA=.build/release/diorama python Python/tests/soak.py --minutes 10
"""

import argparse
import os
import random
import re
import socket
import threading
import time
from pathlib import Path

from browser import Browser
from diorama_world.server import Server
from diorama_world.websocket import WebSocket


def resident(process):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


def misbehave(address, ending, counts):
    """Malformed and oversized messages, connections that drop and a hundred at once, again and again."""
    host, port = re.search(r"//([^:]+):(\d+)", address).groups()
    while not ending.is_set():
        try:
            session = WebSocket(address, timeout=5)
            for _ in range(50):
                session.send(random.choice(["{", "[1]", '{"op": "step"}', '{"op": "open", "mode": "x"}', "x" * 60_000]))
                session.receive()
                counts["messages"] += 1
            session.send("x" * 70_000)
            counts["oversized"] += 1
            session.close()
            crowd = [socket.create_connection((host, int(port)), timeout=5) for _ in range(100)]
            for one in crowd:
                one.send(b"GET / HT")
                one.close()
            counts["connections"] += 100
        except OSError:
            counts["turned away"] += 1
        ending.wait(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--world", default="small")
    given = parser.parse_args()
    server = Server(given.world)
    page = Browser(server.address)
    page.until("window.diorama && diorama.pictures > 20")
    counts = {"messages": 0, "oversized": 0, "connections": 0, "turned away": 0}
    ending = threading.Event()
    other = threading.Thread(target=misbehave, args=(server.address, ending, counts))
    other.start()
    begin = time.time()
    minute, keys = 0, [("KeyW", "w"), ("ArrowRight", "ArrowRight"), ("KeyA", "a"), ("ArrowLeft", "ArrowLeft")]
    try:
        while time.time() - begin < 60 * given.minutes:
            code, key = random.choice(keys)
            page.key(code, key, True)
            time.sleep(random.uniform(0.1, 0.6))
            page.key(code, key, False)
            if time.time() - begin >= 60 * minute:
                minute += 1
                lines = page.value("diorama.view.lines(diorama.status)").splitlines()
                heap = page.value("performance.memory.usedJSHeapSize") / 1e6
                behind = page.value("diorama.status.end - diorama.view.header.number")
                print(f"minute {minute}: server {resident(server.process):.0f} MB, page {heap:.0f} MB, {behind} frames behind\n"
                      f"  {lines[0]}\n  {lines[1]}\n  {lines[3]}  {counts}", flush=True)
        assert server.process.poll() is None
    finally:
        ending.set()
        other.join()
        page.close()
        server.close()


if __name__ == "__main__":
    main()

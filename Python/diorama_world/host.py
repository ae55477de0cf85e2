"""python -m diorama_world.host ENV: an environment as a world for `diorama play --checkpoint gym:ENV`, over pipes.

Version 1. A line of JSON asks, a line of JSON answers; the answer's `bytes` of RGB follow it where it has a picture:

    {"op": "open", "protocol": 1}                      channels, framesPerSecond
    {"op": "reset", "seed": 7, "path": [[1, 0], ...]}  begins anew, and takes those actions; token, picture
    {"op": "step", "token": 12, "values": [1, 0]}      from the moment with that token, else {"lost": true}; token, picture
"""

import json
import os
import sys

import numpy as np

from .world import make


class Host:
    def __init__(self, world):
        self.world, self.token, self.shown, self.over = world, 0, None, True

    def open(self, message):
        if message.get("protocol") != 1:
            raise ValueError("this host speaks protocol 1")
        channels = [channel.json() for channel in self.world.mapping.channels]
        return {"channels": channels, "framesPerSecond": self.world.frames_per_second}, b""

    def reset(self, message):
        self.shown = self.world.picture(self.world.reset(int(message["seed"]) % 2**31))
        self.over = False
        for values in message.get("path", []):
            self.advance(values)
        return self.state()

    def step(self, message):
        if message["token"] != self.token:
            return {"lost": True}, b""
        if self.over:
            raise ValueError("the episode is over; restart begins it again, another seed another one")
        self.advance(message["values"])
        return self.state()

    def advance(self, values):
        observation, self.over = self.world.step(values)
        picture = self.world.picture(observation)
        # After its end an environment may have no picture left but a black one.
        if picture.any() or not self.over:
            self.shown = picture

    def state(self):
        self.token += 1
        picture = np.ascontiguousarray(self.shown)
        height, width = picture.shape[:2]
        return {"token": self.token, "width": width, "height": height, "bytes": picture.nbytes}, picture.tobytes()


def main():
    # What an environment prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    host = None
    for line in sys.stdin:
        try:
            message = json.loads(line)
            host = host or Host(make(sys.argv[1], {}))
            if message["op"] not in ("open", "reset", "step"):
                raise ValueError(f"there is no '{message['op']}'")
            head, picture = getattr(host, message["op"])(message)
        except Exception as error:  # Whatever an environment throws is told in its own words.
            head, picture = {"error": str(error) or type(error).__name__}, b""
        answers.write(json.dumps(head).encode() + b"\n" + picture)
        answers.flush()


if __name__ == "__main__":
    main()

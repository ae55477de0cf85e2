"""What agents say to `diorama serve`; docs/protocol.md has the words."""

import io
import json

import numpy as np

from .websocket import WebSocket

#: The version of the protocol that is spoken here.
PROTOCOL = 1


class Client:
    """Rollouts on a server, side by side in lanes, and snapshots of them."""

    def __init__(self, address, world=None, truth=False, pictures="raw", width=None, height=None):
        self.socket = WebSocket(address)
        self.count = 0
        #: What the server may forget, told with the next message.
        self.dropped = []
        wish = {"mode": "step", "protocol": PROTOCOL, "pictures": pictures, "truth": "state" if truth else "none"}
        self.opened, _ = self.ask("open", world=world, width=width, height=height, **wish)
        self.channels = self.opened["actionSpace"]["channels"]
        self.next_lane = 1

    def ask(self, op, **values):
        """The answer to one message and the pictures that come with it."""
        while self.dropped:
            self.tell("drop", **self.dropped.pop())
            self.answer()
        self.tell(op, **values)
        return self.answer()

    def tell(self, op, **values):
        self.count += 1
        message = {"op": op, "id": self.count}
        message.update((name, value) for name, value in values.items() if value is not None)
        self.socket.send(json.dumps(message))

    def answer(self):
        data = self.socket.receive()
        if isinstance(data, str):
            header, pictures = json.loads(data), []
        else:
            begin = 4 + int.from_bytes(data[:4], "little")
            header, pictures = json.loads(data[4:begin]), []
            for lane in header["lanes"]:
                picture = np.frombuffer(data, np.uint8, lane["bytes"], begin)
                begin += lane["bytes"]
                picture = self.decode(picture, header["format"], lane)
                pictures.append(picture)
        if header["type"] == "error":
            raise ValueError(header["message"])
        return header, pictures

    @staticmethod
    def decode(data, kind, lane):
        """A picture as height x width x 3 bytes."""
        if kind == "raw":
            return data.reshape(lane["height"], lane["width"], 3)
        try:
            from PIL import Image
        except ImportError as error:
            raise ValueError(f"{kind} pictures need Pillow: install it with `pip install pillow`.") from error
        return np.array(Image.open(io.BytesIO(data)))

    def new_lane(self):
        self.next_lane += 1
        return self.next_lane - 1

    def drop(self, **what):
        """Lets go of a lane or a snapshot."""
        self.dropped.append(what)

    def close(self):
        self.socket.close()

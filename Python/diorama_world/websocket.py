"""The client's side of a WebSocket (RFC 6455), as far as `diorama serve` speaks it."""

import base64
import os
import socket
import struct
from urllib.parse import urlsplit


class WebSocket:
    """Text goes out, text and bytes come in."""

    def __init__(self, address, timeout=600):
        """`address` is the one that `diorama serve` prints."""
        parts = urlsplit(address)
        if parts.scheme != "http" or not parts.hostname or "token=" not in parts.query:
            raise ValueError(f"'{address}' is no address of diorama serve: http://HOST:PORT/?token=TOKEN.")
        self.socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=timeout)
        # The kernel's own timeouts: with Python's, every call is two.
        self.socket.settimeout(None)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            self.socket.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", timeout, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.masks = b""
        self.file = self.socket.makefile("rb", buffering=1 << 18)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /session?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        status = self.file.readline().decode().strip()
        while self.file.readline().strip():
            pass
        if " 101 " not in status + " ":
            self.close()
            raise ConnectionRefusedError(f"The server at {parts.netloc} refused: {status or 'it closed the connection'}.")

    def send(self, text):
        data = text.encode()
        if not self.masks:
            self.masks = os.urandom(4096)
        mask, self.masks = self.masks[:4], self.masks[4:]
        count = len(data)
        if count < 126:
            head = struct.pack("!BB", 0x81, 0x80 | count)
        elif count < 1 << 16:
            head = struct.pack("!BBH", 0x81, 0x80 | 126, count)
        else:
            head = struct.pack("!BBQ", 0x81, 0x80 | 127, count)
        whole = int.from_bytes(data, "big") ^ int.from_bytes((mask * (count // 4 + 1))[:count], "big")
        self.socket.sendall(head + mask + whole.to_bytes(count, "big"))

    def receive(self):
        """The next message: a str or a bytearray."""
        while True:
            opcode, payload = self._frame()
            if opcode == 1:
                return payload.decode()
            if opcode == 2:
                return payload
            if opcode == 8:
                code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else 1005
                self.close()
                raise ConnectionError(f"The server ended the session ({code}): {payload[2:].decode(errors='replace')}.")

    def _frame(self):
        first, second = self._read(2)
        count = second & 0x7F
        if count > 125:
            count = int.from_bytes(self._read(2 if count == 126 else 8), "big")
        return first & 0xF, self._read(count)

    def _read(self, count):
        data = bytearray(count)
        rest = memoryview(data)
        while rest:
            done = self.file.readinto(rest)
            if done is None:
                self.close()
                raise TimeoutError("The server has said nothing for too long.")
            if not done:
                self.close()
                raise ConnectionError("The server has gone.")
            rest = rest[done:]
        return data

    def close(self):
        self.file.close()
        self.socket.close()

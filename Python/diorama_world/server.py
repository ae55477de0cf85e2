"""A `diorama serve` of one's own."""

import os
import re
import shutil
import subprocess
import weakref


def program():
    """The program: what the environment variable DIORAMA names, else `diorama` on the PATH."""
    named = os.environ.get("DIORAMA") or shutil.which("diorama")
    if not named:
        raise FileNotFoundError("There is no program 'diorama': install it, or name it in the variable DIORAMA.")
    return named


class Server:
    """Runs until it is closed, or this process ends."""

    def __init__(self, world="small", arguments=(), executable=None, log=None):
        """`arguments` are further ones of `diorama serve`; its messages go to the file `log`, else nowhere."""
        command = [executable or program(), "serve", "--checkpoint", world, "--port", "0", "--attached", *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log or subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            _, words = self.process.communicate()
            raise RuntimeError(f"diorama serve did not start: {(words or '').strip() or 'it ended'}")
        self.address = found.group()
        if log is None:
            # Nobody reads on: what it says later is lost instead of holding it up.
            self.process.stderr.close()
        self._finalizer = weakref.finalize(self, _end, self.process)

    def close(self):
        self._finalizer()


def _end(process):
    process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()

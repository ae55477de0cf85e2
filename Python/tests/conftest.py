"""The program under test is named by the variable DIORAMA; without one, what needs it is skipped."""

import os

import pytest

needs_program = pytest.mark.skipif("DIORAMA" not in os.environ, reason="the variable DIORAMA names no program")


@pytest.fixture(scope="module")
def server():
    from diorama_world.server import Server
    running = Server("nano")
    yield running
    running.close()

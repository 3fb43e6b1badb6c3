"""Fence: no test reaches the network."""

import socket

import pytest

from tests.sealed import NetworkIsClosed, stays_here


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 80), True),
        (("::1", 80), True),
        (("localhost", 80), True),
        (("192.0.2.1", 80), False),
        (("a.example", 80), False),
    ],
)
def test_only_this_machine_is_reached(address, here):
    assert stays_here(socket.AF_INET, address) == here


@pytest.mark.parametrize("call", ["connect", "connect_ex"])
def test_a_test_that_reaches_out_is_stopped(call):
    with socket.socket() as phone, pytest.raises(NetworkIsClosed):
        getattr(phone, call)(("192.0.2.1", 80))


def test_loopback_is_open():
    with socket.socket() as server, socket.socket() as phone:
        server.bind(("127.0.0.1", 0))
        server.listen()
        phone.connect(server.getsockname())

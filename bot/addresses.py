"""Addresses to listen on, and which of them are this machine's own."""

from __future__ import annotations

import ipaddress

MOST_PORT = 65535


def checked_bind(value: str, example: str) -> str:
    """An address and a port; `ValueError` with how to write it."""
    host, _, port = value.rpartition(":")
    numeric = port.isascii() and port.isdigit()
    if not host or not numeric or int(port) > MOST_PORT:
        message = f"write it as {example}"
        raise ValueError(message)
    return value


def is_loopback(host: str) -> bool:
    """Whether a host is this machine's own, by name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

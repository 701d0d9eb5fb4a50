"""Answers on the port from the first moment, while everything else is still being read.

Only `/healthz` is answered; whoever wants more is asked to come again in a second. The socket
is then handed to the real application, and nobody who knocked in between is turned away.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

_UP = b'{"status": "up"}'
_STARTING = b'{"status": "starting"}'
_LONGEST = 8192
_PATIENCE = 5.0


def _response(status: str, body: bytes, *headers: str) -> bytes:
    lines = (
        f"HTTP/1.1 {status}",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "Connection: close",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def _knock(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection: its first line decides the answer, and then it is closed."""
    with contextlib.suppress(OSError, ValueError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(_PATIENCE):
            first = await reader.readline()
            while (await reader.readline()).strip():
                pass
            up = first.startswith((b"GET /healthz ", b"HEAD /healthz "))
            starting = _response("503 Service Unavailable", _STARTING, "Retry-After: 1")
            writer.write(_response("200 OK", _UP) if up else starting)
            await writer.drain()
    writer.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; `OSError` where the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)


@contextlib.asynccontextmanager
async def doorstep(listening: socket.socket) -> AsyncIterator[None]:
    """Answer on this socket for as long as the block lasts; it stays open afterwards."""
    server = await asyncio.start_server(_knock, sock=listening.dup(), limit=_LONGEST)
    try:
        yield
    finally:
        await _no_more_knocks(server)
        server.close()
        await server.wait_closed()


async def _no_more_knocks(server: asyncio.Server) -> None:
    """Accept nobody from now on, and let those who were accepted just now be received.

    A server that is closed in between would keep their connection open and never say a word.
    """
    loop = asyncio.get_running_loop()
    for sock in server.sockets:
        loop.remove_reader(sock.fileno())
    await asyncio.sleep(0)

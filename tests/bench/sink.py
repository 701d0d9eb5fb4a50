"""An SMTP server that takes everything and keeps nothing, in a process and on a core of its own."""

from __future__ import annotations

import asyncio
import os
import sys

from typing_extensions import override

_SAID = {
    b"EHLO": b"250-sink\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
_END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One line: commands are answered as they come, and a mail when it is whole."""

    def __init__(self) -> None:
        self._left = b""
        self._in_mail = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink\r\n")

    @override
    def data_received(self, data: bytes) -> None:
        self._left += data
        while (end := self._left.find(_END if self._in_mail else b"\r\n")) >= 0:
            if self._in_mail:
                self._left, self._in_mail = self._left[end + len(_END) :], False
                self._transport.write(b"250 taken\r\n")
                continue
            command, self._left = self._left[:end][:4].upper(), self._left[end + 2 :]
            self._in_mail = command == b"DATA"
            self._transport.write(_SAID.get(command, b"250 OK\r\n"))


async def serve(port: int) -> None:
    """Until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    os.sched_setaffinity(0, {int(sys.argv[1])})
    asyncio.run(serve(int(sys.argv[2])))

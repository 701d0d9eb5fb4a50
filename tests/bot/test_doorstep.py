"""Whoever knocks while the program starts is answered, also at the very moment it is ready."""

import asyncio

import pytest

from bot.doorstep import doorstep, listen

HERE = "127.0.0.1"
REQUEST = b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n"


async def _inside(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"inside")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def _knock(port: int) -> bytes:
    reader, writer = await asyncio.open_connection(HERE, port)
    writer.write(REQUEST)
    said = await reader.read()
    writer.close()
    await writer.wait_closed()
    return said


@pytest.mark.parametrize("turns", range(8))
async def test_nobody_is_left_standing(turns: int) -> None:
    """However far a connection has come when the door opens, it is answered."""
    listening = listen(HERE, 0)
    port = listening.getsockname()[1]
    async with doorstep(listening):
        knocking = asyncio.create_task(_knock(port))
        for _ in range(turns):
            await asyncio.sleep(0)
    inside = await asyncio.start_server(_inside, sock=listening)
    try:
        said = await asyncio.wait_for(knocking, 10)
    finally:
        inside.close()
        await inside.wait_closed()
    assert b"starting" in said or said == b"inside"

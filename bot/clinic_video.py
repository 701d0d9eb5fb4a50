"""The video part of a clinic's file: where links come from, and the rooms that come again (P1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pathway.clinic import ROOM_ENDPOINTS, LinkProvider, VideoRoom

_NHN_ROOM = re.compile(r"https://join\.nhn\.no/webapp/conference/\d{6}")
_FEWEST = 2
_EXAMPLE = '{ link = "https://join.nhn.no/webapp/conference/999001", endpoints = 5 }'


def provider(raw: Mapping[str, object], faults: list[str]) -> LinkProvider:
    """What `[video] provider` says, typed in where there is no such table."""
    table = raw.get("video", {})
    if not isinstance(table, dict):
        faults.append("'video' is not a table; write [video] and provider = \"fixed\" below it")
        return LinkProvider.FIXED
    faults.extend(
        f"{name!r} in [video] is unknown; known is provider"
        for name in sorted(set(table) - {"provider"})
    )
    said = table.get("provider", LinkProvider.FIXED.value)
    known = {one.value: one for one in LinkProvider}
    if isinstance(said, str) and said in known:
        return known[said]
    faults.append(f"provider = {said!r} in [video] must be one of {', '.join(known)}")
    return LinkProvider.FIXED


def rooms(raw: Mapping[str, object], faults: list[str]) -> tuple[VideoRoom, ...]:
    """The listed rooms, each an address, or a table with address and number of screens."""
    value = raw.get("video_rooms", [])
    if not isinstance(value, list):
        faults.append(f"'video_rooms' is not a list; write video_rooms = [{_EXAMPLE}]")
        return ()
    found = tuple(_room(item, n, faults) for n, item in enumerate(value, 1))
    links = [room.link for room in found if room.link]
    faults.extend(
        f"video room {twice!r} stands twice; take one away"
        for twice in sorted({link for link in links if links.count(link) > 1})
    )
    return found


def check(chosen: LinkProvider, listed: tuple[VideoRoom, ...], faults: list[str]) -> None:
    """With NHN there is at least one room, and each is an address of NHN's."""
    if chosen is not LinkProvider.NHN:
        return
    if not listed:
        faults.append(f'provider = "nhn" needs rooms; write video_rooms = [{_EXAMPLE}]')
    faults.extend(
        f"video room {room.link!r} is no room at NHN; write it as"
        " https://join.nhn.no/webapp/conference/ and six digits"
        for room in listed
        if room.link and not _NHN_ROOM.fullmatch(room.link)
    )


def _room(item: object, number: int, faults: list[str]) -> VideoRoom:
    table = {"link": item} if isinstance(item, str) else item
    if not isinstance(table, dict) or not set(table) <= {"link", "endpoints"}:
        faults.append(f"video room number {number} must be an address, or {_EXAMPLE}")
        return VideoRoom(link="")
    link, endpoints = table.get("link"), table.get("endpoints", ROOM_ENDPOINTS)
    if not isinstance(link, str) or not link.strip():
        faults.append(f"video room number {number} has no address; write {_EXAMPLE}")
        link = ""
    if type(endpoints) is not int or not _FEWEST <= endpoints <= ROOM_ENDPOINTS:
        faults.append(
            f"endpoints in video room number {number} must be a whole number"
            f" from {_FEWEST} to {ROOM_ENDPOINTS}"
        )
        endpoints = ROOM_ENDPOINTS
    return VideoRoom(link=link.strip(), endpoints=endpoints)

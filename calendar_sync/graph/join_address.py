"""What a Teams meeting's join address says of whose meeting it is."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit
from uuid import UUID


def organiser_of(join_url: str) -> str:
    """The object id of the organiser, by which Graph finds the meeting; empty where it is not told.

    An application asks for /users/{object id}/onlineMeetings: Microsoft promises nothing for an
    address there, as it does for calendars.
    """
    context = parse_qs(urlsplit(join_url).query).get("context", [""])[0]
    try:
        return str(UUID(json.loads(context)["Oid"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""

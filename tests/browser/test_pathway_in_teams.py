"""A whole pathway in Teams: the same file as by typing, with a client for each of the staff."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from tests.browser import teams
from tests.figures import Figures
from tests.story import telling

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not teams.able(), reason="wants chromium, node and tests/node installed"),
]

GOAL = 20


def test_from_referral_to_closing_in_teams(tmp_path: Path, figures: Figures) -> None:
    """R1, R22: it is as it is told, nothing is refused, and the secretary acts no more than so."""
    tale = telling.read(telling.LONG[0])
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    teams.play(tale, tmp_path, pictures)
    assert {path.stem.rpartition("-")[2] for path in pictures.iterdir()} >= {
        "briefing",
        "leading",
        "closing",
    }
    for who in teams.STAFF:
        lines = teams.traffic(tmp_path / who)
        assert {_status(line) for line in lines} <= {200, 201}
        acts = [line for line in lines if _type(line) in {"message", "invoke"} and _is_own(line)]
        told = [step for step in tale.steps if step.who == who]
        assert len(acts) == len([step for step in told if step.how not in telling.SEEN_ONLY])
        if who == "sekretar":
            figures({"the secretary's actions in a whole pathway in Teams": len(acts)})
            assert len(acts) <= GOAL


def _status(line: teams.Seen) -> object:
    return cast("teams.Seen", line["response"])["statusCode"]


def _is_own(line: teams.Seen) -> bool:
    """Whether it went from the client to the bot."""
    return str(cast("teams.Seen", line["request"])["url"]).endswith("/api/messages")


def _type(line: teams.Seen) -> object:
    body = cast("teams.Seen", line["request"]).get("body")
    return body.get("type") if isinstance(body, dict) else None

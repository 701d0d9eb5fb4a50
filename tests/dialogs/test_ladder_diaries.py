"""Each ladder of D3 stands as a diary over Christmas 2026, Easter and 17 May 2027."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby

import pytest

from pathway.variants import LADDERS
from tests.dialogs.transcribe import FOLDER

RED = {"Christmas": "2026-12-25", "Easter": "2027-03-26", "17 May": "2027-05-17"}
D3 = (
    *("secure_message", "gp", "third_party", "must_clinician", "patient_reminder"),
    *("meeting_reminder", "still_stands", "phone_call", "obtain", "call_in"),
    *("action_plan", "note", "milestone"),
)
"""The ladders of D3; what other rules chase has ladders of its own."""

STEP = re.compile(r"\[(\w+), (?:dag|uke|fristen) (\w+)")
DAY = re.compile(r"(\d{4}-\d\d-\d\d) \w\w(?: til (\d{4}-\d\d-\d\d) \w\w)?  (.+)")


def diaries() -> list[list[str]]:
    """Every diary there is, as the lines that were told in it."""
    found = []
    for path in sorted(FOLDER.glob("stige_*.txt")):
        runs = groupby(path.read_text("utf-8").splitlines(), key=lambda line: not line)
        found += [list(lines) for empty, lines in runs if not empty]
    return [lines for lines in found if any("dagbok>" in line for line in lines)]


def climbed() -> dict[tuple[str, str], set[str]]:
    """The steps that were taken, for each holiday and ladder."""
    steps: dict[tuple[str, str], set[str]] = defaultdict(set)
    for lines in diaries():
        holidays = [
            name for name, red in RED.items() if any(line.startswith(red) for line in lines)
        ]
        for name in holidays:
            for ladder, step in STEP.findall("\n".join(lines)):
                steps[name, ladder].add(step)
    return steps


@pytest.mark.parametrize("holiday", sorted(RED))
def test_each_ladder_is_climbed_to_its_end(holiday: str) -> None:
    """Every step of every ladder of D3 is taken in a diary in which that holiday lies."""
    steps = climbed()
    for name in D3:
        wanted = {str(step.days) if step.days >= 0 else "er" for step in LADDERS[name].steps}
        assert steps[holiday, name] >= wanted, (holiday, name)


def test_nothing_is_said_on_a_red_day() -> None:
    """F3: each red day and weekend is named as what it is, and nobody hears anything."""
    named = 0
    for lines in diaries():
        for line, after in zip(lines, [*lines[1:], ""], strict=True):
            day = DAY.fullmatch(line)
            if day and day[3].startswith(("rød dag", "helg")):
                named += 1
                assert not after.startswith("     "), (line, after)
    assert named

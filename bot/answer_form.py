"""What was posted to an answer page, read and checked; nothing that was typed is lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.seams import AnswerForm
from dialogs.wording.nb import pages as words
from pathway.identity import holds_birth_number
from pathway.words import Substitute, Verdict

COMMENT_LIMIT = 300
NAME_LIMIT = 100
FURTHEST = timedelta(days=2 * 365 + 1)
CHOICES = (Verdict.ACCEPTED, Verdict.NEW_TIME, Verdict.DECLINED)

TIMES = tuple((f"proposed_date{n}", f"proposed_time{n}") for n in ("", "_2", "_3"))
"""Date and time of each proposal that the page has room for."""

FIELDS = ("text", *(name for pair in TIMES for name in pair), "substitute", "by_name")
"""What a person fills in, and gets back where something is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A posted form: the answer where it can be one, else what is wrong by field."""

    typed: Mapping[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)
    answer: AnswerForm | None = None


def read(form: Mapping[str, str], *, may_substitute: bool, now: datetime) -> Read:
    """Read a form whose signature holds; `now` is wall time where the meeting is."""
    typed = {name: tidy(form.get(name, ""), lines=name == "text") for name in FIELDS}
    faults: dict[str, str] = {}
    verdict = _verdict(form.get("verdict", ""), faults)
    substitute = read_substitute(typed, faults) if may_substitute else Substitute.NONE
    proposed = read_proposed(typed, now, faults)
    if verdict is not Verdict.NEW_TIME:
        filled = (_name(day) for day, clock in TIMES if typed[day] or typed[clock])
        faults = dict.fromkeys(filled, words.TIME_WITHOUT_WISH) | faults
    check_words(typed, faults)
    if verdict is None or faults:
        return Read(typed=typed, faults=faults)
    answer = AnswerForm(
        verdict=verdict,
        revision=int(form["revision"]),
        form_token=form["form_token"],
        text=typed["text"],
        by_name=typed["by_name"] if substitute is not Substitute.NONE else "",
        substitute=substitute,
        proposed=proposed,
    )
    return Read(typed=typed, answer=answer)


def tidy(text: str, *, lines: bool) -> str:
    """The text as people see it: one form of each letter, no control or direction characters.

    Without `lines` it is one line, whatever was sent.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    text = text if lines else " ".join(text.split())
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return "".join(kept).strip()


def _verdict(given: str, faults: dict[str, str]) -> Verdict | None:
    for choice in CHOICES:
        if choice == given:
            return choice
    faults["verdict"] = words.PRESS_AN_ANSWER
    return None


def check_words(typed: Mapping[str, str], faults: dict[str, str]) -> None:
    """Note what is too long or holds a birth number."""
    if len(typed["text"]) > COMMENT_LIMIT:
        faults["text"] = words.COMMENT_TOO_LONG
    told = [name for name in ("text", "by_name") if holds_birth_number(typed[name])]
    faults |= dict.fromkeys(told, words.NO_BIRTH_NUMBER)


def read_substitute(typed: Mapping[str, str], faults: dict[str, str]) -> Substitute:
    """Whose answer it is; who answers in another's place gives their name."""
    try:
        chosen = Substitute(typed["substitute"] or Substitute.NONE)
    except ValueError:
        faults["form"] = words.FORM_IS_OLD
        return Substitute.NONE
    if chosen is not Substitute.NONE and not typed["by_name"]:
        faults["by_name"] = words.NAME_NEEDED
    if len(typed["by_name"]) > NAME_LIMIT:
        faults["by_name"] = words.NAME_TOO_LONG
    return chosen


def read_proposed(
    typed: Mapping[str, str], now: datetime, faults: dict[str, str]
) -> tuple[datetime, ...]:
    """Each time that was filled in, once, the best first; what is wrong goes into `faults`."""
    times: list[datetime] = []
    for day, clock in TIMES:
        if not typed[day] and not typed[clock]:
            continue
        when = _moment(typed[day], typed[clock])
        fault = _fault(when, now)
        if fault:
            faults[_name(day)] = fault
        if when is not None and when not in times:
            times.append(when)
    return tuple(times)


def _name(day: str) -> str:
    """What a proposal is called, by the name of its date."""
    return day.replace("_date", "")


def _fault(when: datetime | None, now: datetime) -> str:
    """What is wrong with a proposed time; nothing where it can be one."""
    if when is None:
        return words.BOTH_DATE_AND_TIME
    if when <= now:
        return words.TIME_IS_PAST
    if when > now + FURTHEST:
        return words.TIME_TOO_FAR
    return ""


def _moment(day: str, clock: str) -> datetime | None:
    """Date and time as a browser sends them, or as people write where it has no such field."""
    try:
        hour, minute = (int(piece) for piece in clock.replace(".", ":").split(":")[:2])
        return datetime.combine(_day(day), time(hour, minute))
    except (ValueError, OverflowError):  # a year of twenty digits is no value for a date
        return None


def _day(text: str) -> date:
    if "." not in text:
        return date.fromisoformat(text)
    on, month, year = (int(piece) for piece in text.split("."))
    return date(year, month, on)

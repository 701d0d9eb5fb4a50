"""What people write about days and times, from a text file: understood, or asked about."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

import pytest

from dialogs.understand import (
    Ambiguous,
    Moment,
    NotUnderstood,
    Reading,
    Understood,
    read_date,
    read_moment,
    read_time,
)

FEWEST = 200


@dataclass(frozen=True)
class Line:
    """One line of utterances.txt."""

    number: int
    today: date
    text: str
    reader: str
    expected: str

    @property
    def kind(self) -> str:
        """Whether the utterance is understood, asked about, or not understood."""
        return {"ask": "asked", "no": "not understood"}.get(self.expected.split()[0], "understood")


def _line(number: int, line: str) -> Line:
    now, text, expected = (part.strip() for part in line.split("|"))
    head, colon, rest = expected.partition(": ")
    reader, expected = (head, rest) if colon else ("moment", expected)
    return Line(number, datetime.fromisoformat(now).date(), text, reader, expected)


def _lines() -> list[Line]:
    file = Path(__file__).with_name("utterances.txt")
    numbered = enumerate(file.read_text("utf-8").splitlines(), 1)
    return [_line(number, line) for number, line in numbered if line and not line.startswith("#")]


LINES = _lines()

Said = Moment | date | time


def _read(line: Line) -> Reading[Moment] | Reading[date] | Reading[time]:
    match line.reader:
        case "moment":
            return read_moment(line.text, line.today)
        case "date":
            return read_date(line.text, line.today)
        case "past":
            return read_date(line.text, line.today, prefer="past")
        case "time":
            return read_time(line.text)
        case _:
            raise ValueError(line.reader)


def _one(value: Said) -> str:
    if isinstance(value, Moment):
        return " ".join(_one(part) for part in (value.date, value.time) if part is not None)
    return value.isoformat() if isinstance(value, date) else value.isoformat("minutes")


def _shown(reading: Understood[Said] | Ambiguous[Said] | NotUnderstood) -> str:
    match reading:
        case Understood(value):
            return _one(value)
        case Ambiguous(options):
            return "ask " + ", ".join(map(_one, options))
        case NotUnderstood(reason):
            return f"no {reason}"


def _ids(lines: Sequence[Line]) -> list[str]:
    return [f"line {line.number}" for line in lines]


@pytest.mark.parametrize("line", LINES, ids=_ids(LINES))
def test_an_utterance_is_read_as_written_down(line: Line) -> None:
    """Each utterance is understood, asked about or refused exactly as the file says."""
    assert _shown(_read(line)) == line.expected, line.text


def test_the_file_is_broad(record_property: Callable[[str, object], None]) -> None:
    """At least 200 utterances are kept, most understood, the rest asked about or refused."""
    kinds = Counter(line.kind for line in LINES)
    for kind, count in kinds.items():
        record_property(kind, count)
    assert kinds.total() >= FEWEST, kinds
    assert kinds["understood"] > kinds["asked"] + kinds["not understood"], kinds
    assert len(kinds) == len(("understood", "asked", "not understood")), kinds

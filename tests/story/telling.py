"""Tales as text files: who does what at which moment, what must be seen then, and what must not.

    # what the tale shows
    mail to: gp, nav_adviser
    2026-11-02 09.00 sekretar> ny pasient Test Testesen, mottatt 07.09.2026, fastlege Mari Mønster
         sees: Saken har referansen {ref}
         never: Pasienten kan nå kalles inn

`sekretar> …` is typed in the chat, `sekretar*> Møteleder=Lea Liksom; Sted=…` fills in the card last
shown and sends it on, `sekretar!> Registrer` presses the newest button with that title, and
`sekretar?>` only looks at what has come since. `sekretar~>` watches the meeting that runs: on the
page it is the card that stands in their window, which nobody touches. `Nina Vik reads> brev 1` is
somebody outside with that many letters (or e-post, SMS, e-melding, or `alt` of it), who reads the
newest; `Everybody` has what all of them have. `Nina Vik answers> Navnet ditt=…; Ja, det passer`
goes where the newest of it says, by link or by code, fills in and presses. A line without a
person's act (`clock>`) lets time pass. `{ref}` and other names in braces are caught where they are
first seen. `mail to` is the clinic's setting, and `windows: each` gives each of the staff a window
of their own on the page. `picture: NAME` and `phone: NAME` are taken by the player that has a page.

The hours are the tale's own: the page's clock is turned by whole days, and where the tale says
`clock>` on to that moment, five minutes at a time and at most an hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "tales"
EXAMPLE = Path(__file__).parents[2] / "clinic.example.toml"
TALES = sorted(FOLDER.glob("*.txt"))
LONG = sorted(FOLDER.with_name("long").glob("*.txt"))
"""Whole pathways: half a year, day by day."""

SEEN_ONLY = {"looks", "watches", "reads"}
"""What is no action."""

HOW = {"": "types", "*": "fills", "!": "presses", "?": "looks", "~": "watches"}
EVERYBODY = "Everybody"
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d) (.+?)(\*|!|\?|~| reads| answers)?> ?(.*)")
_SEEN = re.compile(r" {5}(sees|never|picture|phone): (.+)")
_HOLE = re.compile(r"\\{(\w+)\\}")


class WrongTaleError(AssertionError):
    """What was told is not what happened: the line of the tale, and what was seen instead."""


@dataclass(kw_only=True)
class Step:
    """One line of a tale with what stands under it; `at` is wall time in Oslo."""

    number: int
    at: str
    who: str
    how: str
    text: str
    sees: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    picture: list[str] = field(default_factory=list)
    phone: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Tale:
    """A whole tale."""

    name: str
    steps: list[Step]
    mail_to: str = ""
    windows: bool = False


def read(path: Path) -> Tale:
    """The tale in this file."""
    tale = Tale(name=path.stem, steps=[])
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line == "windows: each":
            tale.windows = True
        elif line.startswith("mail to: "):
            tale.mail_to = line.removeprefix("mail to: ")
        elif (seen := _SEEN.fullmatch(line)) and tale.steps:
            getattr(tale.steps[-1], seen[1]).append(seen[2])
        elif told := _LINE.fullmatch(line):
            at, who, how, text = told.groups(default="")
            how = HOW.get(how, how.strip())
            step = Step(number=number, at=_iso(at), who=who, how=how, text=text)
            tale.steps.append(step)
        else:
            raise WrongTaleError(f"{path.name}:{number}: not understood: {line}")
    return tale


def _iso(at: str) -> str:
    return datetime.strptime(at, "%Y-%m-%d %H.%M").isoformat(timespec="minutes")  # noqa: DTZ007


def clinic_file(folder: Path, mail_to: str) -> Path:
    """The example clinic, with mail allowed to these roles where the tale says so."""
    if not mail_to:
        return EXAMPLE
    roles = ", ".join(f'"{role.strip()}"' for role in mail_to.split(","))
    text, changed = re.subn(
        r"^mail_to = .*$", f"mail_to = [{roles}]", EXAMPLE.read_text("utf-8"), flags=re.MULTILINE
    )
    assert changed == 1
    path = folder / "clinic.toml"
    path.write_text(text, "utf-8")
    return path


class Names:
    """What was caught so far, by its name in braces."""

    def __init__(self) -> None:
        self._caught: dict[str, str] = {}

    def fill(self, text: str) -> str:
        """The text with what was caught in place."""
        for name, value in self._caught.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def check(self, step: Step, shown: str) -> None:
        """Everything that must be seen is, nothing else; references are caught on the way."""
        for wanted in step.sees:
            found = re.search(self._pattern(wanted), tidy(shown))
            if found is None:
                raise WrongTaleError(f"line {step.number}: not seen: {wanted}\n---\n{shown}")
            self._caught |= found.groupdict()
        for unwanted in step.never:
            if re.search(self._pattern(unwanted), tidy(shown)):
                raise WrongTaleError(f"line {step.number}: seen: {unwanted}\n---\n{shown}")

    def case_of(self, step: Step) -> str:
        """The case that a line names, as typed or as first seen; nothing where it names none."""
        told = self.fill(" ".join([step.text, *step.sees]))
        return next(iter(re.findall(r"\b[A-Z]\d[A-Z]\d\b", told)), "")

    def _pattern(self, wanted: str) -> str:
        return _HOLE.sub(r"(?P<\1>[A-Z]\\d[A-Z]\\d)", re.escape(tidy(self.fill(wanted))))


def tidy(text: str) -> str:
    """The words alone: how they are spaced, and colons after a fact's name, differ by door."""
    return re.sub(r"(:?\s)+", " ", text).strip()


def fields(text: str) -> tuple[dict[str, str], list[str]]:
    """`a=1; b; c=2` as what is filled in and what is pressed."""
    pieces = [piece.strip() for piece in text.split("; ") if piece.strip()]
    filled = dict(_pair(piece) for piece in pieces if "=" in piece)
    return filled, [piece for piece in pieces if "=" not in piece]


def _pair(piece: str) -> tuple[str, str]:
    name, _, value = piece.partition("=")
    return name.strip(), value.strip()


def newest_way(texts: Iterable[str]) -> tuple[str, str]:
    """The answer link, or else the code, in the newest text that has one; the newest is first."""
    for text in texts:
        link = re.search(r"https?://\S+(/svar/[a-z2-7]+)", text)
        code = re.search(r"koden ((?:[A-Z0-9]{4} ?){3})", text)
        if link or code:
            return (link[1] if link else "", code[1].strip() if code else "")
    raise WrongTaleError("nothing they got says where to answer")

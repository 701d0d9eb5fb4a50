"""Conversations as text files, the time in the margin: read, played, and written anew.

    # what the transcript shows
    given: with_patient
    2026-11-02 09.10 sekretar> ny pasient
    bot> Hva heter pasienten?
         what stands on further lines is indented

`sekretar*> name=Test Testesen; gp=none` fills in the fields of the card last shown and presses
its first button, `sekretar!> Tilbake` presses the button with that title, `program>` lets what
waits leave, and `dager>` is every morning since: what staff are told in them, day by day.
`dagbok>` is a diary of the days since: who got what, and what kind of day it was when nobody did
(`diary`). `minutter>` is every minute since: what each person got in a running meeting
(`minutes`). A given with days beside it, as `gp_mailed 2026-12-17 2027-01-20`, is of `beginnings`.
`program> passerer` is a whole pass of the daemon, after which everybody is shown what waits for
them; `svarside> K7M2 gp accepted` is an answer on the web page, and `epost> K7M2 gp accepted` one
by mail, with what else `mailed` can read. `kalender> lege 2026-11-17T08.00/2026-11-17T12.00` is
all that stands in somebody's calendar, as `World.calendar` reads it. `video> kom Kari, =psykolog`
is seen on the video platform in the meeting of K7M2: `begynte`, `sluttet`, `kom` or `gikk` with the
names shown, staff by `=` and their id.
`python -m tests.dialogs.transcribe` writes what the program says now into every file; what
changed is then seen in the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dialogs.turn import Reply, Turn
from tests.dialogs import beginnings
from tests.dialogs import world as worlds
from tests.dialogs.diary import diary
from tests.dialogs.minutes import minutes
from tests.dialogs.world import World, oslo

FOLDER = Path(__file__).parent / "transcripts"
_SAID = re.compile(r"(\d{4}-\d\d-\d\d \d\d\.\d\d) (\w+)([*!]?)> ?(.*)")
_INDENT = " " * 5


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a person: when, who, how (typed, a card filled in, a button), and what."""

    at: str
    who: str
    how: str
    text: str

    def line(self) -> str:
        """As it stands in the file."""
        return f"{self.at} {self.who}{self.how}> {self.text}".rstrip()


def replayed(text: str) -> str:
    """The transcript with what the program says now."""
    world = World()
    lines: list[str] = []
    for line in _spoken(text):
        if isinstance(line, str):
            lines.append(line)
            if line.startswith("given: "):
                world = _given(*line.removeprefix("given: ").split())
            continue
        lines.append(line.line())
        if line.who in _PASSING:
            lines += _PASSING[line.who](world, oslo(line.at))
            continue
        world.now = oslo(line.at)
        lines += _played(world, line)
    return "\n".join(lines) + "\n"


def _given(name: str, *days: str) -> World:
    """A clinic by its name, on the days that stand beside it."""
    begun: World = getattr(beginnings if days else worlds, name)(*days)
    return begun


_OUTSIDE = {
    "epost": World.mailed,
    "video": World.video,
    "kalender": World.calendar,
    "svarside": World.answer_page,
}
_PASSING = {"dager": World.mornings, "dagbok": diary, "minutter": minutes}


def _spoken(text: str) -> Iterator[Said | str]:
    """What people say, and headings; the program's old replies are left out."""
    for line in text.splitlines():
        said = _SAID.fullmatch(line)
        if said:
            yield Said(*said.groups())
        elif line.startswith(("#", "given: ")) or not line:
            yield line


def _played(world: World, said: Said) -> list[str]:
    if said.who == "program" and said.text:
        return [line for who, reply in world.tick() for line in _reply(reply, f"bot til {who}")]
    if said.who == "program":
        world.deliver()
        return []
    if said.who in _OUTSIDE:
        _OUTSIDE[said.who](world, said.text)
        return []
    return [line for reply in _turn(world, said).replies for line in _reply(reply, "bot")]


def _turn(world: World, said: Said) -> Turn:
    if said.how == "*":
        pairs = (pair.split("=", 1) for pair in said.text.split("; "))
        return world.submit({name.strip(): value for name, value in pairs}, said.who)
    if said.how == "!":
        return world.press(world.action(said.text, said.who), said.who)
    return world.say(said.text, said.who)


def _reply(reply: Reply, speaker: str) -> Iterator[str]:
    first, *others = [line for line in reply.text.splitlines() if line.strip()]
    yield f"{speaker}> {first}"
    yield from (_INDENT + line for line in others)


def main() -> None:
    """Write every transcript anew."""
    for path in sorted(FOLDER.glob("*.txt")):
        path.write_text(replayed(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

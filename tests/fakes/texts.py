"""Plain texts that say what they were made of, so that a test can read what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pathway.chats import Mark
from pathway.clinic import Clinic
from pathway.digests import HeldUpList
from pathway.outgoing import ANSWER_URL, Content
from pathway.ports import DigestLine, Letter, Notice
from pathway.words import Role


class FakeTexts:
    """Implements `pathway.ports.Texts`; keeps the letters and notices that it was asked for."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.notices: list[Notice] = []

    def letter(self, letter: Letter) -> Content:
        """Kind, time and place of what is told, and of what was told before."""
        self.letters.append(letter)
        asks = f" {ANSWER_URL}" if letter.must_answer else ""
        before = f" before {letter.before.window.start:%d.%m. %H:%M}" if letter.before else ""
        return Content(subject=f"{letter.kind} {letter.ref}", text=f"{_when(letter)}{before}{asks}")

    def entry(self, letter: Letter) -> Content:
        """What holds now; where several read it, without the time, which the event has."""
        text = letter.facts.link or letter.facts.place if letter.shared else _when(letter)
        return Content(subject=f"Møte {letter.ref}", text=text)

    def location(self, letter: Letter) -> str:
        """The place as it is."""
        return letter.facts.place

    def link(self, letter: Letter) -> str:
        """The link as it is."""
        return letter.facts.link

    def attendee_name(self, role: Role, name: str) -> str:
        """The own name, for the patient the role."""
        return role if role is Role.PATIENT else name

    def notice(self, notice: Notice) -> Content:
        """Its name and values, and one command."""
        self.notices.append(notice)
        said = " ".join(f"{key}={value}" for key, value in notice.values.items())
        command = (f"sak {notice.ref}", "Vis saken")
        return Content(subject=notice.name, text=f"{notice.name} {said}", actions=(command,))

    def digest(self, lines: Sequence[DigestLine], clinic: Clinic) -> Content:
        """A line for each task."""
        return Content(
            subject=clinic.name,
            text="\n".join(_line(line) for line in lines),
        )

    def held_up(self, found: HeldUpList) -> Content:
        """A line a person, and how many cases were left out."""
        said = [f"{one.name or one.role} {one.oldest} {len(one.waits)}" for one in found.people]
        return Content(subject="held_up", text=", ".join([*said, f"left out: {found.left_out}"]))

    def put_right(self, content: Content, marks: Sequence[Mark]) -> Content:
        """The marks below the text; nothing to press where none is open."""
        if all(mark is Mark.OPEN for mark in marks):
            return content
        return replace(content, text=f"{content.text} [{' '.join(marks)}]", actions=())


def _when(letter: Letter) -> str:
    facts = letter.facts
    where = " ".join(filter(None, (facts.place, facts.link)))
    return f"{facts.window.start:%d.%m. %H:%M} {facts.attends} {where}".rstrip()


def _line(line: DigestLine) -> str:
    return " | ".join((line.ref, line.text, " ".join(command for command, _ in line.actions)))

"""The `Texts` port in bokmål: hands each question to the language package."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import digest, holdups, tasks
from dialogs.wording.nb.letters import mail as letters
from dialogs.wording.nb.notices import catalogue as notices
from dialogs.wording.nb.refusals import catalogue as refusals
from dialogs.wording.neutral import clean_link
from pathway.chats import Mark
from pathway.clinic import Clinic
from pathway.digests import HeldUpList
from pathway.errors import RuleError
from pathway.outgoing import Content
from pathway.ports import DigestLine, Letter, Notice
from pathway.views import TaskLine
from pathway.words import Role


class NorwegianTexts:
    """Every text that leaves, in bokmål. Holds nothing, so one will do for all."""

    def letter(self, letter: Letter) -> Content:
        """Subject and plain text to a participant; no event yet."""
        return letters.letter(letter)

    def entry(self, letter: Letter) -> Content:
        """Summary and description of the recipient's calendar event: what holds now."""
        return letters.entry(letter)

    def attendee_name(self, role: Role, name: str) -> str:
        """What a calendar calls its owner: the own name, for the patient the role (P1b)."""
        return letters.attendee_name(role, name)

    def location(self, letter: Letter) -> str:
        """Where the calendar entry is, neutrally (F17)."""
        return letters.location(letter)

    def link(self, letter: Letter) -> str:
        """The video link, encoded as RFC 3986 wants it."""
        return clean_link(letter.facts.link)

    def notice(self, notice: Notice) -> Content:
        """Text and buttons to a member of staff."""
        return notices.notice(notice)

    def task(self, line: TaskLine) -> str:
        """What to do, for the digest; without the reference."""
        return tasks.task(line)

    def digest(self, lines: Sequence[DigestLine], clinic: Clinic) -> Content:
        """The day's digest, the urgent first."""
        return digest.digest(lines, clinic)

    def put_right(self, content: Content, marks: Sequence[Mark]) -> Content:
        """What was posted, with what has become of each thing that it held."""
        return digest.put_right(content, marks)

    def held_up(self, found: HeldUpList) -> Content:
        """Who holds what up, to the coordinator."""
        return holdups.content(found)

    def refusal(self, error: RuleError) -> str:
        """Why a rule refused, and the way out."""
        return refusals.refusal(error)

"""What the notices share: their frame, and how they read a notice's values."""

from __future__ import annotations

from datetime import date, datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital
from dialogs.wording.neutral import clean
from pathway.outgoing import Content
from pathway.ports import Notice
from pathway.words import MeetingKind, Role, Substitute, Verdict

SUBSTITUTE, NEW_GP = "vikaren", "legen"


def framed(notice: Notice, title: str, text: str, *actions: tuple[str, str]) -> Content:
    """Title with the reference, text, and typed commands that act on the case."""
    own = tuple((f"{command} {notice.ref}", what) for command, what in actions)
    see = (f"sak {notice.ref}", "Vis saken")
    return Content(subject=f"Sak {notice.ref}: {title}", text=text, actions=(*own, see))


def the_role(notice: Notice) -> str:
    """As "fastlegen"; a role's code in `role` goes before whatever stands in `who`."""
    value = notice.values.get("role") or notice.values.get("who") or Role.GP
    if value == "substitute":
        return NEW_GP if takes_over(notice) else SUBSTITUTE
    return names.role_definite(Role(value)) if value in set(Role) else clean(value)


def takes_over(notice: Notice) -> bool:
    """Whether the one who answered says that they are the GP from now on (D2)."""
    return notice.values.get("substitute") == Substitute.FOR_GOOD


def by_another(notice: Notice) -> bool:
    """Whether somebody answered in the GP's place."""
    return "substitute" in {notice.values.get("role"), notice.values.get("who")}


def day_of(notice: Notice, key: str) -> date | None:
    """The ISO day under this key, or None."""
    value = notice.values.get(key, "")
    return date.fromisoformat(value[:10]) if value else None


def listed_in(notice: Notice, key: str) -> list[str]:
    """The values under this key, as they were joined by commas."""
    value = notice.values.get(key, "")
    return value.split(",") if value else []


def meeting_kind(notice: Notice) -> MeetingKind | None:
    """Which meeting it is about, where the notice says so in `meeting`."""
    value = notice.values.get("meeting", "")
    return MeetingKind(value) if value else None


def the_meeting(notice: Notice) -> str:
    """As "møtet 24. november", or "avtalen" where only clinicians are asked to it."""
    it = names.the_meeting(meeting_kind(notice))
    return f"{it} {dates.short(notice.on)}" if notice.on else it


def proposed(notice: Notice) -> datetime | None:
    """The proposed wall time: `values["proposed"]`, or the notice's own moment."""
    value = notice.values.get("proposed", "")
    at = datetime.fromisoformat(value) if value else notice.at
    return dates.wall(at, notice.zone) if at else None


def comment(notice: Notice, *, always: bool = False) -> str:
    """That something was written with the answer; a notice never says what, since a banner may."""
    if not (always or notice.values.get("comment")):
        return ""
    return f"{capital(the_role(notice))} har skrevet en kommentar. Se saken."


def verdict(notice: Notice, text: str) -> str:
    """The text with the answer in it, where the answer is given."""
    value = notice.values.get("verdict", "")
    return text.format(names.verdict(Verdict(value))) if value else ""

"""*Etter møtet*: the closing card, and what the conversations that settle it share (R22)."""

from __future__ import annotations

from dataclasses import replace

from dialogs import interludes
from dialogs.cards.aftermath import closing_card, last_held
from dialogs.form import Scene
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn
from dialogs.wording.nb import ask_aftermath as say
from dialogs.wording.nb import ask_invite
from pathway.errors import NoMeetingError
from pathway.model import Meeting
from pathway.service import Outcome


def show_after(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Etter møtet*: what follows of the meeting that was held last."""
    case = interludes.case_to_show(talk, "after", rest, reader)
    if isinstance(case, Turn):
        return case
    kind = ask_invite.kind_named(rest) or last_held(case)
    held = kind is not None and last_held(case) is not None
    desk = reader.desk_for(case.ref)
    reply = closing_card(desk, case, kind) if held and kind else Reply(text=say.not_held(case.ref))
    return Turn(state=replace(talk, case=case.ref), replies=(reply,))


def closed(scene: Scene, outcome: Outcome, said: str, *, whole: bool = False) -> tuple[Reply, ...]:
    """The closing card, or what is left of it, with what was just recorded above it."""
    kind = last_held(outcome.case)
    if kind is None or outcome.case.closing is not None:
        return (Reply(text=said),)
    return (closing_card(scene.desk, outcome.case, kind, said, whole=whole),)


def last_meeting(scene: Scene) -> Meeting | None:
    """The meeting that was held last, where it was arranged here."""
    kind = last_held(scene.case)
    meeting = scene.case.meeting_of(kind) if kind else None
    return meeting if meeting is not None and meeting.held else None


def held_meeting(scene: Scene) -> Meeting:
    """The same; `NoMeetingError` where there is none."""
    meeting = last_meeting(scene)
    if meeting is None:
        raise NoMeetingError
    return meeting


def nothing_held(scene: Scene) -> str:
    """Why nothing can be said of a meeting that was held."""
    return "" if last_meeting(scene) else say.not_held(scene.case.ref)

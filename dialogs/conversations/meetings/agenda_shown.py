"""*Dagsorden*: the parts of a meeting, who is in each, and what one takes up (R21 to R23)."""

from __future__ import annotations

from dataclasses import replace

from dialogs import interludes
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.showing import done
from dialogs.reader import Reader
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn
from dialogs.wording.nb import agenda_items, ask_invite, ask_parts, ask_writers
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import lines
from pathway import agenda
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.model import Meeting
from pathway.words import THIRD_PARTIES


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """The meeting that is named, else the next one of the pathway; staff alone see this."""
    case = interludes.case_to_show(talk, "agenda", rest, reader)
    if isinstance(case, Turn):
        return case
    meeting = case.meeting_of(ask_invite.kind_named(rest) or which_meeting.next_kind(case))
    reply = _shown(case, reader.desk.clinic, meeting) if meeting else None
    none = Reply(text=ask_invite.no_meeting(case.ref))
    return Turn(state=replace(talk, case=case.ref), replies=(reply or none,))


def _shown(case: Case, clinic: Clinic, meeting: Meeting) -> Reply:
    kind, span = ask_parts.meeting_fact(meeting.kind, meeting.window, meeting.zone)
    wishes = case.wishes.parts if case.wishes else ""
    writers = (clinic.name_of(who) if who else "" for who in _writers(meeting))
    head = lines(f"{kind}: {span}", ask_writers.named(*writers), ask_parts.parts_wished(wishes, ()))
    text = joined(head, *(_part(case, meeting, n) for n in range(len(meeting.parts))))
    ways = [(typed("change_parts", case.ref), ask_parts.TITLE)] if meeting.alive else []
    return done(ask_parts.agenda_title(case.ref), text, *ways)


def _writers(meeting: Meeting) -> tuple[str | None, str | None]:
    return meeting.minute_taker, meeting.plan_editor


def _part(case: Case, meeting: Meeting, place: int) -> str:
    """The part, who is in it, and what one takes up, as a help to read."""
    part, window = meeting.parts[place], agenda.part_windows(meeting)[place]
    present = [p for p in case.participants if p.ended_at is None and agenda.attends(part, p)]
    guests = any(person.role in THIRD_PARTIES for person in present)
    items = agenda_items.items(part, meeting.kind, guests=guests)
    head = ask_parts.part_now(place + 1, part, window, meeting.zone, present)
    return lines(head, *(f"- {item}" for item in items))

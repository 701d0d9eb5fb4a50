"""Which buttons people have pressed in Outlook, and what the case must say of it (F15)."""

from __future__ import annotations

from dataclasses import dataclass, field

from pathway.arrivals import Arrival
from pathway.case import Case
from pathway.model import Invitation, Window
from pathway.rules import state_of
from pathway.words import Channel, InvitationState, Verdict
from tests.fakes.graph_calendar import Event

VERDICTS = {
    "accepted": Verdict.ACCEPTED,
    "declined": Verdict.DECLINED,
    "tentativelyAccepted": Verdict.TENTATIVE,
}


@dataclass(slots=True)
class Pressed:
    """What each pressed last on each event, and to which time: it is for that time alone."""

    last: dict[tuple[str, str], tuple[Verdict, Window]] = field(default_factory=dict)

    def note(self, event: Event, address: str) -> None:
        """This one has just answered."""
        there = Window(start=event.start, end=event.end)
        self.last[event.data["id"], address] = (shown(event, address) or Verdict.TENTATIVE, there)

    def judge_heard(self, case: Case, arrival: Arrival) -> None:
        """What is written down is what was pressed, to the time that stood there then."""
        answer = case.answers[-1]
        assert (answer.invitation_id, answer.channel) == (arrival.invitations[0], Channel.GRAPH)
        said = {one for (_, who), one in self.last.items() if who == arrival.attendee}
        assert (answer.verdict, answer.facts.window) in said, (answer, said)


def shown(event: Event, address: str) -> Verdict | None:
    """What an event shows that this one has answered; None where it shows nothing."""
    attendee = event.attendee(address)
    said = VERDICTS.get(attendee["status"]["response"])
    return Verdict.NEW_TIME if said and attendee.get("proposedNewTime") else said


def judge_known(case: Case, invitation: Invitation, verdict: Verdict, there: Window) -> None:
    """What a calendar shows is in the case as that time's; it holds if nothing was said since."""
    said = case.answers_to(invitation.id)
    pressed = [one for one in said if one.channel is Channel.GRAPH]
    assert pressed, (invitation, verdict)
    assert (pressed[-1].verdict, pressed[-1].facts.window) == (verdict, there), pressed[-1]
    if said[-1] is pressed[-1] and said[-1].counts:
        assert state_of(case, invitation) is InvitationState(verdict.value)

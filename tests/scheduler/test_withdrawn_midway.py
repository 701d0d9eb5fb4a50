"""A consent is withdrawn in the middle of a pass, while its mail is on the way (R19)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from typing_extensions import override

from pathway.commands import Invite, Person, RecordAdviser, RecordConsent, WithdrawConsent
from pathway.outgoing import Sending, SendingKind
from pathway.ports import DeliveryFailedError, Links
from pathway.words import (
    CaseRef,
    Channel,
    ConsentForm,
    MeetingKind,
    Role,
    Verdict,
)
from tests.fakes.carrier import FakeCarrier
from tests.pathway.build import day
from tests.scheduler.station import CLINIC, Station

NAV = "nina@nav.example"


class Interrupted(FakeCarrier):
    """A carrier in whose hands the row is when `meanwhile` happens; then it arrives, or not."""

    def __init__(self, meanwhile: Callable[[], object], *, arrives: bool) -> None:
        super().__init__()
        self.meanwhile = meanwhile
        self.arrives = arrives

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        if sending.role is Role.NAV_ADVISER and sending.kind is SendingKind.INVITATION:
            self.meanwhile()
            if not self.arrives:
                raise DeliveryFailedError("451")
        await super().deliver(sending, links)


def nav_called_in(station: Station) -> CaseRef:
    """The GP has said yes, Nav has been told and called in, and nothing has left to Nav."""
    station.clinic = replace(CLINIC, mail_to=frozenset({Role.GP, Role.NAV_ADVISER}))
    ref = station.invited()
    station.answered(ref, Verdict.ACCEPTED)
    case = station.do(
        RecordConsent(
            ref=ref, role=Role.NAV_ADVISER, given_on=day("2026-11-02"), form=ConsentForm.ORAL
        )
    )
    nav = case.present(Role.NAV_ADVISER)[0]
    nina = Person(name="Nina Vik", email=NAV)
    station.do(RecordAdviser(ref=ref, participant_id=nav.id, adviser=nina))
    station.do(Invite(ref=ref, kind=MeetingKind.SHM1, role=Role.NAV_ADVISER))
    return ref


@pytest.mark.parametrize("arrives", [True, False], ids=["arrives", "fails"])
async def test_the_cancellation_follows_the_invitation(station: Station, *, arrives: bool) -> None:
    """R19: whether or not it arrives, the cancellation leaves after it, and nothing else does."""
    ref = nav_called_in(station)
    withdraw = WithdrawConsent(ref=ref, role=Role.NAV_ADVISER)
    carrier = Interrupted(lambda: station.do(withdraw), arrives=arrives)
    station.carriers = {Channel.MAIL: carrier}
    await station.tick()
    for morning in ("2026-11-02 10:00", "2026-11-09 08:00", "2026-11-20 08:00"):
        await station.tick(morning)
    kinds = [delivery.sending.kind for delivery in carrier.to(NAV)]
    invited = [SendingKind.INVITATION] if arrives else []
    assert kinds == [*invited, SendingKind.CANCELLATION]
    sequences = [
        d.sending.content.event.sequence for d in carrier.to(NAV) if d.sending.content.event
    ]
    assert sequences[-1] == 1

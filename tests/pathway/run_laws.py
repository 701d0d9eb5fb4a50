"""What holds at every moment of every meeting that runs, however it came about (R21 to R23)."""

from __future__ import annotations

from datetime import timedelta

from pathway import rules, running, timetable
from pathway.outgoing import SendingKind
from pathway.service.run.new_minutes import NOTICED, known, open_ended
from pathway.words import THIRD_PARTIES
from tests.pathway.office import Office
from tests.pathway.test_running import assert_sums_up, state
from tests.pathway.test_service_new_minutes import told


def laws(office: Office) -> None:
    """The log sums up, nobody is in another's part, and nobody is told twice or too late."""
    now, case = state(office), office.case
    assert_sums_up(office, case.runs[-1].ended_at or office.clock)
    for person in running.in_room(case, now, office.clock):
        assert now.now_on.part in running.own_parts(case, now, person)
        if person.role in THIRD_PARTIES:
            assert rules.consent_for(case, person) is not None
    silent = [row for row in told(office) if row.created_at > case.runs[-1].last_at]
    ways = [(row.to, row.channel) for row in silent]
    assert len(ways) == len(set(ways)), "told twice in one silence"
    heard = [s for s in case.sendings if s.kind is SendingKind.NEW_MINUTE and s.facts]
    assert all(s.facts and s.facts.window.start >= s.created_at for s in heard), "a minute gone"


def newest_was_told(office: Office) -> None:
    """After a press each who waits, and is not away, was last told what is expected."""
    now, case = state(office), office.case
    if case.runs[-1].last_at != office.clock or case.runs[-1].ended_at is not None:
        return
    ahead = NOTICED if open_ended(case, now, office.clock) else timedelta()
    slots = timetable.timetable(case, now, office.clock)
    for who, start in timetable.waiting(case, now, slots).items():
        person = case.participant(who)
        invitation = case.live_invitation(who, now.meeting.id)
        if invitation is None or running.is_away(case, now, person, office.clock):
            continue
        assert -NOTICED < known(case, now, invitation) - start < ahead + NOTICED
        own = [row for row in told(office) if row.to == who]
        last = dict(case.runs[-1].told).get(who)
        newest = {row.channel: row for row in own}
        says = [row for row in own if row.waiting or row in newest.values()]
        assert {row.facts.window.start for row in says if row.facts} <= {last}

"""What every keeper of sightings does: the fake, and the tables on SQLite and PostgreSQL."""

from __future__ import annotations

from pathway.sightings import Face, Glimpse, Seen
from pathway.words import MeetingId, StaffId
from tests.storage.samples import DAY, ELSEWHERE, HERE, HOUR, NOW, AnyStore, run

M1, M2 = MeetingId("m1"), MeetingId("m2")
LEA = Face(key="29:lea", name="Lea «L» 🙂", staff_id=StaffId("lege"))
SEEN = Seen(
    meeting_id=M1,
    place="19:meeting_Zm9v@thread.v2",
    began_at=NOW,
    glimpses=(Glimpse(face=LEA, at=NOW, inside=True),),
)


def kept(store: AnyStore, meeting: MeetingId = M1) -> Seen | None:
    """What is kept of this meeting here."""
    return run(store, lambda ledger: ledger.seen(meeting, to_change=True))


def test_what_was_seen_is_given_back_as_it_was(store: AnyStore) -> None:
    """Every field comes back, and what is put later takes its place; at first there is none."""
    assert kept(store) is None
    later = Seen(meeting_id=M1, ended_at=NOW + HOUR)
    for seen in (SEEN, later, SEEN):
        run(store, lambda ledger, seen=seen: ledger.put_seen(seen, NOW))  # type: ignore[misc] # bound at once
        assert kept(store) == seen


def test_another_clinic_sees_none_of_it(store: AnyStore) -> None:
    """A meeting with the same id elsewhere is another, and is forgotten alone."""
    for clinic in (HERE, ELSEWHERE):
        run(store, lambda ledger: ledger.put_seen(SEEN, NOW), clinic)
    run(store, lambda ledger: ledger.forget_seen(M1), ELSEWHERE)
    assert kept(store) == SEEN
    assert run(store, lambda ledger: ledger.seen(M1), ELSEWHERE) is None
    run(store, lambda ledger: ledger.forget_unseen(NOW + DAY), ELSEWHERE)
    assert kept(store) == SEEN


def test_what_is_old_is_forgotten(store: AnyStore) -> None:
    """Of which nothing was seen since a moment, and no other."""
    other = Seen(meeting_id=M2)
    run(store, lambda ledger: ledger.put_seen(SEEN, NOW))
    run(store, lambda ledger: ledger.put_seen(other, NOW + HOUR))
    run(store, lambda ledger: ledger.forget_unseen(NOW + HOUR))
    assert (kept(store), kept(store, M2)) == (None, other)

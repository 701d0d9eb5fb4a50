"""When each of the staff has chosen to have their digest, as it is remembered."""

from __future__ import annotations

from datetime import time

from pathway.words import StaffId
from tests.storage.samples import ELSEWHERE, AnyStore, run

LEA, PAL = StaffId("lege"), StaffId("psykolog")


def test_a_chosen_hour_is_kept_until_it_is_forgotten(store: AnyStore) -> None:
    """The last choice counts; another clinic and a colleague have their own."""
    run(store, lambda ledger: ledger.put_digest_hour(LEA, time(14, 0)))
    run(store, lambda ledger: ledger.put_digest_hour(LEA, time(9, 5)))
    run(store, lambda ledger: ledger.put_digest_hour(PAL, time(12, 0)))
    run(store, lambda ledger: ledger.put_digest_hour(LEA, None), ELSEWHERE)
    kept = {LEA: time(9, 5), PAL: time(12, 0)}
    assert run(store, lambda ledger: dict(ledger.digest_hours())) == kept
    assert run(store, lambda ledger: dict(ledger.digest_hours()), ELSEWHERE) == {}
    run(store, lambda ledger: ledger.put_digest_hour(LEA, None))
    run(store, lambda ledger: ledger.put_digest_hour(LEA, None))
    assert run(store, lambda ledger: dict(ledger.digest_hours())) == {PAL: time(12, 0)}

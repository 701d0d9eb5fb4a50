"""Cases as they were last read or saved here, so that they need not be read again (decision 37).

Whoever changes anything of a case raises its revision, in whichever process. So a case whose own
row is still the same is the same in every part.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from pathway.case import Case
from storage.rows import Key, Row, Rows

MOST_KEPT = 64
"""More than are in hand at once: a message is delivered between two reads of its case."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case and its rows as a transaction last saw them, and the revisions to save it from.

    More than one after a save: whoever saves twice in a transaction need not load again.
    """

    case: Case
    rows: Rows
    revisions: frozenset[int]

    @property
    def row(self) -> Row:
        """The case's own row."""
        (row,) = self.rows["cases"].values()
        return row


class Kept:
    """The cases that were read or saved last. Only what is on disk is put here."""

    def __init__(self) -> None:
        self._cases: OrderedDict[Key, Loaded] = OrderedDict()
        self._lock = Lock()

    def put(self, cases: Iterable[Loaded]) -> None:
        """Keep these, and let go of those that nobody has asked for the longest."""
        with self._lock:
            for loaded in cases:
                key = (loaded.case.clinic_id, loaded.case.id)
                self._cases[key] = loaded
                self._cases.move_to_end(key)
            while len(self._cases) > MOST_KEPT:
                self._cases.popitem(last=False)

    def same_as(self, row: Row) -> Loaded | None:
        """The whole case whose own row this is, where nothing of it has changed since."""
        with self._lock:
            loaded = self._cases.get((row["clinic_id"], row["id"]))
        if loaded is None or loaded.row != row:
            return None
        return Loaded(loaded.case, loaded.rows, frozenset({row["revision"]}))

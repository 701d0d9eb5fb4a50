"""Random histories in which every change is undone as soon as it is made, and then made again."""

from __future__ import annotations

from hypothesis import Phase, event, settings
from typing_extensions import override

from pathway.case import Case
from pathway.commands import CaseCommand, Undo
from pathway.errors import CannotUndoError, MeetingInPastError
from pathway.service.cases.undoing import UNDOABLE
from tests.pathway.build import SECRETARY
from tests.pathway.test_histories import Histories
from tests.pathway.test_service_undoing import assert_exactly_back


class UndoneAndDoneAgain(Histories):
    """The same office; whatever is undone leaves exactly the earlier case, whatever came before."""

    @override
    def press(self, command: CaseCommand, name: str = "", *, actor: str = SECRETARY) -> bool:
        """Done, undone and done again, where it can be undone."""
        if not isinstance(command, UNDOABLE):
            return super().press(command, name, actor=actor)
        self.office.edit(lambda case: case)  # the ledger as of now, as any command leaves it
        before = self.case
        self.office.says_whom = False
        done = super().press(command, name, actor=actor)
        undone = done and self.undone(before)
        self.office.says_whom = True
        if not undone:
            return done
        assert_exactly_back(before, self.case)
        self.the_ledger_settles()
        event(f"undone: {type(command).__name__}")
        assert super().press(command, name, actor=actor), "what was undone can be done again"
        return True

    def undone(self, before: Case) -> bool:
        """Whether the last change was taken back.

        All but one that recorded an answer can be, and one that moved a meeting out of the past.
        """
        try:
            self.office.do(Undo(ref=self.case.ref, accept_clashes=True))
        except CannotUndoError:
            assert self.case.answers
            return False
        except MeetingInPastError:
            assert any(m.alive and m.starts_at <= self.office.clock for m in before.diary)
            return False
        return True


UndoneAndDoneAgain.TestCase.settings = settings(
    max_examples=min(40, settings().max_examples),
    stateful_step_count=20,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a shrunk history takes minutes
)
TestUndoHistories = UndoneAndDoneAgain.TestCase

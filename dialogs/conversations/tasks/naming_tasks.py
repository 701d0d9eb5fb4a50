"""Which task a sentence means: by its own id, as buttons say it, or by whom it is about."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.parsing import folded, without_small_words
from dialogs.wording.nb.names import role_definite
from dialogs.wording.nb.tasks import text_label, text_whom
from pathway.views import TaskLine


def by_id(rest: str, lines: Sequence[TaskLine]) -> tuple[str, str]:
    """The task whose id stands among the words, and the other words; empty where none does."""
    ids = {line.promise_id for line in lines}
    found = [word for word in rest.split() if word in ids]
    if not found:
        return "", rest
    return found[0], without_small_words(" ".join(w for w in rest.split() if w != found[0]))


def by_whom(rest: str, lines: Sequence[TaskLine]) -> str:
    """The one text that goes to whoever is named; empty where there is none, or several."""
    said = folded(rest)
    found = [line.promise_id for line in lines if said and said in _names(line)]
    return found[0] if len(found) == 1 else ""


def _names(line: TaskLine) -> set[str]:
    role = role_definite(line.person.role) if line.person else ""
    return {folded(name) for name in (role, text_whom(line), text_label(line)) if name}

"""What the action plan says, on one card: each measure, and what may be done with it (R27)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dialogs.cards.actions import command
from dialogs.cards.elements import buttons, card, plain, row, text
from dialogs.cards.pages import paged
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_case
from dialogs.wording.nb import ask_plan_text as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway import promises
from pathway.service.afterwards import plan_text
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.plan_text import PlanVersion
    from pathway.service import Desk

ROWS = 8

Way = tuple[str, str]


def plan_card(desk: Desk, case: Case, before: str = "", page: int = 1) -> Reply:
    """The plan as it stands, a page at a time; `before` is what was just done."""
    versions = plan_text.shown(desk.context, case)
    may = plan_text.may_write(desk.context, case) and case.closing is None
    title = say.heading(case.ref)
    if not versions:
        said = say.nothing_yet(case.ref, may=may)
        ways = [(typed("write_measure", case.ref), say.ADD_TITLE)] if may else []
        body = [text(one) for one in (before, said) if one]
        shown = card(title, body, [command(*way) for way in ways], speak=say.TITLE)
        return Reply(text=joined(before, title, said), card=shown, summary=say.TITLE)
    return _written(desk, case, versions[-1], before, page, may=may)


def _written(
    desk: Desk, case: Case, version: PlanVersion, before: str, page: int, *, may: bool
) -> Reply:
    title, stands = say.heading(case.ref), say.version(version, desk.clinic.zone)
    shown = paged(version.measures, page, ROWS)
    where = ask_case.page(shown.number, shown.pages) if shown.pages > 1 else ""
    said = dict(version.statuses)
    ways = list(_next(case, version)) if may else []
    rows: list[JSON] = []
    texts = []
    for one in shown.items:
        place = version.measures.index(one) + 1
        first, second = say.measure(place, one), say.details(one, said.get(one.number))
        own = _own(case, version, place) if may else None
        rows.append(row(text(plain(first)), text(plain(second), subtle=True), own))
        texts.append(f"{first}\n{second}")
    following = ask_case.page_command(typed("plan", case.ref), shown.number + 1)
    further = [(following, ask_case.NEXT_PAGE)] if shown.number < shown.pages else []
    question, answers = _asked(desk, case, version) if may else ("", [])
    body = [text(plain(line)) for line in (before, stands) if line] + rows
    if answers:
        body.append(row(text(question, bold=True), buttons(*(command(*way) for way in answers))))
    body += [text(where, subtle=True)] if where else []
    arrows = "\n".join(f"→ «{words}»" for words, _ in (*answers, *ways, *further))
    return Reply(
        text=joined(before, title, stands, *texts, where, question, arrows),
        card=card(title, body, [command(*way) for way in (*ways, *further)], speak=say.TITLE),
        summary=say.TITLE,
    )


def _own(case: Case, version: PlanVersion, place: int) -> JSON | None:
    """A draft's measure is changed by its own button."""
    if version.finished is not None:
        return None
    return buttons(command(typed("change_measure", case.ref, str(place)), say.CHANGE))


def _next(case: Case, version: PlanVersion) -> Iterator[Way]:
    if version.finished is None:
        yield typed("write_measure", case.ref), say.ADD_TITLE
        if version.measures:
            yield typed("remove_measure", case.ref), say.REMOVE_TITLE
        owed = (promise.kind for promise in promises.open_promises(case))
        if PromiseKind.ACTION_PLAN_FINISH in owed:
            yield f"{say.FINISH_TYPED} {case.ref}", say.FINISH
    else:
        yield typed("replace_plan", case.ref), say.REPLACE_TITLE


def _asked(desk: Desk, case: Case, version: PlanVersion) -> tuple[str, list[Way]]:
    """In SHM2 the first measure of which nothing was said, and what may be said of it (R24)."""
    left = version.unsaid
    if version.finished is None or not left or not plan_text.can_be_followed_up(case, desk.context):
        return "", []
    place = version.measures.index(left[0]) + 1
    ways = [
        (typed("follow_up", case.ref, str(place), title.lower()), title)
        for title in say.STATUSES.values()
    ]
    return say.how_became(place), ways

"""The closing card: all that follows of a meeting, a row each, with what settles it (R22, R24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialogs.cards import inputs
from dialogs.cards.actions import command, with_ticks
from dialogs.cards.elements import buttons, card, paragraphs, plain, primary, row, text
from dialogs.cards.inputs import Field
from dialogs.state import Choice
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_action_plan, ask_case, ask_plan_text, dates, papers
from dialogs.wording.nb import ask_aftermath as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.names import role_definite
from pathway import action_plan
from pathway.action_plan import PlanState
from pathway.owed.checklists import remaining
from pathway.owed.papers import PLAN
from pathway.service.afterwards.attendance import was_there
from pathway.service.afterwards.interviewing import may_follow
from pathway.service.afterwards.next_meeting import optional
from pathway.service.afterwards.next_times import for_extra_meeting, for_shm2
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingKind, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Promise
    from pathway.service import Desk

Way = tuple[str, str]

COME = "come"
"""The input in which those who come to SHM2 are ticked."""

MOST_TICKS = 12
"""Of more people it is typed who does not come: a card is small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing: how it stands, what is offered (typed, title), and whether it is still to do.

    `people` are ticked, and the ways are taken without those who are not; `after` says how that
    is typed.
    """

    head: str
    said: str
    ways: tuple[Way, ...] = ()
    open: bool = True
    people: tuple[Choice, ...] = ()
    after: str = ""

    @property
    def can_be_ticked(self) -> bool:
        """Whether its people fit on the card."""
        return 0 < len(self.people) <= MOST_TICKS


def last_held(case: Case) -> MeetingKind | None:
    """The meeting that was held last."""
    held = [k for k, milestone in MEETING_MILESTONE.items() if case.date_of(milestone)]
    return held[-1] if held else None


def closing_card(
    desk: Desk, case: Case, kind: MeetingKind, before: str = "", *, whole: bool = True
) -> Reply:
    """Everything that follows of this meeting, or what is left of it.

    `before` is what was just recorded.
    """
    ref, lines = case.ref, tuple(_lines(desk, case, kind))
    lines = lines if whole else tuple(line for line in lines if line.open)
    title = say.title(ref, kind)
    first = next((line for line in lines if line.open and line.ways), None)
    settled = "" if any(line.open for line in lines) else say.ALL_SETTLED
    rows = [_row(line, first=line is first) for line in lines]
    further = [command(words, what) for words, what in _further(desk, case)]
    body = paragraphs(before)
    body += [*rows, *([text(settled)] if settled else [])]
    ids: set[str] = {p.id for p in desk.promises(case)} | {m.id for m in case.meetings}
    typed_ways = ([_without(ids, words) for words, _ in line.ways] for line in lines)
    texts = [
        say.plain_line(one.head, one.said, ways, one.after)
        for one, ways in zip(lines, typed_ways, strict=True)
    ]
    return Reply(
        text=joined(before, title, "\n".join(texts), settled),
        card=card(title, body, further, speak=say.TITLE, equal=len(further) if first else 0),
        summary=say.TITLE,
    )


def _without(ids: set[str], words: str) -> str:
    """As one types it: a button names its task besides, after the reference."""
    return " ".join(word for word in words.split() if word not in ids)


def _row(line: Line, *, first: bool) -> JSON:
    shown = [_way(line, words, what) for words, what in line.ways]
    if first:
        shown[0] = primary(shown[0])
    said, ticks = text(plain(line.said)), Field(name=COME, label=say.TICKS)
    asked = inputs.ticks(ticks, line.people) if line.can_be_ticked else None
    return row(text(line.head, bold=True), said, asked, buttons(*shown) if shown else None)


def _way(line: Line, words: str, what: str) -> JSON:
    if not (line.can_be_ticked and words.startswith((typed("next_meeting"), typed("times")))):
        return command(words, what)
    return with_ticks(words, what, COME, [one.value for one in line.people], say.WITHOUT)


def _further(desk: Desk, case: Case) -> Iterator[Way]:
    """An extra meeting is to finish the plan, while anybody waits for that (R24)."""
    if _open(desk, case, *PLAN):
        yield typed("extra_meeting", case.ref), say.ONE_MORE
    yield typed("case", case.ref), ask_case.SHOW


def _lines(desk: Desk, case: Case, kind: MeetingKind) -> Iterator[Line]:
    meeting = case.meeting_of(kind)
    if meeting is not None and meeting.held:
        there = say.people(was_there(case, meeting))
        yield Line(
            head=say.THERE,
            said=there,
            ways=((typed("attended", case.ref), say.MEND),),
            open=False,
        )
    if kind is MeetingKind.SHM1:
        yield _plan(desk, case)
        yield _next(desk, case)
    else:
        waits = _open(desk, case, *PLAN)
        if waits is None or action_plan.can_be_evaluated(case):
            yield _evaluation(desk, case)
        if waits is not None:
            yield _plan(desk, case)
        yield _note(desk, case)
    yield _interview(case, kind)
    if kind is MeetingKind.SHM2:
        yield _closing(desk, case)


def _open(desk: Desk, case: Case, *kinds: PromiseKind) -> Promise | None:
    return next((p for p in desk.promises(case) if p.kind in kinds), None)


def _plan(desk: Desk, case: Case) -> Line:
    ref, status = case.ref, action_plan.status(case)
    said = ask_action_plan.status(status)
    read = _words(desk, case, ask_plan_text.SHOW)
    finish = _open(desk, case, PromiseKind.ACTION_PLAN_FINISH)
    if finish is not None:
        ways = [(f"{way} {ref} {finish.id}", title) for way, title in papers.WAYS[finish.kind]]
        if case.extra_on is not None and case.extra_on >= desk.today:
            extra = say.waits_for_extra(case.extra_on, case.aftermath.extra_at)
            return Line(head=say.PLAN, said=f"{said} {extra}", ways=(*ways, *read))
        start = for_extra_meeting(desk.context, case)
        if start is not None:
            words = typed("extra_meeting", ref, dates.digits_moment(start))
            ways.append((words, say.propose_extra(start)))
        return Line(head=say.PLAN, said=said, ways=(*ways, *read))
    lacking = status.state in {PlanState.FINISHED, PlanState.AVAILABLE}
    give = ((typed("give_plan", ref), ask_action_plan.GIVE),) if lacking else ()
    return Line(head=say.PLAN, said=said, ways=(*give, *read), open=lacking)


def _words(desk: Desk, case: Case, title: str) -> tuple[Way, ...]:
    """The plan itself, where the clinic writes it here (P4)."""
    return ((typed("plan", case.ref), title),) if desk.clinic.plan_text else ()


def _next(desk: Desk, case: Case) -> Line:
    meeting, ref = case.meeting_of(MeetingKind.SHM2), case.ref
    if meeting is not None:
        return Line(head=say.NEXT, said=say.next_agreed(meeting.start), open=False)
    times = for_shm2(desk.context, case)
    ways = [(typed("next_meeting", ref, dates.digits_moment(at)), say.choose(at)) for at in times]
    find = (typed("times", MeetingKind.SHM2, ref), say.FIND)
    people = optional(case) if times else ()
    names = [one.name or role_definite(one.role) for one in people]
    return Line(
        head=say.NEXT,
        said=say.next_asked(times),
        ways=(*ways, find),
        people=tuple(Choice(value=one.id, title=say.people([one])) for one in people),
        after=say.some_may_stay(ways[0][0], names[0]) if names else "",
    )


def _evaluation(desk: Desk, case: Case) -> Line:
    status = action_plan.status(case)
    can = action_plan.can_be_evaluated(case)
    shm1 = case.meeting_of(MeetingKind.SHM1)
    named = [shm1.id] if shm1 else []
    evaluate = typed("evaluate_plan", case.ref, *named)
    through = _words(desk, case, ask_plan_text.GO_THROUGH if can else ask_plan_text.SHOW)
    ways = ((evaluate, ask_action_plan.EVALUATED), *through) if can else through
    said = ask_action_plan.NOT_EVALUATED if can else ask_action_plan.status(status)
    return Line(head=say.PLAN, said=said, ways=ways, open=can)


def _note(desk: Desk, case: Case) -> Line:
    owed = _open(desk, case, PromiseKind.NOTE_WRITE, PromiseKind.NOTE_SEND)
    if owed is None:
        return Line(head=say.NOTE, said=say.NOTES[None], open=False)
    ways = tuple((f"{way} {case.ref} {owed.id}", title) for way, title in papers.WAYS[owed.kind])
    return Line(head=say.NOTE, said=say.NOTES[owed.kind], ways=ways)


def _interview(case: Case, kind: MeetingKind) -> Line:
    said = case.aftermath.interview_after(kind)
    state, meeting = said.state if said else None, case.meeting_of(kind)
    named = [meeting.id] if meeting else []
    ways = [
        (typed("interview", case.ref, *named, word), say.INTERVIEW_CHOICES[one])
        for one, word in say.INTERVIEW_WORDS.items()
        if one in may_follow(said)
    ]
    is_open = state not in {one for one in say.INTERVIEWS if one} or state == "wanted"
    return Line(head=say.INTERVIEW, said=say.INTERVIEWS[state], ways=tuple(ways), open=is_open)


def _closing(desk: Desk, case: Case) -> Line:
    owed = _open(desk, case, PromiseKind.CLOSING)
    stop = (typed("stop", case.ref), ask_case.STOP)
    if owed is None or not remaining(case, owed):
        return Line(head=say.CLOSING, said=say.CLOSING_DONE, ways=(stop,))
    see = (typed("checklist", case.ref), say.SEE_LIST)
    return Line(head=say.CLOSING, said=say.CLOSING_LEFT, ways=(see, stop))

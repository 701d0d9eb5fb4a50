"""What one may do next in a case, the likeliest first, as typed commands with titles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.cards.copies import Copy
from dialogs.conversations.cases.asking_referrer import with_requests
from dialogs.conversations.third_parties import standing
from dialogs.form import Scene
from dialogs.wording.nb import ask_case as say
from dialogs.wording.nb import (
    ask_let_in,
    ask_office,
    ask_running,
    ask_third,
    ask_times,
    ask_undo,
    by_hand,
    jobs,
    to_copy,
)
from dialogs.wording.nb import tasks as wording
from dialogs.wording.nb.ask_people import to_whom
from dialogs.wording.nb.ask_words import PATIENT, YES_TYPED, typed
from dialogs.wording.nb.grammar import sentences
from pathway import running
from pathway.case import Case
from pathway.model import Meeting
from pathway.owed.doctors import claims
from pathway.owed.ended import TICKED
from pathway.service import Desk
from pathway.service.invitations.invited import to_call_in
from pathway.service.invitations.letting_in import in_by_link
from pathway.service.run.running import may_start
from pathway.views import Consequence, InvitationLine, TaskLine
from pathway.words import InvitationState, Milestone, PromiseKind, Role

BY_HAND = frozenset({PromiseKind.SECURE_MESSAGE, PromiseKind.PHONE_CALL, PromiseKind.REMINDER})
"""What a person does and ticks off with *sendt*."""

Step = tuple[str, str]


def next_steps(desk: Desk, case: Case) -> list[Step]:
    """Typed commands with titles; nothing but looking where the case has ended."""
    if case.closing is not None:
        return [(typed("correct", case.ref), say.CORRECT)]
    steps = dict(_steps(desk, case))
    return [(f"{words} {case.ref}", title) for words, title in steps.items()]


def after_change(desk: Desk, case: Case) -> list[Step]:
    """What one may do next when something has just been changed; to undo it too."""
    steps = next_steps(desk, case)[:3]
    undo = (typed("undo", case.ref), ask_undo.BUTTON)
    return [*steps, undo] if desk.undoable(case) else steps


def text_to_copy(scene: Scene, case: Case, told: Sequence[Consequence] = ()) -> tuple[Copy, ...]:
    """The texts that a person must now send by hand, so that nobody has to look for them.

    `told` is what has just been said to be sent by whom; what waits beside it waited before.
    """
    tasks = scene.desk.case_tasks(case)
    shown = [(task, task.content.text) for task in tasks if task.content]
    named = len(shown) == 1 and _has_told(told, shown[0][0])
    texts = [
        _copy(
            task, to_copy.copied(task, named=named, waited=bool(told) and not _has_told(told, task))
        )
        for task, _ in shown
    ]
    later = [Copy(above=said) for task in tasks if (said := to_copy.opens_later(task))]
    return (*texts, *later)


def _copy(task: TaskLine, above: str, lead: str = "") -> Copy:
    press = (typed("sent", task.ref, task.promise_id, YES_TYPED), to_copy.have_sent(task))
    text = task.content.text if task.content else ""
    return Copy(above=above, text=text, press=press, lead=lead)


def _has_told(told: Sequence[Consequence], task: TaskLine) -> bool:
    now = {(c.participant.id, c.channel) for c in told if not c.later}
    return task.person is not None and (task.person.id, task.channel) in now


def decided(ref: str) -> list[Step]:
    """The ways on after the patient's no (D2)."""
    return [(typed("move", ref), say.MOVE), (typed("cancel_meeting", ref), say.CANCEL)]


def undecided(desk: Desk, case: Case) -> tuple[TaskLine, ...]:
    """What waits for a decision: a doctor's no or silence, else the day a case is put off to."""
    ways = ((task, wording.decisions(jobs.job_of(task))) for task in desk.case_tasks(case))
    doctors = tuple(task for task, found in ways if found == ask_office.DOCTORS_WAYS)
    return doctors or desk.put_off(case, PromiseKind.POSTPONED)


def ticks(desk: Desk, case: Case) -> tuple[Step, ...]:
    """A press for each of several texts to send, so that nobody has to choose from a list."""
    shown = [task for task in desk.case_tasks(case) if task.content]
    found = {wording.actions(jobs.job_of(t))[0] for t in shown}
    return tuple(sorted(found)) if len(shown) == len(found) > 1 else ()


def texts_for(scene: Scene, case: Case, told: Sequence[Consequence]) -> tuple[Copy, ...]:
    """The same for those whom a plan concerns, each text with whom it is to.

    A text that it has just taken out of somebody's hands is asked about: whoever holds it must
    hear (D6).
    """
    concerned = {told_.participant.id for told_ in told}
    texts = [
        (task, sentences(to_whom(task.person), to_copy.by_which(task)))
        for task in scene.desk.case_tasks(case)
        if task.content and task.person and task.person.id in concerned
    ]
    leads = [to_copy.copy_this(len(texts)), *[""] * len(texts)]
    copies = [_copy(task, above, lead) for (task, above), lead in zip(texts, leads, strict=False)]
    return (*copies, *_just_taken_back(scene.desk, case))


def _just_taken_back(desk: Desk, case: Case) -> Iterator[Copy]:
    for line in desk.unticked(case):
        settled = case.promise(line.promise_id).settled
        if settled is not None and settled.at == desk.now:
            press = (typed("sent", case.ref, line.promise_id, YES_TYPED), by_hand.SENT_ALREADY)
            yield Copy(above=by_hand.sent_already(line), press=press)


def tasks_by_hand(desk: Desk, case: Case) -> tuple[TaskLine, ...]:
    """What can be ticked off in this case."""
    lines = with_requests(desk.case_tasks(case), desk.clinic)
    return tuple(task for task in lines if task.kind in TICKED and _is_for_a_tick(task))


def _is_for_a_tick(task: TaskLine) -> bool:
    """Not who the GP is, which nobody sends; of a referral only the text that asks for more."""
    if task.kind is PromiseKind.REFERRAL_CONTENT:
        return task.content is not None
    return task.kind is not PromiseKind.NEW_GP


def patient_is_next(desk: Desk, case: Case) -> bool:
    """Whether the patient may be called in, and has not been."""
    wanted = typed("invite", PATIENT, case.ref)
    return any(words == wanted for words, _ in next_steps(desk, case))


def _steps(desk: Desk, case: Case) -> Iterator[Step]:
    lines = [line for line in desk.invitations(case) if line.state is not InvitationState.CANCELLED]
    by_hand = [t for t in desk.case_tasks(case) if t.kind in BY_HAND and not t.telling]
    yield from _now(desk, case)
    if _goes_on_today(desk, case):
        yield typed("let_in"), ask_let_in.BUTTON
    if by_hand:
        yield typed("sent"), say.SHOW_TEXT if any(t.content for t in by_hand) else say.HAVE_SENT
    if undecided(desk, case):
        yield ask_office.DECIDE
    yield from _about_several(desk, case)
    yield from _about_meetings(case, lines)
    if any(p.kind is PromiseKind.WISHES for p in desk.promises(case)):
        yield typed("wishes"), say.RECORD_WISHES
    yield from _about_third_parties(desk, case)
    yield typed("milestone"), say.RECORD_MILESTONE
    yield from _about_arranged(case)
    yield typed("add_participant"), say.NEW_PARTICIPANT
    yield typed("consent"), say.CONSENT
    yield typed("correct"), say.CORRECT
    yield typed("stop"), say.STOP


def _now(desk: Desk, case: Case) -> Iterator[Step]:
    """The meeting that runs, or is about to begin."""
    meeting = _coming(case)
    if running.going_on(case) is not None:
        yield typed("running"), ask_running.SHOW
    elif meeting is not None and may_start(meeting, desk.now):
        yield typed("start_meeting"), ask_running.START_BUTTON


def _goes_on_today(desk: Desk, case: Case) -> bool:
    """Whether somebody is to come in by a link today, so that it may fail them (F18)."""
    meeting = _coming(case)
    today = meeting is not None and meeting.start.date() == desk.today
    return meeting is not None and today and bool(in_by_link(case, meeting, desk.now))


def _about_several(desk: Desk, case: Case) -> Iterator[Step]:
    """Everybody who may be called in now, where that is more than one (R18)."""
    meeting = _coming(case)
    if meeting is None or meeting.starts_at <= desk.now:
        return
    ready = [who for who, missing in to_call_in(case, desk.clinic, meeting) if not missing]
    doctors = (case.live_invitation(gp.id, meeting.id) for gp in case.present(Role.GP))
    if len(ready) > 1 and (any(doctors) or meeting.without_gp):
        yield typed("invite_all"), say.CALL_ALL


def _about_meetings(case: Case, lines: list[InvitationLine]) -> Iterator[Step]:
    """The one who is to be asked or answered next; first who the GP is, where that is in doubt."""
    if any(claims(case)):
        yield typed("replace_gp"), say.SWAP_GP
    if not case.present(Role.GP):
        yield typed("replace_gp"), say.NEW_GP
        return
    meeting = _coming(case)
    doctors = [
        line for line in lines if line.participant.role is Role.GP and line.meeting == meeting
    ]
    if meeting is None or not doctors:
        if not _all_held(case):
            yield typed("invite"), say.CALL_GP
            yield typed("times"), ask_times.FIND
        return
    if any(line.state is InvitationState.ACCEPTED for line in doctors):
        asked = {line.participant.role for line in lines if line.meeting == meeting}
        if Role.PATIENT not in asked:
            yield typed("invite", PATIENT), say.CALL_PATIENT
    else:
        yield typed("answer"), say.RECORD_ANSWER
    if not meeting.link:
        yield typed("link"), say.PUT_LINK


def _about_third_parties(desk: Desk, case: Case) -> Iterator[Step]:
    """Whom to ring first, and then to call in (R14)."""
    for call in desk.case_tasks(case):
        if call.telling and call.person is not None:
            yield typed("nav"), ask_third.ring(standing.called(call.person))
            break
    for person in standing.ready(desk, case):
        words, title = standing.call_in(case.ref, person)
        yield words.removesuffix(f" {case.ref}"), title


def _about_arranged(case: Case) -> Iterator[Step]:
    if _coming(case) is not None:
        yield typed("answer"), say.RECORD_ANSWER
        yield typed("move"), say.MOVE
        yield typed("times"), ask_times.FIND
        yield typed("cancel_meeting"), say.CANCEL


def _coming(case: Case) -> Meeting | None:
    alive = [meeting for meeting in case.meetings if meeting.alive]
    return alive[-1] if alive else None


def _all_held(case: Case) -> bool:
    return case.date_of(Milestone.SHM2_HELD) is not None

"""The action plan is written, replaced and gone through, where the clinic has its text on (R27).

It is finished as any plan is: whoever says *ferdig* closes the version that is being written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import action_plan, promises, sameness
from pathway.action_plan import PlanState
from pathway.aftermath import Mark
from pathway.commands import Finish, FollowUpMeasure, RemoveMeasure, ReplacePlan, WriteMeasure
from pathway.errors import (
    NoPlanTextError,
    NoSuchMeasureError,
    NotPlanWriterError,
    NotYetFollowedUpError,
    PathwayClosedError,
    PlanFinishedError,
    PlanTextOffError,
    ReasonNeededError,
    StalePlanError,
    TooLongError,
    TooManyMeasuresError,
)
from pathway.plan_text import (
    FACTORS,
    MOST_LETTERS,
    MOST_MEASURES,
    Measure,
    PlanVersion,
    next_number,
)
from pathway.ports import AuditEntry
from pathway.service.context import Outcome, opened
from pathway.words import MeetingKind, Milestone, PromiseKind, Role, StaffId

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pathway.case import Case
    from pathway.commands import Command
    from pathway.service.context import Context
    from pathway.words import CaseRef

    Versions = tuple[PlanVersion, ...]


# --- who may, and what there is -------------------------------------------------------------------


def may_write(context: Context, case: Case) -> bool:
    """Clinicians, and whoever edits the plan, or does that person's work today (R22)."""
    person = context.staff
    if person is None:
        return False
    editors = {meeting.plan_editor for meeting in case.meetings}
    theirs = {person.id, *context.clinic.roster.stands_in_for(person.id)}
    return Role.CLINICIAN in person.roles or bool(editors & theirs)


def shown(context: Context, case: Case) -> Versions:
    """What the plan says, for one who may see the case; `PlanTextOffError`."""
    if not context.clinic.plan_text:
        raise PlanTextOffError
    return context.ledger.plan_versions(case.id)


def read(context: Context, ref: CaseRef) -> Versions:
    """The same to be read: the log says that it was the plan, and not what it says (P3, P4)."""
    versions = shown(context, opened(context, ref))
    context.ledger.note_audit(
        AuditEntry(
            at=context.now,
            actor=context.actor,
            ref=ref,
            what="viewed",
            why=context.why,
            door=context.door,
            detail="action_plan",
        )
    )
    return versions


def fingerprint(versions: Versions) -> str:
    """A hash of the plan, by which a change of what has changed meanwhile is refused."""
    return sameness.hashed(versions)[:10] if versions else ""


def can_be_followed_up(case: Case, context: Context) -> bool:
    """From when SHM2 begins (R24)."""
    shm2 = case.meeting_of(MeetingKind.SHM2)
    begun = shm2 is not None and shm2.starts_at <= context.now
    return begun or case.date_of(Milestone.SHM2_HELD) is not None


# --- the commands ---------------------------------------------------------------------------------


def write_measure(context: Context, command: WriteMeasure) -> Outcome:
    """A measure of the version that is being written, which begins with the first.

    `PlanFinishedError` where it is finished, `NoSuchMeasureError` for a number or a factor that
    is none, `ReasonNeededError` for no text, `TooManyMeasuresError`, `TooLongError`.
    """

    def written(draft: PlanVersion, kept: Versions) -> PlanVersion:
        number = next_number(kept) if command.number is None else command.number
        new = command.number is None
        known = new or draft.measure(number) is not None
        if not known or command.factor not in {None, *FACTORS}:
            raise NoSuchMeasureError
        if new and len(draft.measures) >= MOST_MEASURES:
            raise TooManyMeasuresError(MOST_MEASURES)
        return draft.with_measure(
            Measure(
                number=number,
                text=command.text,
                responsible=command.responsible,
                follow_up=command.follow_up,
                factor=command.factor,
            )
        )

    if not command.text:
        raise ReasonNeededError
    _check_length(command.text)
    return _drafted(context, command, written)


def remove_measure(context: Context, command: RemoveMeasure) -> Outcome:
    """The version that is being written goes on without it; refusals as `write_measure`."""

    def written(draft: PlanVersion, _kept: Versions) -> PlanVersion:
        if draft.measure(command.number) is None:
            raise NoSuchMeasureError
        return draft.without(command.number)

    return _drafted(context, command, written)


def replace_plan(context: Context, command: ReplacePlan) -> Outcome:
    """A new version begins with the finished one's measures; it is to be finished and given anew.

    `NoPlanTextError` where there is none to replace, `ReasonNeededError`, `TooLongError`.
    """
    if not command.reason:
        raise ReasonNeededError
    _check_length(command.reason)
    case, versions = _begun(context, command)
    if not versions or versions[-1].finished is None:
        raise NoPlanTextError
    old, now = versions[-1], _mark(context)
    fresh = PlanVersion(
        number=old.number + 1, begun=now, measures=old.measures, reason=command.reason
    )
    context.ledger.put_plan_version(case.id, fresh)
    after = replace(case, aftermath=case.aftermath.begun_anew(now))
    return _saved(context, command, case, after)


def follow_up(context: Context, command: FollowUpMeasure) -> Outcome:
    """What became of it; with the last of them the plan has been gone through (R24).

    `NotYetFollowedUpError` before SHM2, `NoPlanTextError`, `NoSuchMeasureError`.
    """
    case, versions = _begun(context, command)
    finished = [version for version in versions if version.finished]
    if not finished:
        raise NoPlanTextError
    if not can_be_followed_up(case, context):
        raise NotYetFollowedUpError
    if finished[-1].measure(command.number) is None:
        raise NoSuchMeasureError
    said = finished[-1].with_status(command.number, command.status)
    context.ledger.put_plan_version(case.id, said)
    held = case.date_of(Milestone.SHM2_HELD) is not None
    after = case.aftermath
    if held and not said.unsaid and after.evaluated is None:
        after = replace(after, evaluated=_mark(context))
    return _saved(context, command, case, replace(case, aftermath=after))


OWN_WAY: dict[type, Callable[[Context, Any], Outcome]] = {
    WriteMeasure: write_measure,
    RemoveMeasure: remove_measure,
    ReplacePlan: replace_plan,
    FollowUpMeasure: follow_up,
}
COMMANDS = tuple(OWN_WAY)
_UNFINISHED = frozenset({PlanState.NONE, PlanState.DRAFTED})


def kept_with(context: Context, before: Case, after: Case, command: Command) -> None:
    """The version that is written is finished with the plan; all go with a case removed (P5)."""
    if after.removed:
        context.ledger.forget_plan(after.id)
    if not isinstance(command, Finish) or not context.clinic.plan_text:
        return
    if before.promise(command.promise_id).kind is not PromiseKind.ACTION_PLAN_FINISH:
        return
    versions = context.ledger.plan_versions(after.id)
    if versions and versions[-1].measures and versions[-1].finished is None:
        finished = replace(versions[-1], finished=_mark(context))
        context.ledger.put_plan_version(after.id, finished)


# --- how ------------------------------------------------------------------------------------------


def _begun(context: Context, command: Any) -> tuple[Case, Versions]:  # noqa: ANN401 - any of these
    """The case and its plan, for one who may write and saw it as it is; else why not."""
    case = opened(context, command.ref)
    versions = shown(context, case)
    if case.closing is not None:
        raise PathwayClosedError
    if not may_write(context, case):
        raise NotPlanWriterError
    if command.seen and command.seen != fingerprint(versions):
        raise StalePlanError
    return case, versions


def _drafted(
    context: Context,
    command: WriteMeasure | RemoveMeasure,
    change: Callable[[PlanVersion, Versions], PlanVersion],
) -> Outcome:
    """The change of what is being written, beside all versions; begun where nothing was."""
    case, versions = _begun(context, command)
    now = _mark(context)
    draft = versions[-1] if versions else PlanVersion(number=1, begun=now)
    if draft.finished is not None:
        raise PlanFinishedError
    context.ledger.put_plan_version(case.id, change(draft, versions))
    after = case.aftermath
    if not versions and action_plan.status(case).state not in _UNFINISHED:
        after = after.begun_anew(now)  # it was finished elsewhere before
    if after.drafted is None:
        after = replace(after, drafted=now)
    return _saved(context, command, case, replace(case, aftermath=after))


def _saved(context: Context, command: Command, before: Case, after: Case) -> Outcome:
    """A line of the log, which names the command alone (P3, P4)."""
    after = promises.reconcile(after, context.clinic, context.now, context.new_id)
    context.ledger.save(after, context.access, what=type(command).__name__)
    return Outcome(after=after, before=before)


def _check_length(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise TooLongError(MOST_LETTERS)


def _mark(context: Context) -> Mark:
    return Mark(at=context.now, by=StaffId(context.actor))

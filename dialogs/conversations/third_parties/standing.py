"""What the conversations about Nav and others share: who they are, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.form import Scene
from dialogs.state import Choice
from dialogs.wording.nb import ask_consent as consents
from dialogs.wording.nb import ask_invite, ask_running, calls, jobs, names, planning, tasks
from dialogs.wording.nb import ask_third as say
from dialogs.wording.nb.ask_case import CONSENT
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway import agenda, live_run, rules, running
from pathway.case import Case
from pathway.model import Meeting, Participant
from pathway.run import Run
from pathway.service import Desk
from pathway.service.third_parties.third_party import actors
from pathway.views import TaskLine
from pathway.words import ParticipantId, PromiseKind

Step = tuple[str, str]


def coming(desk: Desk, case: Case) -> Meeting | None:
    """The meeting that is still to begin."""
    ahead = [m for m in case.meetings if m.alive and m.starts_at > desk.now]
    return ahead[-1] if ahead else None


def titles(meeting: Meeting | None) -> Sequence[str]:
    """The titles of its parts, in order."""
    return tuple(part.title for part in meeting.parts) if meeting else ()


def consented(case: Case) -> tuple[Participant, ...]:
    """Third parties whose consent stands."""
    return tuple(person for person in actors(case) if rules.consent_for(case, person))


def people(scene: Scene) -> tuple[Choice, ...]:
    """The same as choices."""
    return tuple(
        Choice(value=p.id, title=ask_invite.person(p.role, p.name, p.office))
        for p in consented(scene.case)
    )


def chosen_one(scene: Scene) -> Participant:
    """The one whom the form is about."""
    return scene.case.participant(ParticipantId(scene.answer("who")))


def called(person: Participant) -> str:
    """What staff call them."""
    return say.actor(person.role, person.name)


def call_about(desk: Desk, case: Case, person: Participant) -> TaskLine | None:
    """The call that tells this person whom it concerns, also one put off."""
    calls = desk.put_off(case, PromiseKind.PHONE_CALL)
    found = [t for t in calls if t.telling and t.person and t.person.id == person.id]
    return found[0] if found else None


def where(desk: Desk, case: Case, person: Participant) -> tuple[str, tuple[Step, ...]]:
    """Where this person stands in a sentence or two, and what one may do about it."""
    ref = case.ref
    register = _register(ref, person)
    if person.ended_at is not None:
        return say.nobody_yet(ref), (register,)
    if rules.consent_for(case, person) is None:
        return consents.no_consent(ref), ((typed("consent", ref), CONSENT),)
    call = call_about(desk, case, person)
    if call is not None:
        what = jobs.job_of(call)
        own = tuple((f"{command} {ref}", title) for command, title in tasks.decisions(what))
        return tasks.job(what), own
    return _about_invitation(desk, case, person)


def _register(ref: str, person: Participant) -> Step:
    """One press that records who it is: Nav's adviser, or another's contact person."""
    command, title = calls.register(person.role)
    return f"{command} {ref}", title


def _about_invitation(desk: Desk, case: Case, person: Participant) -> tuple[str, tuple[Step, ...]]:
    who, ref, meeting = called(person), case.ref, coming(desk, case)
    register = _register(ref, person)
    if (run := running.going_on(case)) is not None:
        return _about_run(case, run, person)
    if meeting is None:
        begun = any(m.alive for m in case.meetings)
        return say.has_begun(who) if begun else ask_invite.no_meeting(ref), (register,)
    asked = case.live_invitation(person.id, meeting.id)
    if asked is not None:
        return say.stands(who, rules.state_of(case, asked)), (register,)
    lack = rules.parts_lacking(case, meeting, person)
    if lack:
        return lacking_said(case, meeting, person, lack)
    unmet = rules.unmet(case, meeting, person)
    if not unmet:
        return say.may_be_called_in(who), (call_in(ref, person),)
    way = planning.way_out(unmet[0], person.role)
    return say.waits(who, planning.unmet_all(unmet), way), (register,)


def _about_run(case: Case, run: Run, person: Participant) -> tuple[str, tuple[Step, ...]]:
    """While a meeting runs nobody is called in to it: one who may be there is let in by a press."""
    state = live_run.live(run, case.meeting(run.meeting_id))
    own, look = (
        running.own_parts(case, state, person),
        (typed("running", case.ref), ask_running.SHOW),
    )
    if state.now_on.part in own:
        return say.may_be_let_in(called(person)), (
            (typed("came", case.ref, person.id), ask_running.CAME),
            look,
        )
    later = tuple(part for part in state.ahead if part in own)
    first = names.part(state.meeting.parts[later[0]].title) if later else ""
    return say.may_come_later(called(person), first), (look,)


def lacking_said(
    case: Case, meeting: Meeting, person: Participant, lack: Sequence[int]
) -> tuple[str, tuple[Step, ...]]:
    """That the consent covers too few parts, and the ways to mend it (R16b)."""
    some = len(lack) < len(agenda.parts_of(meeting, person))
    said = consents.lacking(called(person), lack, titles(meeting))
    ways = (calls.WIDEN, calls.KEEP) if some else (calls.WIDEN,)
    steps = tuple((f"{command} {case.ref}", title) for command, title in ways)
    return joined(said, consents.lacking_ways(case.ref, some=some)), steps


def call_in(ref: str, person: Participant) -> Step:
    """One press that calls this person in."""
    words = ask_invite.word_for(person.role)
    return typed("invite", words, ref), say.call_in(called(person))


def ready(desk: Desk, case: Case) -> tuple[Participant, ...]:
    """Third parties whose gates are open, and who are not asked."""
    meeting = coming(desk, case)
    if meeting is None:
        return ()
    return tuple(
        person
        for person in consented(case)
        if person.ended_at is None
        and case.live_invitation(person.id, meeting.id) is None
        and not rules.unmet(case, meeting, person)
    )

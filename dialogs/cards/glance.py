"""A case at a glance: where it stands, its course, who is asked, and what is waited for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dialogs.cards.action_plan import plan_lines
from dialogs.cards.actions import command
from dialogs.cards.elements import card, facts, line, plain, section, text
from dialogs.cards.run_log import logs
from dialogs.turn import Reply
from dialogs.wording.nb import (
    ask_action_plan,
    ask_consent,
    ask_invite,
    ask_third,
    checklists,
    dates,
    names,
)
from dialogs.wording.nb import ask_case as say
from dialogs.wording.nb.ask_absence import in_the_place_of
from dialogs.wording.nb.ask_changes import STOP_NOTE
from dialogs.wording.nb.ask_people import how
from dialogs.wording.nb.ask_wishes import NOT_CALLED, WISHES_FACT, to_be_called, wish_in_short
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import few, listed
from pathway import extra, rules, workdays
from pathway.case import Case
from pathway.model import Participant
from pathway.next_up import NextUp
from pathway.service import Desk
from pathway.service.cases.ending import never_done
from pathway.service.daemon import chasing
from pathway.service.invitations.awaiting import waiting
from pathway.service.invitations.invited import to_call_in
from pathway.service.people.participants import OWN_WAY_IN
from pathway.service.third_parties.third_party import actors as third_parties
from pathway.views import Deadline, InvitationLine, Waiting
from pathway.words import Attendance, InvitationState, Milestone, Role, StaffId, Substitute

MOST_LINES = 10
"""Of one kind; a case seldom has more that still count."""


def case_card(desk: Desk, case: Case, steps: Sequence[tuple[str, str]]) -> Reply:
    """The case as a card and as text; the first of `steps` is the primary action."""
    course = _course(desk, case)
    invitations = _invitations(desk, case)
    uncalled = few(_not_called(desk, case), MOST_LINES)
    consents = few(_consents(desk, case), MOST_LINES)
    waits = few(_waiting(desk, case), MOST_LINES)
    plan, held = plan_lines(desk, case), list(logs(case))
    about = _facts(desk, case)
    title = say.case_title(case.ref, case.name)
    lines = (say.milestone_line(what, when) for what, when, _ in course)
    body = [facts((name, plain(value)) for name, value in about)]
    body.append(section(say.MILESTONES, *(line(a, b, strong=now) for a, b, now in course)))
    if invitations:
        shown = (text(plain(one.strip())) for said in invitations for one in said.split("\n"))
        body.append(section(say.INVITATIONS, *shown))
    if uncalled:
        body.append(section(NOT_CALLED, *(text(plain(said)) for said in uncalled)))
    if consents:
        body.append(section(say.CONSENTS, *(text(plain(said)) for said in consents)))
    if plan:
        body.append(section(ask_action_plan.SECTION, *(text(plain(said)) for said in plan)))
    if waits:
        body.append(section(say.WAITING, *(text(plain(said)) for said in waits)))
    for name, parts in held:
        body.append(section(name, *(text(plain(said)) for said in parts)))
    actions = [command(typed, what) for typed, what in steps]
    return Reply(
        text=joined(
            title,
            "\n".join(f"{name}: {value}" for name, value in about if value),
            "\n".join([say.MILESTONES, *lines]),
            _listed(say.INVITATIONS, invitations),
            _listed(NOT_CALLED, uncalled),
            _listed(say.CONSENTS, consents),
            _listed(ask_action_plan.SECTION, plan),
            _listed(say.WAITING, waits),
            *(_listed(name, parts) for name, parts in held),
        ),
        card=card(plain(title), body, actions, speak=say.case_speak(case.ref)),
        summary=say.case_speak(case.ref),
    )


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"- {said}" for said in lines)]) if lines else ""


def _facts(desk: Desk, case: Case) -> list[tuple[str, str]]:
    closing = case.closing
    on = closing.at.date() if closing else None
    stage = _next(desk, case)
    ahead = (d for d in desk.deadlines(case) if d.milestone is stage and not d.nothing_ahead)
    safe = next((d.latest_safe_day for d in ahead), None)
    staff = {person.id: person.name for person in desk.clinic.staff}
    return [
        (say.STAGE, say.state(stage, closing.reason if closing else None, on, case.decide_by)),
        (say.GP, _doctor(case)),
        (say.CLINICIAN, staff.get(case.clinician, "") if case.clinician else ""),
        (WISHES_FACT, _wishes(case, staff)),
        (say.SAFE_DAY, "" if closing else say.latest_safe_day(safe, desk.today)),
        (checklists.NEVER_DONE, checklists.never_done(never_done(case))),
        (STOP_NOTE[1], closing.note if closing else ""),
    ]


def _doctor(case: Case) -> str:
    """The GP or the locum in the GP's place, and whether a meeting is held without (D2)."""
    said, doctors = say.NO_GP, case.present(Role.GP)
    for gp in doctors[-1:]:
        own = case.participant(gp.stands_in_for).name if gp.stands_in_for else ""
        said = say.doctor(gp.name, gp.office, own) or said
    for meeting in case.meetings:
        asked = (case.live_invitation(gp.id, meeting.id) for gp in doctors)
        comes = any(invitation and rules.accepts(case, invitation) for invitation in asked)
        if meeting.alive and meeting.without_gp and not comes:
            said = say.held_without(said, meeting.kind)
    return said


def _wishes(case: Case, staff: Mapping[StaffId, str]) -> str:
    wishes = case.wishes
    if wishes is None or case.closing is not None:
        return ""
    leader = staff.get(wishes.leader, wishes.leader) if wishes.leader else ""
    return wish_in_short(wishes.place, leader, wishes.parts)


def _not_called(desk: Desk, case: Case) -> list[str]:
    """Who is part of the case and not called in, how they attend, and what is waited for."""
    if case.closing is not None:
        return []
    alive = [m for m in case.meetings if m.alive and m.starts_at > desk.now]
    if alive:
        waiting_for = to_call_in(case, desk.clinic, alive[-1])
        return [to_be_called(who, missing, arranged=True) for who, missing in waiting_for]
    people = (p for p in case.participants if p.ended_at is None and p.role not in OWN_WAY_IN)
    coming = (person for person in people if not extra.by_it_alone(case, person))
    return [to_be_called(person, (), arranged=False) for person in coming]


def _next(desk: Desk, case: Case) -> Milestone:
    ahead = [d.milestone for d in desk.deadlines(case) if d.reached is None]
    return ahead[0] if ahead else Milestone.CLOSED


def _course(desk: Desk, case: Case) -> list[tuple[str, str, bool]]:
    """The five milestones in order: name, when, and whether it is the present one."""
    closed = case.closing is not None
    rows = {} if closed else {row.milestone: row for row in desk.deadlines(case)}
    present = None if closed else _next(desk, case)
    return [
        (
            _milestone(desk, case, which, rows.get(which), present=which is present),
            say.milestone_when(_reached(case, which), rows.get(which)),
            which is present,
        )
        for which in Milestone
    ]


def _milestone(
    desk: Desk, case: Case, which: Milestone, row: Deadline | None, *, present: bool
) -> str:
    reached = _reached(case, which)
    if case.closing is not None and reached is None:
        return say.never_reached(which)
    return say.milestone(which, reached, row, desk.today, present=present)


def _reached(case: Case, which: Milestone) -> date | None:
    if which is Milestone.CLOSED:
        return case.closing.at.date() if case.closing else None
    return case.date_of(which)


def _invitations(desk: Desk, case: Case) -> list[str]:
    lines = desk.asked(case)
    told = [pair for pair in lines if _kept(case, pair[0]) or _comments(desk, case, pair[0])]
    living = [pair for pair in lines if _stands(case, pair[0]) or pair in told]
    shown = lines if case.closing else living
    rows = [
        "\n  ".join(
            [
                _invitation(desk, case, *pair),
                *_kept(case, pair[0]),
                *_comments(desk, case, pair[0]),
            ]
        )
        for pair in shown
    ]
    return [*rows[-MOST_LINES:], *few(rows, MOST_LINES)[MOST_LINES:]]


def _invitation(desk: Desk, case: Case, found: InvitationLine, following: NextUp | None) -> str:
    """State, and what comes next with it."""
    said = say.invitation(found, _who(found)) + _proposal(case, found) + _by(case, found)
    return f"{said} {say.next_up(following, desk.today)}" if following else said


def _comments(desk: Desk, case: Case, found: InvitationLine) -> list[str]:
    """What was written with the answers, for those who run the office only."""
    if not desk.actor.runs_office:
        return []
    return say.comments([answer.text for answer in case.answers_to(found.invitation.id)])


def _kept(case: Case, found: InvitationLine) -> list[str]:
    """The last answer that came too late to change anything, shown all the same (F15)."""
    late = [a for a in case.answers_to(found.invitation.id) if not a.counts]
    late = [a for a in late if a.why_not != "undone"]  # nobody ever gave it
    return [say.kept_answer(late[-1].verdict, late[-1].why_not)] if late else []


def _stands(case: Case, found: InvitationLine) -> bool:
    """Whether it still says something: one that never left to a meeting that is over does not.

    While a case is put off, it says who was called off (F15).
    """
    put_off = case.decide_by is not None and found.meeting == case.meetings[-1]
    called_off = put_off and found.invitation.left_at is not None
    cancelled = found.state is InvitationState.CANCELLED and not called_off
    gone = cancelled or found.meeting.held is False
    return not gone and not found.came_to_nothing


def _who(found: InvitationLine) -> str:
    """Whom it is, and how they attend where that is not on video (R15)."""
    person = found.participant
    who = ask_invite.person(person.role, person.name, person.office)
    return who if person.attends is Attendance.VIDEO else f"{who}, {how(person)}"


def _proposal(case: Case, found: InvitationLine) -> str:
    """The time that was proposed, beside the wish for another."""
    answers = [a for a in case.answers_to(found.invitation.id) if a.counts]
    if found.state is not InvitationState.NEW_TIME or not answers or not answers[-1].proposed:
        return ""
    times = (dates.moment(at) for at in answers[-1].proposals)
    return " " + say.answer_proposed(listed(times, "eller"))


def _by(case: Case, found: InvitationLine) -> str:
    """Who gave the present answer, where that was a locum or a colleague (D2)."""
    answer = rules.present_answer(case, found.invitation)
    if answer is None or answer.substitute is Substitute.NONE:
        return ""
    who = names.role_definite(found.participant.role)
    return " " + say.answered_by(answer.by_name, who, answer.substitute)


def _consents(desk: Desk, case: Case) -> list[str]:
    """What the patient has consented to, and where that is too little (R13, R16b)."""
    return [said for person in third_parties(case) if (said := _consent(desk, case, person))]


def _consent(desk: Desk, case: Case, person: Participant) -> str:
    who = ask_invite.person(person.role, person.name, person.office)
    consent = rules.consent_for(case, person)
    if consent is None:
        gone = [c.withdrawn_at for c in case.consents if c.participant_id == person.id]
        days = [workdays.local_date(at, desk.clinic.zone) for at in gone if at]
        return ask_consent.taken_back(who, max(days)) if days else ""
    if person.ended_at is not None:
        return ask_third.nobody_there(ask_third.actor(person.role, person.name))
    ahead = [m for m in case.meetings if m.alive]
    lack = rules.parts_lacking(case, ahead[-1], person) if ahead else ()
    titles = [part.title for part in ahead[-1].parts] if ahead else []
    return ask_consent.standing(who, consent, lack, titles)


def _waiting(desk: Desk, case: Case) -> list[str]:
    """What is waited for, by whom, since when."""
    if case.closing is not None:
        return []
    waits = waiting(case, desk.clinic, desk.today)
    return [say.waiting(w, _whose(desk, w.owner), _whom(case, w)) for w in waits]


def _whose(desk: Desk, owner: str) -> str:
    """Who at the clinic is to do it, and in whose place today; empty for one outside."""
    clinic = desk.clinic
    name = clinic.name_of(owner)
    deputy, absence = clinic.roster.stand_in(owner), clinic.roster.absence(owner)
    if absence is None or deputy == owner:
        return "" if name == owner else name
    return in_the_place_of(clinic.name_of(deputy), name, absence.last, desk.today)


def _whom(case: Case, found: Waiting) -> str:
    """The name of a relative, of whom there may be several (R16)."""
    person = chasing.subject(case, case.promise(found.promise_id))
    return person.name if person and person.role is Role.RELATIVE else ""

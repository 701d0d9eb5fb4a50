"""*Forslag*: proposed times as a card, each with what speaks against it; taken or turned down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from dialogs import interludes
from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.conversations.meetings.which_meeting import facts_of
from dialogs.conversations.next_steps import after_change, next_steps, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words, unasked
from dialogs.reader import Reader
from dialogs.reading import pressed
from dialogs.state import Choice, Conversation
from dialogs.turn import JSON, Kind, Reply, Turn
from dialogs.wording.nb import ask_invite, before_sending, conversations, dates
from dialogs.wording.nb import ask_proposal as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import lines, sentences
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.case import Case
from pathway.commands import AcceptProposal, DeclineProposal
from pathway.errors import ProposalGoneError, RuleError
from pathway.model import Answer, Invitation, Meeting
from pathway.service import Desk, Outcome
from pathway.service.answers.proposing import meeting_start, wished
from pathway.views import Plan, Warn
from pathway.words import AnswerId, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Somebody's wish for another time, with all that it concerns."""

    invitation: Invitation
    answer: Answer
    meeting: Meeting
    role: Role


def _wishes(desk: Desk, case: Case) -> tuple[Wish, ...]:
    return tuple(
        Wish(
            invitation=invitation,
            answer=answer,
            meeting=case.meeting(invitation.meeting_id),
            role=case.participant(invitation.participant_id).role,
        )
        for invitation, answer in wished(case, desk.now)
    )


# --- looking ------------------------------------------------------------------------------------


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Forslag K7M2*: a card for each who wishes another time."""
    case = interludes.case_to_show(talk, "proposals", rest, reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    replies = tuple(_card(desk, case, wish) for wish in _wishes(desk, case))
    nothing = done(say.TITLE, say.none(case.ref), *next_steps(desk, case)[:1])
    return Turn(state=replace(talk, case=case.ref), replies=replies or (nothing,))


def _card(desk: Desk, case: Case, wish: Wish) -> Reply:
    """Each proposed time with its own press; what fits best is the primary one."""
    found = [_judged(desk, case, wish, number) for number in _numbers(wish.answer)]
    presses = [press for _, press in found if press is not None]
    best = sorted(presses, key=lambda press: press[2])
    body = [elements.text(elements.plain(_wish(wish)))]
    body += [_offer(said, press, best=press in best[:1]) for said, press in found]
    text = joined(_wish(wish), *(said for said, _ in found))
    decline = (typed("decline", case.ref, wish.answer.id), say.DECLINE_TITLE)
    another = (typed("move", case.ref), say.ANOTHER)
    behind: JSON = {"mode": "secondary"} if presses else {}  # without a press, both are choices
    further = [command(*way) | behind for way in (decline, another)]
    title = conversations.about_ref(say.TITLE, case.ref)
    card = elements.card(title, body, further, speak=say.TITLE, equal=len(further))
    return Reply(text=text, card=card, summary=say.TITLE)


def _offer(said: str, press: tuple[str, str, bool] | None, *, best: bool) -> JSON:
    """One proposed time with its own button; the best one's is the card's primary one."""
    head, *others = elements.paragraphs(said)
    shown = [command(*press[:2])] if press else []
    if best:
        shown = [elements.primary(one) for one in shown]
    return elements.row(
        head | {"weight": "Bolder"}, *others, elements.buttons(*shown) if shown else None
    )


def _numbers(answer: Answer) -> range:
    return range(1, len(answer.proposals) + 1)


def _wish(wish: Wish) -> str:
    answer = wish.answer
    asked = dates.wall(answer.facts.window.start, wish.meeting.zone)  # they may know no newer time
    return say.wishes(wish.role, asked, len(answer.proposals), answer.by_name)


def _judged(
    desk: Desk, case: Case, wish: Wish, number: int
) -> tuple[str, tuple[str, str, bool] | None]:
    """What one proposed time would do, and its press, with whether anything speaks against it."""
    own = wish.answer.proposals[number - 1]
    start = meeting_start(case, desk.clinic, wish.invitation, own)
    head = say.offered(number, own, start)
    command = AcceptProposal(ref=case.ref, answer_id=wish.answer.id, number=number)
    try:
        plan = desk.plan(command)
    except RuleError as error:
        return lines(head, say.cannot(refusal(error))), None
    about_time = tuple(warn for warn in plan.warnings if warn is not Warn.NO_LINK)
    against = before_sending.speaks_against(replace(plan, warnings=about_time), desk.clinic.zone)
    short = say.too_short(wish.answer.proposed_minutes) if _must_be_asked(plan, wish) else ""
    fits = sentences("" if against else say.fits(), say.deadline(plan.deadline))
    text = lines(head, *against, fits, short, say.asked_again(plan.consequences))
    words = typed("accept", case.ref, _value(wish.answer, number), plan.hash)
    return text, (words, say.accept_button(start), bool(against))


def _must_be_asked(plan: Plan, wish: Wish) -> bool:
    """Whether who proposed it must answer again, since it is too short."""
    own = (c for c in plan.consequences if c.participant.id == wish.invitation.participant_id)
    return bool(wish.answer.proposed_minutes) and any(c.must_answer and not c.later for c in own)


def _value(answer: Answer, number: int) -> str:
    return f"{answer.id}/{number}"


# --- taken --------------------------------------------------------------------------------------


def _proposals(scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=_value(wish.answer, number), title=say.choice(wish.role, own))
        for wish in _wishes(scene.desk, scene.case)
        for number, own in enumerate(wish.answer.proposals, 1)
    )


def _stop(scene: Scene) -> str:
    return "" if _proposals(scene) else say.none(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "godta forslag K7M2 2"; a button names its own time and the plan that it showed."""
    return pressed(rest, "proposal", _proposals(scene))


def _command(scene: Scene) -> AcceptProposal:
    answer, _, number = scene.answer("proposal").rpartition("/")
    return AcceptProposal(ref=scene.case.ref, answer_id=AnswerId(answer), number=int(number))


def _build(scene: Scene) -> AcceptProposal:
    running = scene.running
    return replace(_command(scene), accept_clashes=running.clashes, plan=running.plan)


def _wish_of(scene: Scene, answer: AnswerId) -> Wish:
    """The wish that is meant; `ProposalGoneError` where it does not stand any more."""
    for wish in _wishes(scene.desk, scene.case):
        if wish.answer.id == answer:
            return wish
    raise ProposalGoneError


def _start(scene: Scene, wish: Wish, number: int) -> datetime:
    own = wish.answer.proposals[number - 1]
    return meeting_start(scene.case, scene.clinic, wish.invitation, own)


def _preview(scene: Scene) -> Preview:
    """The plan as of any move; nobody is asked whether, who has seen just this plan."""
    command = _command(scene)
    plan = scene.desk.plan(command)
    wish = _wish_of(scene, command.answer_id)
    moved = replace(wish.meeting, start=_start(scene, wish, command.number))
    shown = planned(
        scene, facts_of(scene, moved), plan, question=say.ACCEPT_QUESTION, yes=say.ACCEPT
    )
    seen = scene.answer("seen") == plan.hash and not plan.clashes
    return replace(shown, ask=not seen)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    meeting = next(m for m in reversed(case.meetings) if m.alive)
    text = joined(say.moved(case.ref, meeting.start), ask_invite.sent_now(outcome.told))
    copies = text_to_copy(scene, case, outcome.told)
    return (done(say.ACCEPT_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="accept",
    title=say.ACCEPT_TITLE,
    questions=(
        Question(
            name="proposal",
            kind=Kind.CHOICE,
            words=Words(*say.WHICH),
            choices=_proposals,
            sole=True,
        ),
        unasked("seen"),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)


# --- turned down ----------------------------------------------------------------------------------


def _wishers(scene: Scene) -> tuple[Choice, ...]:
    wishes = _wishes(scene.desk, scene.case)
    return tuple(Choice(value=wish.answer.id, title=say.whose(wish.role)) for wish in wishes)


def _no_stop(scene: Scene) -> str:
    return "" if _wishers(scene) else say.none(scene.case.ref)


def _no_opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"wish": rest} if rest else {}


def _no_build(scene: Scene) -> DeclineProposal:
    return DeclineProposal(
        ref=scene.case.ref,
        answer_id=AnswerId(scene.answer("wish")),
        plan=scene.running.plan,
    )


def _no_preview(scene: Scene) -> Preview:
    command = replace(_no_build(scene), plan="")
    plan = scene.desk.plan(command)
    wish = _wish_of(scene, command.answer_id)
    facts = say.facts(wish.role, wish.meeting.start)
    shown = planned(scene, facts, plan, question=say.DECLINE_QUESTION, yes=say.DECLINE)
    return replace(shown, ask=False)


def _no_done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    role = outcome.told[0].participant.role if outcome.told else Role.GP
    meeting = next(m for m in reversed(case.meetings) if m.alive)
    later = any(one.later for one in outcome.told)
    text = say.stands(case.ref, role, meeting.start, later=later)
    copies = text_to_copy(scene, case, outcome.told)
    return (done(say.DECLINE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


DECLINE = Form(
    name="decline",
    title=say.DECLINE_TITLE,
    questions=(
        Question(
            name="wish", kind=Kind.CHOICE, words=Words(*say.WHOSE), choices=_wishers, sole=True
        ),
    ),
    opening=_no_opening,
    stop=_no_stop,
    build=_no_build,
    preview=_no_preview,
    done=_no_done,
)

"""What the page of a question of times is shown of a case, and how its answer is recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.times_seams import TimeChoice, TimesForm, TimesPage, TimesState
from pathway import offers
from pathway.commands import AnswerTimes
from pathway.service import Context, execute
from pathway.times import Asked, TimeQuestion
from pathway.words import Substitute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.model import Invitation


def found(context: Context, hashed: str) -> tuple[Case, Asked] | None:
    """Who is asked about times under this hash; the look is in the log as theirs (P3)."""
    known = context.ledger.times_key(hashed)
    if known is None:
        return None
    asked_id, guest = known
    case = context.ledger.load_for(asked_id, replace(context, actor=guest).access)
    return case, case.asked_about(asked_id)


def invitation_of(case: Case, asked: Asked) -> Invitation | None:
    """The invitation that the question ended in, which its link then leads to.

    Never where they are not asked any more: the mailbox may have been a stranger's (P1, F14).
    """
    if asked.ended_at is not None:
        return None
    question = case.question_of_times(asked.question_id)
    meeting = case.meeting_of(question.kind) if question.ended_at else None
    held = case.live_invitation(asked.participant_id, meeting.id) if meeting else None
    return held if held is not None and held.offered is not None else None


def page(context: Context, case: Case, asked: Asked) -> TimesPage:
    """The page as its owner may see it now: their own windows, and nobody else's answers."""
    question = case.question_of_times(asked.question_id)
    links = context.links.links(asked.id, asked.link_counter)
    answer = offers.present_answer(case, asked)
    facts = asked.offers[0].facts
    return TimesPage(
        token=links.answer_url.rpartition("/")[2],
        public_name=context.clinic.public_name,
        phone=context.clinic.phone,
        ref=case.ref,
        role=case.participant(asked.participant_id).role,
        zone=context.clinic.zone,
        attends=facts.attends,
        revision=asked.revision,
        times=tuple(_choices(context, case, question, asked)),
        place=facts.place,
        answered=answer is not None,
        has_text=bool(answer and answer.text),
        proposed=answer.proposed if answer else (),
        substitute=answer.substitute if answer else Substitute.NONE,
        by_name=answer.by_name if answer else "",
        state=_state(case, question, asked),
    )


def _choices(
    context: Context, case: Case, question: TimeQuestion, asked: Asked
) -> Iterator[TimeChoice]:
    answer = offers.present_answer(case, asked)
    seen = {offer.option_id for offer in answer.offers} if answer else set()
    living = {option.id for option in offers.living_options(case, question, context.now)}
    for offer in asked.offers:
        if offer.option_id in living:
            suits = offer.option_id in answer.suits if answer and offer.option_id in seen else None
            yield TimeChoice(id=offer.option_id, window=offer.facts.window, suits=suits)


def _state(case: Case, question: TimeQuestion, asked: Asked) -> TimesState:
    if question.chosen is not None and asked.ended_at is None and case.closing is None:
        return TimesState.DECIDED
    over = case.closing is not None or question.ended_at or asked.ended_at
    return TimesState.OVER if over else TimesState.OPEN


def answer(context: Context, hashed: str, form: TimesForm) -> TimesPage | None:
    """Record an answer given on the page, as the participant; None where nothing is known."""
    known = found(context, hashed)
    if known is None:
        return None
    case, asked = known
    if not _says_the_same(context, case, asked, form):
        command = AnswerTimes(
            ref=case.ref,
            asked_id=asked.id,
            suits=form.suits,
            channel=asked.channel,
            evidence=f"answer page, form {form.form_token[:12]}",
            revision=form.revision,
            text=form.text,
            proposed=form.proposed,
            by_name=form.by_name,
            substitute=form.substitute,
        )
        case = execute(replace(context, actor=asked.participant_id), command).case
    return page(context, case, case.asked_about(asked.id))


def _says_the_same(context: Context, case: Case, asked: Asked, form: TimesForm) -> bool:
    """A double click is one answer."""
    given = offers.present_answer(case, asked)
    said = ("text", "proposed", "by_name", "substitute")
    same = given is not None and all(getattr(form, n) == getattr(given, n) for n in said)
    if not same or form.revision != asked.revision:
        return False
    shown = page(context, case, asked).times
    return all((one.id in form.suits) is one.suits for one in shown)

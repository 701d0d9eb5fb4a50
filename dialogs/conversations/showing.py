"""What conversations show alike: a summary before the yes, what a plan does, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.cards.copies import Copy, as_card, as_text
from dialogs.cards.pages import Page
from dialogs.form import Preview, Scene
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_case, at_a_glance, before_sending
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb.ask_neutral import left_out
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.by_hand import text_of, was_it_sent
from dialogs.wording.nb.conversations import about_ref, joined
from pathway.service import Outcome
from pathway.views import Consequence, Plan
from pathway.words import StaffId

Facts = Sequence[tuple[str, str]]


def summary(facts: Facts, *more: str, question: str, yes: str, ask: bool = True) -> Preview:
    """Facts, and sentences about them."""
    return Preview(
        text=joined(facts_text(facts), *more),
        question=question,
        yes=yes,
        body=(*facts_card(facts), *_said(more)),
        ask=ask,
    )


def planned(
    scene: Scene,
    facts: Facts,
    plan: Plan,
    *more: str,
    question: str,
    yes: str,
    otherwise: str = "",
) -> Preview:
    """Facts, what speaks against them, the change at a glance, and exactly what everybody gets.

    `otherwise` is said in the place of "nobody hears" where the plan itself tells nobody.
    """
    clashes = tuple(replace(clash, who=_named(scene, clash.who)) for clash in plan.clashes)
    places = [m.place for m in plan.case.meetings if m.alive]
    against = [
        *before_sending.speaks_against(replace(plan, clashes=clashes), scene.clinic.zone),
        *left_out(places, plan.consequences),
    ]
    warned = [elements.text(elements.plain(said), colour="warning") for said in against]
    unsent = say.nothing_sent_yet() if plan.consequences else ""
    silent = otherwise if not plan.consequences else ""
    more = (*more, unticked(scene, plan))
    glance = [(name, value) for name, value in at_a_glance.rows(plan) if value]
    texts = [*more, facts_text(glance), silent or consequences_text(scene, plan), unsent]
    return Preview(
        text=joined(facts_text(facts), "\n".join(against), *texts),
        question=say.ANYWAY if plan.clashes else question,
        yes=yes,
        body=(
            *facts_card(facts),
            *warned,
            *_said(more),
            *_in_fives(glance),
            *([elements.text(elements.plain(silent))] if silent else _consequences(scene, plan)),
            *([elements.text(unsent, subtle=True)] if unsent else []),
        ),
        plan=plan.hash,
        clashes=bool(plan.clashes),
    )


def unticked(scene: Scene, plan: Plan) -> str:
    """What the plan takes out of somebody's hands, though it may have been sent (D6)."""
    lines = scene.desk.taken_back_by(scene.case, plan)
    return was_it_sent([text_of(line) for line in lines], scene.case.ref)


def consequences_text(scene: Scene, plan: Plan) -> str:
    """What everybody gets, each with the exact text."""
    parts: list[str] = []
    for told in _once(plan):
        said = say.consequence(told, scene.clinic.zone)
        content = told.content
        parts.append(joined(said, before_sending.as_sent(content)) if content else said)
    return joined(*parts) or say.nobody_hears()


def _once(plan: Plan) -> list[Consequence]:
    """What everybody gets; who hears later is said once, however many texts there will be."""
    waiting = {c.participant.id: c for c in plan.consequences if c.later}
    return [c for c in plan.consequences if not c.later or waiting[c.participant.id] is c]


def done(
    title: str,
    text: str,
    *actions: tuple[str, str],
    facts: Facts = (),
    copies: Sequence[Copy] = (),
) -> Reply:
    """What was done, how it stands now, what a person is to send, and what one may do next."""
    ticked = any(one.text for one in copies)  # each text has its own button, so none shows it
    steps = [way for way in actions if not (ticked and way[0].startswith(typed("sent")))]
    shown = [command(words, what) for words, what in steps]
    ways = [action | {"mode": "secondary"} for action in shown] if ticked else shown
    body = [*elements.paragraphs(text), *facts_card(facts)]
    equal = len(shown) if ticked else 0
    bare = elements.card(title, body, ways, speak=title, equal=equal)
    body += as_card(copies, elements.room_in(bare))
    card = elements.card(title, body, ways, speak=title, equal=equal)
    whole = joined(text, facts_text(facts), as_text(copies))
    return Reply(text=whole, card=card, summary=title)


def page_end(title: str, page: Page[Any], command_words: str) -> tuple[Reply, ...]:
    """Below the cards of one page, the way to the next; nothing where they are all shown."""
    if page.pages == 1:
        return ()
    where = ask_case.page(page.number, page.pages)
    following = ask_case.page_command(command_words, page.number + 1)
    ways = [(following, ask_case.NEXT_PAGE)] if page.number < page.pages else []
    return (done(title, where, *ways),)


def titled(replies: Iterable[Reply], outcome: Outcome) -> tuple[Reply, ...]:
    """What was done, with the case in the card's title too, as on the cards before it."""
    if outcome.after is None:
        return tuple(replies)
    ref = outcome.after.ref
    return tuple(
        replace(one, card=elements.retitled(one.card, about_ref(one.summary, ref)))
        if one.card
        else one
        for one in replies
    )


def split_choice(rest: str, choices: Sequence[Choice]) -> tuple[str, str]:
    """The choice that the words begin with, and the words after it; empty where there is none."""
    typed = rest.split()
    for size in range(min(len(typed), 6), 0, -1):
        reading = choose(" ".join(typed[:size]), choices)
        value = getattr(reading, "value", "")
        if value and not typed[0].rstrip(".").isdigit():
            return value, " ".join(typed[size:])
    return "", rest


def facts_text(facts: Facts) -> str:
    """One fact a line."""
    return "\n".join(f"{name}: {value}" for name, value in facts if value)


def facts_card(facts: Facts) -> list[JSON]:
    """The facts as a card shows them; nothing where there are none."""
    shown = [(name, elements.plain(value)) for name, value in facts if value]
    return [elements.facts(shown)] if shown else []


def _in_fives(facts: Facts) -> list[JSON]:
    """The facts in as many sets as a card needs for them."""
    sets = range(0, len(facts), elements.MOST_FACTS)
    return [block for at in sets for block in facts_card(facts[at : at + elements.MOST_FACTS])]


def _said(sentences: Sequence[str]) -> list[JSON]:
    return [shown for said in sentences for shown in elements.paragraphs(said)]


def _named(scene: Scene, staff_id: str) -> str:
    known = {person.id: person.name for person in scene.clinic.staff}
    return known.get(StaffId(staff_id), staff_id)


def _consequences(scene: Scene, plan: Plan) -> list[JSON]:
    shown = []
    for told in _once(plan):
        said = elements.plain(say.consequence(told, scene.clinic.zone))
        content = told.content
        texts = [elements.quoted(before_sending.as_sent(content))] if content else []
        shown.append(elements.section(said, *texts))
    return shown or [elements.text(say.nobody_hears())]

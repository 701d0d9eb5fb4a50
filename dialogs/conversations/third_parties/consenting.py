"""*Samtykke*: the patient consents that Nav or another is contacted (R13)."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, planned, summary
from dialogs.conversations.third_parties import withdrawing
from dialogs.conversations.third_parties.consent_said import all_at_once, facts_said, forms, roles
from dialogs.conversations.third_parties.standing import (
    called,
    coming,
    titles,
    where,
)
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose, chosen
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.parts import read_parts
from dialogs.wording.nb import ask_consent as say
from dialogs.wording.nb import names
from dialogs.wording.nb.conversations import joined
from pathway import rules
from pathway.case import Case
from pathway.commands import RecordConsent
from pathway.model import Part, Participant
from pathway.service import Outcome
from pathway.service.third_parties.consents import named_actor
from pathway.service.third_parties.third_party import actors
from pathway.words import THIRD_PARTIES, ConsentForm, Role

WHOLE = "all"


def _read_who(text: str, scene: Scene) -> Reading:
    """Nav or others; of those who need no consent it is said that they need none."""
    said = folded(text)
    role = say.who_named(said) or (Role(said) if said in set(Role) else None)
    return Took(role.value) if role else choose(text, roles(scene))


def _is_third(scene: Scene) -> bool:
    return scene.answer("who") in {"", *THIRD_PARTIES}


def _today(scene: Scene) -> str:
    return scene.today.isoformat()


# --- parts ---------------------------------------------------------------------------------------


def _parts(scene: Scene) -> tuple[Part, ...]:
    """Those of the coming meeting, or else of the clinic's first agenda."""
    meeting = coming(scene.desk, scene.case)
    return meeting.parts if meeting else next(iter(scene.clinic.templates.values())).parts


def _part_choices(scene: Scene) -> tuple[Choice, ...]:
    numbered = enumerate(_parts(scene), 1)
    choices = (Choice(value=str(n), title=say.part(n, part.title)) for n, part in numbered)
    return (*choices, Choice(value=WHOLE, title=say.WHOLE))


def _read_parts(text: str, scene: Scene) -> Reading:
    """A choice by its number or title, or several parts."""
    parts = _parts(scene)
    if chosen(text, _part_choices(scene)) == WHOLE:
        return Took(WHOLE)
    numbers = read_parts(text, [names.part(part.title) for part in parts])
    if numbers is None:
        return Missed()
    if not set(numbers) <= set(range(1, len(parts) + 1)):
        return Missed(say.no_such_part(len(parts)))
    whole = not numbers or len(numbers) == len(parts)
    return Took(WHOLE if whole else ",".join(map(str, numbers)))


def _asks_parts(scene: Scene) -> bool:
    """Before there is a meeting a consent is for whatever comes, unless parts are named."""
    return _is_third(scene) and coming(scene.desk, scene.case) is not None


def _numbers(scene: Scene) -> tuple[int, ...]:
    answer = scene.answer("parts")
    return () if answer in {"", WHOLE} else tuple(int(n) for n in answer.split(","))


# --- who -----------------------------------------------------------------------------------------


def _known(scene: Scene) -> Participant | None:
    """Whom the consent is about, where the case knows somebody."""
    who = scene.answer("who")
    if who not in THIRD_PARTIES:
        return None
    return named_actor(scene.case, Role(who), scene.answer("name"))


def _asks_name(scene: Scene) -> bool:
    known = _known(scene)
    return _is_third(scene) and (_is_other(scene) or known is None or not known.name)


def _is_other(scene: Scene) -> bool:
    """Another than Nav is consented to by name (R13)."""
    return scene.answer("who") == Role.OTHER


def _others(scene: Scene) -> tuple[Choice, ...]:
    people = actors(scene.case, Role.OTHER) if _is_other(scene) else ()
    return tuple(Choice(value=p.name, title=p.name) for p in people if p.name)


def _asks_office(scene: Scene) -> bool:
    known = _known(scene)
    return _is_third(scene) and (known is None or not known.office)


def _instead(_scene: Scene, rest: str) -> str:
    """A consent that is refused or withdrawn is none to record."""
    return withdrawing.FORM.name if say.is_withdrawn(rest) else FORM.name


# --- the command ---------------------------------------------------------------------------------


def _build(scene: Scene) -> RecordConsent:
    who = Role(scene.answer("who"))
    if who not in THIRD_PARTIES:  # refused, with the reason
        return RecordConsent(
            ref=scene.case.ref, role=who, given_on=scene.today, form=ConsentForm.ORAL
        )
    return RecordConsent(
        ref=scene.case.ref,
        role=who,
        given_on=scene.day("on"),
        form=ConsentForm(scene.answer("given")),
        name=scene.answer("name"),
        office=scene.answer("office"),
        parts=_numbers(scene),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="")
    plan = scene.desk.plan(command)
    known = _known(scene)
    person = say.named(
        command.name or (known.name if known else ""),
        command.office or (known.office if known else ""),
    )
    who = say.CONSENT_ROLES[command.role]
    facts = say.consent_facts(who, person, command.given_on, command.form, command.parts)
    old = rules.consent_for(scene.case, known) if known else None
    more = (say.replaces(old, command.given_on) if old else "", _lacking(scene, plan.case))
    if plan.consequences:
        asked, yes = say.CONSENT_QUESTION, say.CONSENT
        return planned(scene, facts, plan, *more, question=asked, yes=yes)
    shown = summary(facts, *more, question=say.CONSENT_QUESTION, yes=say.CONSENT)
    return replace(shown, plan=plan.hash)


def _lacking(scene: Scene, case: Case) -> str:
    """That the actor is to be where the consent is not."""
    person, meeting = _recorded(case), coming(scene.desk, case)
    lack = rules.parts_lacking(case, meeting, person) if meeting else ()
    return say.lacking(called(person), lack, titles(meeting)) if lack else ""


def _recorded(case: Case) -> Participant:
    return case.participant(case.consents[-1].participant_id)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = _recorded(case)
    more, steps = where(scene.desk, case, person)
    text = joined(say.consented(case.ref, called(person)), more)
    all_steps = dict((*steps, *next_steps(scene.desk, case)[:3]))
    return (done(say.CONSENT_TITLE, text, *all_steps.items()),)


FORM = Form(
    name="consent",
    title=say.CONSENT_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.CHOICE,
            words=Words(*say.CONSENT_WHO),
            choices=roles,
            read=_read_who,
            more=all_at_once,
        ),
        Question(
            name="given",
            kind=Kind.CHOICE,
            words=Words(*say.CONSENT_FORM),
            choices=forms,
            wanted=_is_third,
        ),
        Question(
            name="parts",
            kind=Kind.CHOICE,
            words=Words(*say.CONSENT_PARTS),
            choices=_part_choices,
            read=_read_parts,
            wanted=_asks_parts,
            free=True,
        ),
        Question(
            name="on",
            kind=Kind.DATE,
            words=Words(*say.CONSENT_DAY),
            default=_today,
            wanted=_is_third,
            past=True,
        ),
        Question(
            name="name",
            kind=Kind.TEXT,
            words=Words(*say.CONSENT_NAME),
            choices=_others,
            required=_is_other,
            wanted=_asks_name,
            free=True,
            limit=100,
        ),
        Question(
            name="office",
            kind=Kind.TEXT,
            words=Words(*say.CONSENT_OFFICE),
            required=never,
            wanted=_asks_office,
            limit=100,
        ),
    ),
    clinicians=True,
    opening=facts_said,
    instead=_instead,
    build=_build,
    preview=_preview,
    done=_done,
)

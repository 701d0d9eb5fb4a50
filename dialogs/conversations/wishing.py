"""*Ønsker*: whom the patient wants there, where, and who is to lead (R15, D5)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogs.conversations import meetings, people
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, facts_text, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.reading import read_sure
from dialogs.reading import words as free_text
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_wishes as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.people_words import BETWEEN_NAMES
from pathway.commands import RecordWishes
from pathway.service import Outcome
from pathway.words import PromiseKind, Role, StaffId

NAMES_LIMIT = 300
NOBODY = "none"


def _read_names(text: str, _scene: Scene) -> Reading:
    """Names with commas between, or nobody; a mere yes names nobody."""
    sure = read_sure(text)
    if sure is None:
        return free_text(text, NAMES_LIMIT)
    return Missed(say.WHO_THEN) if sure else Took(NOBODY)


def _names(scene: Scene, question: str) -> tuple[str, ...]:
    said = scene.answer(question)
    if said in {"", NOBODY}:
        return ()
    found = (name.strip(" .") for name in re.split(BETWEEN_NAMES, said))
    return tuple(dict.fromkeys(name for name in found if name))


def _yes_no(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.YES_NO.items())


def _read_yes_no(text: str, _scene: Scene) -> Reading:
    return people.read_yes_no(text, say.YES_NO)


def _places(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=place, title=place) for place in scene.clinic.places)


def _opening(_rest: str, _scene: Scene) -> Mapping[str, str]:
    return {}


def _build(scene: Scene) -> RecordWishes:
    nav, leader = scene.answer("nav"), scene.answer("leader")
    return RecordWishes(
        ref=scene.case.ref,
        relatives=_names(scene, "relatives"),
        others=_names(scene, "others"),
        nav=nav == "yes" if nav else None,
        place=scene.answer("place"),
        leader=StaffId(leader) if leader else None,
        plan=scene.running.plan,
    )


def _facts(scene: Scene) -> list[tuple[str, str]]:
    leader = scene.answer("leader")
    return say.wishes_facts(
        _names(scene, "relatives"),
        _names(scene, "others"),
        scene.answer("nav"),
        scene.answer("place"),
        meetings.staff_name(scene, leader) if leader else "",
    )


def _preview(scene: Scene) -> Preview:
    scene.desk.plan(_build(scene))
    return summary(_facts(scene), question=say.WISHES_QUESTION, yes=say.WISHES, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    owed = any(p.kind is PromiseKind.CONSENT for p in scene.desk.promises(case))
    asked = scene.answer("nav") == "no"
    consented = {c.participant_id for c in case.consents if c.withdrawn_at is None}
    stands = asked and any(p.id in consented for p in case.present(Role.NAV_ADVISER))
    text = joined(
        say.wished(case.ref, consent=owed, stands=stands),
        facts_text(_facts(scene)) or say.no_wishes(),
    )
    return (done(say.WISHES_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="wishes",
    title=say.WISHES_TITLE,
    questions=(
        Question(
            name="relatives",
            kind=Kind.TEXT,
            words=Words(*say.RELATIVES),
            required=never,
            read=_read_names,
            limit=NAMES_LIMIT,
        ),
        Question(
            name="nav",
            kind=Kind.CHOICE,
            words=Words(*say.NAV),
            required=never,
            choices=_yes_no,
            read=_read_yes_no,
        ),
        Question(
            name="others",
            kind=Kind.TEXT,
            words=Words(*say.OTHERS),
            required=never,
            read=_read_names,
            limit=NAMES_LIMIT,
        ),
        Question(
            name="place",
            kind=Kind.TEXT,
            words=Words(*say.PLACE),
            required=never,
            choices=_places,
            free=True,
            limit=meetings.PLACE_LIMIT,
        ),
        Question(
            name="leader",
            kind=Kind.PEOPLE,
            words=Words(*say.LEADER),
            required=never,
            choices=meetings.clinicians,
            read=meetings.read_clinician,
        ),
    ),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

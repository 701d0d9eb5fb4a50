"""*Ønsker*: whom the patient wants there, where, and who is to lead (R15, D5)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.people import participants, wished
from dialogs.conversations.showing import done, facts_text, summary
from dialogs.form import (
    Form,
    Missed,
    Preview,
    Question,
    Reading,
    Scene,
    Took,
    Words,
    never,
    unasked,
)
from dialogs.parsing import folded
from dialogs.reading import chosen, read_sure
from dialogs.reading import words as free_text
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_wishes as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.words.whom import any_role
from pathway.commands import RecordWishes
from pathway.service import Outcome
from pathway.words import PromiseKind, Role, StaffId

NAMES_LIMIT = 300
NOBODY = "none"


def _read_names(text: str, _scene: Scene) -> Reading:
    """Names with commas between, or nobody; a mere yes names nobody, a sentence is no name."""
    sure = False if folded(text) in say.NOBODY else read_sure(text)
    if sure is None:
        why = wished.fault(text)
        return Missed(why) if why else free_text(text, NAMES_LIMIT)
    return Missed(say.WHO_THEN) if sure else Took(NOBODY)


def _said(scene: Scene) -> wished.Wished:
    """Everybody who was named, to whichever question, where each belongs."""
    near = wished.sort_out(_answer(scene, "relatives"), Role.RELATIVE)
    far = wished.sort_out(_answer(scene, "others"), Role.OTHER)
    return wished.Wished(
        relatives=_once(near.relatives, far.relatives),
        others=_once(near.others, far.others),
        nav=_once(near.nav, far.nav),
    )


def _answer(scene: Scene, question: str) -> str:
    said = scene.answer(question)
    return "" if said == NOBODY else said


def _once(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in names for name in group))


def _nav(scene: Scene) -> str:
    """Yes where Nav was named among others, else what was answered of Nav."""
    return "yes" if _said(scene).nav else scene.answer("nav")


def _nav_unsaid(scene: Scene) -> bool:
    return not _said(scene).nav


def _others_unsaid(scene: Scene) -> bool:
    """Not asked for where somebody outside was named among the relatives."""
    return not wished.sort_out(_answer(scene, "relatives"), Role.RELATIVE).others


def _somebody(scene: Scene) -> bool:
    """Whether anybody is wished there who could be so for a part of it (R16, R16b)."""
    said = _said(scene)
    return bool(said.relatives or said.others or _nav(scene) == "yes")


def _read_when(text: str, _scene: Scene) -> Reading:
    """Who is there when, in the words in which it was told; or nobody for a part only."""
    sure = read_sure(text)
    if sure is not None or folded(text) in say.NOBODY:
        return Missed(say.WHO_THEN) if sure else Took(NOBODY)
    return free_text(text, which_meeting.PLACE_LIMIT)


def _put_elsewhere(scene: Scene) -> bool:
    """Whether somebody was named where they do not belong, or in the opening sentence."""
    near = wished.sort_out(_answer(scene, "relatives"), Role.RELATIVE)
    far = wished.sort_out(_answer(scene, "others"), Role.OTHER)
    return bool(scene.answer("sentence") or near.nav or near.others or far.nav or far.relatives)


def _yes_no(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.YES_NO.items())


def _read_yes_no(text: str, _scene: Scene) -> Reading:
    return participants.read_yes_no(text, say.YES_NO)


def _places(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=place, title=place) for place in scene.clinic.places)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "ønsker K7M2 mor, far, arbeidsgiver og Nav, Møterom 2, Lea Liksom som møteleder"."""
    found = {"sentence": "yes"} if rest else {}
    people_: list[str] = []
    for piece in wished.pieces(rest):
        place = chosen(say.place_named(piece), _places(scene))
        leader = say.leader_named(piece)
        if place or leader:
            found |= {"leader": leader} if leader else {"place": place}
        elif folded(piece) in say.NO_NAV:
            found["nav"] = "no"
        else:
            people_.append(piece)
    said = ", ".join(people_)
    near = wished.sort_out(said, Role.RELATIVE).relatives
    return found | ({"relatives" if near else "others": said} if said else {})


def _build(scene: Scene) -> RecordWishes:
    leader, nav, said = scene.answer("leader"), _nav(scene), _said(scene)
    return RecordWishes(
        ref=scene.case.ref,
        relatives=said.relatives,
        others=said.others,
        nav=nav == "yes" if nav else None,
        place=scene.answer("place"),
        parts=_answer(scene, "parts"),
        leader=StaffId(leader) if leader else None,
        plan=scene.running.plan,
    )


def _facts(scene: Scene) -> list[tuple[str, str]]:
    leader, said = scene.answer("leader"), _said(scene)
    return say.wishes_facts(
        said.relatives,
        said.others,
        _nav(scene),
        scene.answer("place"),
        which_meeting.staff_name(scene, leader) if leader else "",
    )


def _adviser(scene: Scene) -> str:
    """Somebody at Nav by name is recorded with the consent."""
    named = [name for name in _said(scene).nav if not all(map(any_role, name.split()))]
    return say.adviser_later(named)


def _preview(scene: Scene) -> Preview:
    """Asked about where nothing is wished, or where somebody was put in another place."""
    scene.desk.plan(_build(scene))
    facts = _facts(scene)
    if not facts_text(facts):
        nothing = say.no_wishes()
        return summary((), nothing, question=say.NO_WISHES_QUESTION, yes=say.NO_WISHES)
    ask = _put_elsewhere(scene)
    more = (say.parts_fact(_answer(scene, "parts")), _adviser(scene))
    return summary(facts, *more, question=say.WISHES_QUESTION, yes=say.WISHES, ask=ask)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    owed = any(p.kind is PromiseKind.CONSENT for p in scene.desk.promises(case))
    asked = _nav(scene) == "no"
    consented = {c.participant_id for c in case.consents if c.withdrawn_at is None}
    stands = asked and any(p.id in consented for p in case.present(Role.NAV_ADVISER))
    facts = _facts(scene)
    more = say.parts_fact(_answer(scene, "parts")) if facts_text(facts) else say.no_wishes()
    text = joined(say.wished(case.ref, consent=owed, stands=stands), more)
    return (done(say.WISHES_TITLE, text, *next_steps(scene.desk, case)[:3], facts=facts),)


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
            wanted=_nav_unsaid,
        ),
        Question(
            name="others",
            kind=Kind.TEXT,
            words=Words(*say.OTHERS),
            required=never,
            wanted=_others_unsaid,
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
            limit=which_meeting.PLACE_LIMIT,
        ),
        Question(
            name="leader",
            kind=Kind.PEOPLE,
            words=Words(*say.LEADER),
            required=never,
            choices=which_meeting.clinicians,
            read=which_meeting.read_clinician,
        ),
        Question(
            name="parts",
            kind=Kind.TEXT,
            words=Words(*say.PARTS),
            required=never,
            wanted=_somebody,
            read=_read_when,
            limit=which_meeting.PLACE_LIMIT,
        ),
        unasked("sentence"),
    ),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

"""*E-post uten sak*: what named nothing of ours is tied to its case with a press, or ticked off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dialogs import interludes
from dialogs.cards.pages import paged
from dialogs.conversations.answers.judging import question_card
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, page_end, summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.reader import Reader
from dialogs.reading import chosen
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import ask_mail as say
from dialogs.wording.nb import ask_strays as strays
from dialogs.wording.nb.ask_words import typed
from pathway import questions
from pathway.commands import SettleStray, TieStray
from pathway.errors import NobodyAskedError, QuestionSettledError
from pathway.service import Outcome
from pathway.service.context import check_may
from pathway.words import InvitationId, QuestionId, Role

CARDS = 5
"""How many mails are shown at a time."""

MOST_MATCHES = 3
"""Of the cases that a mail may belong to, as buttons: a GP has many patients."""


# --- looking ------------------------------------------------------------------------------------


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """A card for each mail: the cases that it may belong to first, then any other, then *Ferdig*.

    With a mail's own id it is asked which case that one belongs to.
    """
    check_may(reader.desk.context, clinicians=False)
    found = reader.desk.strays()
    for stray in found:
        if stray.id in rest.split():
            return interludes.ask_case(talk, typed("tie", stray.id))
    page = paged(found, _page(rest), CARDS)
    replies = tuple(_card(stray, reader) for stray in page.items)
    if not replies:
        return Turn(state=talk, replies=(done(strays.TITLE, strays.NONE),))
    return Turn(state=talk, replies=(*replies, *page_end(strays.TITLE, page, typed("strays"))))


def _page(rest: str) -> int:
    last = rest.split()[-1:]
    return int(last[0][:6]) if last and last[0].isascii() and last[0].isdigit() else 1


def _card(stray: questions.Question, reader: Reader) -> Reply:
    zone = reader.desk.clinic.zone
    found = reader.desk.matches(stray)[:MOST_MATCHES]
    ways = [
        (typed("tie", match.ref, stray.id, match.invitation_id), strays.belongs_to(match.ref))
        for match in found
    ]
    ways.append((typed("strays", stray.id), strays.BELONGS))
    ways.append((typed("seen", stray.id), strays.SEEN))
    whose = strays.same_address([match.ref for match in found])
    return done(strays.TITLE, f"{strays.about(stray, zone)} {whose}".strip(), *ways)


# --- the mail that is meant -----------------------------------------------------------------------


def _mails(scene: Scene) -> tuple[Choice, ...]:
    zone = scene.clinic.zone
    return tuple(
        Choice(value=one.id, title=strays.listed(one, zone)) for one in scene.desk.strays()
    )


def _stray(scene: Scene) -> questions.Question:
    for stray in scene.desk.strays():
        if stray.id == scene.answer("mail"):
            return stray
    raise QuestionSettledError


def _stop(scene: Scene) -> str:
    return "" if scene.desk.strays() else strays.NONE


MAIL = Question(name="mail", kind=Kind.CHOICE, words=Words(*say.WHICH), choices=_mails, sole=True)


# --- seen to --------------------------------------------------------------------------------------


def _seen_opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"mail": rest} if rest else {}


def _seen(scene: Scene) -> SettleStray:
    return SettleStray(question_id=QuestionId(scene.answer("mail")))


def _seen_preview(scene: Scene) -> Preview:
    text = strays.about(_stray(scene), scene.clinic.zone)
    return summary((), text, question=strays.SEEN_QUESTION, yes=strays.SEEN, ask=False)


def _seen_done(scene: Scene, _outcome: Outcome) -> tuple[Reply, ...]:
    return (done(say.SEEN_TITLE, strays.noted(), *_others(scene)),)


def _others(scene: Scene) -> Sequence[tuple[str, str]]:
    return ((typed("strays"), strays.TITLE),) if scene.desk.strays() else ()


SEEN = Form(
    name="seen",
    title=strays.TITLE,
    needs_case=False,
    questions=(MAIL,),
    opening=_seen_opening,
    stop=_stop,
    build=_seen,
    preview=_seen_preview,
    done=_seen_done,
)


# --- tied to a case -------------------------------------------------------------------------------


def _asked(scene: Scene) -> tuple[Choice, ...]:
    """Whose invitation it may be about."""
    case = scene.case
    return tuple(
        Choice(
            value=one.id,
            title=strays.whose(
                case.participant(one.participant_id), case.meeting(one.meeting_id).start
            ),
        )
        for one in scene.desk.asked_in(case)
    )


def _tie_stop(scene: Scene) -> str:
    if not _asked(scene):
        raise NobodyAskedError(scene.case.ref)
    return _stop(scene)


def _tie_opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """A button names its mail, and whose invitation it is about where the address says so."""
    known = {"mail": _mails(scene), "whose": _asked(scene)}
    facts = {
        name: word
        for word in rest.split()
        for name, choices in known.items()
        if chosen(word, choices) == word
    }
    mail, own = facts.get("mail"), _own(scene, facts.get("mail", ""))
    return facts | ({"whose": own} if mail and own and "whose" not in facts else {})


def _own(scene: Scene, mail: str) -> str:
    """The invitation in this case whose owner has the mail's address, if there is one."""
    stray = next((one for one in scene.desk.strays() if one.id == mail), None)
    found = scene.desk.matches(stray) if stray else ()
    own = [match.invitation_id for match in found if match.ref == scene.case.ref]
    return own[0] if len(own) == 1 else ""


def _tie(scene: Scene) -> TieStray:
    return TieStray(
        ref=scene.case.ref,
        question_id=QuestionId(scene.answer("mail")),
        invitation_id=InvitationId(scene.answer("whose")),
    )


def _tie_preview(scene: Scene) -> Preview:
    """What an address vouches for, and was pressed, is not asked about again."""
    stray = _stray(scene)
    titles = {choice.value: choice.title for choice in _asked(scene)}
    facts = strays.facts(stray, titles.get(scene.answer("whose"), ""), scene.clinic.zone)
    vouched = scene.answer("whose") in {m.invitation_id for m in scene.desk.matches(stray)}
    return summary(facts, question=strays.TIE_QUESTION, yes=strays.TIE, ask=not vouched)


def _tie_done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """The card to judge it by; where an answer has come, or the mail was lost, what to do then."""
    case = outcome.case
    now = outcome.before.questions if outcome.before else ()
    fresh = [one for one in scene.desk.questions(case) if one not in now]
    cards = tuple(question_card(scene.desk, case, one) for one in fresh)
    if cards:
        return (done(strays.TIED, strays.to_judge(case.ref)), *cards)
    lost = _lost(outcome, InvitationId(scene.answer("whose")))
    fix = [(typed("correct", case.ref), strays.RIGHT_ADDRESS)] if lost else []
    ways = (*fix, *next_steps(scene.desk, case))[:3]
    return (done(strays.TIED, strays.tied(case.ref, lost), *ways),)


def _lost(outcome: Outcome, whose: InvitationId) -> Role | None:
    """To whom the mail was that is known not to have arrived."""
    invitation = outcome.case.invitation(whose)
    if invitation.undelivered_at is None:
        return None
    return outcome.case.participant(invitation.participant_id).role


TIE = Form(
    name="tie",
    title=strays.TIE_TITLE,
    questions=(
        MAIL,
        Question(
            name="whose", kind=Kind.CHOICE, words=Words(*strays.WHOSE), choices=_asked, sole=True
        ),
    ),
    opening=_tie_opening,
    stop=_tie_stop,
    build=_tie,
    preview=_tie_preview,
    done=_tie_done,
)

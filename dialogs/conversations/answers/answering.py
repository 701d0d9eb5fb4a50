"""*Svar*: an answer that came by telephone, e-melding, e-mail or letter, registered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from dialogs.conversations.answers.answer_said import RING_US, facts_said
from dialogs.conversations.answers.channels import channels, read_channel
from dialogs.conversations.answers.who_answered import alone_silent, offered, told
from dialogs.conversations.next_steps import decided, next_steps, patient_is_next
from dialogs.conversations.people.persons import read_person
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose, chosen, read_sure
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb import ask_changes, ask_invite, names
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.commands import RecordAnswer
from pathway.errors import PathwayClosedError
from pathway.service import Outcome
from pathway.service.answers.answering import comes_after_all
from pathway.views import InvitationLine
from pathway.words import DOCTORS, Channel, InvitationId, Role, Substitute, Verdict


def _who(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=line.invitation.id, title=_title(line)) for line in offered(scene))


def _title(line: InvitationLine) -> str:
    person = line.participant
    who = ask_invite.person(person.role, person.name, person.office)
    return say.invitee(who, names.meeting(line.meeting.kind), line.meeting.start)


def _line(scene: Scene) -> InvitationLine:
    return next(line for line in told(scene) if line.invitation.id == scene.answer("who"))


def _verdicts(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=what.value, title=say.verdict(what)) for what in Verdict)


def _substitutes(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=how.value, title=title) for how, title in say.BY_CHOICES.items())


def _read_verdict(text: str, scene: Scene) -> Reading:
    """Yes and no in any form, the others by name."""
    exact = chosen(text, _verdicts(scene))
    named = say.verdict_named(folded(text))
    if exact or named:
        return Took(exact or named or "")
    sure = read_sure(text)
    if sure is not None:
        return Took((Verdict.ACCEPTED if sure else Verdict.DECLINED).value)
    return choose(text, _verdicts(scene))


def _read_by(text: str, scene: Scene) -> Reading:
    """Who answered; "vikar" and "for godt" are other words for two of them."""
    exact, scope = chosen(text, _substitutes(scene)), ask_changes.scope_named(folded(text))
    if exact or not scope or read_sure(text) is not None:
        return choose(text, _substitutes(scene))
    return Took((Substitute.FOR_NOW if scope == "for_now" else Substitute.FOR_GOOD).value)


def _new_time(scene: Scene) -> bool:
    return scene.answer("verdict") == Verdict.NEW_TIME


def _from_gp(scene: Scene) -> bool:
    wanted = scene.answer("who")
    return any(
        line.participant.role is Role.GP for line in told(scene) if line.invitation.id == wanted
    )


def _by_another(scene: Scene) -> bool:
    return _from_gp(scene) and scene.answer("by") not in {"", Substitute.NONE}


def _may_say_more(scene: Scene) -> bool:
    """A comment is asked for, unless one line said all that the patient rang about."""
    answers = scene.running.answers
    said_all = {"who", "verdict", "channel", "at"} <= set(answers) and "comment" not in answers
    lines = {line.invitation.id: line.participant.role for line in told(scene)}
    return not (said_all and lines.get(InvitationId(scene.answer("who"))) in RING_US)


def _today(scene: Scene) -> str:
    return scene.today.isoformat()


def _himself(_scene: Scene) -> str:
    return Substitute.NONE.value


def _stop(scene: Scene) -> str:
    if told(scene):
        return ""
    closed = scene.case.closing is not None
    return refusal(PathwayClosedError()) if closed else say.no_answers(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    return facts_said(rest, offered(scene), alone_silent(scene), scene.today)


_DECIDED_ABOUT = DOCTORS | {Role.PATIENT}
_UNDECIDED = frozenset({Verdict.DECLINED, Verdict.NEW_TIME})


def _build(scene: Scene) -> RecordAnswer:
    way = Channel(scene.answer("channel"))
    by = Substitute(scene.answer("by") or Substitute.NONE) if _from_gp(scene) else Substitute.NONE
    proposed = scene.answer("proposed") if _new_time(scene) else ""
    return RecordAnswer(
        ref=scene.case.ref,
        invitation_id=InvitationId(scene.answer("who")),
        verdict=Verdict(scene.answer("verdict")),
        channel=way,
        evidence=say.evidence(way, scene.reader.desk.actor.name),
        text=scene.answer("comment"),
        proposed=datetime.fromisoformat(proposed) if proposed else None,
        by_name=scene.answer("by_name") if _by_another(scene) else "",
        substitute=by,
        at=_at(scene),
    )


def _at(scene: Scene) -> datetime | None:
    """Noon of an earlier day, None for today: then the moment of registering is meant."""
    day = scene.day("at")
    if day == scene.today:
        return None
    noon = datetime.combine(day, time(12), ZoneInfo(scene.clinic.zone))
    return noon.astimezone(UTC)


def _preview(scene: Scene) -> Preview:
    command, line = _build(scene), _line(scene)
    scene.desk.plan(command)
    named = say.answered_by(command.substitute, command.by_name) if _from_gp(scene) else ""
    facts = say.answer_facts(
        _title(line), command.verdict, command.channel, scene.day("at"), named, command.proposed
    )
    return summary(
        facts, say.comment(command.text), question=say.ANSWER_QUESTION, yes=say.SAVE_ANSWER
    )


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case, answer = outcome.case, outcome.answer
    if answer is None:
        return ()
    person = case.participant(case.invitation(answer.invitation_id).participant_id)
    who = names.role_definite(person.role)
    steps = next_steps(scene.desk, case)
    opened = patient_is_next(scene.desk, case)
    undecided = answer.counts and person.role in _DECIDED_ABOUT and answer.verdict in _UNDECIDED
    text = joined(
        say.recorded(case.ref, who, answer),
        say.comment(answer.text),
        say.after_all() if comes_after_all(case, answer) else "",
        say.patient_next(answer) if opened else "",
        ask_invite.sent_now(outcome.told),
        say.decide_now(answer.verdict, person.role, case.ref) if undecided else "",
    )
    if undecided and person.role is Role.PATIENT:
        steps = [*decided(case.ref), *(step for step in steps if step not in decided(case.ref))]
    return (done(say.ANSWER_TITLE, text, *steps[:3]),)


FORM = Form(
    name="answer",
    title=say.ANSWER_TITLE,
    questions=(
        Question(name="who", kind=Kind.PEOPLE, words=Words(*say.WHO), choices=_who, sole=True),
        Question(
            name="verdict",
            kind=Kind.CHOICE,
            words=Words(*say.VERDICT),
            choices=_verdicts,
            read=_read_verdict,
        ),
        Question(
            name="channel",
            kind=Kind.CHOICE,
            words=Words(*say.CHANNEL),
            choices=channels,
            read=read_channel,
        ),
        Question(
            name="proposed",
            kind=Kind.DATETIME,
            words=Words(*say.PROPOSED),
            wanted=_new_time,
            required=never,
        ),
        Question(
            name="at",
            kind=Kind.DATE,
            words=Words(*say.AT),
            required=never,
            default=_today,
            past=True,
        ),
        Question(
            name="by",
            kind=Kind.CHOICE,
            words=Words(*say.BY),
            choices=_substitutes,
            read=_read_by,
            wanted=_from_gp,
            required=never,
            default=_himself,
        ),
        Question(
            name="by_name",
            kind=Kind.TEXT,
            words=Words(*say.BY_NAME),
            wanted=_by_another,
            read=read_person,
        ),
        Question(
            name="comment",
            kind=Kind.TEXT,
            words=Words(*say.TEXT),
            wanted=_may_say_more,
            required=never,
            lines=True,
        ),
    ),
    clinicians=True,
    after_end=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)

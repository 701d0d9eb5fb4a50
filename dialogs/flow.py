"""One turn of a conversation: from what was said, and what is remembered, to replies or a command.

Pure: the caller executes the command, and then asks `done` or `refused` for the replies.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from dialogs import asking, filling, interludes, midway
from dialogs.asking import Filling, again, help_here
from dialogs.cards import guide
from dialogs.conversations.catalogue import FORMS, READS
from dialogs.conversations.showing import titled
from dialogs.form import CONFIRM, Form, Scene
from dialogs.giving_way import back, set_aside, wins
from dialogs.parsing import Asked, asked, exactly, folded, nearest, reference_in
from dialogs.reader import Reader
from dialogs.reading import UnreadableError, cleaned, read_sure, readable
from dialogs.resuming import given_up, picked, resumed, said_again, sound
from dialogs.sentences import meant
from dialogs.state import Conversation, Running
from dialogs.turn import Reply, Turn, Utterance, as_json, said_by
from dialogs.wording.nb import ask_words as words
from dialogs.wording.nb import conversations as say
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.errors import PathwayClosedError, RuleError, WhyNeededError
from pathway.service import Desk, Outcome
from pathway.service.context import check_may

__all__ = ["as_json", "done", "refused", "step"]


def step(state: Conversation, utterance: Utterance, desk: Desk) -> Turn:
    """What one utterance comes to. Never raises for anything a person may type or press."""
    talk, said = picked(sound(state).on(desk.today), utterance.typed)
    reader = Reader(desk, talk.whys)
    try:
        if utterance.data is not None:
            return back(_pressed(talk, utterance.data, reader))
        return back(_typed(talk, said, reader))
    except RuleError as error:
        return refused(Turn(state=talk), error, desk, said=said)


def done(turn: Turn, outcome: Outcome, desk: Desk) -> Turn:
    """What is said when the command has been executed."""
    running = turn.state.running
    if running is None:
        return replace(turn, command=None)
    reader = Reader(desk, turn.state.whys)
    scene = Scene(reader=reader, running=running)
    replies = titled(FORMS[running.form].done(scene, outcome), outcome)
    talk = replace(turn.state, running=None, case=outcome.about(turn.state.case))
    return back(Turn(state=talk, replies=replies))


def refused(turn: Turn, error: RuleError, desk: Desk, *, said: str = "") -> Turn:
    """What is said when a rule refuses: the form stays where a person can put it right."""
    talk = turn.state
    if isinstance(error, WhyNeededError):
        return interludes.ask_why(talk, error.ref, said)
    reader = Reader(desk, talk.whys)
    if talk.running is None:
        return back(Turn(state=talk, replies=(Reply(text=refusal(error)),), refused=True))
    return back(asking.refused(resumed(talk, reader), error))


# ---------------------------------------------------------------- cards


def _pressed(talk: Conversation, data: Mapping[str, object], reader: Reader) -> Turn:
    """A card action: a command as typed, or an answer to the card that is the present one."""
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    if fields.get("do") == "command":
        return _typed(talk, said_by(fields), reader)
    running = talk.running
    current = running is not None and fields.get("form") == running.form
    if not current or fields.get("n") != str(talk.number):
        return _stale(talk, reader, fields)
    if "text" in fields:
        return _typed(talk.settled(), fields["text"], reader)
    going = resumed(talk.settled(), reader)
    try:
        return given_up(going) or filling.submitted(going, readable(fields))
    except UnreadableError as fault:
        return again(going, str(fault))


def _stale(talk: Conversation, reader: Reader, fields: Mapping[str, str]) -> Turn:
    """The fresh card; what was written on an older one of the same form and case comes with it."""
    if talk.running is None:
        return Turn(state=talk, replies=(Reply(text=say.card_done(talk.case)),))
    going = resumed(talk, reader)
    own = talk.running.form, talk.running.ref
    with suppress(UnreadableError):
        if (fields.get("form"), fields.get("about", "")) == own:
            going = filling.with_written(going, readable(fields))
    return again(going, say.stale_card(renewed=True))


# ---------------------------------------------------------------- words


def _typed(talk: Conversation, raw: str, reader: Reader) -> Turn:
    try:
        text = cleaned(raw)
    except UnreadableError as fault:
        return _remind(talk, reader, str(fault))
    if talk.asks:
        return _interlude(talk, text, reader)
    if talk.running is not None:
        return _in_form(talk, text, reader)
    return _idle(talk, text, reader)


def _interlude(talk: Conversation, text: str, reader: Reader) -> Turn:
    """The answer to a question that no form asks: why, which case, what to find, leave or not."""
    free = talk.settled()
    if folded(text) in words.CANCEL | words.BACK:
        return _unasked(talk, text, reader)
    if talk.asks == "leave":
        return _leave_or_stay(talk, text, reader)
    if interludes.command_in(talk, text, reader):
        return _typed_safely(free, text, reader)
    going_on = interludes.answered(talk, text, reader)
    if isinstance(going_on, Turn):
        return going_on
    reader = Reader(reader.desk, going_on.state.whys)
    if not going_on.text:
        return _remind(going_on.state, reader)
    return _typed_safely(going_on.state, going_on.text, reader)


def _unasked(talk: Conversation, text: str, reader: Reader) -> Turn:
    """*Tilbake* goes back to the form; *avbryt* leaves it too where it was what was asked about."""
    free = talk.settled()
    if talk.running is None:
        return _remind(free, reader, say.nothing_done())
    if folded(text) in words.CANCEL and talk.asks in {"leave", "why"}:
        return _left(free, FORMS[talk.running.form])
    return again(resumed(free, reader), say.nothing_done())


def _typed_safely(talk: Conversation, text: str, reader: Reader) -> Turn:
    """Go on with what waited; a refusal keeps what was just answered."""
    try:
        return _typed(talk, text, reader)
    except RuleError as error:
        return refused(Turn(state=talk), error, reader.desk, said=text)


def _leave_or_stay(talk: Conversation, text: str, reader: Reader) -> Turn:
    sure, free = read_sure(text), talk.settled()
    if sure:
        return _typed_safely(replace(free, running=None), talk.waiting, reader)
    if sure is None and interludes.command_in(talk, text, reader):
        return _typed(free, text, reader)
    if sure is None:
        return interludes.ask_leave_again(talk)
    return filling.stayed(resumed(free, reader), talk.waiting)


def _in_form(talk: Conversation, text: str, reader: Reader) -> Turn:
    """In the middle of a form: a way out, a command, a change, or an answer.

    A command with its case always is one; where any text is an answer, nothing else is.
    """
    going = resumed(talk, reader)
    ended = given_up(going)
    if ended is not None:
        return ended
    steered = _steered(going, text) or filling.changed(going, text)
    if steered is not None:
        return steered
    command = exactly(text)
    if command is not None and (going.takes_any_text or reference_in(text)):
        return _other_command(going, command, text, reader)
    turn = filling.typed(going, text)
    if turn is not None:
        return turn
    command = asked(text)
    answers_this = command is not None and (command.name, command.rest) == (going.form.name, text)
    if command is not None and not command.guessed and not answers_this:
        return _other_command(going, command, text, reader)
    return filling.missed(going, text)


def _steered(going: Filling, text: str) -> Turn | None:
    """*hjelp*, *avbryt*, *tilbake*, *hopp over*, *ferdig*, or nothing typed at all."""
    said = folded(text) or text.strip()
    if said in words.HELP:
        return filling.reminded(going, help_here(going))
    if said in words.CANCEL:
        return _left(going.talk, going.form)
    if said in words.BACK:
        return filling.back(going)
    if said in words.FINISH:
        return filling.finish(going)
    optional = going.running.asked != CONFIRM and not going.asked.required(going.scene)
    no_more = optional and going.takes_any_text and said in words.NO_MORE
    if not said or no_more or (said in words.SKIP and (optional or said == words.SKIP_TYPED)):
        return filling.skip(going)
    return None


def _left(talk: Conversation, form: Form) -> Turn:
    return Turn(state=replace(talk, running=None), replies=(Reply(text=say.left(form.title)),))


def _other_command(going: Filling, command: Asked, text: str, reader: Reader) -> Turn:
    """What is only looked at is shown at once; to begin something else one leaves this first."""
    if command.name in READS:
        turn = _looked(going.talk, text, reader)
        if turn.state.asks:
            return turn
        shown = again(resumed(turn.state, reader), say.still_in(going.form.title))
        return replace(shown, replies=(*turn.replies, *shown.replies), refused=turn.refused)
    if wins(going.talk, command, reader):
        return _idle(set_aside(going.talk), text, reader)
    if command.name == going.form.name and not going.form.needs_case:
        return _idle(replace(going.talk, running=None), text, reader)
    more = said_again(going, command)
    if more:
        return filling.begin(going, more)
    return interludes.ask_leave(going.talk, going.form.title, command, text)


def _looked(talk: Conversation, text: str, reader: Reader) -> Turn:
    """What is only looked at in the middle of a form; a refusal leaves the form as it is."""
    try:
        return _idle(talk, text, reader)
    except WhyNeededError:
        raise
    except RuleError as error:
        return Turn(state=talk, replies=(Reply(text=refusal(error)),), refused=True)


def _idle(talk: Conversation, text: str, reader: Reader) -> Turn:
    """No form runs: a command, a reference alone, or something not understood."""
    said = folded(text) or text.strip()
    if not said:
        return Turn(state=talk, replies=(Reply(text=say.empty()),))
    command = midway.of_somebody(talk, text, reader) or midway.more(talk, text, reader)
    command = command or asked(text) or meant(text, reader) or midway.alone(talk, said, reader)
    if command is None:
        steering = said in words.CANCEL | words.BACK | words.SKIP | words.FINISH
        nothing = Reply(text=say.nothing_to_leave())
        return Turn(state=talk, replies=(nothing if steering else guide.unknown(nearest(text)),))
    if command.name in READS:
        return READS[command.name](talk, command.rest, reader)
    return _start(talk, command, text, reader)


def _start(talk: Conversation, command: Asked, text: str, reader: Reader) -> Turn:
    """Begin a form, about the case that is named, or else the one last talked about."""
    form = FORMS[command.name]
    if not form.needs_case:
        return _begin(talk, form, Running(form=form.name, guessed=command.guessed), command, reader)
    found = interludes.case_for(talk, command.rest, reader, said=text, form=form.name)
    if isinstance(found, Turn):
        return found
    if not found.ref:
        return interludes.ask_case(talk, text)
    running = Running(form=form.name, ref=found.ref, guessed=command.guessed)
    named = replace(talk, case=found.ref)
    return _begin(named, form, running, replace(command, rest=found.rest), reader)


def _begin(
    talk: Conversation, form: Form, running: Running, command: Asked, reader: Reader
) -> Turn:
    who = {"clinicians": form.clinicians, "leaders": form.leaders, "anybody": form.anybody}
    check_may(reader.desk.context, **who)
    scene = Scene(reader=reader, running=running)
    if form.instead is not None:
        form = FORMS[form.instead(scene, command.rest)]
        scene = replace(scene, running=replace(running, form=form.name))
    closed = form.needs_case and scene.case.closing is not None
    if closed and not form.after_end:
        raise PathwayClosedError
    why_not = form.stop(scene)
    if why_not:
        return Turn(state=talk, replies=(Reply(text=why_not),), refused=closed)
    going = Filling(talk=replace(talk, running=scene.running), form=form, scene=scene)
    return filling.begin(going, form.opening(command.rest, scene))


def _remind(talk: Conversation, reader: Reader, *before: str) -> Turn:
    """Say something, and repeat what is asked where something is."""
    if talk.running is not None and not talk.asks:
        return filling.reminded(resumed(talk, reader), *before)
    turn = Turn(state=talk, replies=(Reply(text=say.joined(*before) or say.empty()),))
    return replace(turn, expects=interludes.expected(talk))

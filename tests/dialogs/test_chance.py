"""Whatever is typed or pressed, in any order: no error, and nothing irreversible without a yes."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs import flow
from dialogs.cards.elements import LIMIT, size
from dialogs.form import CONFIRM
from dialogs.state import Conversation
from dialogs.turn import Expects, Kind, Turn, Utterance
from dialogs.wording.nb.ask_words import COMMANDS
from pathway.commands import (
    BringAlong,
    CallBack,
    EndMeeting,
    FollowUpMeasure,
    HandOver,
    RegisterPatient,
    Snooze,
    StartMeeting,
    StepMeeting,
    WriteMeasure,
)
from tests.dialogs.world import World, actions_of, with_invited_gp

STEERING = (StartMeeting, StepMeeting, BringAlong, EndMeeting)
"""One press each while the meeting runs: nobody answers questions then."""

WITHOUT_A_YES = (
    *(CallBack, HandOver, RegisterPatient, Snooze, WriteMeasure, FollowUpMeasure),
    *STEERING,
)
"""What can be undone, and sends nothing outside: done at once where every answer was plain."""

REFS = st.sampled_from(["", " K7M2", " P4R3", " W9W9", " K7N2", " k7m2", " Test"])
BEGINNINGS = st.sampled_from([texts[0] for texts in COMMANDS.values()])
SENTENCES = st.sampled_from(
    [
        "ny pasient Tets Testesen, 01.09.2026, ingen",
        "ny pasinet A.B., 01.09.2026, Mari Mønster",
        "kall inn K7M2 30.11.2026 kl. 10.00",
        "svar K7M2 ja på telefon",
        "milepæl K7M2 SHM1 holdt i går",
        "rett opp K7M2 pasientens navn Nytt Navn",
        "stopp forløpet K7M2 annen grunn",
        "samtykke K7M2 nav muntlig i dag",
        "lenke K7M2 https://teams.example/1",
    ]
)
ANSWERS = st.sampled_from(
    [
        *("ja", "nei", "hjelp", "avbryt", "tilbake", "hopp over", "ferdig", "endre dato", ""),
        *("1", "2", "99", "i dag", "i går", "24.11.2026", "uke 48", "kl. 10", "lørdag kl. 9"),
        *("2026-11-30T10:00", "2026-09-07", "Test Testesen", "Kari", "lege", "telefon", "K7M2"),
        *("nytt tidspunkt", "vikar i dag", "annen grunn", "https://teams.example/1", "x@y.example"),
        *("with_nav", "yes", "no", "undecided", "for_good"),
    ]
)
NOISE = st.text(max_size=30) | st.sampled_from(
    ["\x00", "\ud800", "x" * 5000, "🙂", "<b>", "\u202e"]
)
TYPED = st.builds("{}{}".format, BEGINNINGS, REFS) | SENTENCES | ANSWERS | NOISE
PRESSED = st.builds(
    lambda place, fields: (place, fields),
    st.integers(0, 6),
    st.dictionaries(
        st.sampled_from(["name", "received", "gp", "gp_other", "start_date", "n", "form", "do"]),
        st.sampled_from(["", "Test", "2026-09-07", "none", "x" * 5000, "\x00", "1"]),
        max_size=3,
    ),
)
FITTING = st.integers(0, 9)
ACTORS = st.sampled_from(["sekretar", "sekretar", "sekretar", "koordinator", "psykolog", "leder"])


def buttons(turn: Turn | None) -> Iterator[dict[str, object]]:
    """The data of every button of a turn."""
    for reply in turn.replies if turn else ():
        for action in actions_of(reply.card):
            data = action["data"]
            assert isinstance(data, dict)
            yield data


Spoken = str | int | tuple[int, dict[str, str]]


def fitting(expects: Expects, number: int) -> str:
    """An answer that fits what is expected: a yes, a choice, a day, a time, or some words."""
    if expects.kind is Kind.CONFIRM:
        return "ja"
    if expects.choices:
        return expects.choices[number % len(expects.choices)].value
    if not expects.required and number % 2:
        return "ferdig"
    fit = {Kind.DATE: "i går", Kind.DATETIME: "2026-12-01T10:00"}
    return fit.get(expects.kind, f"https://teams.example/{number}")


def utterance(world: World, actor: str, said: Spoken) -> Utterance:
    """What was typed, a fitting answer, or the button at that place of the last card."""
    if isinstance(said, str):
        return Utterance(text=said)
    if isinstance(said, int):
        last = world.last.get(actor)
        return Utterance(text=fitting(last.expects, said) if last else "")
    place, fields = said
    known = list(buttons(world.last.get(actor)))
    return Utterance(data={**(known[place % len(known)] if known else {}), **fields})


@given(st.lists(st.tuples(ACTORS, TYPED | FITTING | FITTING | PRESSED), max_size=20))
@settings(max_examples=150)
def test_nothing_raises_and_nothing_is_done_without_a_yes(
    story: list[tuple[str, Spoken]],
) -> None:
    """No sequence of words and buttons raises, or gives a command that was not confirmed."""
    world = with_invited_gp()
    for actor, said in story:
        before = world.last[actor].expects if actor in world.last else None
        number = len(world.commands)
        turn = world.turn(actor, utterance(world, actor, said))
        for command in world.commands[number:]:
            confirmed = before is not None and before.question == CONFIRM
            assert confirmed or isinstance(command, WITHOUT_A_YES)
        assert turn.replies
        for reply in turn.replies:
            assert reply.text.strip()
            assert reply.card is None or size(reply.card) < LIMIT
        assert Conversation.loads(turn.state.dumps()) == turn.state
        assert flow.as_json(turn)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers() | st.none()))
def test_any_data_of_a_card_is_answered(data: dict[str, object]) -> None:
    """Data that no card of ours has is met with words, never an error."""
    world = World()
    assert world.press(data).replies
    assert world.press({"do": "answer", "form": "register", "n": "1", **data}).replies

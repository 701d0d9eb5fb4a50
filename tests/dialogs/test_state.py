"""What is remembered between turns survives a restart, and nonsense starts afresh."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.state import VERSION, Choice, Conversation, Running

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PAIRS = st.dictionaries(WORDS, WORDS, max_size=3)
LISTS = st.lists(WORDS, max_size=3).map(tuple)
RUNNING = st.builds(
    Running,
    form=WORDS,
    ref=WORDS,
    answers=PAIRS,
    given=LISTS,
    asked=WORDS,
    card=LISTS,
    typed=PAIRS,
    doubt=WORDS,
    options=st.lists(st.builds(Choice, value=WORDS, title=WORDS), max_size=2).map(tuple),
    guessed=st.booleans(),
    plan=WORDS,
    clashes=st.booleans(),
)
TALKS = st.builds(
    Conversation,
    number=st.integers(0, 10**9),
    running=st.none() | RUNNING,
    kept=st.none() | RUNNING,
    case=WORDS,
    waiting=WORDS,
    asks=WORDS,
    about=WORDS,
    whys=PAIRS,
    whys_on=WORDS,
)


@given(TALKS)
def test_what_is_written_is_read_again(talk: Conversation) -> None:
    """A conversation is the same after it was written as text and read."""
    assert Conversation.loads(talk.dumps()) == talk


@given(st.text())
def test_any_text_gives_a_conversation(text: str) -> None:
    """Whatever stands in the store, a conversation comes of it."""
    assert isinstance(Conversation.loads(text), Conversation)


@pytest.mark.parametrize(
    "change",
    [
        {"version": VERSION + 1},
        {"number": "1"},
        {"running": []},
        {"running": {"form": "register"}},
        {"whys": {"K7M2": 1}},
        {"case": None},
    ],
    ids=["version", "number", "form as list", "form cut short", "reason as number", "no case"],
)
def test_what_cannot_be_read_starts_afresh(change: dict[str, object]) -> None:
    """A state of another version or shape is forgotten as a whole."""
    raw = json.loads(Conversation(case="K7M2", number=3).dumps()) | change
    assert Conversation.loads(json.dumps(raw)) == Conversation()

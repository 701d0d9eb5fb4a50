"""Answer links: nobody can guess them, and the database does not give them away."""

import string
from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from bot.links import KeyedLinks
from dialogs.understand.references import REFERENCE_ALPHABET
from pathway.words import ClinicId, InvitationId

URL = "https://svar.example.org"
TOKEN_LETTERS = frozenset(string.ascii_lowercase + "234567")

invitations = st.uuids().map(lambda made: InvitationId(str(made)))
keys = st.binary(min_size=32, max_size=64)


def links(key: bytes = b"k" * 32, clinic: str = "fjordly") -> KeyedLinks:
    """The links of a clinic."""
    return KeyedLinks(key, ClinicId(clinic), URL)


def token(made: KeyedLinks, invitation: InvitationId, counter: int = 0) -> str:
    """What stands last in the address."""
    return made.links(invitation, counter).answer_url.removeprefix(f"{URL}/svar/")


@given(invitations, st.integers(0, 5), keys)
def test_a_link_is_found_again_by_its_hashes(
    invitation: InvitationId, counter: int, key: bytes
) -> None:
    """Token and code of an invitation have the two hashes that are looked up, today and later."""
    made = links(key)
    shown = made.links(invitation, counter)
    assert made.links(invitation, counter) == shown
    found = (
        made.hash_of_token(token(made, invitation, counter)),
        made.hash_of_code(shown.answer_code),
    )
    assert made.hashes(invitation, counter) == found
    assert shown.code_url == f"{URL}/svar"


@given(invitations)
def test_a_token_has_160_bits_and_a_code_48(invitation: InvitationId) -> None:
    """A token is 32 letters of base32, no sign that mail programs drop; a code is 12 of 16."""
    made = links()
    letters = token(made, invitation)
    assert len(letters) == 32
    assert set(letters) <= TOKEN_LETTERS
    groups = made.links(invitation, 0).answer_code.split(" ")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(REFERENCE_ALPHABET)
    assert len(REFERENCE_ALPHABET) == 16


@given(invitations, invitations)
def test_key_clinic_invitation_and_counter_all_count(
    one: InvitationId, other: InvitationId
) -> None:
    """Another key, clinic, invitation or counter gives another token, code and hash."""
    made = [
        (links(key, clinic), invitation, counter)
        for key, clinic, invitation, counter in product(
            (b"k" * 32, b"l" * 32), ("fjordly", "fjordvik"), {one, other}, (0, 1)
        )
    ]
    tokens = {token(*each) for each in made}
    codes = {linked.links(invitation, n).answer_code for linked, invitation, n in made}
    hashes = {each for linked, invitation, n in made for each in linked.hashes(invitation, n)}
    assert len(tokens) == len(codes) == len(made)
    assert len(hashes) == 2 * len(made)


@given(
    invitation=invitations,
    between=st.sampled_from(["", " ", "-", "  ", ".", "\u00a0"]),
    small=st.booleans(),
)
def test_a_code_is_read_as_people_write_it(
    *, invitation: InvitationId, between: str, small: bool
) -> None:
    """Spaces, dashes and small letters in a code make no difference."""
    made = links()
    code = made.links(invitation, 0).answer_code
    typed = between.join(code.replace(" ", ""))
    assert made.hash_of_code(typed.lower() if small else typed) == made.hash_of_code(code)


@given(invitations)
def test_a_token_stands_as_it_is(invitation: InvitationId) -> None:
    """A token in other letters, or cut, is another."""
    made = links()
    letters = token(made, invitation)
    assert made.hash_of_token(letters.swapcase()) not in made.hashes(invitation, 0)
    assert made.hash_of_token(letters[:-1]) not in made.hashes(invitation, 0)


@given(invitations, st.sampled_from(["", "-", "--------", "_", " "]))
def test_a_code_is_no_token(invitation: InvitationId, padding: str) -> None:
    """Looked up as a token a code is nobody's, however it is padded, and a token is no code."""
    made = links()
    code = made.links(invitation, 0).answer_code.replace(" ", "")
    assert made.hash_of_token(code + padding) not in made.hashes(invitation, 0)
    assert made.hash_of_code(token(made, invitation)) not in made.hashes(invitation, 0)


@example("\ud800 half a character")
@given(st.text(max_size=300))
def test_anything_may_be_looked_up(text: str) -> None:
    """Garbage in any script, half characters too, has a hash, and one without what was typed."""
    for hashed in (links().hash_of_token(text), links().hash_of_code(text)):
        assert len(hashed) == 64
        assert set(hashed) <= set(string.hexdigits.lower())


@given(invitations)
def test_a_stolen_database_opens_nothing(invitation: InvitationId) -> None:
    """Whoever has the hash and every code still needs the key: another key, another hash."""
    code = links().links(invitation, 0).answer_code
    assert links(b"l" * 32).hash_of_code(code) != links().hash_of_code(code)

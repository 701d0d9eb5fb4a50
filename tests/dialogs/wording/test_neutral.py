"""No word that tells gets past the filter, and no innocent one is stopped (P1, F17)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.wording.neutral import (
    clean,
    clean_link,
    forbidden_in,
    is_address,
    neutral,
    telling_link,
)
from tests.dialogs.wording import example_values as values


@pytest.mark.parametrize("text", [t for t in values.UGLY if "{" not in t and "\n" not in t])
def test_forbidden_words_are_found(text: str) -> None:
    """Each forbidden word is found, and what holds it is left out."""
    assert forbidden_in(text)
    assert not neutral(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Møte", "me er her", "Spania", "Langstranda 4", "merke", "SMS", "Rustad", "russ"),
        *("Nina Angstrøm", "Thomas Paine", "Rudolf Krefting", "M. E. Hansen"),
    ],
)
def test_innocent_words_pass(text: str) -> None:
    """Words that only resemble the forbidden ones may leave; nynorsk "me" is one."""
    assert not forbidden_in(text)
    assert neutral(text) == text


def test_what_is_typed_is_one_line_without_braces() -> None:
    """Line breaks and braces in what people typed cannot pass for ours."""
    assert clean(" a\r\n b {answer_url} ") == "a b (answer_url)"
    assert clean_link(" https://a.no/{1} \n2") == "https://a.no/%7B1%7D2"


def test_what_is_typed_hides_nothing() -> None:
    """Full-width letters become ordinary ones, and characters nobody sees are dropped."""
    assert clean("\uff5banswer_url\uff5d") == "(answer_url)"
    assert clean("Stor\u200bgata\u00ad 1") == "Storgata 1"


@pytest.mark.parametrize(
    ("link", "address", "telling"),
    [
        (values.LINK, True, False),
        ("https://smerteklinikk.example.no/abc", True, False),
        ("https://a.no/smerte", True, True),
        ("https://a.no/sm%65rte", True, True),
        ("https://a.no/rom?tema=pain_clinic", True, True),
        ("https://a.no/rom#ME", True, True),
        ("http://a.no/rom", False, False),
        ("https://smerte@a.no/rom", False, False),
        ("https://a.no/\u00f8", False, False),
        ("https://a.no/{1}", False, False),
        ("https://a.no/%zz", False, False),
        ("https://localhost/rom", False, False),
        ("https://", False, False),
    ],
)
def test_a_link_is_an_address_that_tells_nothing(link: str, address: bool, telling: bool) -> None:  # noqa: FBT001
    """A link is https of RFC 3986 characters; path and query may not say what it is about (F17)."""
    assert (is_address(link), telling_link(link)) == (address, telling)


@given(st.text(max_size=60))
def test_a_clean_link_is_ascii_and_one_word(text: str) -> None:
    """Whatever stands in a link, the calendar gets characters that an address may have."""
    assert re.fullmatch(r"[!#$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]*", clean_link(text))

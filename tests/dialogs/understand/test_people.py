"""E-mail addresses and telephone numbers."""

import pytest

from dialogs.understand import (
    Ambiguous,
    NotUnderstood,
    Reason,
    Understood,
    read_email,
    read_phone,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("kari@legekontor.no", "kari@legekontor.no"),
        ("Kari Nordmann <Kari@Lege.NO>", "Kari@lege.no"),
        ("adressen er kari.n+1@x.no.", "kari.n+1@x.no"),
        ("mailto:a@b.co.uk", "a@b.co.uk"),
        (" a@xn--blbr-pqa.no ", "a@xn--blbr-pqa.no"),
    ],
)
def test_an_address_is_read(text: str, address: str) -> None:
    """An address is found alone, in brackets, or after "adressen er", its domain in lower case."""
    assert read_email(text) == Understood(address)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kari x.no", Reason.NO_AT_SIGN),
        ("kari@x", Reason.BAD_DOMAIN),
        ("kari@x.n", Reason.BAD_DOMAIN),
        ("kari@-x.no", Reason.BAD_DOMAIN),
        ("kari@x..no", Reason.BAD_DOMAIN),
        ("post@blåbær.no", Reason.BAD_DOMAIN),
        ("kari@@x.no", Reason.BAD_ADDRESS),
        ("a..b@x.no", Reason.BAD_ADDRESS),
        ("@x.no", Reason.BAD_ADDRESS),
        (f"{'a' * 65}@x.no", Reason.BAD_ADDRESS),
        ("ikke a@b.no", Reason.UNKNOWN_WORDS),
        ("a@b.no\nBcc: c@d.no", Reason.UNKNOWN_WORDS),
        ("", Reason.EMPTY),
    ],
)
def test_a_bad_address_is_refused_with_its_reason(text: str, reason: Reason) -> None:
    """What is no single plain address is refused, and why."""
    assert read_email(text) == NotUnderstood(reason)


def test_two_addresses_are_asked_about() -> None:
    """Of two addresses none is picked."""
    assert read_email("a@b.no, c@d.no") == Ambiguous(("a@b.no", "c@d.no"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("55 55 33 36", "55553336"),
        ("555 53 336", "55553336"),
        ("+47 55553336", "55553336"),
        ("(+47) 55 55 33 36", "55553336"),
        ("0047 55 55 33 36", "55553336"),
        ("47 55 55 33 36", "55553336"),
        ("tlf.: 55.55.33.36", "55553336"),
        ("４７５５５３３３", "47555333"),
        ("02800", "02800"),
    ],
)
def test_a_number_is_read(text: str, number: str) -> None:
    """Eight digits, or five that begin with 0, are read however they are grouped."""
    assert read_phone(text) == Understood(number)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1234567", Reason.TOO_FEW_DIGITS),
        ("12345", Reason.TOO_FEW_DIGITS),
        ("555533361", Reason.TOO_MANY_DIGITS),
        ("01018012345", Reason.TOO_MANY_DIGITS),
        ("12345678", Reason.NO_SUCH_NUMBER),
        ("+46 70 123 45 67", Reason.FOREIGN_NUMBER),
        ("ikke 55553336", Reason.UNKNOWN_WORDS),
        ("har ingen", Reason.UNKNOWN_WORDS),
        ("٥٥٥٥٣٣٣٦", Reason.NO_NUMBER),
        ("+", Reason.NO_NUMBER),
    ],
)
def test_a_bad_number_is_refused_with_its_reason(text: str, reason: Reason) -> None:
    """Another length (a birth number above all), another country or no number is refused."""
    assert read_phone(text) == NotUnderstood(reason)


def test_two_numbers_are_asked_about() -> None:
    """Of two numbers none is picked."""
    assert read_phone("55553336 eller 55553337") == Ambiguous(("55553336", "55553337"))

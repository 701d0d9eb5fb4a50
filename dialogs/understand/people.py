"""E-mail addresses and Norwegian telephone numbers, checked simply."""

import re
from typing import Final

from dialogs.understand.reading import (
    NotUnderstood,
    Reading,
    Reason,
    UnreadableError,
    reading_of,
)
from dialogs.understand.tidy import listed, visible

_LONGEST_ADDRESS: Final = 254
_LONGEST_NAME: Final = 64
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:[.][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_TOP: Final = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
_BESIDE_ADDRESS: Final = listed(
    "e-post epost e-posten eposten mail e-mail adresse adressen e-postadresse e-postadressen er "
    "det den eller og til"
)
_IN_BRACKETS: Final = re.compile(r"[^<>@]*<([^<>\s]+)>")

_BESIDE_NUMBER: Final = listed(
    "tlf telefon telefonen telefonnummer telefonnummeret mobil mobilen mob nr nummer nummeret "
    "er det den ring på"
)
_ALTERNATIVES: Final = re.compile(r"\beller\b|\bog\b|[,;/]")
_NUMBER: Final = re.compile(r"(\+|00)?([0-9]+)")
_NORWAY: Final = "47"
_LENGTH: Final = 8
_SHORT_LENGTH: Final = 5


def read_email(text: str) -> Reading[str]:
    """Read an e-mail address, its domain in lower case; "Kari <kari@x.no>" will do."""
    try:
        seen = visible(text)
        bracketed = _IN_BRACKETS.fullmatch(seen)
        words = [bracketed.group(1)] if bracketed else seen.split()
        return reading_of([_address(word) for word in _addresses(words)], Reason.NO_AT_SIGN)
    except UnreadableError as error:
        return NotUnderstood(error.reason)


def _addresses(words: list[str]) -> list[str]:
    """The words with an at sign; beside them only such as "adressen er"."""
    plain = [word.strip(",;:.()<>\"'").removeprefix("mailto:") for word in words]
    others = [word for word in plain if "@" not in word]
    found = [word for word in plain if "@" in word]
    if found and not {word.lower() for word in others if word} <= _BESIDE_ADDRESS:
        raise UnreadableError(Reason.UNKNOWN_WORDS)
    return found


def _address(word: str) -> str:
    name, _, domain = word.rpartition("@")
    labels = domain.lower().split(".")
    if len(word) > _LONGEST_ADDRESS or len(name) > _LONGEST_NAME or not _NAME.fullmatch(name):
        raise UnreadableError(Reason.BAD_ADDRESS)
    if len(labels) == 1 or not _TOP.fullmatch(labels[-1]):
        raise UnreadableError(Reason.BAD_DOMAIN)
    if not all(map(_LABEL.fullmatch, labels)):
        raise UnreadableError(Reason.BAD_DOMAIN)
    return f"{name}@{domain.lower()}"


def read_phone(text: str) -> Reading[str]:
    """Read a Norwegian number as its bare digits: eight, or five that begin with 0.

    "+47", "0047", spaces, hyphens and brackets are left out; foreign ones are refused.
    """
    try:
        parts = [part for part in _ALTERNATIVES.split(visible(text).lower()) if part.strip()]
        return reading_of([_phone(part) for part in parts], Reason.NO_NUMBER)
    except UnreadableError as error:
        return NotUnderstood(error.reason)


def _phone(part: str) -> str:
    words = re.findall(r"[^\W\d_]+", part)
    if not set(words) <= _BESIDE_NUMBER:
        raise UnreadableError(Reason.UNKNOWN_WORDS)
    bare = re.sub(r"[^\W\d_]+|[\s().:-]", "", part)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        raise UnreadableError(Reason.NO_NUMBER)
    return _national(match.group(2), abroad=bool(match.group(1)))


def _national(digits: str, *, abroad: bool) -> str:
    if abroad and not digits.startswith(_NORWAY):
        raise UnreadableError(Reason.FOREIGN_NUMBER)
    with_country = abroad or (digits.startswith(_NORWAY) and len(digits) == _LENGTH + 2)
    digits = digits.removeprefix(_NORWAY) if with_country else digits
    if len(digits) == _SHORT_LENGTH and digits.startswith("0"):
        return digits
    if len(digits) != _LENGTH:
        too_few = len(digits) < _LENGTH
        raise UnreadableError(Reason.TOO_FEW_DIGITS if too_few else Reason.TOO_MANY_DIGITS)
    if digits[0] in "01":
        raise UnreadableError(Reason.NO_SUCH_NUMBER)
    return digits

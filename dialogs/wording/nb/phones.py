"""Telephone numbers as Norwegians write them and read them aloud."""

from __future__ import annotations

from dialogs.wording.neutral import clean

_LENGTH = 8


def number(phone: str) -> str:
    """Eight digits in pairs, "91 00 00 00"; what is no Norwegian number as it stands."""
    digits = phone.replace(" ", "")
    if len(digits) != _LENGTH or not digits.isdigit():
        return clean(phone)
    return " ".join(digits[at : at + 2] for at in range(0, _LENGTH, 2))

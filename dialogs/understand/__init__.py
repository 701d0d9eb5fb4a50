"""Norwegian as people write it, read without guessing: understood, asked about, or not understood.

Bokmål and nynorsk. Everything is a pure function of the text (and of today's date): tables of
words are data in `vocabulary`, sentences are patterns in `grammar`, and whether one reading or
several are left decides the result. A word that nobody listed makes a sentence about time not
understood, because it may turn the meaning around.
"""

from dialogs.understand.answers import Option, read_choice, read_yes_no
from dialogs.understand.dates import Prefer
from dialogs.understand.doubts import Doubt, doubts
from dialogs.understand.moments import read_date, read_moment, read_time
from dialogs.understand.people import read_email, read_phone
from dialogs.understand.reading import (
    Ambiguous,
    Moment,
    NotUnderstood,
    Reading,
    Reason,
    Understood,
)
from dialogs.understand.references import (
    REFERENCE_ALPHABET,
    REFERENCE_LENGTH,
    read_reference,
)

__all__ = [
    "REFERENCE_ALPHABET",
    "REFERENCE_LENGTH",
    "Ambiguous",
    "Doubt",
    "Moment",
    "NotUnderstood",
    "Option",
    "Prefer",
    "Reading",
    "Reason",
    "Understood",
    "doubts",
    "read_choice",
    "read_date",
    "read_email",
    "read_moment",
    "read_phone",
    "read_reference",
    "read_time",
    "read_yes_no",
]

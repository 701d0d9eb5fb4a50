"""The sentence that registers a patient: who, when the referral came, the GP, and what else."""

from __future__ import annotations

import re
from datetime import date

from dialogs.understand.moments import read_date
from dialogs.understand.people import read_phone
from dialogs.understand.reading import Understood

_GP_FOLLOWS = re.compile(r"(?<!ingen)(?<!uten)[\s,]+fastlegen?\b:?\s+(?:er\s+)?", re.IGNORECASE)
_RECEIVED = re.compile(
    r"[\s,]*\b(?:henvisning(?:en)?\s+)?(?:(?:ble|er)\s+)?(?:mottatt|motteke|mottok)\b:?\s*"
    r"(?P<on>[^,]*?)(?=\s*,|\s+(?:ingen\s+|uten\s+)?fastlegen?\b|\s*$)",
    re.IGNORECASE,
)
_RESPONSIBLE = re.compile(
    r"[\s,]+(?:ansvarlig(?: kliniker| behandler)?|(?:kliniker|behandler)(?: er)?)\b:?\s+"
    r"(?:er\s+)?(?P<who>[^,]+?)(?=\s*,|\s+fastlegen?\b|\s+mottatt\b|\s*$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\s,]*\b(?:(?:e-?post|mail)(?:en|adressen?)?:?\s+)?(?P<address>[^\s,@]+@[^\s,@]+)",
    re.IGNORECASE,
)
_BEFORE_FIGURES = re.compile(r"\s+(?=\d)")


def facts_in(rest: str, today: date) -> dict[str, str]:
    """As in "Test Testesen, 7.9.2026, Kari Nordmann, ansvarlig Lea, 91 23 45 67": parts by comma.

    *Fastlege* begins the last part and *mottatt* the date, with or without a comma; a date in
    figures needs neither. The responsible clinician and an address may stand anywhere.
    """
    rest, clinician = _cut(rest, _RESPONSIBLE, "who")
    rest, email = _cut(rest, _ADDRESS, "address")
    rest, phone = _phone_last(rest)
    rest, received = _cut(rest, _RECEIVED, "on")
    titled = _GP_FOLLOWS.split(rest, maxsplit=1)
    name, _, others = titled[0].partition(",")
    if not received:
        name, received = _without_date(name, today)
    if not received:
        received, _, others = others.partition(",")
    gp = titled[1] if len(titled) > 1 else others
    facts = {"name": name, "received": received, "gp": gp, "phone": phone}
    facts |= {"email": email, "clinician": clinician}
    return {name: text.strip() for name, text in facts.items()}


def _cut(rest: str, wanted: re.Pattern[str], group: str) -> tuple[str, str]:
    """The words without what is wanted and what names it, and what it says."""
    found = wanted.search(rest)
    if found is None:
        return rest, ""
    before, after = rest[: found.start()], rest[found.end() :].lstrip(" ,")
    return f"{before}, {after}" if before and after else before or after, found[group].strip()


def _without_date(name: str, today: date) -> tuple[str, str]:
    """The name, and the date that stands after it without a comma."""
    figures = _BEFORE_FIGURES.search(name)
    if figures is None:
        return name, ""
    day = name[figures.end() :]
    dated = isinstance(read_date(day, today, prefer="past"), Understood)
    return (name[: figures.start()], day) if dated else (name, "")


def _phone_last(rest: str) -> tuple[str, str]:
    """The sentence without the patient's number, which may stand as its last part."""
    before, comma, last = rest.rpartition(",")
    number = read_phone(last) if comma else None
    return (before, last) if isinstance(number, Understood) else (rest, "")

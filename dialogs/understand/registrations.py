"""The sentence that registers a patient: who, when the referral came, the GP, and what else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dialogs.understand.moments import read_date
from dialogs.understand.reached import Owner, Reached, cut_reached
from dialogs.understand.reading import Understood

SLOTS = ("1", "2", "3", "4")
"""So many addresses and numbers may stand in a sentence that are not clearly the patient's."""

_GP_FOLLOWS = re.compile(r"(?<!ingen)(?<!uten)[\s,]+fastlegen?\b:?\s+(?:er\s+)?", re.IGNORECASE)
_NO_GP = re.compile(r"\b(?:har\s+)?(?:ingen|uten|ikke)\s+fastlege\w*", re.IGNORECASE)
_DOCTOR = re.compile(r"\b(?:(?:fast)?lege|doktor|dr\b)", re.IGNORECASE)
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
_SENTENCE_END = re.compile(r"(?<=\w{3})\.$")
_BEFORE_FIGURES = re.compile(r"\s+(?=\d)")


def facts_in(rest: str, today: date) -> dict[str, str]:
    """As in "Test Testesen, 7.9.2026, Kari Nordmann, ansvarlig Lea, 91 23 45 67": parts by comma.

    *Fastlege* begins the last part and *mottatt* the date, with or without a comma; a date in
    figures needs neither. The responsible clinician, an address and a number may stand anywhere.
    """
    rest, reached = cut_reached(rest, today)
    return _named(rest, today) | _whose(reached, today)


def _named(rest: str, today: date) -> dict[str, str]:
    """Everything but addresses and numbers."""
    rest, clinician = _cut(rest, _RESPONSIBLE, "who")
    rest, received = _cut(rest, _RECEIVED, "on")
    titled = _GP_FOLLOWS.split(rest, maxsplit=1)
    name, _, others = titled[0].partition(",")
    name = _SENTENCE_END.sub("", name)
    if not received:
        name, received = _without_date(name, today)
    if not received:
        received, _, others = others.partition(",")
    gp = titled[1] if len(titled) > 1 else others
    facts = {"name": name, "received": received, "gp": gp, "clinician": clinician}
    return {name: text.strip() for name, text in facts.items()}


def _whose(reached: Iterable[Reached], today: date) -> dict[str, str]:
    """What is clearly the patient's; the rest by number, with its owner where one is named."""
    facts = {"email": "", "phone": ""}
    slots = iter(SLOTS)
    for one in reached:
        kind = "email" if one.is_email else "phone"
        patients = one.owner is Owner.PATIENT
        if (patients or (not one.owner and _before_doctor(one, today))) and not facts[kind]:
            facts[kind] = one.text
        elif slot := next(slots, ""):
            facts |= {f"reached_{slot}": one.text, f"whose_{slot}": one.owner.value}
    return facts


def _before_doctor(one: Reached, today: date) -> bool:
    """Whether only the patient and the day were spoken of so far, or there is no doctor."""
    before, without = _NO_GP.subn("", one.before)
    if without:
        return not _DOCTOR.search(before)
    said = _named(before, today)
    dated = not said["received"] or isinstance(read_date(said["received"], today), Understood)
    return dated and not said["gp"].strip(" ,") and not _DOCTOR.search(before)


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

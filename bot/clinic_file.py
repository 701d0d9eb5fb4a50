"""Reads a clinic's file (TOML); all its faults are listed together, each with the way out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import clinic_agendas, clinic_calendar, clinic_checklists, clinic_ladders, clinic_video
from bot.clinic_faults import Faults
from dialogs.letters import information
from dialogs.wording.neutral import forbidden_in
from pathway.clinic import Clinic, Contact, Staff
from pathway.service.people.contacts import REMEMBERED
from pathway.variants import VARIANTS
from pathway.words import ClinicId, Role, StaffId

T = TypeVar("T")

_KEYS = frozenset(
    {
        *("id", "name", "public_name", "phone", "zone", "work_from"),
        *("work_to", "places", "video", "video_rooms", "mail_to", "staff"),
        *("contacts", "contact_months", "ladders", "patient_letter", "calendar", "checklists"),
        *("plan_text", "agendas", "variant"),
    }
)
_STAFF_KEYS = frozenset(
    {
        *("id", "name", "roles", "profession", "email", "entra_id"),
        *("digest_at", "freebusy_url"),
    }
)
_CONTACT_KEYS = frozenset({"name", "office", "email", "phone", "role", "verified_on"})
_WORKS_HERE = frozenset({Role.SECRETARY, Role.COORDINATOR, Role.CLINICIAN, Role.LEADER})
_OUTSIDE = frozenset(Role) - _WORKS_HERE
_NOT_STAFF = frozenset({"program", "operator", "guest"})
"""Who else stands in the log (P3)."""
_LONGEST_MONTHS = 120
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


class ClinicFileError(Exception):
    """The clinic file cannot be used; `faults` are sentences, each with the way out."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load_clinic(path: Path) -> Clinic:
    """The clinic in this file; `ClinicFileError` with every fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        raise ClinicFileError([f"{path}: no such file; copy clinic.example.toml"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ClinicFileError([f"{path}: cannot be read ({type(error).__name__})"]) from None
    except tomllib.TOMLDecodeError as error:
        raise ClinicFileError([f"{path}: not TOML: {error}"]) from None
    reader = _Reader(raw, Faults(text))
    clinic = reader.clinic()
    if reader.faults:
        raise ClinicFileError([f"{path}: {fault}" for fault in reader.faults])
    return clinic


class _Reader:
    """Collects faults while it builds."""

    def __init__(self, raw: Mapping[str, object], faults: Faults) -> None:
        self.raw = raw
        self.faults = faults

    def clinic(self) -> Clinic:
        """The clinic, to be used only where there are no faults."""
        self._known(self.raw, _KEYS, "the file")
        staff = tuple(self._tables("staff", self._staff))
        clinic = Clinic(
            id=ClinicId(self._id(self.raw, "the file")),
            name=self._text(self.raw, "name", "the file"),
            public_name=self._text(self.raw, "public_name", "the file"),
            phone=self._text(self.raw, "phone", "the file"),
            zone=self._zone(),
            staff=staff,
            places=self._texts("places"),
            video=clinic_video.provider(self.raw, self.faults),
            video_rooms=clinic_video.rooms(self.raw, self.faults),
            contacts=tuple(self._tables("contacts", self._contact)),
            contact_months=self._months(),
            mail_to=self._roles(self.raw, "mail_to", _OUTSIDE, "the file"),
            work_from=self._time(self.raw, "work_from", time(8, 0)),
            work_to=self._time(self.raw, "work_to", time(15, 30)),
            in_graph=clinic_calendar.in_graph(self.raw, self.faults),
            freebusy_inside=clinic_calendar.inside(self.raw, self.faults),
            freebusy_minutes=clinic_calendar.minutes(self.raw, self.faults),
            templates=clinic_agendas.agendas(self.raw, self.faults),
            ladders=clinic_ladders.ladders(self.raw, self.faults),
            checklists=clinic_checklists.used(self.raw, self.faults),
            plan_text=self._plan_text(),
            default_variant=self._variant(),
            patient_letter=self._patient_letter(),
        )
        self._check(clinic)
        self._check_neutral(clinic)
        return clinic

    def _check(self, clinic: Clinic) -> None:
        ids = [person.id for person in clinic.staff]
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            self.faults.append(f"staff id {twice!r} stands twice; give each person their own")
        if not any(person.runs_office for person in clinic.staff):
            self.faults.append("no staff with role secretary or coordinator; add one")
        if clinic.work_from >= clinic.work_to:
            self.faults.append("work_from is not before work_to; write them as 08.00 and 15.30")
        clinic_video.check(clinic.video, clinic.video_rooms, self.faults)

    def _check_neutral(self, clinic: Clinic) -> None:
        """What everybody outside reads may not say what the clinic treats (P1, P1b, F17)."""
        read_outside = {
            "public_name": (clinic.public_name,),
            "phone": (clinic.phone,),
            "places": clinic.places,
            "video_rooms": tuple(room.link for room in clinic.video_rooms),
        }
        for key, texts in read_outside.items():
            for word in dict.fromkeys(word for text in texts for word in forbidden_in(text)):
                self.faults.append(
                    f"{key} holds {word!r}, and everybody outside reads it; leave the word out"
                )

    def _known(self, table: Mapping[str, object], keys: frozenset[str], where: str) -> None:
        for name in sorted(set(table) - keys):
            self.faults.append(
                f"{name!r} in {where} is unknown; known are {', '.join(sorted(keys))}"
            )

    def _text(
        self, table: Mapping[str, object], key: str, where: str, default: str | None = None
    ) -> str:
        value = table.get(key, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        self.faults.append(f'{key!r} in {where} is missing or not a text; write {key} = "…"')
        return ""

    def _id(self, table: Mapping[str, object], where: str) -> str:
        found = self._text(table, "id", where)
        if found in _NOT_STAFF or (found and not _ID.fullmatch(found)):
            self.faults.append(
                f"id {found!r} in {where} cannot be used; write small letters and digits, a to z"
            )
        return found

    def _address(self, table: Mapping[str, object], where: str) -> str:
        found = self._text(table, "email", where, "")
        if found and not _ADDRESS.fullmatch(found):
            self.faults.append(f"email {found!r} in {where}: write it as navn@example.no")
        return found

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.raw.get(key, [])
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.faults.append(f'{key!r} is not a list of texts; write {key} = ["…"]')
        return ()

    def _tables(self, key: str, build: Callable[[Mapping[str, object], str], T]) -> list[T]:
        value = self.raw.get(key, [])
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return [build(item, f"{key} number {n}") for n, item in enumerate(value, 1)]
        self.faults.append(f"{key!r} is not a list of tables; begin each with [[{key}]]")
        return []

    def _staff(self, table: Mapping[str, object], where: str) -> Staff:
        self._known(table, _STAFF_KEYS, where)
        if not table.get("roles"):
            self.faults.append(f"'roles' in {where} is missing; write roles = [\"secretary\"]")
        return Staff(
            id=StaffId(self._id(table, where)),
            name=self._text(table, "name", where),
            roles=self._roles(table, "roles", _WORKS_HERE, where),
            profession=self._text(table, "profession", where, ""),
            email=self._address(table, where),
            entra_id=self._text(table, "entra_id", where, ""),
            digest_at=self._time(table, "digest_at", time(8, 0)),
            freebusy_url=self._published(table, where),
        )

    def _published(self, table: Mapping[str, object], where: str) -> str:
        """Where the calendar is; whoever has the address may read it, so no fault repeats it."""
        found = self._text(table, "freebusy_url", where, "")
        if found and not clinic_calendar.is_published(found):
            self.faults.append(
                f"freebusy_url in {where} is no address; copy the one that ends with .ics"
            )
        return found

    def _contact(self, table: Mapping[str, object], where: str) -> Contact:
        self._known(table, _CONTACT_KEYS, where)
        return Contact(
            name=self._text(table, "name", where),
            office=self._text(table, "office", where, ""),
            email=self._address(table, where),
            phone=self._text(table, "phone", where, ""),
            role=self._contact_role(table, where),
            verified_on=self._day(table, "verified_on", where),
        )

    def _contact_role(self, table: Mapping[str, object], where: str) -> Role:
        value = table.get("role", Role.GP.value)
        names = {role.value: role for role in REMEMBERED}
        if isinstance(value, str) and value in names:
            return names[value]
        self.faults.append(f"'role' in {where} must be one of {', '.join(sorted(names))}")
        return Role.GP

    def _day(self, table: Mapping[str, object], key: str, where: str) -> date | None:
        value = table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.faults.append(f"{key!r} in {where} is not a date; write {key} = 2026-10-01")
        return None

    def _months(self) -> int:
        value = self.raw.get("contact_months", 12)
        if type(value) is int and 0 < value <= _LONGEST_MONTHS:
            return value
        self.faults.append("'contact_months' must be a whole number from 1 to 120")
        return 12

    def _plan_text(self) -> bool:
        """Whether action plans are written here (P4); no where the file says nothing."""
        value = self.raw.get("plan_text", False)
        if not isinstance(value, bool):
            self.faults.append("'plan_text' must be true or false")
        return value is True

    def _variant(self) -> str:
        """Which pathway new patients follow (R2, R4); pain where the file says nothing."""
        value = self.raw.get("variant", "pain")
        if isinstance(value, str) and value in VARIANTS:
            return value
        self.faults.append(f"'variant' must be one of {', '.join(sorted(VARIANTS))}")
        return "pain"

    def _patient_letter(self) -> str:
        """The clinic's own information letter; it says what R20b wants, or is refused."""
        found = self._text(self.raw, "patient_letter", "the file", "")
        if found:
            self.faults += [f"patient_letter {fault}" for fault in information.faults(found)]
        return found

    def _roles(
        self, table: Mapping[str, object], key: str, allowed: frozenset[Role], where: str
    ) -> frozenset[Role]:
        value = table.get(key, [])
        names = {role.value for role in allowed}
        if isinstance(value, list) and all(isinstance(v, str) and v in names for v in value):
            return frozenset(Role(name) for name in value)
        self.faults.append(f"{key!r} in {where} must be a list of {', '.join(sorted(names))}")
        return frozenset()

    def _time(self, table: Mapping[str, object], key: str, default: time) -> time:
        value = table.get(key)
        if value is None:
            return default
        try:
            read = time.fromisoformat(str(value).replace(".", ":"))
        except ValueError:
            read = None
        if read is None or read.tzinfo is not None:
            self.faults.append(f"{key} = {str(value)!r} is not a time; write it as 08.00")
            return default
        return read

    def _zone(self) -> str:
        zone = self._text(self.raw, "zone", "the file", "Europe/Oslo")
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.faults.append(f"zone = {zone!r} is unknown; write Europe/Oslo")
        return zone

"""From settings to an open house, for each way of running it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from bot.addresses import is_loopback
from bot.clinic_file import ClinicFileError, load_clinic
from bot.settings import (
    Settings,
    SettingsError,
    faults_of,
    local_key,
    read_settings,
)

if TYPE_CHECKING:
    from bot.house import Clock, House
    from pathway.clinic import Clinic

LOCAL_ORGANISER = "mote@fjordly.example"
_AUTH_REQUIRED = "SHM_AUTH=required: the local clinic asks nobody who they are"
_SENDS_MAIL = "SHM_SMTP_URL is set: the local clinic has a mail server of its own"
_READS_MAIL = "SHM_IMAP_URL is set: the local clinic reads nobody's mailbox"
_IN_GRAPH = "SHM_GRAPH=on: the local clinic writes in nobody's calendar"
_SEEN_BY_OTHERS = "SHM_PUBLIC_URL is not on this machine: the local clinic is seen by nobody else"
_WAY_OUT = (
    "shm local is for practice and opens no real clinic: unset these, or use shm serve and "
    "shm schedule"
)
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Moments beyond these cannot be reckoned with."""


class UsageError(Exception):
    """Wrong use or settings: the sentence says the way out."""


def settings_for(*needed: str) -> Settings:
    """The settings, with the fields that this command needs; `UsageError` with every fault."""
    try:
        return read_settings(*needed)
    except SettingsError as error:
        raise UsageError(str(error)) from None


def local_settings(folder: Path, example: Path) -> Settings:
    """Local mode's settings: what is not set is made up, under `folder` and from the example.

    `UsageError` where they are a real clinic's: exercises never come near one.
    """
    settings = settings_for()
    given = settings.model_fields_set
    real = _signs_of_a_real_clinic(settings)
    if real:
        raise UsageError("\n".join([*real, _WAY_OUT]))
    update: dict[str, object] = {"auth": "none"}
    if "clinic_file" not in given:
        update["clinic_file"] = example
    if "public_url" not in given:
        update["public_url"] = f"http://{settings.bind}"
    if "organiser_email" not in given:
        update["organiser_email"] = LOCAL_ORGANISER
    if "secret_key" not in given:
        update["secret_key"] = local_key(folder)
    try:
        return Settings.model_validate({**settings.model_dump(), **update})
    except ValidationError as error:
        raise UsageError("\n".join(faults_of(error))) from None


def _signs_of_a_real_clinic(settings: Settings) -> list[str]:
    """What local mode must not be started with, each in a sentence without its value."""
    signs = (
        ("auth" in settings.model_fields_set and settings.auth == "required", _AUTH_REQUIRED),
        (settings.smtp_url.get_secret_value() != "", _SENDS_MAIL),
        (settings.imap_url.get_secret_value() != "", _READS_MAIL),
        (settings.graph == "on", _IN_GRAPH),
        (not is_loopback(urlsplit(settings.public_url).hostname or ""), _SEEN_BY_OTHERS),
    )
    return [said for there, said in signs if there]


def clinic_of(settings: Settings) -> Clinic:
    """The clinic that the settings name; `UsageError` with every fault of its file."""
    try:
        return load_clinic(settings.clinic_file)
    except ClinicFileError as error:
        raise UsageError(str(error)) from None


def open_house(settings: Settings, *, at: str = "") -> House:
    """The house of these settings, its database migrated, its mail going where they say."""
    from bot.assembly import assemble

    clinic = clinic_of(settings)
    moment = moment_of(at, clinic.zone) if at else None
    try:
        return assemble(settings, clinic, at=moment)
    except SettingsError as error:
        raise UsageError(str(error)) from None


async def open_local(settings: Settings, folder: Path, clock: Clock | None = None) -> House:
    """The local clinic: the same house, with an SMTP server of its own in this process."""
    from bot.assembly import assemble_local, read_clock

    try:
        return await assemble_local(
            settings, clinic_of(settings), folder / "mail", clock or read_clock
        )
    except SettingsError as error:
        raise UsageError(str(error)) from None


def moment_of(text: str, zone: str) -> datetime:
    """An ISO moment in UTC; without an offset it is the clinic's time. `UsageError` otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f"{text!r} is no moment: write it as 2026-11-24T10:00"
        raise UsageError(message)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)

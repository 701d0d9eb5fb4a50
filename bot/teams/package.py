"""The app package that an administrator uploads to Teams: a manifest and two icons in one zip.

The same settings, clinic and version give the same bytes, so two packages can be compared.
"""

from __future__ import annotations

import ipaddress
import json
import re
import zipfile
from importlib.metadata import version
from io import BytesIO
from urllib.parse import urlsplit

from bot import about
from bot.clinic_file import ClinicFileError, load_clinic
from bot.settings import Settings, SettingsError, read_settings
from bot.teams.icons import ACCENT, colour_icon, outline_icon
from dialogs.turn import JSON
from dialogs.wording.nb import teams_app as words
from dialogs.wording.neutral import clean, is_address
from pathway.clinic import Clinic

SCHEMA = "1.29"
"""The newest manifest that we have the schema of; a test holds every package against it."""

MEETING_PERMISSIONS = ("OnlineMeeting.ReadBasic.Chat", "OnlineMeetingParticipant.Read.Chat")
"""Start and end of a meeting, and who comes and goes; each without the other works as far."""

_SCHEMA_AT = "https://developer.microsoft.com/json-schemas/teams/v{}/MicrosoftTeams.schema.json"
_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_NO_GUID = (
    "SHM_APP_ID: write the application id as Entra shows it, like "
    "6a2f41a3-c54c-4b1e-9c4f-3d5a1c0c2b11"
)
_NOT_REACHED = (
    "SHM_PUBLIC_URL: Teams takes only https and a name that others reach: write it as "
    "https://svar.example.org"
)
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can say; the real one would make every package another."""

_READABLE = 0o644 << 16
_UNIX = 3


def ingredients() -> tuple[Settings, Clinic]:
    """Settings and clinic, fit for a package; `SettingsError` with every fault of both."""
    settings, faults = _settings()
    faults += _faults_for_teams(settings)
    try:
        clinic = load_clinic(settings.clinic_file)
    except ClinicFileError as error:
        raise SettingsError([*faults, *error.faults]) from None
    if faults:
        raise SettingsError(faults)
    return settings, clinic


def _settings() -> tuple[Settings, list[str]]:
    """The settings and what is missing; raises where they cannot even be read."""
    try:
        return read_settings("app_id", "public_url"), []
    except SettingsError as error:
        faults = error.faults
    try:
        return read_settings(), faults
    except SettingsError:
        raise SettingsError(faults) from None


def _faults_for_teams(settings: Settings) -> list[str]:
    """What may be right elsewhere and is not enough for Teams; what is missing is named already."""
    faults = []
    if settings.app_id and not _GUID.fullmatch(settings.app_id):
        faults.append(_NO_GUID)
    if "public_url" in settings.model_fields_set and not _is_reached(settings.public_url):
        faults.append(_NOT_REACHED)
    return faults


def _is_reached(address: str) -> bool:
    """Whether it is an https address with a name; numbers have no certificate that Teams trusts."""
    try:
        ipaddress.ip_address(_host(address))
    except ValueError:
        return is_address(address)
    return False


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def build(settings: Settings, clinic: Clinic) -> bytes:
    """The package as a zip."""
    told = json.dumps(manifest(settings, clinic), ensure_ascii=False, indent=2)
    files = {
        "manifest.json": f"{told}\n".encode(),
        "color.png": colour_icon(),
        "outline.png": outline_icon(),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def manifest(settings: Settings, clinic: Clinic) -> JSON:
    """What Teams is told of the app; of a meeting it may read when it is held and who is in it."""
    name = clean(clinic.public_name)
    return {
        "$schema": _SCHEMA_AT.format(SCHEMA),
        "manifestVersion": SCHEMA,
        "version": version("shm"),
        "id": settings.app_id.lower(),
        "localizationInfo": {"defaultLanguageTag": words.LANGUAGE_TAG},
        "developer": _developer(name, settings.public_url),
        "name": {"short": words.short_name(name), "full": words.full_name(name)},
        "description": {"short": words.short_description(), "full": words.full_description(name)},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": ACCENT,
        "bots": [_bot(settings.app_id.lower())],
        "validDomains": [_host(settings.public_url)],
        **_consent(settings),
    }


def _consent(settings: Settings) -> JSON:
    """What is asked for each meeting whose chat the app is in, and for nothing else.

    `resource` means nothing here and must not be empty ("Grant RSC permissions to your app").
    """
    asked = [{"name": name, "type": "Application"} for name in MEETING_PERMISSIONS]
    page = f"{settings.public_url}{about.PATH}"
    return {
        "webApplicationInfo": {"id": settings.app_id.lower(), "resource": page},
        "authorization": {"permissions": {"resourceSpecific": asked}},
    }


def _developer(name: str, public_url: str) -> JSON:
    page = f"{public_url}{about.PATH}"
    return {
        "name": words.developer(name),
        "websiteUrl": page,
        "privacyUrl": f"{page}#{about.PRIVACY}",
        "termsOfUseUrl": f"{page}#{about.TERMS}",
    }


def _bot(app_id: str) -> JSON:
    return {
        "botId": app_id,
        "scopes": ["personal", "team", "groupChat"],
        "supportsFiles": False,
        "supportsCalling": False,
        "supportsVideo": False,
        "commandLists": [
            _commands(["personal"], words.menu()),
            _commands(["team", "groupChat"], words.group_menu()),
        ],
    }


def _commands(scopes: list[str], menu: tuple[tuple[str, str], ...]) -> JSON:
    commands = [{"title": title, "description": meaning} for title, meaning in menu]
    return {"scopes": scopes, "commands": commands}

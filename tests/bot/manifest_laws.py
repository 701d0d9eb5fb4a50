"""What the official schema lets pass and Teams does not, each as a manifest to its faults."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from dialogs.parsing import asked
from dialogs.wording.neutral import forbidden_in

Manifest = dict[str, Any]
Law = Callable[[Manifest], Iterator[str]]

VERSION = "1.29"
LOCALES = {"nb-no", "nn-no", "en-us"}
COMMANDS_IN_MENU, LONGEST_COMMAND = 10, 32
RSC = {
    "OnlineMeeting.ReadBasic.Chat",
    "OnlineMeetingParticipant.Read.Chat",
}
"""The permissions for a meeting's chat that the bot asks for, and no other."""


def the_version(manifest: Manifest) -> Iterator[str]:
    """The schema is in a dialect that knows no constants, so any version passes it."""
    if manifest["manifestVersion"] != VERSION or f"/v{VERSION}/" not in manifest["$schema"]:
        yield "manifestVersion"


def a_semantic_version(manifest: Manifest) -> Iterator[str]:
    """Three numbers, none with a leading zero."""
    parts = manifest["version"].split(".")
    if len(parts) != 3 or any(str(int(part)) != part for part in parts if part.isdigit()):
        yield "version"
    if not all(part.isdigit() for part in parts):
        yield "version"


def secure_addresses(manifest: Manifest) -> Iterator[str]:
    """The schema takes http too; the pages lie on a host that the app names as its own."""
    for key, address in manifest["developer"].items():
        if key.endswith("Url") and not address.startswith("https://"):
            yield key
        if key.endswith("Url") and urlsplit(address).hostname not in manifest["validDomains"]:
            yield f"{key} elsewhere"


def only_hosts(manifest: Manifest) -> Iterator[str]:
    """A valid domain is a whole host: no scheme, port, path or star."""
    yield from (d for d in manifest["validDomains"] if set(d) & set(":/*") or "." not in d)


def a_known_locale(manifest: Manifest) -> Iterator[str]:
    """Any letters pass as a language."""
    tag = manifest["localizationInfo"]["defaultLanguageTag"]
    if tag not in LOCALES:
        yield tag


def known_permissions(manifest: Manifest) -> Iterator[str]:
    """A misspelt permission passes, and is never granted; nor is one without the app's own id."""
    permissions = manifest["authorization"]["permissions"]["resourceSpecific"]
    if {permission["name"] for permission in permissions} != RSC:
        yield "permissions"
    yield from (one["name"] for one in permissions if one["type"] != "Application")
    web = manifest.get("webApplicationInfo", {})
    if web.get("id") != manifest["id"] or not web.get("resource"):
        yield "webApplicationInfo"


def short_menus(manifest: Manifest) -> Iterator[str]:
    """Each scope has one menu of ten commands at most, each of 32 characters at most."""
    (bot,) = manifest["bots"]
    scopes = [scope for menu in bot["commandLists"] for scope in menu["scopes"]]
    if sorted(scopes) != sorted(bot["scopes"]):
        yield f"scopes {scopes}"
    for menu in bot["commandLists"]:
        titles = [command["title"] for command in menu["commands"]]
        if len(titles) > COMMANDS_IN_MENU or len(set(titles)) < len(titles):
            yield f"{len(titles)} commands"
        yield from (title for title in titles if len(title) > LONGEST_COMMAND)
        yield from (c["title"] for c in menu["commands"] if not c.get("description"))


def understood(manifest: Manifest) -> Iterator[str]:
    """Every command of a menu is one that the program understands, exactly as it stands."""
    for menu in manifest["bots"][0]["commandLists"]:
        for command in menu["commands"]:
            found = asked(command["title"])
            if found is None or found.guessed or found.rest:
                yield command["title"]


def neutral(manifest: Manifest) -> Iterator[str]:
    """Everybody in the hospital reads it: no word says what the clinic treats (P1, F17)."""
    for text in texts(manifest):
        yield from forbidden_in(text)


def nothing_asked(manifest: Manifest) -> Iterator[str]:
    """No files, calls or video, and nothing that opens a device."""
    (bot,) = manifest["bots"]
    for key in ("supportsFiles", "supportsCalling", "supportsVideo"):
        if bot[key] is not False:
            yield key
    yield from {"permissions", "devicePermissions"} & set(manifest)


def texts(value: object) -> Iterator[str]:
    """Every text within."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    if isinstance(value, str):
        yield value


# Each law with a change that breaks it: where in the manifest, and what is written there.
LAWS: dict[Law, tuple[tuple[str | int, ...], object]] = {
    the_version: (("manifestVersion",), "1.28"),
    a_semantic_version: (("version",), "0.1"),
    secure_addresses: (("developer", "privacyUrl"), "http://svar.example.org/om"),
    only_hosts: (("validDomains", 0), "https://svar.example.org"),
    a_known_locale: (("localizationInfo", "defaultLanguageTag"), "no-nb"),
    known_permissions: (
        ("authorization",),
        {
            "permissions": {
                "resourceSpecific": [{"name": "OnlineMeeting.Read.Chat", "type": "Application"}]
            }
        },
    ),
    short_menus: (("bots", 0, "commandLists", 0, "commands", 0, "title"), "o" * 33),
    understood: (("bots", 0, "commandLists", 0, "commands", 0, "title"), "oppgavr"),
    neutral: (("name", "full"), "Møtebot for smerteklinikken"),
    nothing_asked: (("bots", 0, "supportsFiles"), True),
}

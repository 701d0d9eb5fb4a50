"""The app package for Teams: what the official schema says, what it misses, and the faults."""

import copy
import hashlib
import io
import json
import os
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from bot.clinic_file import load_clinic
from bot.settings import Settings
from bot.teams.package import build, manifest
from tests.bot.command_line import one_line, shm
from tests.bot.manifest_laws import LAWS, Law, Manifest
from tests.bot.png import pixels

ROOT = Path(__file__).parents[3]
SCHEMA = Path(__file__).parent / "schema" / "MicrosoftTeams.schema.json"
PUBLISHED = "b4b311031e1a086e47815b68160664790250362ad85351f4c3dca4730fa5529d"
APP_ID = "6A2F41A3-c54c-4b1e-9c4f-3d5a1c0c2b11"
URL = "https://Svar.example.org/mote/"
CLINIC = load_clinic(ROOT / "clinic.example.toml")
NAMES = [
    "Å",
    "Fjordly klinikk",
    "Avdeling for rehabilitering og mestring, Nordvest sykehus",
    "Langt" * 40,
    "Et {navn}\nover to linjer",
]


@pytest.fixture(autouse=True)
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The four settings of a package, and no other of ours."""
    for name in [name for name in os.environ if name.startswith("SHM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SHM_APP_ID", APP_ID)
    monkeypatch.setenv("SHM_PUBLIC_URL", URL)
    monkeypatch.setenv("SHM_CLINIC_FILE", str(ROOT / "clinic.example.toml"))


def made(public_name: str = CLINIC.public_name) -> Manifest:
    """The manifest of a clinic with this name."""
    return manifest(Settings(), replace(CLINIC, public_name=public_name))


@pytest.fixture(scope="module")
def package() -> bytes:
    """The example clinic's package."""
    settings = Settings(app_id=APP_ID, public_url=URL)
    return build(settings, CLINIC)


@pytest.fixture
def files(package: bytes) -> dict[str, bytes]:
    """Everything in it by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def schema() -> Any:  # noqa: ANN401 - JSON
    """Microsoft's own schema."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_the_schema_is_as_it_was_published() -> None:
    """Nobody has made the schema milder."""
    assert hashlib.sha256(SCHEMA.read_bytes()).hexdigest() == PUBLISHED


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_is_valid(name: str) -> None:
    """Whatever a clinic is called, long or short, its manifest is valid by the official schema."""
    assert [error.message for error in Draft4Validator(schema()).iter_errors(made(name))] == []


def test_the_schema_judges() -> None:
    """A field that there is not, and an id that is no GUID, are both found."""
    wrong = {**made(), "colour": "blue", "id": "shm"}
    assert len(list(Draft4Validator(schema()).iter_errors(wrong))) == 2


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_manifest_keeps_what_the_schema_misses(law: Law) -> None:
    """The manifest keeps each law that the schema does not know."""
    assert [fault for name in NAMES for fault in law(made(name))] == []


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_catches_who_breaks_it(law: Law) -> None:
    """Each law finds the fault in a manifest that was changed to break it."""
    path, value = LAWS[law]
    broken: Manifest = copy.deepcopy(made())
    place: Any = broken
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert list(law(broken))


def test_one_id_for_app_and_bot() -> None:
    """The app and its bot have the id from Entra, in small letters."""
    told = made()
    assert {told["id"], told["bots"][0]["botId"]} == {APP_ID.lower()}


def test_the_version_is_the_program_s() -> None:
    """The package has the version that stands in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert made()["version"] == project["version"]


def test_the_name_is_the_clinic_s_public_one() -> None:
    """The app has the clinic's public name where it fits, and never the inner one."""
    told = made()
    assert told["name"]["short"] == "Møtebot, Fjordly klinikk"
    assert made("Avdeling for rehabilitering")["name"]["short"] == "Møtebot"
    assert CLINIC.name not in json.dumps(told, ensure_ascii=False)


def test_the_addresses_are_ours() -> None:
    """The three addresses lead to the page about the bot, and its host is the one domain."""
    told = made()
    page = "https://Svar.example.org/mote/om"
    assert told["developer"]["websiteUrl"] == page
    assert told["developer"]["privacyUrl"] == f"{page}#personvern"
    assert told["developer"]["termsOfUseUrl"] == f"{page}#vilkar"
    assert told["validDomains"] == ["svar.example.org"]


def test_no_case_is_opened_where_others_read() -> None:
    """In a team or a group chat the menu has nothing but help."""
    told = {tuple(menu["scopes"]): menu for menu in made()["bots"][0]["commandLists"]}
    assert [c["title"] for c in told["team", "groupChat"]["commands"]] == ["hjelp"]


def test_the_package_holds_three_files(files: dict[str, bytes]) -> None:
    """Manifest and icons lie at the top of the zip, and nothing lies beside them."""
    told = json.loads(files["manifest.json"])
    assert list(files) == ["manifest.json", *told["icons"].values()]
    assert told == made()


def test_the_same_settings_give_the_same_bytes(package: bytes) -> None:
    """A package made again is the same, to the byte, with no date of today in it."""
    assert package == build(Settings(), CLINIC)
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_icon_in_colour(files: dict[str, bytes]) -> None:
    """It is 192 by 192, covers everything, and its edge is the accent that the manifest names."""
    rows = pixels(files["color.png"])
    assert {len(rows), *map(len, rows)} == {192}
    assert {alpha for row in rows for *_, alpha in row} == {255}
    edge = {*rows[0], *rows[-1], *(row[0] for row in rows), *(row[-1] for row in rows)}
    assert {f"#{bytes(pixel[:3]).hex()}" for pixel in edge} == {made()["accentColor"]}


def test_the_icon_as_lines(files: dict[str, bytes]) -> None:
    """It is 32 by 32, white wherever there is something, and mostly clear."""
    rows = pixels(files["outline.png"])
    assert {len(rows), *map(len, rows)} == {32}
    assert {pixel[:3] for row in rows for pixel in row} == {(255, 255, 255)}
    alphas = [alpha for row in rows for *_, alpha in row]
    assert alphas.count(0) > len(alphas) / 2
    assert alphas.count(255) > len(alphas) / 8


def test_the_command_writes_it(tmp_path: Path, package: bytes) -> None:
    """`shm teams-package FILE` writes the package, and says what to do with it."""
    file = tmp_path / "shm.zip"
    done = shm("teams-package", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "docs/teams.md" in done.stdout
    assert file.read_bytes() == package


def test_the_file_has_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a file it is written beside us as shm-teams.zip."""
    monkeypatch.chdir(tmp_path)
    assert shm("teams-package").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["shm-teams.zip"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A file that exists is left as it is, and a folder that does not is not made."""
    file = tmp_path / "clinic.toml"
    file.write_text("ours", encoding="utf-8")
    for place in (file, tmp_path / "none" / "shm.zip"):
        done = shm("teams-package", str(place))
        assert done.exit_code == 2
        assert str(place) in one_line(done)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["ours"]


def test_every_fault_is_listed_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Missing and unfit settings and the clinic file's faults stand together, one line each."""
    monkeypatch.delenv("SHM_APP_ID")
    monkeypatch.setenv("SHM_PUBLIC_URL", "http://127.0.0.1:3978")
    monkeypatch.setenv("SHM_CLINIC_FILE", str(tmp_path / "none.toml"))
    done = shm("teams-package", str(tmp_path / "shm.zip"))
    assert done.exit_code == 2
    unreached = "Teams takes only https and a name that others reach"
    assert done.stderr.splitlines() == [
        "SHM_APP_ID is not set: the bot's application id in Entra",
        f"SHM_PUBLIC_URL: {unreached}: write it as https://svar.example.org",
        f"{tmp_path / 'none.toml'}: no such file; copy clinic.example.toml",
    ]
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_read_is_listed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting that no command could use stands beside what is missing."""
    monkeypatch.delenv("SHM_APP_ID")
    monkeypatch.delenv("SHM_PUBLIC_URL")
    monkeypatch.setenv("SHM_TICK_SECONDS", "often")
    names = [line.split(":")[0] for line in shm("teams-package").stderr.splitlines()]
    missing = ["SHM_APP_ID is not set", "SHM_PUBLIC_URL is not set"]
    assert names == ["SHM_TICK_SECONDS", *missing]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHM_APP_ID", "shm"),
        ("SHM_APP_ID", f"{{{APP_ID}}}"),
        ("SHM_APP_ID", APP_ID.replace("-", "")),
        ("SHM_PUBLIC_URL", "http://localhost:3978"),
        ("SHM_PUBLIC_URL", "https://localhost"),
        ("SHM_PUBLIC_URL", "https://10.0.0.4"),
        ("SHM_PUBLIC_URL", "https://[2001:db8::1]"),
        ("SHM_PUBLIC_URL", "https://møte.example.org"),
    ],
)
def test_what_teams_would_refuse(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    """An id that is no GUID, and an address that Teams cannot open, are refused with a way out."""
    monkeypatch.setenv(name, value)
    done = shm("teams-package", str(tmp_path / "shm.zip"))
    assert done.exit_code == 2
    assert one_line(done).startswith(f"{name}: ")
    assert "like 6a2f41a3" in done.stderr or "https://svar.example.org" in done.stderr
    assert not list(tmp_path.iterdir())

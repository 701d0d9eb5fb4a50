"""Microsoft Graph in the settings and in the clinic's file: every fault in a sentence."""

from pathlib import Path
from unittest.mock import call, create_autospec

import pytest
from azure.identity import aio

from bot import assembly_graph as assembly
from bot.clinic_file import load_clinic
from bot.entra_faults import graph_faults
from bot.settings import Settings, SettingsError, read_settings
from pathway.words import Channel, Role
from tests.bot.test_clinic_file import GOOD, faults, written

WITH_GRAPH = f'{GOOD}\n[calendar]\ngraph = ["clinician"]\n'
WHOLE = {"organiser_email": "m@k.example", "app_id": "a", "tenant_id": "t", "app_secret": "s"}


def test_a_role_has_its_calendar_in_graph(tmp_path: Path) -> None:
    """Clinicians with an address are told by their calendar, where the file says so."""
    assert load_clinic(written(tmp_path, GOOD)).in_graph == frozenset()
    clinic = load_clinic(written(tmp_path, WITH_GRAPH))
    assert clinic.channel_for(Role.CLINICIAN, "lea@klinikk.example") is Channel.GRAPH
    assert clinic.channel_for(Role.CLINICIAN, "") is Channel.LETTER


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('calendar = "graph"', "'calendar' is not a table; write [calendar]"),
        ('[calendar]\ngraph = ["gp"]', "'graph' in [calendar] must be a list of clinician"),
        ("[calendar]\ngraph = 1", "'graph' in [calendar] must be a list of clinician"),
        (
            "[calendar]\ngoogle = 1",
            "'google' in [calendar] is unknown; known are graph, inside, minutes",
        ),
    ],
)
def test_a_fault_in_the_calendar_table(tmp_path: Path, said: str, told: str) -> None:
    """What cannot be used is told with the way out; nobody outside can be named (P2)."""
    text = f"{said}\n{GOOD}" if said.startswith("calendar") else f"{GOOD}\n{said}\n"
    assert any(told in fault for fault in faults(tmp_path, text))


@pytest.mark.parametrize(
    ("given", "wanted", "lacks"),
    [
        ({}, False, []),
        ({}, True, ["SHM_GRAPH"]),
        ({"graph": "on", **WHOLE}, True, []),
        ({"graph": "on", **WHOLE, "app_secret": ""}, True, ["SHM_APP_SECRET"]),
        ({"graph": "on", **WHOLE, "app_secret": "", "app_identity": "managed"}, False, []),
        (
            {"graph": "on"},
            True,
            ["SHM_ORGANISER_EMAIL", "SHM_APP_ID", "SHM_TENANT_ID", "SHM_APP_SECRET"],
        ),
        (
            {
                "graph": "on",
                "organiser_email": "m@k.example",
                "graph_base_url": "http://127.0.0.1:1",
            },
            True,
            [],
        ),
    ],
)
def test_what_graph_lacks(given: dict[str, str], wanted: bool, lacks: list[str]) -> None:  # noqa: FBT001
    """Where Graph is on, or the clinic's file wants it, all that is missing is told."""
    told = graph_faults(Settings.model_validate(given), wanted=wanted)
    assert [fault.partition(" ")[0] for fault in told] == lacks


def test_another_graph_is_on_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is never sent to another host than Microsoft's."""
    monkeypatch.setenv("SHM_GRAPH_BASE_URL", "https://graph.example/v1.0")
    with pytest.raises(SettingsError, match="only on loopback"):
        read_settings()


def test_graph_without_its_libraries_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program says what to install, and starts without it where Graph is off."""
    clinic = load_clinic(written(tmp_path, WITH_GRAPH))
    monkeypatch.setattr(assembly, "extra_is_there", lambda: False)
    with pytest.raises(SettingsError, match="run make graph"):
        assembly.graph_of(Settings.model_validate({"graph": "on", **WHOLE}), clinic)
    off = load_clinic(written(tmp_path, GOOD))
    assert assembly.graph_of(Settings.model_validate({}), off) is None


IDENTITIES = {
    "secret": ("ClientSecretCredential", call("t", "a", "s")),
    "certificate": (
        "CertificateCredential",
        call("t", "a", certificate_path="/run/app.pem"),
    ),
    "managed": ("ManagedIdentityCredential", call(client_id="a")),
}


@pytest.mark.parametrize("kind", IDENTITIES)
def test_each_identity_has_its_own_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The settings choose whom Entra is asked as; nothing is made before it is needed."""
    made = {}
    for name, _ in IDENTITIES.values():
        made[name] = create_autospec(getattr(aio, name))
        monkeypatch.setattr(aio, name, made[name])
    given = {"app_identity": kind, "app_certificate": "/run/app.pem"}
    settings = Settings.model_validate({"graph": "on", **WHOLE}).model_copy(update=given)
    clinic = load_clinic(written(tmp_path, WITH_GRAPH))
    graph = assembly.graph_of(settings, clinic)
    assert graph is not None
    make = graph.line._make_credential  # noqa: SLF001 - else it asks Entra
    assert make is not None
    assert [name for name, one in made.items() if one.called] == []
    assert make() is made[IDENTITIES[kind][0]].return_value
    name, asked = IDENTITIES[kind]
    assert {one: how.mock_calls for one, how in made.items() if how.called} == {name: [asked]}

"""The organiser's mailbox in Exchange Online: a token of the app's own, and what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.entra_faults import token_faults
from bot.mail_token import SCOPE, MailTokens
from bot.settings import Settings, SettingsError, read_settings
from bot.teams.entra import Identity, Tokens, ask_entra
from pathway.bearer import NoTokenError
from tests.bot.teams.test_entra import APP, SECRET, TENANT, Http

GOOD: Mapping[str, object] = {"access_token": "t", "expires_in": 3600}


def tokens(answer: Mapping[str, object]) -> MailTokens:
    """Where Entra answers so."""
    return MailTokens(Tokens(lambda: answer, lambda: 0.0))


async def test_the_mailbox_is_shown_entras_token() -> None:
    """It is Entra's own, and asked for anew once it was not taken."""
    asked: list[int] = []

    def ask() -> Mapping[str, object]:
        asked.append(1)
        return {**GOOD, "access_token": f"t{len(asked)}"}

    mail = MailTokens(Tokens(ask, lambda: 0.0))
    assert [await mail(), await mail()] == ["t1", "t1"]
    mail.drop("t1")
    assert await mail() == "t2"


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ({"error": "invalid_client", "error_codes": [7000222]}, True),
        ({"error": "temporarily_unavailable"}, False),
        ({"error": "server_error"}, False),
        ({}, False),
    ],
)
async def test_a_no_for_good_is_told_from_one_for_now(
    answer: Mapping[str, object], *, refused: bool
) -> None:
    """An old secret does not mend itself; all the rest does."""
    with pytest.raises(NoTokenError) as error:
        await tokens(answer)()
    assert error.value.refused is refused


def test_the_token_is_for_the_mailbox() -> None:
    """Entra is asked for Exchange's scope, not the bot's."""
    http = Http()
    ask_entra(Identity(app_id=APP, tenant=TENANT, secret=SECRET), http, scope=SCOPE)
    ((_, form),) = http.posts
    assert form["scope"] == SCOPE


def test_with_a_password_there_is_no_token() -> None:
    """Nothing is asked of Entra where the mailbox takes a password."""
    assert MailTokens.of(Settings()) is None


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, []),
        ({"mail_auth": "oauth"}, ["SHM_APP_ID", "SHM_TENANT_ID", "SHM_APP_SECRET"]),
        ({"mail_auth": "oauth", "app_id": "a", "tenant_id": "t", "app_secret": "s"}, []),
        (
            {"mail_auth": "oauth", "app_id": "a", "tenant_id": "t", "app_identity": "managed"},
            [],
        ),
    ],
)
def test_what_a_token_wants(given: dict[str, str], lacks: list[str]) -> None:
    """An app, its tenant and its proof, each told where it is lacking."""
    faults = token_faults(Settings.model_validate(given))
    assert [fault.partition(" ")[0] for fault in faults] == lacks


def test_an_address_with_a_password_is_refused_beside_other_faults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever switches to tokens is told of the password that stands there still."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHM_MAIL_AUTH", "oauth")
    monkeypatch.setenv("SHM_IMAP_URL", "imaps://mote:hunter2@outlook.office365.com")
    with pytest.raises(SettingsError) as error:
        read_settings("organiser_email")
    assert "names a user and no password where SHM_MAIL_AUTH is oauth" in str(error.value)
    assert "hunter2" not in str(error.value)

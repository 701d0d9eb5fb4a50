"""Local mode never comes near a real clinic."""

import asyncio
import stat
from pathlib import Path

import aiosmtplib
import pytest

from bot.inbox import Inbox, Outside
from bot.opening import UsageError, local_settings, open_local
from tests.bot.command_line import one_line, rows, shm
from tests.fakes.rooms import NOW
from tests.story.office import Office

EXAMPLE = Path("clinic.example.toml")
REAL = {
    "SHM_AUTH": "required",
    "SHM_SMTP_URL": "smtp://user:hunter2@mail.example.org:587",
    "SHM_IMAP_URL": "imaps://user:hunter2@mail.example.org",
    "SHM_PUBLIC_URL": "https://svar.example.org",
}

NOBODY = Outside(write=lambda *_: None, read=lambda *_: None)
"""Those outside answer nothing."""


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without settings."""
    for name in REAL:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", REAL)
def test_a_real_clinics_setting_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each sign of a real clinic stops `shm local` with its name and the way out, no secret."""
    monkeypatch.setenv(name, REAL[name])
    monkeypatch.chdir(tmp_path)
    done = shm("local")
    assert done.exit_code == 2
    assert name in done.stderr
    assert "shm serve" in done.stderr
    assert "hunter2" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_sign_is_named_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All that must be unset is listed together."""
    for name, value in REAL.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as refused:
        local_settings(tmp_path, EXAMPLE)
    assert all(name in str(refused.value) for name in REAL)


def test_a_real_clinics_database_is_refused(office: Office, ref: str) -> None:
    """A database with cases that local mode did not make is neither opened nor changed."""
    before = rows(office)
    with pytest.MonkeyPatch.context() as patch:  # undone before the office's own settings are
        for name in REAL:
            patch.delenv(name, raising=False)
        patch.setenv("SHM_BIND", "127.0.0.1:0")
        done = shm("local")
    assert done.exit_code == 2
    assert "SHM_DATABASE_URL" in one_line(done)
    assert "sqlite:///var/practice.db" in one_line(done)
    assert rows(office) == before


def test_local_mode_opens_what_it_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its own database it opens again, and every process obeys the clock turned there."""
    monkeypatch.setenv("SHM_DATABASE_URL", f"sqlite:///{tmp_path / 'shm.db'}")
    settings = local_settings(tmp_path, EXAMPLE)

    async def twice() -> None:
        for _ in range(2):
            house = await open_local(settings, tmp_path)
            await house.close()

    asyncio.run(twice())


def test_letters_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Folders and files of mail are closed to everybody else, those of earlier runs too."""
    folder = tmp_path / "var" / "mail"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    (folder / "00001.eml").write_bytes(b"To: a@example.org\r\n\r\n")

    async def keep() -> None:
        inbox = Inbox(folder, lambda: NOW, lambda _raw: None, NOBODY)
        await inbox.start()
        inbox.keep("b@example.org", b"To: b@example.org\r\n\r\n")
        await inbox.stop()

    asyncio.run(keep())
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes == {"mail": 0o700, "00001.eml": 0o600, "00002.eml": 0o600}


def test_folders_on_the_way_are_closed_too(tmp_path: Path) -> None:
    """A folder that has to be made for the mail is its owner's alone."""

    async def start() -> None:
        inbox = Inbox(tmp_path / "var" / "mail", lambda: NOW, lambda _raw: None, NOBODY)
        await inbox.start()
        await inbox.stop()

    asyncio.run(start())
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_nothing_arrives_at_a_domain_that_never_is(tmp_path: Path) -> None:
    """An address under .invalid is refused for good, so that one can practise what is done then."""

    async def hand_over() -> tuple[int, str, int]:
        inbox = Inbox(tmp_path / "mail", lambda: NOW, lambda _raw: None, NOBODY)
        port = int((await inbox.start()).partition("127.0.0.1:")[2].partition("?")[0])
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, use_tls=False) as client:
            await client.mail("mote@klinikk.example")
            with pytest.raises(aiosmtplib.SMTPRecipientRefused) as refused:
                await client.rcpt("kari@Solsiden.INVALID")
            await client.rcpt("b@example.org")
            await client.data(b"To: b@example.org\r\n\r\n")
        kept = len(list((tmp_path / "mail").iterdir()))
        await inbox.stop()
        return refused.value.code, refused.value.message, kept

    assert asyncio.run(hand_over()) == (550, "5.1.1 No such mailbox", 1)

"""The environment: every fault at once, and no secret ever shown."""

import os
from pathlib import Path

import pytest

from bot.entra_faults import teams_faults
from bot.opening import UsageError, local_settings, open_house, settings_for
from bot.settings import Settings, SettingsError, local_key, read_settings

KEY = "a key that is long enough for a test"
SECRET = "hemmelig"
PEM = """-----BEGIN CERTIFICATE-----
a
-----END CERTIFICATE-----
-----BEGIN PRIVATE KEY-----
b
-----END PRIVATE KEY-----
"""


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of our variables is set."""
    for name in list(os.environ):
        if name.upper().startswith("SHM_"):
            monkeypatch.delenv(name)


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Set these variables."""
    for name, value in values.items():
        monkeypatch.setenv(f"SHM_{name.upper()}", value)


def faults(*needed: str) -> list[str]:
    """What is wrong with the settings."""
    with pytest.raises(SettingsError) as error:
        read_settings(*needed)
    return error.value.faults


def test_the_defaults_need_nothing() -> None:
    """Without any variable the defaults of the contract hold."""
    settings = read_settings()
    assert settings.database_url == "sqlite:///var/shm.db"
    assert (settings.bind, settings.host, settings.port) == ("127.0.0.1:3978", "127.0.0.1", 3978)
    assert (settings.auth, settings.clinic_file) == ("required", Path("clinic.toml"))
    assert (settings.app_identity, settings.app_certificate) == ("secret", "")
    assert settings.tick_seconds == 15


def test_every_fault_is_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong and what is missing stand together, one line each, with the way out."""
    given(
        monkeypatch,
        database_url="mysql://root@db/shm",
        bind="0.0.0.0:3978",
        auth="none",
        public_url="http://svar.example.org",
        smtp_url="ftp://post.example",
        organiser_email="mote",
        tick_seconds="0",
    )
    said = faults("secret_key")
    names = [fault.split(":")[0].split(" ")[0] for fault in said]
    assert names == [
        "SHM_TICK_SECONDS", "SHM_DATABASE_URL", "SHM_PUBLIC_URL", "SHM_AUTH", "SHM_SECRET_KEY",
        "SHM_SMTP_URL", "SHM_ORGANISER_EMAIL",
    ]  # fmt: skip
    assert "write it as sqlite:///var/shm.db" in said[1]
    assert "set SHM_BIND=127.0.0.1:3978" in said[3]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///:memory:"),
        ("database_url", "postgresql://h:port/x"),
        ("database_url", ""),
        ("bind", "3978"),
        ("bind", "127.0.0.1:65536"),
        ("bind", "127.0.0.1:²"),
        ("public_url", "svar.example.org"),
        ("public_url", "https://svar.example.org/?a=1"),
        ("public_url", "https://me:secret@svar.example.org"),
        ("public_url", "https://svar.example.org:http"),
        ("public_url", "https://[svar"),
        ("public_url", "https://svar.example.org/smerteklinikken"),
        ("auth", "maybe"),
        ("organiser_email", "smerteklinikken@example.org"),
        ("app_certificate", "no/such/bot.pem"),
        ("app_certificate", "README.md"),
        ("app_certificate", "tests"),
        ("app_identity", "certificate"),
        ("app_identity", "password"),
        ("secret_key", "x" * 31),
        ("tick_seconds", "often"),
        ("tick_seconds", "61"),
    ],
)
def test_what_cannot_be_used(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Each of these is refused, and the line begins with the variable's name."""
    given(monkeypatch, **{name: value})
    (fault,) = faults()
    assert fault.startswith(f"SHM_{name.upper()}: ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("database_url", "postgresql+psycopg://shm:secret@db/shm"),
        ("database_url", "sqlite:////srv/shm.db"),
        ("bind", "[::1]:3978"),
        ("public_url", "http://[::1]:3978"),
        ("public_url", "https://svar.example.org/mote/"),
        ("tick_seconds", "1"),
        ("secret_key", "x" * 32),
    ],
)
def test_what_can_be_used(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """Each of these is taken; an address loses its last slash."""
    given(monkeypatch, **{name: value})
    shown = getattr(read_settings(), name)
    plain = shown.get_secret_value() if name == "secret_key" else str(shown)
    assert plain == value.rstrip("/")


@pytest.mark.parametrize(
    ("job", "shortest", "longest"),
    [("tick", 1, 60), ("mailbox", 5, 900), ("calendar", 5, 900), ("freebusy", 5, 900)],
)
def test_each_job_has_its_range(
    monkeypatch: pytest.MonkeyPatch, job: str, shortest: int, longest: int
) -> None:
    """Each job's seconds are taken from the least to the most, and one less or more is refused."""
    name = f"{job}_seconds"
    for seconds in (shortest, longest):
        given(monkeypatch, **{name: str(seconds)})
        assert getattr(read_settings(), name) == seconds
    for seconds, said in (
        (shortest - 1, f"greater than or equal to {shortest}"),
        (longest + 1, f"less than or equal to {longest}"),
    ):
        given(monkeypatch, **{name: str(seconds)})
        assert faults() == [f"SHM_{name.upper()}: Input should be {said}"]


@pytest.mark.parametrize("bind", ["127.0.0.1:1", "[::1]:1", "localhost:1"])
def test_everybody_is_let_in_on_loopback_only(monkeypatch: pytest.MonkeyPatch, bind: str) -> None:
    """AUTH=none is taken where only this machine can come in, and nowhere else."""
    given(monkeypatch, auth="none", bind=bind)
    assert read_settings().auth == "none"
    for open_to_others in ("0.0.0.0:1", "[::]:1", "10.0.0.1:1", "svar.example.org:1"):
        given(monkeypatch, bind=open_to_others)
        assert faults() == ["SHM_AUTH: none is only for loopback: set SHM_BIND=127.0.0.1:3978"]


def test_a_certificate_is_used_where_it_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A certificate is taken with the identity that uses it, and never given for nothing."""
    file = tmp_path / "bot.pem"
    file.write_text(PEM, "ascii")
    given(monkeypatch, app_certificate=str(file))
    for identity in ("secret", "managed"):
        given(monkeypatch, app_identity=identity)
        wanted = "SHM_APP_IDENTITY: must be certificate where SHM_APP_CERTIFICATE is set"
        assert faults() == [wanted]
    given(monkeypatch, app_identity="certificate")
    assert read_settings().app_certificate == str(file)
    file.write_text(PEM.replace("BEGIN PRIVATE", "BEGIN ENCRYPTED PRIVATE"), "ascii")
    (fault,) = faults()
    assert fault.startswith("SHM_APP_CERTIFICATE: must hold a certificate and its private key")


def test_what_a_command_needs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is not set, or empty, is named with what it is for."""
    given(monkeypatch, organiser_email="")
    said = faults("organiser_email", "secret_key")
    assert said == [
        "SHM_ORGANISER_EMAIL is not set: the mailbox that invites, and that is written from",
        "SHM_SECRET_KEY is not set: 32 characters or more, for links and forms",
    ]


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a fault nor the settings themselves show a key or a password."""
    given(
        monkeypatch,
        database_url=f"postgresql://shm:{SECRET}@db/shm",
        smtp_url=f"smtp://shm:{SECRET}@post.example",
        imap_url=f"imaps://shm:{SECRET}@post.example",
        app_secret=SECRET,
        secret_key=SECRET * 4,
    )
    settings = read_settings()
    assert SECRET not in repr(settings) + str(settings)
    given(
        monkeypatch,
        database_url=f"mysql://shm:{SECRET}@db:x/shm",
        smtp_url=f"smtp://shm:{SECRET}@post.example/x",
        secret_key=SECRET,
        bind="wrong",
    )
    assert len(faults()) == 4
    assert SECRET not in "\n".join(faults())


def test_a_bad_mail_server_is_a_fault_of_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An address that only the mail room can judge stops the start, and no database is made."""
    given(
        monkeypatch,
        smtp_url=f"smtp://shm:{SECRET}@post.example?starttls=perhaps",
        imap_url=f"imap://shm:{SECRET}@post.example",
        organiser_email="Mote <mote@example.org>",
        secret_key=KEY,
        database_url=f"sqlite:///{tmp_path / 'shm.db'}",
        clinic_file="clinic.example.toml",
    )
    with pytest.raises(UsageError) as error:
        open_house(settings_for())
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "SHM_SMTP_URL",
        "SHM_ORGANISER_EMAIL",
        "SHM_IMAP_URL",
    ]
    assert SECRET not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_the_database_must_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is no database is a fault of the settings, with the kind of fault alone."""
    (tmp_path / "shm.db").write_text("no database, and long enough to be looked at", "ascii")
    given(
        monkeypatch,
        organiser_email="mote@example.org",
        secret_key=KEY,
        database_url=f"sqlite:///{tmp_path / 'shm.db'}",
        clinic_file="clinic.example.toml",
    )
    with pytest.raises(UsageError, match=r"SHM_DATABASE_URL: cannot be opened \(DatabaseError\)"):
        open_house(settings_for())


def test_local_mode_fills_in_what_is_not_set(tmp_path: Path) -> None:
    """The local clinic has the example's file, a key of its own, and asks nobody who they are."""
    settings = local_settings(tmp_path, Path("clinic.example.toml"))
    assert settings.clinic_file == Path("clinic.example.toml")
    assert (settings.auth, settings.public_url) == ("none", "http://127.0.0.1:3978")
    assert settings.key.decode() == (tmp_path / "secret_key").read_text("ascii")


def test_local_mode_stays_on_loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Bound to another address it does not start, and its key is not shown."""
    given(monkeypatch, bind="0.0.0.0:3978")
    with pytest.raises(UsageError) as error:
        local_settings(tmp_path, Path("clinic.example.toml"))
    assert "SHM_AUTH: none is only for loopback" in str(error.value)
    assert (tmp_path / "secret_key").read_text("ascii") not in str(error.value)


def test_the_local_key_is_made_once(tmp_path: Path) -> None:
    """The key is the same at the next start, for its owner's eyes only, and never half of one."""
    folder = tmp_path / "var"
    key = local_key(folder)
    assert local_key(folder) == key
    assert len(key) >= 32
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0
    (folder / "secret_key").write_text(key[:10], "ascii")
    assert len(local_key(folder)) >= 32
    assert local_key(folder) != key


def test_every_setting_says_what_it_is_for() -> None:
    """No setting is without a meaning, which the table in docs/settings.md and the faults show."""
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({}, []),
        ({"app_id": "a"}, ["SHM_TENANT_ID", "SHM_APP_SECRET"]),
        ({"app_id": "a", "app_secret": "s"}, ["SHM_TENANT_ID"]),
        ({"app_id": "a", "tenant_id": "t", "app_identity": "managed"}, []),
        ({"app_id": "a", "auth": "none"}, []),
    ],
)
def test_a_bot_needs_a_tenant_and_a_proof(given: dict[str, str], lacks: list[str]) -> None:
    """Where a bot is named the doors say all that it lacks, and how it is called."""
    faults = teams_faults(Settings.model_validate(given))
    assert [fault.partition(" ")[0] for fault in faults] == lacks

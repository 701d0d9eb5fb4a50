"""A real Dovecot on loopback: one configuration file, one user, never as uid 0."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

BINARY = shutil.which("dovecot") or "/usr/sbin/dovecot"
INSTALLED = Path(BINARY).exists()
USER, PASSWORD = "mote svar", 'pass "ord"/#?@%\\'
URL_USER, URL_PASSWORD = quote(USER, safe=""), quote(PASSWORD, safe="")

needs_dovecot = [
    pytest.mark.imap,
    pytest.mark.skipif(not INSTALLED, reason="dovecot-imapd is not installed"),
]

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mail_fsync = never
imap_idle_notify_interval = 10s
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
namespace inbox {{
  inbox = yes
  separator = .
}}
auth_failure_delay = 0
auth_username_chars =
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
{more}
"""


TLS = """\
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
service imap-login {{
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
"""


@dataclass
class Dovecot:
    """`port` is where it listens, `folder` where its one user's mail lies."""

    folder: Path
    port: int
    more: str
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Its address as SHM_IMAP_URL takes it."""
        return f"imap://{URL_USER}:{URL_PASSWORD}@127.0.0.1:{self.port}"

    def at(self, port: int) -> str:
        """The same, through something that listens on another port."""
        return self.url.replace(f":{self.port}", f":{port}")

    async def start(self, password: str = PASSWORD) -> None:
        """Serve, on the same port as before, and wait until somebody is let in."""
        self.set_password(password)
        account = _account()
        told = CONFIGURATION.format(
            folder=self.folder, user=account.pw_name, group=_group(account), port=self.port,
            more=self.more,
        )  # fmt: skip
        (self.folder / "dovecot.conf").write_text(told)
        options: dict[str, Any] = {"start_new_session": True}
        if os.getuid() == 0:
            options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        nowhere = asyncio.subprocess.DEVNULL
        self.process = await asyncio.create_subprocess_exec(
            BINARY, "-F", "-c", str(self.folder / "dovecot.conf"),
            stdout=nowhere, stderr=nowhere, **options,
        )  # fmt: skip
        await _until_listening(self.port, self.process)

    async def stop(self) -> None:
        """Down, with every connection."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)  # its children outlive it for a while
            await self.process.wait()
            self.process = None

    def set_password(self, password: str) -> None:
        """The user's password from now on; who is in stays in."""
        (self.folder / "users").write_text(f"{USER}:{password}\n")

    # --- what lies in the mailbox, read from its files -------------------------------------------

    def make(self, folder: str) -> None:
        """A folder beside the inbox."""
        for part in ("", "tmp", "new", "cur"):
            path = self.folder / "mail" / f".{folder}" / part
            path.mkdir()
            _own(path)

    def deliver(self, raw: bytes, name: str, folder: str = "") -> None:
        """A mail comes in."""
        box = self.folder / "mail" / (folder and f".{folder}")
        (box / "tmp" / name).write_bytes(raw)
        _own(box / "tmp" / name)
        (box / "tmp" / name).rename(box / "new" / name)

    def deliver_all(self, mails: Iterable[bytes]) -> None:
        """Many mails come in, in this order."""
        for number, raw in enumerate(mails):
            self.deliver(raw, f"1790000000.{number:06}.mail")

    def inbox(self) -> list[bytes]:
        """What lies in the folder that is read."""
        return self._mails(self.folder / "mail")

    def filed(self, name: str = "Behandlet") -> list[bytes]:
        """What lies among the handled."""
        return self._mails(self.folder / "mail" / f".{name}")

    def count_filed(self) -> int:
        """How many mails lie among the handled, without reading them."""
        return sum(1 for _ in (self.folder / "mail" / ".Behandlet").glob("[nc]*/*.*"))

    def flags(self) -> list[str]:
        """The flags of what lies in the inbox, empty where it was never touched."""
        box = self.folder / "mail"
        return sorted(
            p.name.partition(":2,")[2] for part in ("new", "cur") for p in (box / part).iterdir()
        )

    def clear(self) -> None:
        """Everything that lies there is gone."""
        for path in [
            *(self.folder / "mail").glob("**/new/*"),
            *(self.folder / "mail").glob("**/cur/*"),
        ]:
            path.unlink()

    def forget_numbers(self) -> None:
        """The server numbers its mails anew: no index, and another UIDVALIDITY."""
        box = self.folder / "mail"
        numbers = box / "dovecot-uidlist"
        head = numbers.read_text().splitlines()[0]
        _, old, *_ = head.split()
        for path in box.glob("dovecot*"):
            path.unlink()
        numbers.write_text(f"3 V{int(old[1:]) + 1} N1 G{'1' * 32}\n")
        _own(numbers)

    def _mails(self, box: Path) -> list[bytes]:
        found = [path for part in ("new", "cur") for path in (box / part).glob("*")]
        kept = (path for path in found if "T" not in path.name.partition(":2,")[2])
        return [path.read_bytes() for path in sorted(kept, key=lambda path: path.name)]


def _account() -> pwd.struct_passwd:
    """Who Dovecot runs as: ourselves, or nobody where we are root."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _group(account: pwd.struct_passwd) -> str:
    import grp

    return grp.getgrgid(account.pw_gid).gr_name


def _own(path: Path) -> None:
    if os.getuid() == 0:
        account = _account()
        os.chown(path, account.pw_uid, account.pw_gid)


async def _until_listening(port: int, process: asyncio.subprocess.Process) -> None:
    for _ in range(200):
        assert process.returncode is None, "Dovecot stopped"
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            await writer.wait_closed()
            return
    raise AssertionError("Dovecot does not listen")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


@asynccontextmanager
async def dovecot_with_tls() -> AsyncIterator[Dovecot]:
    """The same behind TLS, for 127.0.0.1; its certificate is its own, `server.pem`."""
    with TemporaryDirectory(prefix="imap-") as name:
        certificate = Path(name) / "server.pem"
        certificate.write_bytes(certificate_for("127.0.0.1"))
        _own(certificate)
        _own(Path(name))
        port = _free_port()
        async with dovecot(TLS.format(folder=name, port=port)) as server:
            yield replace(server, port=port, folder=Path(name))


def certificate_for(host: str) -> bytes:
    """A key and the certificate that it has signed itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    return signed.public_bytes(pem) + key.private_bytes(pem, form, plain)


def _laid_out(folder: Path) -> Path:
    for part in ("", "run", "state", "home", "mail", "mail/new", "mail/cur", "mail/tmp"):
        (folder / part).mkdir(exist_ok=True)
        _own(folder / part)
    return folder


@asynccontextmanager
async def dovecot(more: str = "") -> AsyncIterator[Dovecot]:
    """A mail server with an empty mailbox; `more` stands last in its configuration."""
    with TemporaryDirectory(prefix="imap-", ignore_cleanup_errors=True) as name:
        server = Dovecot(_laid_out(Path(name)), _free_port(), more)
        await server.start()
        try:
            yield server
        finally:
            await server.stop()

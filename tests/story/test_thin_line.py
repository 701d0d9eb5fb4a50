"""The thin line with the real command, a real mail and the real answer page, on the real clock."""

import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from urllib.parse import urlencode

from pathway import workdays
from pathway.workdays import local_date
from tests.story.driver import Said, converse
from tests.story.office import ROOT, SHM, Office, calendar_of, text_of

PATIENT, GP = "Test Testesen", "Kari Testlege"
SECONDS_TO_START = 20.0


def test_from_a_sentence_in_chat_to_an_answer(office: Office) -> None:
    """Registered, invited, mailed, answered on the page, and seen by the secretary in chat."""
    today = local_date(datetime.now(UTC), "Europe/Oslo")
    with _served(office) as address:
        ref = _registered(office, today)
        start = _a_free_day(today)
        office.tell(f"kall inn {ref}", {"datetime": f"{start:%d.%m.%Y} kl 10", "leader": "lege"})
        assert [row["kind"] for row in office.shm_json("tick")["delivered"]] == ["invitation"]
        (mail,) = office.post.mails
        _check_mail(mail.as_string(), calendar_of(mail), ref)
        link = _link(text_of(mail), office.env["SHM_PUBLIC_URL"])

        _, page = _get(address, link)
        assert _state(office, ref, "gp") == "sent"  # a GET only ever shows
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
        status, _ = _post(address, link, {**hidden, "verdict": "accepted"})
        assert status == 303
        assert "registrert svaret ditt: Ja" in _get(address, link)[1]

    morning = f"{workdays.add(today, 1)}T09:00"  # in working hours, whenever the test runs
    told = office.shm_json("say", "--as", "sekretar", "--at", morning, f"sak {ref}")
    assert f"Fastlegen har svart ja i sak {ref}" in told["replies"][0]["text"]
    assert (_state(office, ref, "gp"), _state(office, ref, "patient")) == ("accepted", "ready")


def _registered(office: Office, today: date) -> str:
    """The patient by the real command, one process a turn."""

    def say(text: str) -> Said:
        said: Said = office.shm_json("say", "--as", "sekretar", text)
        return said

    received = f"{workdays.subtract(today, 40):%d.%m.%Y}"
    heard = converse(say, "ny pasient", {"name": PATIENT, "received": received, "gp": GP})
    (ref,) = set(re.findall(r"\b[A-Z]\d[A-Z]\d\b", heard))
    office.tell(f"milepæl {ref} utredning startet i dag")
    return str(ref)


def _a_free_day(today: date) -> date:
    """A working day three weeks ahead that nobody warns of."""
    day = workdays.add(today, 15)
    while 28 <= day.isocalendar().week <= 30 or (day.month, day.day) >= (12, 18):
        day = workdays.add(day, 1)
    return day


def _check_mail(mail: str, calendar: str, ref: str) -> None:
    assert ref in mail
    assert f"Møte (ref. {ref})" in calendar
    assert "METHOD:REQUEST" in calendar
    assert PATIENT not in mail + calendar
    assert "smerte" not in (mail + calendar).lower()


def _link(text: str, public_url: str) -> str:
    (link,) = re.findall(rf"{re.escape(public_url)}(/svar/[\w-]{{20,}})", text)
    return str(link)


def _state(office: Office, ref: str, role: str) -> str:
    rows = office.case(ref)["invitations"]
    return next(str(row["state"]) for row in rows if row["role"] == role)


# --- the web doors in a process of their own ---------------------------------------------------


@contextmanager
def _served(office: Office) -> Iterator[str]:
    """`shm serve`, told to stop at the end, which it does well."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    env = {**office.env, "SHM_BIND": address}
    with subprocess.Popen([SHM, "serve"], env=env, cwd=ROOT, stderr=subprocess.PIPE) as process:
        try:
            _wait_until_up(address)
            yield address
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors.decode()
    assert b"Traceback" not in errors


def _wait_until_up(address: str) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < last:
        try:
            if _get(address, "/svar")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the web doors did not open")


def _get(address: str, path: str) -> tuple[int, str]:
    return _ask(address, "GET", path)


def _post(address: str, path: str, form: dict[str, str]) -> tuple[int, str]:
    return _ask(address, "POST", path, urlencode(form))


def _ask(address: str, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    """One request as a browser makes it, not following where it is sent."""
    connection = HTTPConnection(address, timeout=20)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()

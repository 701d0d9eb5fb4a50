"""Answers by mail, end to end: an invitation by SMTP, an answer over a real IMAP, the case."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pathway.outgoing import SendingStatus
from pathway.words import CaseRef, Channel, Verdict
from tests.bot.answering_clinic import GP, AnsweringClinic, answering_clinic
from tests.bot.mail_clinic import message_id
from tests.bot.post_office import post_office
from tests.calendar_sync.cutting import Cut, cutter
from tests.calendar_sync.dovecot import PASSWORD, dovecot, needs_dovecot

pytestmark = needs_dovecot

SAMPLES = Path(__file__).parents[1] / "calendar_sync" / "samples" / "arrivals"
Made = Callable[[AnsweringClinic], bytes]


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[AnsweringClinic]:
    """A clinic with a mailbox."""
    async with (
        post_office() as office,
        dovecot() as server,
        answering_clinic(tmp_path, office, server) as opened,
    ):
        yield opened
    assert opened.failed == []


@pytest.fixture
async def ref(clinic: AnsweringClinic) -> CaseRef:
    """A case whose GP is asked by mail."""
    return await clinic.invited()


def sample(name: str) -> Made:
    """A sample that names the message that really left."""

    def made(clinic: AnsweringClinic) -> bytes:
        (uid,) = clinic.diary.entries
        sent = message_id(clinic.office.taken[-1][1]).encode()
        raw = (SAMPLES / f"{name}.eml").read_bytes()
        raw = raw.replace(b"<0c6f0f1e-7f0b-4f43-9d0f-5b9f3f1f2a10@senteret.example>", sent)
        raw = raw.replace(b"4e37aaf5-21d2-5a53-8e29-e0671daf696d", uid.encode())
        written = re.compile(rb"fastlege@legekontor\.example", re.IGNORECASE)
        return written.sub(GP.encode(), raw)

    return made


# ---------------------------------------------------------------- answers that apply


@pytest.mark.parametrize("dialect", ["outlook", "google", "apple", "thunderbird"])
async def test_a_yes_is_in_the_case(clinic: AnsweringClinic, ref: CaseRef, dialect: str) -> None:
    """A plain yes from any calendar applies, and the secretary hears that the patient can come."""
    clinic.comes(clinic.said("ACCEPTED", dialect=dialect))
    await clinic.read(1)
    (answer,) = clinic.answers(ref)
    assert (answer.verdict, answer.channel, answer.counts) == (Verdict.ACCEPTED, Channel.MAIL, True)
    (told,) = await clinic.clinic.told()
    assert "Pasienten kan nå kalles inn" in told
    assert clinic.server.inbox() == []


async def test_the_last_of_several_answers_counts(clinic: AnsweringClinic, ref: CaseRef) -> None:
    """Whoever changes their mind three times in a row is taken at the last word, told once."""
    for partstat in ("ACCEPTED", "TENTATIVE", "DECLINED"):
        clinic.comes(clinic.said(partstat))
        clinic.clinic.now = clinic.clinic.now.replace(minute=clinic.clinic.now.minute + 1)
    await clinic.read(3)
    assert [answer.verdict for answer in clinic.answers(ref)][-1] is Verdict.DECLINED
    (told,) = await clinic.clinic.told()
    assert "kan ikke" in told


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.replace(b"charset=utf-8", b"charset=nonsense"),
        lambda raw: b"X-Odd: \x00\xff\r\nReferences: " + b"<a@b.example> " * 9000 + b"\r\n" + raw,
        lambda raw: raw.replace(b"Subject:", b"Subject: =?utf-8?B?////?= "),
        lambda raw: b"Auto-Submitted: auto-generated\r\n" + raw,
    ],
    ids=["charset", "headers", "subject", "automatic"],
)
async def test_an_answer_in_bad_company_is_read(
    clinic: AnsweringClinic, ref: CaseRef, spoil: Callable[[bytes], bytes]
) -> None:
    """A wrong charset and hostile headers do not hide a plain yes."""
    clinic.comes(spoil(clinic.said("ACCEPTED")))
    await clinic.read(1)
    assert [answer.verdict for answer in clinic.answers(ref)] == [Verdict.ACCEPTED]
    assert len(await clinic.clinic.told()) == 1


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_off_changes_nothing(
    clinic: AnsweringClinic, ref: CaseRef, hours: int
) -> None:
    """An answer from a machine an hour off, over a server weeks off, is the same answer."""
    there = clinic.clinic.now
    clinic.clinic.now = there.replace(hour=there.hour + hours)
    raw = clinic.said("ACCEPTED")
    clinic.clinic.now = there
    clinic.comes(raw)
    await clinic.read(1)
    (answer,) = clinic.answers(ref)
    assert (answer.verdict, answer.counts) == (Verdict.ACCEPTED, True)
    assert answer.at <= there
    assert len(await clinic.clinic.told()) == 1


# ---------------------------------------------------------------- what is not exact


def _stranger(clinic: AnsweringClinic) -> bytes:
    return clinic.said("ACCEPTED", owner="ola@annet.example")


def _unknown(clinic: AnsweringClinic) -> bytes:
    return clinic.said("ACCEPTED", uid="3a1f3a1c-0a43-4c0e-9f57-2f3a5a1d6c77")


def _huge(clinic: AnsweringClinic) -> bytes:
    (uid,) = clinic.diary.entries
    lines = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:" + uid.encode() + b"\r\n"
    head = b"From: " + GP.encode() + b"\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
    return head + lines + b"COMMENT:" + b"x" * 10 * 2**20 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def _nested(clinic: AnsweringClinic) -> bytes:
    return (
        b"From: "
        + GP.encode()
        + b"\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
            for depth in range(1000)
        )
    )


def _large(clinic: AnsweringClinic) -> bytes:
    sent = message_id(clinic.office.taken[-1][1]).encode()
    head = b"From: " + GP.encode() + b"\r\nIn-Reply-To: " + sent + b"\r\n\r\n"
    return head + (b"A" * 70 + b"\r\n") * (25 * 2**20 // 72)


INEXACT: dict[str, Made] = {
    "a stranger's": _stranger,
    "an unknown uid": _unknown,
    "another time in the text": lambda clinic: clinic.said("ACCEPTED", "Bare til kl. 10.30"),
    "a question": lambda clinic: clinic.said("ACCEPTED", "Hvor er det?"),
    "broken": sample("broken-answer"),
    "encrypted": sample("smime-encrypted"),
    "encrypted, and names nothing": sample("pgp-encrypted"),
    "winmail": sample("outlook-winmail"),
    "a letter": sample("letter-in-words"),
    "out of office": sample("exchange-out-of-office"),
    "delayed": sample("postfix-delayed"),
    "10 MiB of calendar": _huge,
    "25 MiB of mail": _large,
    "a thousand nested parts": _nested,
}


@pytest.mark.parametrize("kind", INEXACT)
async def test_what_is_not_exact_is_asked_about_once(
    clinic: AnsweringClinic, ref: CaseRef, kind: str
) -> None:
    """The case holds no answer, the secretary is told once though the mail comes twice."""
    raw = INEXACT[kind](clinic)
    for _ in range(2):
        clinic.comes(raw)
    await clinic.read(2)
    assert clinic.answers(ref) == []
    assert len(await clinic.clinic.told()) == 1
    clinic.comes(b"Received: by another.example\r\n" + raw)
    await clinic.read(3)
    assert await clinic.clinic.told() == []


async def test_the_same_answer_twice_is_one(clinic: AnsweringClinic, ref: CaseRef) -> None:
    """A server that delivers twice changes nothing."""
    for _ in range(3):
        clinic.comes(clinic.said("DECLINED"))
    await clinic.read(3)
    assert len(clinic.answers(ref)) == 1
    assert len(await clinic.clinic.told()) == 1


@pytest.mark.parametrize("name", ["postfix-unknown-user", "exchange-unknown-user"])
async def test_a_mail_that_did_not_arrive(clinic: AnsweringClinic, ref: CaseRef, name: str) -> None:
    """The invitation is undelivered, and the secretary is told at once, once."""
    raw = sample(name)(clinic)
    for _ in range(2):
        clinic.comes(raw)
    await clinic.read(2)
    assert [row.status for row in clinic.clinic.mails(ref)] == [SendingStatus.GIVEN_UP]
    (told,) = await clinic.clinic.told()
    assert "kom ikke fram" in told


@pytest.mark.parametrize("automatic", ["", "Auto-Submitted: auto-replied\r\n"])
async def test_a_letter_without_a_reference(
    clinic: AnsweringClinic, ref: CaseRef, automatic: str
) -> None:
    """Written anew by the one who was asked, it is a question in the case, and is filed."""
    subject = f"Subject: SV: Møte (ref. {ref})\r\n"
    clinic.comes(f"From: {GP}\r\n{automatic}{subject}\r\nKan vi snakkes?".encode())
    await clinic.read(1)
    (told,) = await clinic.clinic.told()
    assert ("fravær" if automatic else "Det kom en e-post om møtet") in told
    assert clinic.server.inbox() == []


async def test_what_is_nobodys_business_stays(clinic: AnsweringClinic, ref: CaseRef) -> None:
    """Other mail lies where it lay, unread, and nobody hears of it."""
    left = ["newsletter", "read-receipt", "invitation-from-somebody-else"]
    for name in left:
        clinic.comes(sample(name)(clinic))
    clinic.comes(clinic.said("DECLINED"))
    await clinic.read(1)
    assert len(clinic.server.inbox()) == len(left)
    assert clinic.server.flags() == [""] * len(left)
    assert len(await clinic.clinic.told()) == 1
    assert len(clinic.answers(ref)) == 1


# ---------------------------------------------------------------- the mailbox itself


async def test_a_changed_password_is_told_once(clinic: AnsweringClinic, ref: CaseRef) -> None:
    """The secretary hears once that answers do not come, and they come when it is right again."""
    clinic.server.set_password("another")
    clinic.comes(clinic.said("DECLINED"))
    async with clinic.reading():
        waiting = await clinic.told()
        assert "godtar ikke lenger påloggingen" in waiting[0]
        assert clinic.answers(ref) == []
        clinic.server.set_password(PASSWORD)
        await clinic.until(clinic.server.filed)
    assert len(waiting) == 1
    (told,) = await clinic.clinic.told()
    assert "kan ikke" in told
    assert [answer.verdict for answer in clinic.answers(ref)] == [Verdict.DECLINED]


@pytest.mark.parametrize("gone", ["the server", "the folder"])
async def test_a_mailbox_that_is_gone_is_told_once(
    clinic: AnsweringClinic, ref: CaseRef, gone: str
) -> None:
    """The secretary hears once, however long it lasts, and talks with us as before."""
    url = clinic.server.url + ("/Borte" if gone == "the folder" else "")
    if gone == "the server":
        await clinic.server.stop()
    async with clinic.reading(url):
        waiting = await clinic.told()
        assert "Anne Berg" in await clinic.clinic.say("oversikt")
        await asyncio.sleep(1)
        assert await clinic.clinic.told() == []
    assert len(waiting) == 1
    assert "Svar på e-post kommer derfor ikke inn" in waiting[0]
    assert clinic.answers(ref) == []


@pytest.mark.parametrize("how", Cut)
async def test_wherever_the_line_is_cut_the_case_is_right(
    clinic: AnsweringClinic, ref: CaseRef, how: Cut
) -> None:
    """Cut at each command in turn, an answer is in the case once, and told of once."""
    cut, place, seen = True, 0, set[str]()
    while cut:
        place += 1
        clinic.clinic.now += timedelta(minutes=1)
        said = (Verdict.DECLINED, Verdict.ACCEPTED)[place % 2]
        clinic.comes(clinic.said(said.name))
        async with (
            cutter(clinic.server.port, how, place) as line,
            clinic.reading(clinic.server.at(line.port)),
        ):
            await clinic.until(lambda place=place: len(clinic.server.filed()) >= place)  # type: ignore[misc] # bound now
        cut = len(line.commands) > place
        seen.update(line.commands)
        answers = clinic.answers(ref)
        assert (len(answers), answers[-1].verdict) == (place, said)
        (told,) = await clinic.clinic.told()
        assert ("kan ikke" in told) == (said is Verdict.DECLINED)
    assert {"LOGIN", "UID FETCH", "UID MOVE"} <= seen

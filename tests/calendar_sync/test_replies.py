"""Answers as calendars send them: read as they are, nothing guessed, nothing raised."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_sync.itip import UID_LIMIT
from calendar_sync.mailbox import Mailbox
from calendar_sync.replies import COMMENT_LIMIT, READ_LIMIT, Reader, Why
from dialogs.understand.surplus import says_more
from pathway.arrivals import Arrival, Sort
from pathway.model import Window
from pathway.words import InvitationId, Verdict

FOLDER = Path(__file__).parent / "samples" / "replies"
GP = "fastlege@legekontor.example"
UID = InvitationId("4e37aaf5-21d2-5a53-8e29-e0671daf696d")
US = "mote@senteret.example"
AT = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
READER = Reader(Mailbox(address=US, name="Senteret"), says_more)
SAMPLES = sorted(path.stem for path in FOLDER.glob("*.eml"))


def _raw(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def _arrival(raw: bytes) -> Arrival:
    arrival = READER.read(raw, size=len(raw), at=AT)
    assert arrival is not None
    return arrival


def _read(name: str) -> Arrival:
    arrival = _arrival(_raw(name))
    assert arrival.sort is Sort.ANSWER, arrival
    return arrival


def _mail(*lines: str, head: str = "text/calendar; method=REPLY", sender: str = GP) -> bytes:
    body = "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""))
    return f"From: {sender}\r\nTo: {US}\r\nContent-Type: {head}\r\n\r\n{body}".encode()


def _event(*lines: str) -> tuple[str, ...]:
    return ("METHOD:REPLY", "BEGIN:VEVENT", *lines, "END:VEVENT")


YES = (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{GP}", "UID:u")


def test_an_acceptance_from_exchange() -> None:
    """Exchange's yes is read without ORGANIZER, with its comment, never by its subject."""
    arrival = _read("exchange-accepted-without-organizer")
    assert arrival == Arrival(
        key=arrival.key,
        sort=Sort.ANSWER,
        at=AT,
        sender=GP,
        sender_name="Kari Nordmann",
        attendee=GP,
        invitations=(UID,),
        named=True,
        sequence=0,
        stamp=datetime(2026, 10, 6, 8, 15, tzinfo=UTC),
        verdict=Verdict.ACCEPTED,
        starts=datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        ends=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
        comment="Fint, jeg kommer.",
    )


VERDICTS = {
    "apple-accepted": Verdict.ACCEPTED,
    "delegated-to-a-colleague": Verdict.ACCEPTED,
    "exchange-accepted-without-organizer": Verdict.ACCEPTED,
    "exchange-new-time": Verdict.NEW_TIME,
    "exchange-with-the-uid-inside-its-own": Verdict.ACCEPTED,
    "forwarded-and-answered-by-a-stranger": Verdict.ACCEPTED,
    "gmail-accepted": Verdict.ACCEPTED,
    "gmail-accepted-below-a-subject-that-declines": Verdict.ACCEPTED,
    "gmail-accepted-with-a-note": Verdict.ACCEPTED,
    "gmail-declined": Verdict.DECLINED,
    "new-time-without-zone": Verdict.NEW_TIME,
    "outlook-accepted-and-asks-a-question": Verdict.ACCEPTED,
    "outlook-accepted-quoting-the-invitation": Verdict.ACCEPTED,
    "outlook-accepted-with-another-time-in-the-text": Verdict.ACCEPTED,
    "tentative-in-latin-1-called-utf-8": Verdict.TENTATIVE,
    "thunderbird-declined": Verdict.DECLINED,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_each_program_says_its_answer(name: str) -> None:
    """The verdict is what PARTSTAT or the method says, and the UID names the invitation first."""
    arrival = _read(name)
    assert (arrival.verdict, arrival.invitations) == (VERDICTS[name], (UID,))


SAYS_MORE = {
    "exchange-new-time",
    "gmail-accepted-with-a-note",
    "outlook-accepted-and-asks-a-question",
    "outlook-accepted-with-another-time-in-the-text",
    "tentative-in-latin-1-called-utf-8",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_yes_that_is_not_only_a_yes(name: str) -> None:
    """Own words with a time or a question are told; what a program or a quotation says is not."""
    assert _read(name).says_more is (name in SAYS_MORE)


def test_only_the_comment_is_carried_on() -> None:
    """The text of the mail itself goes no further than the question whether it says more."""
    assert _read("outlook-accepted-with-another-time-in-the-text").comment == ""
    assert _read("outlook-accepted-and-asks-a-question").comment == "Kan pasienten få parkering?"


def test_a_new_time_has_start_and_end() -> None:
    """A COUNTER proposes start and end, with Exchange's zone name understood."""
    arrival = _read("exchange-new-time")
    assert arrival.proposed == Window(
        start=datetime(2026, 11, 25, 11, 30, tzinfo=UTC),
        end=datetime(2026, 11, 25, 12, 30, tzinfo=UTC),
    )
    assert (arrival.sequence, arrival.comment) == (2, "Passer bedre dagen etter.")
    assert _read("gmail-declined").proposed is None


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("W. Europe Standard Time", 11),
        ("Romance Standard Time", 11),
        ("Central European Standard Time", 11),
        ("GMT Standard Time", 12),
        ("FLE Standard Time", 10),
        ("Eastern Standard Time", 17),
        ("Europe/Oslo", 11),
    ],
)
def test_windows_zones_are_known(zone: str, hour: int) -> None:
    """A zone is known by Windows' name for it, also without its rules beside it."""
    raw = _raw("exchange-new-time").replace(b"W. Europe Standard Time", zone.encode())
    proposed = _arrival(raw).proposed
    assert proposed is not None
    assert proposed.start == datetime(2026, 11, 25, hour, 30, tzinfo=UTC)


def test_a_time_without_zone_is_not_guessed() -> None:
    """A proposed time that names no zone, or no time of day, is None; the proposal stands."""
    arrival = _read("new-time-without-zone")
    assert arrival.verdict is Verdict.NEW_TIME
    assert (arrival.proposed, arrival.stamp) == (None, None)


def test_a_proposal_that_ends_before_it_begins_is_not_guessed() -> None:
    """Start and end in the wrong order are no window."""
    raw = _raw("exchange-new-time").replace(b"20261125T133000", b"20261125T123000")
    assert _arrival(raw).proposed is None


def test_a_wrong_charset_is_read_anyway() -> None:
    """Latin-1 that calls itself UTF-8 keeps its letters, and several comments are one."""
    assert (
        _read("tentative-in-latin-1-called-utf-8").comment == "Må sjekke først\nKanskje på mandag"
    )


@pytest.mark.parametrize("charset", ["no-such-charset", "", "utf-16"])
def test_a_charset_that_is_none_is_read_anyway(charset: str) -> None:
    """A charset that nobody knows, or that does not fit, does not hide the answer."""
    raw = _mail(*_event(*YES), head=f"text/calendar; method=REPLY; charset={charset}")
    assert _arrival(raw).verdict is Verdict.ACCEPTED


def test_of_several_attendees_the_sender_answered() -> None:
    """With several attendees the answer is the sender's own; who wrote in whose place is seen."""
    arrival = _read("delegated-to-a-colleague")
    assert (arrival.attendee, arrival.sender) == ("vikar@legekontor.example",) * 2
    stranger = _raw("delegated-to-a-colleague").replace(b"From: Vikar <vikar@", b"From: <x@")
    unread = _arrival(stranger)
    assert (unread.sort, unread.reason, unread.sender) == (
        Sort.UNREADABLE,
        Why.NO_ATTENDEE,
        "x@legekontor.example",
    )


@pytest.mark.parametrize("said", ["NEEDS-ACTION", "DELEGATED", "X-MAYBE", ""])
def test_what_is_no_answer_has_no_verdict(said: str) -> None:
    """A PARTSTAT that answers nothing gives no verdict."""
    arrival = _arrival(_mail(*_event(f"ATTENDEE;PARTSTAT={said}:mailto:{GP}", "UID:u")))
    assert (arrival.sort, arrival.verdict) == (Sort.ANSWER, None)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (_mail(*_event(*YES), "X:" + "y" * 300_000), Why.TOO_LARGE),
        (_mail("METHOD:REPLY"), Why.NO_EVENT),
        (_mail(*_event(*YES), *_event(*YES)[1:]), Why.NO_EVENT),
        (_mail(*_event(YES[0])), Why.NO_EVENT),
        (_mail(*_event(YES[0], "UID: ")), Why.NO_EVENT),
        (_mail(*_event(YES[1])), Why.NO_ATTENDEE),
        (_mail(*_event(*YES, "SEQUENCE:many")), Why.BROKEN),
        (_mail("METHOD:REPLY", "BEGIN:VEVENT", "END:VTODO"), Why.NO_EVENT),
        (b"Content-Type: text/calendar\r\n\r\n\xff\xfe garbage", Why.BROKEN),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, why: Why) -> None:
    """Each kind of unreadable answer is told apart, and none raises."""
    arrival = _arrival(raw)
    assert (arrival.sort, arrival.reason) == (Sort.UNREADABLE, why)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: hei\r\n\r\nTakk, vi kommer!",
    ],
)
def test_what_is_nobodys_business_is_left(raw: bytes) -> None:
    """A mail of nobody that answers nothing, and names nothing of ours, is left as it lies."""
    assert READER.read(raw, size=len(raw), at=AT) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\r\n\r\nTakk, vi kommer!",
        _mail(*_event(*YES)).replace(b"METHOD:REPLY", b"METHOD:REQUEST"),
        _mail("BEGIN:VEVENT", *YES, "END:VEVENT", head="text/calendar"),
    ],
)
def test_what_names_nothing_is_its_senders_letter(raw: bytes) -> None:
    """Whether it is anybody's business is for those who know whom we asked."""
    arrival = _arrival(raw)
    assert (arrival.sort, arrival.named, arrival.invitations) == (Sort.LETTER, False, ())


def test_an_unread_answer_still_names_its_invitation() -> None:
    """The UID is seen also where the rest is broken, so the secretary is told in the right case."""
    arrival = _arrival(_mail(*_event(*YES, "SEQUENCE:many")))
    assert (arrival.invitations, arrival.named) == (("u",), True)


def test_the_method_may_stand_in_the_header_alone() -> None:
    """Where the body names no method, that of the Content-Type counts."""
    assert _arrival(_mail("BEGIN:VEVENT", *YES, "END:VEVENT")).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("sender", ["a@b.example, c@d.example", "", "Kari", "a@b@c"])
def test_an_unclear_sender_is_nobody(sender: str) -> None:
    """From with several addresses, or none, is empty rather than the first."""
    arrival = _arrival(_mail(*_event(*YES), sender=sender))
    assert (arrival.sender, arrival.sender_name, arrival.attendee) == ("", "", GP)


def test_an_unclear_sender_is_no_attendee() -> None:
    """Two attendees without a plain address and an unclear sender are not taken for each other."""
    odd = ("ATTENDEE;PARTSTAT=ACCEPTED:urn:x", YES[0], "UID:u")
    assert _arrival(_mail(*_event(*odd), sender="Kari")).reason == Why.NO_ATTENDEE


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("=?utf-8?Q?=C3=85se_B=C3=B8?= <a@b.example>", "Åse Bø"),
        ("=?no-such?Q?x?= <a@b.example>", "=?no-such?Q?x?="),
        ('"Kari\r\n\tNordmann" <a@b.example>', "Kari Nordmann"),
        ("x" * 500 + " <a@b.example>", "x" * 100),
        ("=?utf-8?Q?a=0D=0ABcc=3A_x?= <a@b.example>", "a Bcc: x"),
        ("=?utf-8?Q?a:_c@d.example?= <a@b.example>", ""),
    ],
)
def test_a_senders_name_is_one_short_line(written: str, name: str) -> None:
    """Whatever a header calls its sender comes out as one line without control characters."""
    arrival = _arrival(_mail(*_event(*YES), sender=written))
    assert (arrival.sender, arrival.sender_name) == ("a@b.example", name)


def test_hostile_headers_are_harmless() -> None:
    """A megabyte of recipients, references and names is cut, and the answer is read."""
    flood = b"".join(b"Cc: <%d@x.example>\r\n" % n for n in range(2000))
    flood += b"References: " + b"<a@b.example>" * 20_000 + b"\r\nX-Odd: \x00\xff\r\n"
    assert _arrival(flood + _mail(*_event(*YES))).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(("said", "kept"), [("-5", 0), ("7", 7), ("9" * 40, 2**31 - 2)])
def test_a_sequence_fits_where_it_is_kept(said: str, kept: int) -> None:
    """A SEQUENCE beyond what can be kept, with one more, is the nearest that can."""
    assert _arrival(_mail(*_event(*YES, f"SEQUENCE:{said}"))).sequence == kept


def test_long_words_are_cut() -> None:
    """A comment and a UID are cut at their limits, without control characters."""
    lines = (YES[0], "UID:" + "u" * 9000, "COMMENT:" + "\x01ab" * COMMENT_LIMIT)
    arrival = _arrival(_mail(*_event(*lines)))
    assert arrival.comment == ("ab" * COMMENT_LIMIT)[: COMMENT_LIMIT - 1] + "…"
    assert arrival.to_read
    assert arrival.invitations == ("u" * UID_LIMIT,)


def test_a_mail_of_nested_parts_ends() -> None:
    """Parts within parts, a thousand deep, are said to be unreadable."""
    raw = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
        for depth in range(1000)
    )
    arrival = _arrival(b"From: a@b.example\r\n" + raw)
    assert (arrival.sort, arrival.sender) == (Sort.UNREADABLE, "a@b.example")


def _behind(last: bytes, before: bytes, more: bytes = b"") -> bytes:
    """A part behind others, in a mail that names nothing of ours."""
    head = b"From: a@b.example\r\n" + more + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + before + b"--b\r\n" + last + b"\r\n--b--\r\n"


HUNDREDS = b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 200
LONG = b"--b\r\nContent-Type: image/png\r\n\r\n" + b"A" * READ_LIMIT + b"\r\n"
ANSWER = _mail(*_event(YES[0], f"UID:{UID}")).partition(b"\r\nTo: ")[2].partition(b"\r\n")[2]
CODED = (
    b'Content-Type: text/calendar; METHOD="REPLY"\r\nContent-Transfer-Encoding: base64\r\n\r\nQQ=='
)


@pytest.mark.parametrize(("last", "named"), [(ANSWER, (UID,)), (CODED, ())])
def test_an_answer_behind_the_first_parts_is_asked_about(
    last: bytes, named: tuple[str, ...]
) -> None:
    """A calendar that answers behind hundreds of other parts is left for a person to read."""
    arrival = _arrival(_behind(last, HUNDREDS))
    assert (arrival.sort, arrival.reason) == (Sort.UNREADABLE, Why.TOO_LARGE)
    assert arrival.invitations == named


@pytest.mark.parametrize(
    "last",
    [
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
        ANSWER.replace(b"REPLY", b"REQUEST").replace(UID.encode(), b"u"),
        b"Content-Type: text/plain\r\n\r\nHei, " + UID.encode(),
    ],
)
def test_what_has_many_parts_and_is_no_answer_is_left(last: bytes) -> None:
    """Somebody's invitation or newsletter does not become a question for being long."""
    raw = _behind(last, HUNDREDS)
    assert READER.read(raw, size=len(raw), at=AT) is None


def test_an_answer_behind_all_that_is_read_is_asked_about_where_it_shows() -> None:
    """What stands behind 512 KiB is never seen; a mail that names a message of ours is told."""
    raw = _behind(ANSWER, LONG)
    assert READER.read(raw[:READ_LIMIT], size=len(raw), at=AT) is None
    told = b"In-Reply-To: <0c6f0f1e-7f0b-4f43-9d0f-5b9f3f1f2a10@senteret.example>\r\n"
    raw = _behind(ANSWER, LONG, told)
    arrival = READER.read(raw[:READ_LIMIT], size=len(raw), at=AT)
    assert arrival is not None
    assert (arrival.sort, arrival.reason) == (Sort.UNREADABLE, Why.TOO_LARGE)


def test_an_answer_beside_a_calendar_that_asks_is_read() -> None:
    """The invitation sent back before the answer hides it from nobody."""
    asks = ANSWER.replace(b"REPLY", b"REQUEST")
    arrival = _arrival(_behind(ANSWER, b"--b\r\n" + asks))
    assert (arrival.sort, arrival.verdict) == (Sort.ANSWER, Verdict.ACCEPTED)


def test_a_calendar_that_asks_for_the_invitation_again_is_told() -> None:
    """REFRESH says nothing of coming, whatever stands beside the name; somebody sends it again."""
    arrival = _arrival(_mail(*_event(*YES)).replace(b"REPLY", b"REFRESH"))
    assert (arrival.sort, arrival.verdict, arrival.attendee) == (Sort.ANSWER, None, GP)


def test_an_answer_before_a_large_attachment_is_read() -> None:
    """The beginning of a mail of 25 MiB is enough where the answer stands there."""
    raw = _raw("exchange-accepted-without-organizer")
    seen = raw.replace(b"--_000_a_--", b"--_000_a_\r\nContent-Type: image/png\r\n\r\n")
    seen += b"A" * READ_LIMIT
    arrival = READER.read(seen[:READ_LIMIT], size=25 * 2**20, at=AT)
    assert arrival is not None
    assert (arrival.sort, arrival.verdict) == (Sort.ANSWER, Verdict.ACCEPTED)


def test_a_calendar_that_was_cut_is_not_guessed() -> None:
    """A calendar of 10 MiB, of which the beginning was read, is too large, whatever it says."""
    raw = _mail(*_event(*YES), "X:" + "y" * READ_LIMIT)
    arrival = READER.read(raw[:READ_LIMIT], size=10 * 2**20, at=AT)
    assert arrival is not None
    assert (arrival.sort, arrival.reason) == (Sort.UNREADABLE, Why.TOO_LARGE)
    assert arrival.invitations == ("u",)


def test_a_large_mail_that_names_nothing_is_left() -> None:
    """Somebody's pictures are not the secretary's business."""
    raw = b"From: a@b.example\r\nContent-Type: image/png\r\n\r\n" + b"A" * READ_LIMIT
    assert READER.read(raw[:READ_LIMIT], size=25 * 2**20, at=AT) is None


def test_the_same_mail_has_the_same_key() -> None:
    """What servers write above a mail changes nothing of its key; what the sender wrote does."""
    raw = _raw("gmail-accepted")
    copy = b"Received: by another.example\r\nDelivered-To: x@y.example\r\n" + raw
    assert _arrival(copy).key == _arrival(raw).key == _arrival(raw.replace(b"\r\n", b"\n")).key
    other = raw.replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=DECLINED")
    again = raw.replace(b"calendar-6f3ab0@", b"calendar-6f3ab1@")
    assert len({_arrival(one).key for one in (raw, other, again)}) == 3
    assert len(_arrival(raw).key) <= 64


@given(st.binary(max_size=2000))
def test_no_bytes_raise(raw: bytes) -> None:
    """Whatever arrives, there is a result."""
    assert isinstance(READER.read(raw, size=len(raw), at=AT), Arrival | None)


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 40)), max_size=6),
)
def test_no_damage_raises(name: str, damage: list[tuple[float, bytes, int]]) -> None:
    """A real answer with bytes changed, lost or added anywhere still gives a result."""
    raw = _raw(name)
    for place, noise, lost in damage:
        at = int(place * len(raw))
        raw = raw[:at] + noise + raw[at + lost :]
    assert isinstance(READER.read(raw, size=len(raw), at=AT), Arrival | None)


def _worded(*texts: tuple[str, str]) -> bytes:
    """A yes with these texts before it, each of a kind."""
    parts = [f"--b\r\nContent-Type: text/{kind}\r\n\r\n{text}\r\n" for kind, text in texts]
    calendar = _mail(*_event(*YES)).partition(b"Content-Type")[2].decode()
    return (
        f"From: {GP}\r\nTo: {US}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"{''.join(parts)}--b\r\nContent-Type{calendar}\r\n--b--\r\n"
    ).encode()


OUTLOOKS = (
    "<hr><div><b>Fra:</b> Senteret<br><b>Sendt:</b> mandag 5. oktober 2026 09.30<br>"
    "<b>Til:</b> Kari Nordmann<br><b>Emne:</b> Møte</div>"
)
STYLED = "<head><style>p {margin: 0 12px}</style></head><xml><o:x>96</o:x></xml>"


@pytest.mark.parametrize(
    ("texts", "more"),
    [
        ([("html", "<p>Ja, men bare hvis Kari kan.</p>")], True),
        ([("plain", " \r\n"), ("html", "<p>Ja, <b>kl.</b> 10</p>")], True),
        ([("html", "<p>Ja, hvis hun kommer</p>"), ("plain", "Sendt fra meg")], True),
        ([("html", STYLED + "<p>Fint, jeg kommer.</p>")], False),
        ([("html", "<p>Fint</p><blockquote>kl. 10?</blockquote>")], False),
        ([("html", "<p>Fint</p><blockquote><p>kl.</p><p>10?</p></blockquote>Takk")], False),
        ([("html", "<p>Fint</p><blockquote>x<blockquote>y</blockquote>10?</blockquote>")], False),
        ([("html", "<blockquote>kl. 10?</blockquote><p>Ja, til 10.30</p>")], True),
        ([("html", f"<p>Fint</p>{OUTLOOKS}<p>kl. 10?</p>")], False),
        ([("html", f"<p>Ja, til 10.30</p>{OUTLOOKS}<p>kl. 10?</p>")], True),
        ([("plain", "Fint, jeg kommer."), ("html", "<p>Fint, jeg kommer.</p>")], False),
        ([("plain", "Fint, jeg kommer."), ("html", "<p>kl. 10?</p>")], True),
        ([("plain", "Fint, jeg kommer."), ("plain", "Men bare til 10.30")], True),
        ([("plain", "Ja\n" + "> a\n" * 60_000 + "til 10.30")], True),
        ([("html", "<p>Fint</p>" + "<p> </p>" * 30_000)], True),
        ([("html", "")], False),
    ],
)
def test_a_condition_in_html_is_seen(texts: list[tuple[str, str]], more: bool) -> None:  # noqa: FBT001
    """Words in HTML alone are read as plain ones are; what is too long to judge says more."""
    assert _arrival(_worded(*texts)).says_more is more


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Fint\n\ntir. 6. okt. 2026 kl. 09:30 skrev Senteret <m@s.example>:\n\n> kl. 10?", False),
        ("Fint\nOn Tue, Oct 6, 2026 at 9:30 the\nclinic <m@s.example> wrote:\n> 10?", False),
        ("Fint\n\ntir. 6. okt. 2026 kl. 09:30 skrev Senteret <\nm@s.example>:\n> kl. 10?", False),
        ("Fint kl. 11\ntir. 6. okt. skrev Senteret <m@s.example>:\n> kl. 10?", True),
        ("Den er grei, kl. 11\ntir. skrev Senteret <m@s.example>:\n> kl. 10?", True),
        ("Kari skrev: kl. 11", True),
    ],
)
def test_who_is_quoted_is_no_answer(text: str, more: bool) -> None:  # noqa: FBT001
    """The line above a quotation that says whose words it is belongs to it, and no other does."""
    assert _arrival(_worded(("plain", text))).says_more is more


QUOTED_MAIL = "Sendt: mandag 5. oktober 2026 09.30\nTil: Kari\nEmne: Møte\n\nNår: kl. 10?\n"


@pytest.mark.parametrize(
    "text",
    [
        "> Passer det kl. 10?\n\nJa, men bare til 10.30",
        "Fint\n> Passer det?\nmen bare til 10.30\n> Hilsen Senteret",
        "Fint\nKari skrev:\n> Passer det?",
        "Ja, men bare til 10.30. Dere skrev:\n> Passer det?",
        "Ja\nFre: kan bare til 10.30",
        "Ja\nFra: 10.00 til 10.30",
        "Ja\nFra: 10.00\nTil: 10.30\nDato: 24. november",
        "Ja\nFrå: 10.00",
        "Ja\nDe: bare 10.00",
        "Ja\n--- bare til 10.30",
        "Ja\n---\nbare til 10.30",
        "Ja\n______\nbare til 10.30",
        "Ja\n--- bare til 10.30 ---\nFra: mote@senteret.example\n" + QUOTED_MAIL,
        "Ja\n-----Original Message-----\nbare til 10.30",
    ],
)
def test_a_condition_below_what_looks_quoted_is_seen(text: str) -> None:
    """Own words between and below what is quoted, and below lines across, are read."""
    assert _arrival(_worded(("plain", text))).says_more


@pytest.mark.parametrize(
    "text",
    [
        "> Passer det kl. 10?\n\nJa takk",
        "Fint\n\nHilsen Kari\n\n________________________________\n"
        "Fra: Senteret <mote@senteret.example>\n" + QUOTED_MAIL,
        "Fint\nSendt fra Outlook for iOS\n\n-----Opprinnelig avtale-----\n"
        "Fra: Senteret\n" + QUOTED_MAIL,
        "Fint\n-------- Opprinnelig melding --------\nFra: s@s.example\nDato: 10.10\n10?",
        "Great\n-----Original Message-----\nFrom: Centre\nSent: Monday 10.00\nSubject: x\n10?",
        "Fint\n---\nKari Nordmann\nFastlege",
        "*Fra:* Senteret <mote@senteret.example>\n" + QUOTED_MAIL,
        "Fint\n\nDen 06.10.2026 09:30, skrev Senteret:\n> kl. 10?\n> 11?",
        "Fint\r\n\r\n> kl. 10?\r\n\r\n> 11?\r\n-- \r\nKari Nordmann",
    ],
)
def test_a_yes_above_a_usual_quotation_is_only_a_yes(text: str) -> None:
    """What mail programs put below an answer by themselves is nobody's condition."""
    assert not _arrival(_worded(("plain", text))).says_more


def test_the_comment_and_the_text_are_judged_together() -> None:
    """A yes in the comment hides no condition in the mail."""
    raw = _worded(("plain", "Ja, men bare til 10.30"))
    raw = raw.replace(b"UID:u", b"COMMENT:Ja\r\nUID:u")
    assert _arrival(raw).comment == "Ja"
    assert _arrival(raw).says_more


@pytest.mark.parametrize(
    ("comment", "text", "to_read"),
    [
        ("", "Ja, men bare til 10.30", True),
        ("Ja", "Ja, men bare til 10.30", True),
        ("Ja, men bare til 10.30", "Ja, men bare til 10.30\n\nHilsen Kari Nordmann", False),
        ("Ja, men bare til 10.30", "", False),
        ("", "Fint, jeg kommer.", False),
    ],
)
def test_what_the_comment_does_not_say_is_to_be_read(
    comment: str, text: str, *, to_read: bool
) -> None:
    """Words that stand in the mail alone are told of, and no others."""
    raw = _worded(("plain", text))
    assert (
        _arrival(raw.replace(b"UID:u", f"COMMENT:{comment}\r\nUID:u".encode())).to_read is to_read
    )


def test_the_sender_may_sign_with_the_first_name_alone() -> None:
    """What the header calls the sender is known when the words are judged."""
    raw = _worded(("plain", "Fint. Kari"))
    assert _arrival(raw).says_more
    assert not _arrival(
        raw.replace(GP.encode(), b"Kari Nordmann <" + GP.encode() + b">", 1)
    ).says_more


@pytest.mark.parametrize("year", [b"9999", b"2035", b"2019"])
def test_a_proposal_years_away_is_not_carried_on(year: bytes) -> None:
    """A proposed time in another age is none; that something was proposed stands."""
    raw = _raw("exchange-new-time")
    for end in (b"20261125T123000", b"20261125T133000"):
        assert end in raw
        raw = raw.replace(end, year + end[4:])
    arrival = _arrival(raw)
    assert (arrival.sort, arrival.verdict) == (Sort.ANSWER, Verdict.NEW_TIME)
    assert arrival.proposed is None


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        (["DTSTART:20261124T090000Z", "DTEND:20261124T100000Z"], (9, 10)),
        (
            [
                "DTSTART;TZID=W. Europe Standard Time:20261124T100000",
                "DTEND;TZID=Europe/Oslo:20261124T110000",
            ],
            (9, 10),
        ),
        (["DTSTART:20261124T090000Z"], (9, None)),
        (["DTSTART:20261124T100000", "DTEND:20261124T110000"], (None, None)),
        (["DTSTART;TZID=Nowhere:20261124T100000"], (None, None)),
        (["DTSTART;VALUE=DATE:20261124"], (None, None)),
        ([], (None, None)),
    ],
    ids=["utc", "zones", "no end", "floating", "no such zone", "a day", "none"],
)
def test_when_the_answered_event_is(lines: list[str], times: tuple[int | None, int | None]) -> None:
    """A reply's own times are read where they are certain, and are nothing where they are not."""
    arrival = _arrival(_mail(*_event(*YES, *lines)))
    hours = tuple(time and time.hour for time in (arrival.starts, arrival.ends))
    assert (arrival.verdict, arrival.proposed, hours) == (Verdict.ACCEPTED, None, times)


def test_a_uid_out_of_another_is_clean() -> None:
    """What Exchange wraps comes out without signs that no store takes."""
    wrapped = (b"vCal-Uid\x01\0\0\0" + b"u\0\x01v\0").hex()
    assert _arrival(_mail(*_event(YES[0], f"UID:{wrapped}"))).invitations == ("uv",)


def test_a_size_that_is_only_guessed_hides_nothing() -> None:
    """A mail shorter than what is ever read was read whole, whatever size the server tells."""
    raw = b"From: a@b.example\r\nTo: " + US.replace("@", f"+{UID}@").encode() + b"\r\n\r\nHei"
    arrival = READER.read(raw, size=len(raw) + 100, at=AT)
    assert arrival is not None
    assert arrival.sort is Sort.LETTER

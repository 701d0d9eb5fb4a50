"""The mail around an event: exactly the structure that mail programs take for a meeting."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import compat32, default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calendar_sync.imip import build_mail, filled
from calendar_sync.mail_html import html_page
from calendar_sync.mailbox import Mailbox, clean_text, named_address, one_line, unstructured
from pathway.outgoing import Method, Sending, SendingKind
from pathway.ports import DeliveryFailedError, Links
from tests.calendar_sync.sendings import (
    ATTENDEE,
    LINKS,
    ORGANISER,
    STAMP,
    a_sending,
    an_event,
)

NASTY = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from('æøå\r\n\t;,:\\"<>()@=?_ 🙂')), max_size=120
)
FORBIDDEN = re.compile(
    r"smerte|utmattelse|\bME\b|CFS|SHM|samhandlingsm|pain|fatigue|diagnos"
    .replace(r"\bME\b", r"(?-i:\bME\b)"), re.IGNORECASE
)  # fmt: skip


def _mail(sending: Sending) -> EmailMessage:
    parsed = message_from_bytes(build_mail(sending, LINKS, ORGANISER), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def _shape(part: Message) -> object:
    """Content type, or (content type, shapes of the children)."""
    if not part.is_multipart():
        return part.get_content_type()
    children = part.get_payload()
    assert isinstance(children, list)
    shapes = [_shape(child) for child in children if isinstance(child, Message)]
    return (part.get_content_type(), shapes)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


@pytest.mark.parametrize("method", list(Method))
def test_an_invitation_has_the_one_structure(method: Method) -> None:
    """Text, HTML and calendar are alternatives, and the same calendar follows as a file."""
    mail = _mail(a_sending(event=an_event(method=method)))
    alternatives = ["text/plain", "text/html", "text/calendar"]
    assert _shape(mail) == (
        "multipart/mixed",
        [("multipart/alternative", alternatives), "text/calendar"],
    )
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    inline, file = calendars
    assert _bytes(inline) == _bytes(file)
    assert f"\r\nMETHOD:{method.value}\r\n".encode() in _bytes(inline)
    assert inline["content-disposition"] is None
    assert file["content-disposition"] == 'attachment; filename="innkalling.ics"'
    for part in calendars:
        assert part.get_param("method") == method.value
        assert part.get_content_charset() == "utf-8"


def test_a_message_without_event_is_text_and_html() -> None:
    """A reminder is text with its HTML, nothing else, to the same name as the invitation."""
    mail = _mail(a_sending(event=None, kind=SendingKind.REMINDER))
    assert _shape(mail) == ("multipart/alternative", ["text/plain", "text/html"])
    assert str(mail["to"]) == str(_mail(a_sending())["to"])


def test_the_headers_are_these() -> None:
    """From is the organiser by its public name, To the one recipient by theirs."""
    mail = _mail(a_sending())
    assert [name.lower() for name in mail] == [
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
    ]  # fmt: skip
    (sender,) = mail["from"].addresses
    (recipient,) = mail["to"].addresses
    assert (sender.display_name, sender.addr_spec) == (ORGANISER.name, ORGANISER.address)
    assert (recipient.display_name, recipient.addr_spec) == ("Fastlege Kari Nordmann", ATTENDEE)
    assert mail["subject"] == "Møte (ref. 7K4M)"
    assert mail["date"].datetime == STAMP
    assert mail["message-id"].endswith("@senteret.example>")


@pytest.mark.parametrize("kind", list(SendingKind))
def test_only_what_nobody_pressed_is_called_automatic(kind: SendingKind) -> None:
    """Reminders and notices say that a program sent them, what a person confirmed does not."""
    automatic = _mail(a_sending(kind=kind))["auto-submitted"] == "auto-generated"
    pressed = {
        *(SendingKind.INVITATION, SendingKind.UPDATE),
        *(SendingKind.CANCELLATION, SendingKind.STANDS),
    }
    assert automatic is (kind not in pressed)


def test_links_stand_in_text_html_and_calendar() -> None:
    """Every placeholder is replaced wherever it stands, and the links can be pressed."""
    mail = _mail(a_sending())
    text, page, calendar, _ = [part for part in mail.walk() if not part.is_multipart()]
    unfolded = _bytes(calendar).decode().replace("\r\n ", "")
    for read in (_bytes(text).decode(), _bytes(page).decode(), unfolded):
        for value in (LINKS.answer_url, LINKS.answer_code, LINKS.code_url):
            assert value in read
        assert not re.search(r"\{(answer|code)_", read)
    shown = _bytes(page).decode()
    assert f'Svar her: <a href="{LINKS.answer_url}">{LINKS.answer_url}</a>. Eller' in shown


@pytest.mark.parametrize("missing", ["answer_url", "answer_code", "code_url"])
def test_a_missing_link_stops_the_mail(missing: str) -> None:
    """A text whose link is missing fails, one that wants none does not."""
    with pytest.raises(DeliveryFailedError, match=missing):
        filled(f"Svar: {{{missing}}}", Links())
    assert filled("Svar på telefon. {annet}", Links()) == "Svar på telefon. {annet}"


def test_the_same_row_gives_the_same_bytes() -> None:
    """A retry has the same bytes; another stamp or another row has not."""
    assert build_mail(a_sending(), LINKS, ORGANISER) == build_mail(a_sending(), LINKS, ORGANISER)
    first = build_mail(a_sending(), LINKS, ORGANISER)
    retry = a_sending(attempts=7, error="451")
    assert build_mail(retry, LINKS, ORGANISER) == first
    later = a_sending(stamp=STAMP + timedelta(seconds=1))
    assert build_mail(later, LINKS, ORGANISER) != first
    assert _mail(a_sending(id="sending-2"))["message-id"] != _mail(a_sending())["message-id"]


def test_the_mail_is_plain_ascii_in_short_lines() -> None:
    """Any server carries it: 7 bits, CRLF, no line over 998 octets and hardly one over 78."""
    text = "æ" * 3000 + " {answer_url}\n\nFrom: x\n.\n"
    raw = build_mail(a_sending(text=text, subject="Å" * 400), LINKS, ORGANISER)
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


@given(subject=NASTY, name=NASTY, public=NASTY, text=NASTY)
def test_nobody_injects_a_header(subject: str, name: str, public: str, text: str) -> None:
    """Whatever subject, names and text hold, the headers are ours and the recipient is one."""
    event = an_event(attendee_name=name)
    sending = a_sending(subject=subject, text=text, name=name, event=event)
    raw = build_mail(sending, LINKS, Mailbox(address=ORGANISER.address, name=public))
    mail = message_from_bytes(raw, policy=compat32)
    assert [header.lower() for header in mail] == [
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
    ]  # fmt: skip
    assert raw.isascii()
    assert _shape(mail) == _shape(_mail(a_sending()))
    assert not mail.defects
    assert str(mail["to"]).count("<") >= 1 or str(mail["to"]) == ATTENDEE
    strict = message_from_bytes(raw, policy=default)
    (recipient,) = strict["to"].addresses
    (sender,) = strict["from"].addresses
    assert (recipient.addr_spec, sender.addr_spec) == (ATTENDEE, ORGANISER.address)


@given(NASTY)
@example("=?utf-8?q?Smerte?=")
def test_a_header_says_what_was_written(text: str) -> None:
    """A subject is read back letter by letter, as one line."""
    value = unstructured(text)
    assert str(make_header(decode_header(value.replace("\r\n ", " ")))) == one_line(text)
    assert max(len(line) for line in f"Subject: {value}".split("\r\n")) <= 78


@given(st.text("abæøå ,;:\"\\()<>@.'=?_-🙂", max_size=90))
@example("=?utf-8?q?Kari?=")
def test_a_name_says_what_was_written(text: str) -> None:
    """A display name is read back letter by letter, whatever signs it holds."""
    mail = message_from_bytes(f"To: {named_address(text, ATTENDEE)}\r\n\r\n".encode())
    value = re.sub(r"\r?\n", "", str(mail["to"]))
    name = value.removesuffix(ATTENDEE).removesuffix(f"<{ATTENDEE}>").strip()
    if name.startswith('"'):
        shown = re.sub(r"\\(.)", r"\1", name[1:-1])
    else:
        shown = str(make_header(decode_header(name)))
    assert shown == one_line(text)


@given(NASTY)
@example("a\u2028b\u2029c\x85d\x00e")
def test_clean_text_is_safe_and_stays_clean(text: str) -> None:
    """Cleaning leaves no control character and no lone surrogate, and once is enough."""
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert len(cleaned.encode()) >= len(cleaned)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", cleaned)


@given(NASTY)
def test_html_holds_no_markup_of_strangers(text: str) -> None:
    """Whatever the text holds, the page has our own tags only and no attribute is broken out of."""
    page = html_page(text, text)
    body = page.partition("<body")[2]
    tags = set(re.findall(r"</?([a-zA-Z!][^\s>/]*)", body))
    assert tags <= {"div", "p", "a", "br", "body", "html"}
    assert all(
        re.fullmatch(r'<a href="https?://[^"<>]*">', tag) for tag in re.findall(r"<a\b[^>]*>", page)
    )


def test_html_keeps_paragraphs_lines_and_the_signs_after_a_link() -> None:
    """Empty lines part paragraphs, line breaks stay, and a full stop is no part of a link."""
    page = html_page("T", "Hei <du> & jeg\nlinje 2\n\n\nSe (https://a.example/x?y=1&z=2).\n")
    assert '<p style="margin:0 0 16px">Hei &lt;du&gt; &amp; jeg<br>\nlinje 2</p>' in page
    url = "https://a.example/x?y=1&amp;z=2"
    assert f'<p style="margin:0 0 16px">Se (<a href="{url}">{url}</a>).</p>' in page


@pytest.mark.parametrize("kind", list(SendingKind))
@pytest.mark.parametrize("method", list(Method))
def test_nothing_of_ours_names_the_field(kind: SendingKind, method: Method) -> None:
    """No header, markup, file name or property that we add holds a forbidden word (F17)."""
    raw = build_mail(a_sending(kind=kind, event=an_event(method=method)), LINKS, ORGANISER)
    mail = message_from_bytes(raw, policy=default)
    texts = [str(value) for part in mail.walk() for pair in part.items() for value in pair]
    texts += [_bytes(part).decode() for part in mail.walk() if not part.is_multipart()]
    assert not [text for text in texts if FORBIDDEN.search(text)]
    assert FORBIDDEN.search("Møte om ME")
    assert FORBIDDEN.search("Smerteklinikken")
    assert not FORBIDDEN.search("Kom med me")

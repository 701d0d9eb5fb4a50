"""The address of the mailbox: read as it is written, refused with the way out, never shown."""

from __future__ import annotations

import pytest

from calendar_sync.imap_line import ImapServer, ImapUrlError, quoted

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "imaps://mote%40senteret.example:p%2Fa%20ss@mail.example",
            ("mail.example", 993, True, "mote@senteret.example", "p/a ss", "INBOX", "Behandlet"),
        ),
        (
            "imap://mote:x@localhost/Svar?done=Svar%2Flest",
            ("localhost", 143, False, "mote", "x", "Svar", "Svar/lest"),
        ),
        (
            "imap://mote:x@[::1]:1143/INBOX/M%C3%B8te?done=x".replace("M%C3%B8te", "Mote"),
            ("::1", 1143, False, "mote", "x", "INBOX/Mote", "x"),
        ),
    ],
)
def test_an_address_is_read(url: str, wanted: tuple[str | int | bool, ...]) -> None:
    """Host, port, user, password and folders come from the address, decoded, with defaults."""
    it = ImapServer.of(url)
    assert (it.host, it.port, it.tls, it.user, it.password, it.folder, it.done) == wanted


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"imap://mote:{SECRET}@mail.example", "must be imaps"),
        (f"https://mote:{SECRET}@mail.example", "begins with imaps"),
        (f"imaps://mote:{SECRET}", "not an address"),
        ("imaps:///INBOX", "begins with imaps"),
        (f"imaps://mote:{SECRET}#x@mail.example", "not an address"),
        (f"imaps://mote:{SECRET}@mail.example/#x", "begins with imaps"),
        (f"imaps://mote:{SECRET}@mail.example:many", "not an address"),
        (f"imaps://mote:{SECRET}@[mail.example", "not an address"),
        (f"imaps://:{SECRET}@mail.example", "names a user"),
        ("imaps://mote@mail.example", "names a user"),
        (f"imaps://mote:{SECRET}%0D%0AX@mail.example", "names a user"),
        (f"imaps://mote:{SECRET}@mail.example?done=", "plain ASCII"),
        (f"imaps://mote:{SECRET}@mail.example?done=M%C3%B8te", "plain ASCII"),
        (f"imaps://mote:{SECRET}@mail.example/a%0Db", "plain ASCII"),
        (f"imaps://mote:{SECRET}@mail.example?done=INBOX", "another folder"),
        (f"imaps://mote:{SECRET}@mail.example?folder=x", "knows only"),
    ],
)
def test_a_bad_address_is_refused(url: str, says: str) -> None:
    """Each fault says what is wrong, and none shows the password."""
    with pytest.raises(ImapUrlError) as caught:
        ImapServer.of(url)
    assert says in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_server_does_not_show_its_password() -> None:
    """What a traceback might print of a server holds neither user nor password."""
    server = ImapServer.of(f"imaps://mote:{SECRET}@mail.example")
    assert SECRET not in repr(server)
    assert "mote" not in repr(server)


def test_a_string_is_quoted() -> None:
    """Quotes and backslashes are escaped, so a folder or a password is always one argument."""
    assert quoted('a "b" \\c') == '"a \\"b\\" \\\\c"'

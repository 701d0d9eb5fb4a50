"""What people outside got by hand stands beside the mailboxes of the local clinic."""

import asyncio
import re
from dataclasses import replace
from html import unescape

from bot.opening import open_house, settings_for
from bot.seams import Carried, CaseView, Mailbox
from dialogs.wording.nb import local_page as words
from pathway.words import Channel, Role
from tests.fakes.rooms import NOW, REF, FakeRooms, case_view, mail, served
from tests.story.office import Office

LATER = "2026-11-02T10:00"
PAGE = "http://127.0.0.1:3978/svar"


def by_hand(office: Office) -> CaseView:
    """A GP without an e-mail address, asked by a secure message that was ticked off."""
    facts = {"name": "Test Testesen", "received": "07.09.2026", "gp": "Mari Mønster"}
    office.tell("ny pasient", facts, at="2026-11-02T09:00")
    ref = office.ref("2026-11-02T09:00")
    start = {"datetime": "15.12.2026 kl 10", "leader": "lege"}
    office.tell(f"kall inn {ref}", start, at="2026-11-02T09:00")
    office.tell(f"sendt {ref}", {"confirm": "ja"}, at="2026-11-02T09:30")
    house = open_house(settings_for(), at=LATER)
    try:
        view = asyncio.run(house.case_view("sekretar", ref))
    finally:
        house.store.close()
    assert view is not None
    return view


def test_a_secure_message_as_it_was_sent(office: Office) -> None:
    """D6: what was ticked off is shown as its recipient got it, with the real code and address."""
    (one,) = by_hand(office).carried
    assert (one.to.role, one.channel) == (Role.GP, Channel.SECURE_MESSAGE)
    assert "{" not in one.text
    assert PAGE in one.text
    assert re.search(r"koden [A-Z0-9 -]{12,}", one.text)


async def test_each_person_has_what_they_got() -> None:
    """Letters and messages of the open case stand under their recipient, addresses as links."""
    view = case_view()
    gp = view.case.participants[0]
    carried = Carried(at=NOW, to=gp, channel=Channel.LETTER, subject="Møte", text=f"Svar: {PAGE}.")
    async with served(FakeRooms(view=replace(view, carried=(carried,)), boxes=[])) as browser:
        html = unescape(await (await browser.get(f"/?case={REF}")).text())
    assert f'<h3>{gp.name} <span class="tag">Fastlege</span></h3>' in html
    assert words.carried_by(Channel.LETTER) in html
    assert f'<a href="{PAGE}" target="_blank"' in html
    assert words.NO_MAILBOXES not in html


async def test_a_mailbox_has_its_owners_name() -> None:
    """A mailbox of somebody of the open case says who they are there."""
    view = case_view()
    gp = replace(view.case.participants[0], email="gro@lege.example")
    case = view.case.with_changed(gp)
    box = Mailbox(address="gro@lege.example", mails=(mail(),))
    async with served(FakeRooms(view=replace(view, case=case), boxes=[box])) as browser:
        html = unescape(await (await browser.get(f"/?case={REF}")).text())
    assert f'<h3>{gp.name} <span class="tag">Fastlege</span></h3>' in html

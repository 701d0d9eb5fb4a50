"""Two at the same work; what one person sees from referral to answer is in the tales."""

import asyncio
import json
import sqlite3
from contextlib import closing

from bot.opening import open_house, settings_for
from bot.seams import AnswerForm
from pathway.words import Substitute, Verdict
from tests.story.office import Office

MONDAY = "2026-11-02T09:00"
NEXT_MONDAY = "2026-11-09T08:00"
PHONE = "99887766"


def asked_by_e_melding(office: Office) -> str:
    """A patient whose GP is written to in the EHR; the text is ticked off: the reference."""
    office.tell("ny pasient Test Testesen, mottatt 07.09.2026, fastlege Mari Mønster", at=MONDAY)
    ref = office.ref(MONDAY)
    office.tell(f"milepæl {ref} utredning startet 19.10.2026", at=MONDAY)
    office.tell(f"rett opp {ref} pasientens telefon {PHONE}", at=MONDAY)
    office.tell(
        f"kall inn {ref} tirsdag 15.12.2026 kl 10 med nav eller andre",
        {"leader": "lege", "link": "https://video.example/1"},
        at=MONDAY,
    )
    office.tell(f"sendt {ref} ja", at=MONDAY)
    return ref


def answered_on_the_page(office: Office, at: str) -> None:
    """Another doctor of the office says yes on the web page, for now."""
    with closing(sqlite3.connect(office.database)) as database:
        (found,) = database.execute("SELECT id FROM invitations").fetchone()
    house = open_house(settings_for(), at=at)
    form = AnswerForm(
        verdict=Verdict.ACCEPTED,
        revision=1,
        form_token="signed",
        substitute=Substitute.FOR_NOW,
        by_name="Vera Vikar",
    )
    try:
        token = house.links.links(found, 0).answer_url.rsplit("/", 1)[-1]
        assert asyncio.run(house.give_answer(token, form)) is not None
    finally:
        house.store.close()


def test_two_secretaries_at_once(office: Office) -> None:
    """Two who invite the same patient at once: one does it, the other hears that it is done."""
    ref = asked_by_e_melding(office)
    answered_on_the_page(office, NEXT_MONDAY)
    for who in ("sekretar", "koordinator"):
        preview = office.say(f"kall inn pasienten {ref}", "2026-11-09T09:00", who=who)
        assert preview["expects"]["question"] == "confirm", preview
    office.say("ja", "2026-11-09T09:01", who="sekretar")
    late = office.say("ja", "2026-11-09T09:02", who="koordinator")
    assert "kalt inn" in json.dumps(late["replies"], ensure_ascii=False)
    rows = office.case(ref, "2026-11-09T09:03")["invitations"]
    assert [row["role"] for row in rows] == ["gp", "patient"]

"""SHM1's invitations from the referral to the last answer, by `shm say`, page and daemon."""

import asyncio
import json
import sqlite3
from contextlib import closing
from typing import Any

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


def to(office: Office, ref: str, role: str, at: str) -> list[tuple[str, str]]:
    """The kinds and channels of all that left to one person."""
    names = {row["person"] for row in office.case(ref, at)["invitations"] if row["role"] == role}
    names |= {"gp": {"Bakkely legekontor"}, "patient": {PHONE}, "nav_adviser": {"Nav Fjordly"}}[
        role
    ]
    rows = office.case(ref, at)["deliveries"]
    return [(row["kind"], row["channel"]) for row in rows if row["to"] in names]


def state(office: Office, ref: str, role: str, at: str) -> str:
    """Where somebody's invitation stands."""
    rows: list[dict[str, Any]] = office.case(ref, at)["invitations"]
    return str(next(row["state"] for row in rows if row["role"] == role))


def test_everyone_is_invited_in_the_right_order(office: Office) -> None:
    """R11 to R19: e-melding, question, reminder, a yes, patient, consent, call, Nav, and no Nav."""
    ref = asked_by_e_melding(office)
    shut = office.tell(f"kall inn pasienten {ref}", at="2026-11-03T09:00")
    assert "kan ikke sendes ennå" in shut

    assert not office.tick("2026-11-06T15:00")["delivered"]
    office.tick(NEXT_MONDAY)
    digest = office.say("hei", "2026-11-09T08:05")["replies"][0]["text"]
    assert "Har Bakkely legekontor svart i journalsystemet?" in digest
    assert "Fastlegen ble spurt 2. november." in digest
    assert len(to(office, ref, "gp", "2026-11-09T08:05")) == 1
    assert "Svar mangler." in office.tell(f"purr {ref}", at="2026-11-09T08:06")
    office.tell(f"sendt {ref} ja", at="2026-11-09T08:07")

    answered_on_the_page(office, "2026-11-09T10:00")
    office.tick("2026-11-09T10:01")
    opened = office.say("hei", "2026-11-09T10:02")["replies"][0]["text"]
    assert "Vera Vikar har svart ja i stedet for fastlegen" in opened
    assert "Pasienten kan nå kalles inn." in opened

    called = office.tell(f"kall inn pasienten {ref}", at="2026-11-09T10:03")
    assert "Vi har også invitert fastlegen din" in called
    office.tell(f"sendt {ref} brevet ja", at="2026-11-09T10:04")
    office.tell(f"sendt {ref} SMS ja", at="2026-11-09T10:05")
    assert to(office, ref, "patient", "2026-11-09T10:06") == [
        ("invitation", "letter"),
        ("invitation", "sms"),
    ]
    _nav_comes_and_goes(office, ref)

    told = office.tell(f"svar {ref} pasienten ja på telefon", at="2026-11-13T09:00")
    assert "pasienten har svart ja" in told
    assert state(office, ref, "patient", "2026-11-13T09:01") == "accepted"
    gp = to(office, ref, "gp", "2026-11-13T09:01")
    assert gp == [("invitation", "secure_message"), ("reminder", "secure_message")]


def _nav_comes_and_goes(office: Office, ref: str) -> None:
    """Consent, the call, Nav's fifteen minutes, and the consent withdrawn."""
    office.tell(f"samtykke {ref} nav muntlig i dag", {"parts": "hele møtet"}, at="2026-11-10T09:00")
    assert "55 55 33 36" in office.tell("oppgaver", at="2026-11-10T09:01")
    assert "kan ikke sendes ennå" in office.tell(f"kall inn nav {ref}", at="2026-11-10T09:02")
    adviser = "Nina Vik, Nav Fjordly, nina.vik@nav.example, 55 55 12 34"
    office.tell(f"registrer veileder {ref} {adviser}", at="2026-11-11T09:00")
    office.tell(f"kall inn nav {ref}", at="2026-11-11T09:05")
    office.tell(f"sendt {ref} ja", at="2026-11-11T09:06")
    nav = next(r for r in office.case(ref, "2026-11-11T09:07")["invitations"] if "nav" in r["role"])
    assert nav["window"] == {
        "start": "2026-12-15T10:20:00+01:00",
        "end": "2026-12-15T10:35:00+01:00",
    }
    assert nav["state"] == "sent"
    office.tell(f"trekk samtykke {ref} nav", at="2026-11-12T14:00")
    office.tell(f"sendt {ref} ja", at="2026-11-12T14:01")
    assert state(office, ref, "nav_adviser", "2026-11-12T14:02") == "cancelled"
    assert [kind for kind, _ in to(office, ref, "nav_adviser", "2026-11-12T14:02")] == [
        "invitation",
        "cancellation",
    ]


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


def test_a_patient_without_a_gp(office: Office) -> None:
    """D2: nobody takes the GP's place unasked; a clinician decides, then the patient is asked."""
    office.tell("ny pasient Uten Fastlege, mottatt 07.09.2026", {"gp": "ingen"}, at=MONDAY)
    ref = office.ref(MONDAY)
    office.tell(f"milepæl {ref} utredning startet 19.10.2026", at=MONDAY)
    asked = office.say(f"kall inn {ref} tirsdag 15.12.2026 kl 10", MONDAY)
    assert "fastlege" in asked["replies"][0]["text"].lower()
    office.say("avbryt", MONDAY)
    office.tell(f"annen lege {ref} Mari Mønster", {"scope": "for_good"}, at=MONDAY)
    office.tell(f"kall inn {ref} tirsdag 15.12.2026 kl 10", {"leader": "lege"}, at=MONDAY)
    office.tell(f"uten fastlege {ref}", {"reason": "legen har sluttet"}, at=MONDAY, who="lege")
    assert "Pasienten er kalt inn" in office.tell(f"kall inn pasienten {ref}", at=MONDAY)

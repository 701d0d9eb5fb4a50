"""What staff read of a call that tells a third party whom it concerns (R14, R16b)."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.wording.nb import ask_consent, calls, jobs, tasks
from dialogs.wording.nb.notices import catalogue as notices
from pathway.agenda import GONE_PARTS
from pathway.ports import Notice
from pathway.words import PromiseKind, Role
from tests.dialogs.wording import example_values as values

CALL = PromiseKind.PHONE_CALL
NAV, OTHER = Role.NAV_ADVISER, Role.OTHER
KNOWN = {"name": "Nina Vik", "office": "Nav Fjordly", "phone": "99999999"}


def told(role: Role, **who: str) -> str:
    """The task to tell somebody with this role."""
    person = values.person(role, **who)
    return tasks.task(values.task(CALL, role, telling=True, person=person))


@pytest.mark.parametrize(
    ("role", "who", "said"),
    [
        (
            NAV,
            {},
            "Ring Navs lege- og behandlertelefon, 55 55 33 36, tast 2 (hverdager kl. 09",
        ),
        (NAV, {}, "spør om navn, telefon og e-post til veilederen, og oppgi referansen K7M2."),
        (NAV, {"name": "Nina Vik"}, "tast 2 (hverdager kl. 09–15), og spør etter Nina Vik."),
        (NAV, {"name": "Nina Vik"}, "Si hvem det gjelder, spør om telefon og e-post, og oppgi"),
        (NAV, KNOWN, "Ring Nina Vik, Nav Fjordly, på 99 99 99 99. Pasienten har samtykket."),
        (NAV, {"name": "Nina Vik", "phone": "02800"}, "Ring Nina Vik på 02800."),
        (OTHER, {}, "Ring den pasienten vil ha med. Pasienten har samtykket."),
        (OTHER, {"office": "Fisk AS"}, "Ring Fisk AS. Pasienten har samtykket."),
        (OTHER, {"name": "Eva", "office": "Fisk AS"}, "Si hvem det gjelder, og oppgi referansen"),
    ],
)
def test_a_call_says_whom_to_ring_and_what_to_ask(
    role: Role, who: dict[str, str], said: str
) -> None:
    """R14: the known one on the own number, Nav's telephone for others, and what is missing."""
    assert said in told(role, **who)


def test_only_nav_has_navs_telephone() -> None:
    """R14: an employer is rung where the patient says."""
    assert "55 55 33 36" not in told(OTHER)


def test_a_later_call_is_about_the_meeting() -> None:
    """D3: whoever knows whom it concerns is rung about the meeting, on the own number."""
    line = values.task(CALL, NAV, person=values.person(NAV, **KNOWN))
    assert tasks.task(line) == "Ring Nina Vik, Nav Fjordly (99 99 99 99) om møtet 24. november."
    assert tasks.actions(jobs.job_of(line))[0] == ("sendt K7M2", "Jeg har ringt")


def test_days_in_vain_are_named() -> None:
    """R14: who takes over reads when somebody rang."""
    days = (date(2026, 11, 10), date(2026, 11, 12))
    line = values.task(CALL, NAV, telling=True, tried=days)
    assert tasks.task(line).endswith("Ringt uten svar 10. november og 12. november.")


@pytest.mark.parametrize(
    ("role", "known", "first"),
    [
        (NAV, False, "registrer veileder"),
        (NAV, True, "sendt"),
        (OTHER, False, "registrer kontaktperson"),
        (OTHER, True, "sendt"),
    ],
)
def test_each_call_has_its_buttons(role: Role, *, known: bool, first: str) -> None:
    """R14: registered, not answered, and of Nav that there is nobody."""
    ways = calls.ways(role, known=known)
    assert ways[0][0] == first
    assert ways[1] == ("ikke svar", "Ikke svar, prøv i morgen")
    assert (("har ingen veileder", "Har ingen veileder") in ways) is (role is NAV)


def test_a_consent_that_lacks_parts_says_which() -> None:
    """R16b: the parts by number, and both ways to mend it."""
    line = values.task(PromiseKind.CONSENT, NAV, lacking=(1, 3))
    assert "dekker ikke del 1 og 3." in tasks.task(line)
    ways = [typed for typed, _ in tasks.actions(jobs.job_of(line))]
    assert ways[:2] == ["samtykke K7M2", "følg samtykket K7M2"]
    first = values.task(PromiseKind.CONSENT, NAV)
    assert tasks.task(first) == "Spør pasienten om vi kan kontakte Nav-veilederen."


def test_the_message_says_what_the_list_says() -> None:
    """D3: a ladder's step names who, where, the number, and the days."""
    said = {
        "kind": "phone_call",
        "role": "nav_adviser",
        "telling": "yes",
        "contact": "yes",
        **KNOWN,
        "tried": "2026-11-10,2026-11-12",
    }
    content = notices.notice(Notice(name="task", ref=values.REF, values=said))
    assert "Ring Nina Vik, Nav Fjordly, på 99 99 99 99." in content.text
    assert content.text.endswith("Ringt uten svar 10. november og 12. november.")
    assert content.actions[0][0] == "sendt K7M2"


def test_a_withdrawal_by_letter_is_sent_by_hand() -> None:
    """R19, D6: the program never says that it sends what a person must send."""
    said = {"role": "nav_adviser", "sent": "yes", "channel": "letter"}
    content = notices.notice(Notice(name="consent_withdrawn", ref=values.REF, values=said))
    assert content.text.endswith("Avlysningen må du sende selv. Etter det får Nav ingenting mer.")


def test_a_consent_for_parts_that_are_gone_covers_none() -> None:
    """R13: no part is numbered nought, so the consent is said to be for none of those there are."""
    assert ask_consent.parts(GONE_PARTS) == "ingen av delene slik møtet er nå"
    assert ask_consent.parts(()) == "hele møtet"

"""A GP who does not answer: reminder, telephone, decision, and the stop that ends it all (D3)."""

from tests.story.office import Office, calendar_of, text_of, with_invited_gp

MONDAY = "2026-11-02T09:00"
GP = "kari.testlege@solsiden.example"


def test_the_ladder_of_a_gp_who_is_silent(office: Office) -> None:
    """D3: the fifth working day reminds, the eighth is a phone task, the tenth a decision."""
    ref = with_invited_gp(office, at=MONDAY, start="15.12.2026 kl 10", received="07.09.2026")
    (first,) = office.tick("2026-11-02T09:10")["delivered"]
    assert (first["kind"], first["role"], first["case"]) == ("invitation", "gp", ref)

    assert not _to_gp(office.tick("2026-11-06T15:29"))
    assert not _to_gp(office.tick("2026-11-09T07:59"))
    (reminder,) = _to_gp(office.tick("2026-11-09T08:00"))
    assert (reminder["kind"], reminder["step"]) == ("reminder", 5)
    assert not _to_gp(office.tick("2026-11-09T08:01"))
    asked, reminded = office.post.mails
    assert GP in asked["To"]
    assert GP in reminded["To"]
    assert "/svar/" in text_of(reminded)

    office.tick("2026-11-12T08:00")
    phone = _first_said(office, "2026-11-12T08:05", "sekretar")
    assert f"{ref}: Ring Solsiden legesenter" in phone
    assert "spurt 2. november og fikk en påminnelse 9. november" in phone

    office.tick("2026-11-16T08:00")
    decide = _first_said(office, "2026-11-16T08:05", "koordinator")
    assert f"{ref}: Bestem hva dere gjør uten svar fra fastlegen" in decide


def _first_said(office: Office, at: str, who: str) -> str:
    """What waited for this person, on Mondays two things, before the answer to what they say."""
    return "\n".join(reply["text"] for reply in office.say("hjelp", at, who=who)["replies"][:-1])


def test_a_stop_ends_everything(office: Office) -> None:
    """F6: a closed pathway cancels what lives, chases nobody, and nothing more is due."""
    ref = with_invited_gp(office, at=MONDAY, start="15.12.2026 kl 10", received="07.09.2026")
    office.tick("2026-11-02T09:10")
    office.tell(
        f"stopp forløpet {ref}", {"reason": "overført", "text": "flyttet"}, at="2026-11-03T18:00"
    )
    (last,) = _to_gp(office.tick("2026-11-03T18:01"))
    assert last["kind"] == "cancellation"
    assert "METHOD:CANCEL" in calendar_of(office.post.mails[-1])
    case = office.case(ref, "2026-11-03T18:02")
    assert {row["state"] for row in case["invitations"]} == {"cancelled"}
    assert all(promise["settled"] for promise in case["promises"])
    for day in ("09", "12", "16"):
        assert not office.tick(f"2026-11-{day}T08:00")["delivered"]
    assert len(office.post.mails) == 2


def _to_gp(report: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [row for row in report["delivered"] if row["role"] == "gp"]

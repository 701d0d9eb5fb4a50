"""Ten thousand mails at once: told once, bounded, and the secretary is answered meanwhile.

Of a case too: a thousand different answers to one invitation leave it as small as it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.beating import Heart
from bot.mail_news import MailNews
from pathway.arrivals import Arrival, Handled, Sort
from pathway.questions import Doubt
from pathway.rules import present_answer
from pathway.service import PROGRAM
from pathway.service.answers.answering import MOST_ANSWERS
from pathway.service.answers.receiving import receive
from pathway.words import Verdict
from scheduler.mailroom import Mailroom
from tests.bot.mail_clinic import MailClinic
from tests.bot.post_office import post_office
from tests.fakes.postbox import FakePostbox

STORM = 10_000
KINDS = 300
"""Different mails among them; the rest are copies, as a loop between two servers makes them."""

ANSWERS = 1_000
"""Answers to one invitation, no two alike, as a calendar sends that two programs fight over."""


def taking(clinic: MailClinic) -> Callable[[Arrival], asyncio.Future[Handled]]:
    """Each mail is taken in a transaction of its own."""

    def take(arrival: Arrival) -> asyncio.Future[Handled]:
        doing = clinic.house.run(PROGRAM, "mail", partial(receive, arrival=arrival))
        return asyncio.ensure_future(doing)

    return take


async def test_a_storm_is_told_once(tmp_path: Path) -> None:
    """Every mail is filed, the office hears of it in one message, and the chat answers as ever."""
    async with post_office() as office:
        clinic = MailClinic(tmp_path / "shm.db", office)
        box = FakePostbox()
        for number in range(STORM):
            kind = number % KINDS
            sender = f"robot{kind}@annet.example"
            box.deliver(Arrival(key=str(kind), sort=Sort.UNREADABLE, at=clinic.now, sender=sender))

        mailroom = Mailroom(box, taking(clinic), MailNews(clinic.house, Heart(clinic.house)))
        await mailroom.start()
        answered = 0
        async with asyncio.timeout(240):
            while len(box.filed) < STORM:
                assert "ingen åpne saker" in await clinic.say("oversikt")
                answered += 1
                await asyncio.sleep(0.2)
        await mailroom.stop()
        assert answered > 3
        assert len(await clinic.told()) == 1
        assert clinic.store.run(clinic.house.clinic.id, lambda ledger: len(ledger.strays())) < KINDS
        await clinic.house.close()


async def test_a_storm_of_answers_to_one_invitation(tmp_path: Path) -> None:
    """Decision 62: the last that is kept holds, the rest is one question."""
    async with post_office() as office:
        clinic = MailClinic(tmp_path / "shm.db", office)
        ref = await clinic.invited()
        await clinic.tick()
        before = clinic.case(ref)
        (invitation,) = before.invitations
        sender = before.participant(invitation.participant_id).email
        box = FakePostbox()
        for number in range(ANSWERS):
            box.deliver(
                Arrival(
                    key=f"answer {number}",
                    sort=Sort.ANSWER,
                    at=clinic.now,
                    stamp=clinic.now,
                    sender=sender,
                    invitations=(invitation.id,),
                    sequence=invitation.sequence,
                    verdict=(Verdict.ACCEPTED, Verdict.DECLINED, Verdict.TENTATIVE)[number % 3],
                    comment=f"Svar {number}",
                )
            )
        mailroom = Mailroom(box, taking(clinic), MailNews(clinic.house, Heart(clinic.house)))
        await mailroom.start()
        async with asyncio.timeout(240):
            while len(box.filed) < ANSWERS:
                assert ref in await clinic.say("oversikt")
                await asyncio.sleep(0.2)
        await mailroom.stop()
        after = clinic.case(ref)
        kept = after.answers_to(invitation.id)
        assert [answer.text for answer in kept] == [f"Svar {n}" for n in range(MOST_ANSWERS)]
        assert present_answer(after, after.invitation(invitation.id)) == kept[-1]
        (question,) = after.questions
        assert (question.doubt, question.times) == (Doubt.OFTEN, ANSWERS - MOST_ANSWERS)
        assert len([one for one in await clinic.told() if "svært mange ganger" in one]) == 1
        assert len(after.sendings) - len(before.sendings) <= 2 * MOST_ANSWERS
        assert len(after.promises) <= 4 * MOST_ANSWERS
        shown = await clinic.say(f"innboks {ref}")
        assert f"{ANSWERS - MOST_ANSWERS} svar er ikke registrert" in shown
        await clinic.house.close()

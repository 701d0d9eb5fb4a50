"""*Henvisning*: what a referral lacks, ticked at intake, and the text that asks for it (R7)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogs.cards.actions import command
from dialogs.cards.elements import card, plain, section, text, to_copy
from dialogs.conversations.showing import summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import referral as say
from dialogs.wording.nb.ask_words import YES_TYPED, typed
from dialogs.wording.nb.conversations import joined
from pathway import promises
from pathway.commands import CheckReferral
from pathway.service import Outcome
from pathway.words import Milestone, PromiseKind

_FIELDS = tuple(say.FIELDS)


def _fields_in(said: str) -> tuple[str, ...] | None:
    """The fields that are named by number or word; None where a word names none or several."""
    found: list[str] = []
    for piece in filter(None, re.split(r"\s*(?:,|;|\bog\b|\bsamt\b)\s*", said)):
        words = [name for name, (word, whole) in say.FIELDS.items() if piece in {word, whole}]
        parts = [name for name, (word, _) in say.FIELDS.items() if piece.startswith(word[:5])]
        numbers = [_FIELDS[int(n) - 1] for n in piece.split() if _is_place(n)]
        meant = words or numbers or parts
        if not meant:
            return None
        found += meant
    return tuple(dict.fromkeys(found))


def _is_place(said: str) -> bool:
    return said.isascii() and said.isdigit() and 1 <= int(said) <= len(_FIELDS)


def _read(said: str, _scene: Scene) -> Reading:
    words = folded(said).removeprefix("alt er til stede unntatt").removeprefix("mangler").strip()
    words = words.replace("alt er til stede, unntatt", "").strip()
    if words in say.ALL_THERE:
        return Took("-")
    if set(words.split(",")) <= set(_FIELDS):
        return Took(words)
    found = _fields_in(words)
    return Took(",".join(found)) if found else Missed()


def _missing(scene: Scene) -> tuple[str, ...]:
    said = scene.answer("missing")
    return () if said == "-" else tuple(said.split(","))


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    """As in "henvisning K7M2 mangler legemidler", or "... alt er til stede"."""
    return {"missing": rest} if rest else {}


def _shown(_scene: Scene) -> str:
    return say.numbered()


def _build(scene: Scene) -> CheckReferral:
    return CheckReferral(ref=scene.case.ref, missing=_missing(scene))


def _preview(scene: Scene) -> Preview:
    facts = [(say.TITLE, say.except_for(_missing(scene)))]
    return summary(facts, question=say.QUESTION, yes=say.YES)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case, missing = outcome.case, _missing(scene)
    said = say.done(case.ref, missing)
    if not missing:
        shown = card(say.TITLE, [text(plain(said))], speak=say.TITLE)
        return (Reply(text=said, card=shown, summary=say.TITLE),)
    received = case.date_of(Milestone.REFERRAL_RECEIVED)
    asks = say.request(missing, received, scene.clinic.phone)
    body = [text(plain(said)), section(say.COPY, to_copy(asks, 1))]
    owed = (p for p in promises.open_promises(case) if p.kind is PromiseKind.REFERRAL_CONTENT)
    sent = [typed("sent", case.ref, promise.id, YES_TYPED) for promise in owed]
    ways = [
        *(command(words, say.SENT_IT) for words in sent),
        command(typed("checklist", case.ref), say.SHOW[1]),
    ]
    shown = card(say.TITLE, body, ways, speak=say.TITLE)
    return (Reply(text=joined(said, say.COPY, asks), card=shown, summary=say.TITLE),)


FORM = Form(
    name="referral",
    title=say.TITLE,
    questions=(
        Question(
            name="missing",
            kind=Kind.TEXT,
            words=Words(*say.MISSING),
            read=_read,
            shown=_shown,
        ),
    ),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)

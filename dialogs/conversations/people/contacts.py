"""*Kontakter* and *rett kontakt*: whom the clinic knows outside, found by name or office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.conversations.cases.registering import read_name
from dialogs.conversations.invitations import verifying
from dialogs.conversations.people.offices import read_office
from dialogs.conversations.showing import done, split_choice, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Several, Took, Words
from dialogs.parsing import folded
from dialogs.reader import Reader
from dialogs.reading import chosen
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import ask_contacts as say
from dialogs.wording.nb import ask_words
from pathway.clinic import Contact
from pathway.commands import CorrectContact, Person
from pathway.errors import UnknownContactError
from pathway.service import Desk, Outcome

GOOD = 80
"""How well each word must fit a name or an office (of 100)."""

RIGHT, GONE = "right", "gone"
_SHOWN = 6
_FIELDS = ("email", "phone", "office", "name")


# ---------------------------------------------------------------- looking


def look(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Kontakter*, *kontakt Solsiden*: how they are reached, and when that was last checked."""
    known = reader.desk.contacts()
    found = fitting(rest, known) if rest else known
    if not found:
        reply = Reply(text=say.NONE_FOUND if known else say.NONE_YET)
        return Turn(state=talk, replies=(reply,))
    return Turn(state=talk, replies=(_listed(found),))


def fitting(text: str, contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """Those with all these words in name or office, typos forgiven."""
    words = [word.strip(".,") for word in folded(text).split()]
    return tuple(contact for contact in contacts if _fits(words, contact))


def _fits(words: Sequence[str], contact: Contact) -> bool:
    own = folded(f"{contact.name} {contact.office}").replace(",", " ").split()
    return all(any(fuzz.ratio(word, mine) >= GOOD for mine in own) for word in words if word)


def _listed(found: Sequence[Contact]) -> Reply:
    shown, left = found[:_SHOWN], len(found) - _SHOWN
    intro, rest = say.found(len(found)), say.more_found(left) if left > 0 else ""
    lines = [intro]
    body = [elements.text(intro)]
    for contact in shown:
        who, how = say.contact_line(contact), say.reached(contact)
        lines.append(f"- {who}: {how}")
        typed = ask_words.typed("correct_contact", _title(contact))
        body.append(
            elements.row(
                elements.text(elements.plain(who), bold=True),
                elements.text(elements.plain(how), subtle=True),
                elements.buttons(command(typed, say.FIX_TITLE)),
            )
        )
    if rest:
        lines.append(rest)
        body.append(elements.text(rest, subtle=True))
    card = elements.card(say.TITLE, body, speak=say.TITLE)
    return Reply(text="\n".join(lines), card=card, summary=say.TITLE)


# ---------------------------------------------------------------- putting right


def _title(contact: Contact) -> str:
    return ", ".join(part for part in (contact.name, contact.office) if part)


def _value(contact: Contact) -> str:
    return f"{contact.role}: {_title(contact)}"


def _people(scene: Scene) -> tuple[Choice, ...]:
    return _choices(scene.desk)


def _choices(desk: Desk) -> tuple[Choice, ...]:
    known = desk.contacts()
    titles = [_title(contact) for contact in known]
    return tuple(
        Choice(
            value=_value(c),
            title=_title(c) if titles.count(_title(c)) == 1 else say.contact_line(c),
        )
        for c in known
    )


def _read_who(text: str, scene: Scene) -> Reading:
    """By name or office, typos forgiven; several are asked about."""
    named = chosen(text, _people(scene))
    if named:
        return Took(named)
    values = {_value(contact) for contact in fitting(text, scene.desk.contacts())}
    found = tuple(choice for choice in _people(scene) if choice.value in values)
    if len(found) == 1:
        return Took(found[0].value)
    return Several(found) if found else Missed(say.NONE_FOUND)


def _contact(scene: Scene) -> Contact | None:
    wanted = scene.answer("who")
    return next((c for c in scene.desk.contacts() if _value(c) == wanted), None)


def _what(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.WHAT_CHOICES.items())


def _shown(scene: Scene) -> str:
    contact = _contact(scene)
    return say.still(contact) if contact else ""


def _asked(name: str) -> Question:
    words, read = {
        "office": (say.OFFICE_NOW, read_office),
        "email": (say.EMAIL_NOW, verifying.read_address),
        "phone": (say.PHONE_NOW, verifying.read_number),
        "name": (say.NAME_NOW, read_name),
    }[name]

    def wanted(scene: Scene) -> bool:
        return scene.answer("what") == name

    return Question(
        name=name, kind=Kind.TEXT, words=Words(*words), wanted=wanted, read=read, limit=100
    )


def _stop(scene: Scene) -> str:
    return "" if scene.desk.contacts() else say.NONE_YET


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "rett kontakt Kari Testlege", "rett kontakt Solsiden telefon 21 99 99 05"."""
    words = rest.split()
    for size in range(len(words), 0, -1):
        who = _read_who(" ".join(words[:size]), scene)
        if isinstance(who, Missed):
            continue
        what, value = split_choice(" ".join(words[size:]), _what(scene))
        facts = {"who": " ".join(words[:size])}
        facts |= {"what": what} if what else {}
        return facts | ({what: value} if what in _FIELDS and value else {})
    return {"who": rest} if rest else {}


def _after(scene: Scene) -> str:
    value = scene.answer(scene.answer("what"))
    return "" if value == verifying.REMOVE else value


def _build(scene: Scene) -> CorrectContact:
    contact, what = _contact(scene), scene.answer("what")
    if contact is None:
        raise UnknownContactError
    becomes = Person(
        name=contact.name, office=contact.office, email=contact.email, phone=contact.phone
    )
    if what in _FIELDS:
        becomes = replace(becomes, **{what: _after(scene)})
    return CorrectContact(
        role=contact.role,
        name=contact.name,
        office=contact.office,
        becomes=None if what == GONE else becomes,
    )


def _preview(scene: Scene) -> Preview:
    contact, what = _contact(scene), scene.answer("what")
    facts = say.facts(contact, what, _after(scene), scene.today) if contact else []
    question = {RIGHT: say.RIGHT_QUESTION, GONE: say.GONE_QUESTION}.get(what, say.SAVE_QUESTION)
    yes = say.SAVE if what in _FIELDS else say.WHAT_CHOICES.get(what, say.SAVE)
    return summary(facts, question=question, yes=yes)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    name = outcome.contact.name if outcome.contact else ""
    said = {RIGHT: say.made_sure, GONE: say.taken_away}.get(scene.answer("what"), say.corrected)
    see = (ask_words.typed("contacts"), say.TITLE)
    return (done(say.FIX_TITLE, said(name), see),)


FORM = Form(
    name="correct_contact",
    title=say.FIX_TITLE,
    needs_case=False,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WHO),
            choices=_people,
            read=_read_who,
            sole=True,
        ),
        Question(
            name="what",
            kind=Kind.CHOICE,
            words=Words(*say.WHAT),
            choices=_what,
            shown=_shown,
        ),
        *(_asked(name) for name in _FIELDS),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)

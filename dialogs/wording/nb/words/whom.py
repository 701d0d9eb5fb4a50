"""The words for those around a patient: relations, Nav, others outside, and roles at a meeting."""

from __future__ import annotations

from pathway.words import Role

_RELATIONS = (
    ("mor", "moren", "mora", "mamma", "moderen"),
    ("far", "faren", "pappa", "faderen"),
    ("mann", "mannen", "ektemann", "ektemannen"),
    ("kone", "kona", "konen", "hustru", "hustruen"),
    ("ektefelle", "ektefellen"),
    ("samboer", "samboeren", "sambuar", "sambuaren"),
    ("kjæreste", "kjæresten", "kjærast", "kjærasten"),
    ("partner", "partneren"),
    ("søster", "søsteren", "søstera", "syster", "systera"),
    ("bror", "broren", "broderen"),
    ("søsken", "søsknene"),
    ("datter", "datteren", "dattera", "dotter", "dottera"),
    ("sønn", "sønnen", "son", "sonen"),
    ("barn", "barnet", "barna"),
    ("barnebarn", "barnebarnet"),
    ("foreldre", "foreldrene"),
    ("bestemor", "bestemoren", "bestemora", "mormor", "farmor"),
    ("bestefar", "bestefaren", "morfar", "farfar"),
    ("besteforeldre", "besteforeldrene"),
    ("svigermor", "svigermoren", "svigermora"),
    ("svigerfar", "svigerfaren"),
    ("svigersønn", "svigersønnen"),
    ("svigerdatter", "svigerdatteren", "svigerdattera"),
    ("stemor", "stemoren", "stemora"),
    ("stefar", "stefaren"),
    ("tante", "tanten", "tanta"),
    ("onkel", "onkelen"),
    ("niese", "niesen", "niesa"),
    ("nevø", "nevøen"),
    ("kusine", "kusinen", "kusina"),
    ("fetter", "fetteren"),
    ("venn", "vennen"),
    ("venninne", "venninnen", "venninna"),
    ("nabo", "naboen"),
)
"""Each relation in its forms."""

_ANY = {
    Role.RELATIVE: ("pårørende", "nærstående", "pårørande", "nærståande", "familie", "familien"),
    Role.INTERPRETER: ("tolk", "tolken"),
    Role.CLINICIAN: ("kliniker", "klinikeren", "behandler", "behandleren"),
    Role.REFERRER: ("henviser", "henviseren", "tilviser", "tilviseren"),
    Role.NAV_ADVISER: (
        *("nav", "navs", "veileder", "veilederen", "nav-veileder", "nav-veilederen"),
        *("navveileder", "navveilederen", "nav-kontoret", "nav-kontor"),
    ),
    Role.OTHER: ("andre", "annen", "ekstern", "eksterne"),
    Role.GP: ("fastlege", "fastlegen", "lege", "legen", "doktor", "doktoren"),
    Role.PATIENT: ("pasient", "pasienten"),
}
"""Words that are a role and say no more of whom."""

_OUTSIDE = (
    ("arbeidsgiver", "arbeidsgiveren", "arbeidsgivar", "arbeidsgivaren", "sjef", "sjefen"),
    ("jobb", "jobben", "arbeidsplass", "arbeidsplassen", "bedrift", "bedriften"),
    ("bedriftshelsetjeneste", "bedriftshelsetjenesten", "bht"),
    ("kommune", "kommunen"),
    ("hjemmetjeneste", "hjemmetjenesten", "hjemmesykepleie", "hjemmesykepleien"),
    ("skole", "skolen", "rektor", "rektoren", "lærer", "læreren"),
    ("universitet", "universitetet", "høgskole", "høgskolen"),
    ("barnevern", "barnevernet", "barnevernstjenesten"),
    ("forsikring", "forsikringen", "forsikringsselskap", "forsikringsselskapet"),
    ("advokat", "advokaten"),
    ("tillitsvalgt", "tillitsvalgte", "verneombud", "verneombudet"),
)
"""Others outside than Nav, each in its forms."""

_UNCLEAR = frozenset({"saksbehandler", "saksbehandleren", "sakshandsamar", "kontaktperson"})
"""Somebody at Nav, or at another office: it must be said which."""

BESIDE_A_RELATION = frozenset({"til", "av", "som", "heter", "pasienten", "pasientens"})
"""What may stand beside somebody's mother: "moren til pasienten", "mor som heter Anne"."""

BESIDE_A_PLACE = frozenset({"fra", "i", "hos", "ved", "på"})
"""What may stand between somebody outside and where they work."""

_SIGNS = ".,:;()«»\"'!?"


def words_of(text: str) -> list[str]:
    """The words as they are compared."""
    return [said for word in text.split() if (said := word.strip(_SIGNS).lower())]


def relation(word: str) -> tuple[str, ...]:
    """Every form of the relation that a word names; none where it names none."""
    return _group(word, _RELATIONS)


def outside(word: str) -> tuple[str, ...]:
    """The same for an employer, a school and the like."""
    return _group(word, _OUTSIDE)


def any_role(word: str) -> Role | None:
    """The role that a word is, where it says no more of whom."""
    said = word.strip(_SIGNS).lower()
    return next((role for role, words in _ANY.items() if said in words), None)


def is_unclear(word: str) -> bool:
    """Whether a word is somebody outside without saying where."""
    return word.strip(_SIGNS).lower() in _UNCLEAR


def role_of(word: str) -> Role | None:
    """The role of whomever a word names, by relation, by place of work, or as a role."""
    if relation(word):
        return Role.RELATIVE
    return Role.OTHER if outside(word) else any_role(word)


def third_party_in(text: str) -> Role | None:
    """Nav, or another outside, where the words name one: for them consent is needed (R13)."""
    found = {role_of(word) for word in words_of(text)}
    if Role.NAV_ADVISER in found:
        return Role.NAV_ADVISER
    outsiders = Role.OTHER in found or any(map(is_unclear, words_of(text)))
    return Role.OTHER if outsiders else None


def _group(word: str, groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    said = word.strip(_SIGNS).lower()
    return next((group for group in groups if said in group), ())

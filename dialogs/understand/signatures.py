"""What stands below somebody's words: names, titles, offices, numbers and small print."""

import re
from collections.abc import Collection
from functools import partial
from typing import Final

from dialogs.understand.tidy import listed

CLOSING: Final = re.compile(
    r"(?<!\w)(?:"
    r"(?:med )?(?:(?:beste?|vennlige?|venn?leg|kjær|hjertelig|varme?|gode?) )?"
    r"(?:hilsen|hilsener|helsing|helsingar)(?: (?:fra|frå))?"
    r"|v\.? ?hilsen|mvh|m\.v\.h\."
    r"|(?:with )?(?:kind|best|warm)(?:est)? (?:regards|wishes)|regards|(?:yours )?sincerely"
    r"|all the best)(?!\w)[.,:!]*",
    re.IGNORECASE,
)

_NEVER: Final = re.compile(
    r"(?:(?:man|mån|tirs|tys|ons|tors|fre|lør|laur|søn|sun|mon|tues|wednes|thurs|fri|satur)day?g?"
    r"|(?:for|føre|etter)?middag|morgen|morgon|kveld|natt|lunsj|dag|uke|veke|week|time|minutt"
    r"|halvtime|vikar\w*|stedfortreder|kollega|forsink\w*|avlys\w*|ferie|syk|sjuk|permisjon)"
    r"(?:en|a|et|er|ar|n|ne|ene|ane|s|t|te|ten|ing)?"
)
"""Words, however they end, that are nobody's name: when, or who else."""

_NO_NAMES: Final = listed(
    "men bare berre kun ikke ikkje nei heller helst isteden istedenfor istaden stedet staden "
    "unntatt hvis dersom viss om but only not no instead unless except if rather prefer kan kunne "
    "kunnet hva kva når hvor kor hvem kven can could what when where who please en ett to tre "
    "fire fem seks sju syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten "
    "nitten tjue tyve tretti førti femti one two three four five six seven eight nine ten eleven "
    "twelve noon half halv kvart kl klokka klokken tidligere tidlegare tidlig tidleg senere "
    "seinare sent seint først fyrst etter før innen kanskje maybe perhaps late later earlier "
    "after before until from fra frå til januar februar mars april mai juni juli august september "
    "oktober november desember january february march may june july october december tomorrow "
    "today i idag imorgen overmorgen telefon video ps obs nb"
)

_TITLES: Final = re.compile(
    r".*(?:lege|leder|leiar|rådgiver|rådgjevar|veileder|rettleiar|konsulent|spesialist|terapeut"
    r"|psykolog|pleier|pleiar|sekretær|koordinator|sjef|assistent|medarbeider|medarbeidar|kontor"
    r"|kontoret|senter|senteret|klinikk|klinikken|avdeling|avdelinga|avdelingen|enhet|eining|seksjon"
    r"|kommune|sykehus|sykehuset|sjukehus|medisin|helse|helsehus|gruppe|team|tjenesten|tenesta)"
)
_OFFICE: Final = listed(
    "nav hf as da ans hs ba rhf hpr md phd dr ph d bydel daglig dagleg og i ved for av at of the "
    "and in allmenn allmennmedisin smerte rehabilitering psykisk fysisk e epost post mail tlf tel "
    "mob org nr adresse besøksadresse postadresse web sosionom jordmor adviser doctor doctors "
    "surgery physician general practitioner office health centre center clinic department"
)

_DEPARTMENT: Final = re.compile(
    r"(?:avdeling|seksjon|enhet|eining|senter|klinikk|poliklinikk|institutt) for\b", re.IGNORECASE
)

_PHONE: Final = (
    r"(?:\(?(?:\+|00)\d{2}\)? ?)?(?:\d{2} ?\d{2} ?\d{2} ?\d{2}|\d{3} ?\d{2} ?\d{3})(?!\d)"
)
_LABELLED: Final = re.compile(
    r"(?<!\w)(?:(?:tlf|tel|telefon|phone|mob|mobil|mobile|sentralbord|direkte|faks|fax"
    rf"|t|m)\.?(?: ?nr\.?)? ?:? ?(?:{_PHONE}|\d{{5}}(?!\d))"
    r"|(?:e-?post|e-?mail|web)? ?:? ?\S{1,64}@\S{1,100}"
    r"|org\.? ?(?:nr)?\.? ?:? ?(?:no ?)?\d{3} ?\d{3} ?\d{3}(?: ?mva)?"
    r"|hpr[-. ]?(?:nr)?\.? ?:? ?\d{6,9}"
    r"|(?:web ?:? ?)?(?:www\.[\w./-]{1,100}|[\w-]{2,40}\.(?:no|com|org|example)(?:/\S{0,60})?)"
    r"|\[cid:[^\]]{0,100}\])",
    re.IGNORECASE,
)
_WHERE: Final = re.compile(
    rf"{_PHONE}|(?<!\d)\d{{4}} (?=[A-ZÆØÅ])|(?:postboks|pb|box)\.? ?\d{{1,5}}"
    r"|(?<!\w)\w{0,30}(?:gata|gate|gt|veien|vegen|vei|veg|plass|torg|torget|allé|brygge|bakken)\.?"
    r" \d{1,3}(?: ?[A-Za-z])?(?!\w)",
    re.IGNORECASE,
)
_DEVICE: Final = re.compile(
    r"(?:sendt|sent) (?:fra|frå|from|via|med|with)(?:[ -](?:min|mitt|mi|my|the|for|til|iphone|ipad"
    r"|ios|android|outlook|samsung|galaxy|smarttelefon|smartphone|mobil|mobilen|mobile|telefon"
    r"|phone|mail|e|e-?post|post|windows(?: 1[01])?|gmail|yahoo|proton|mac|app|appen))+[\s.<>]*"
    r"|(?:hent|get|last ned|skaff|skaff deg|skaffe) outlook (?:for|til|på) \w{2,10}[\s.<>]*",
    re.IGNORECASE,
)
_SMALL_PRINT: Final = re.compile(
    r"\W*(?:denne (?:e-?post|melding|mail)\w*|(?:innholdet|informasjonen|opplysningene) i denne"
    r"|this (?:e-?mail|message|communication)|the (?:information|contents?) |confidential\w*"
    r"|konfidensi\w*|fortrolig|taushet\w*|vi gjør oppmerksom|merk at e-?post|ikke send|send ikke"
    r"|please (?:consider|do not send)|tenk på miljøet|ta hensyn til miljøet|av hensyn til)\b",
    re.IGNORECASE,
)
_SECRECY: Final = re.compile(
    r"konfidensi|fortrolig|taushet|confidential|privileged|miljø|environment|sensitiv|personvern"
    r"|personopplysning|helseopplysning|health information",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_TELLS: Final = re.compile(r"[\d?]")


def is_name(word: str) -> bool:
    """Whether it may be somebody's name, or an office's: no time, and no condition."""
    lower = word.lower()
    return lower not in _NO_NAMES and not _NEVER.fullmatch(lower)


def is_title(word: str) -> bool:
    """Whether it is written as a name is, and may be one."""
    return word[0].isupper() and (len(word) == 1 or not word.isupper()) and is_name(word)


def is_signature(line: str, known: Collection[str] = (), *, labelled: bool = False) -> bool:
    """Whether a line holds only names, titles, numbers to call and addresses.

    `labelled` is for lines above the signature: only what can be nothing else. `known` are names.
    """
    if _DEVICE.fullmatch(line):
        return True
    left = _LABELLED.sub(" ", line)
    if labelled:
        return left != line and not re.search(r"\w", left)
    left = _WHERE.sub(" ", left)
    belongs = is_name if _DEPARTMENT.match(line) else partial(_belongs, known=known)
    return not _TELLS.search(left) and all(belongs(word) for word in _WORD.findall(left))


def _belongs(word: str, known: Collection[str]) -> bool:
    lower = word.lower()
    office = lower in _OFFICE or (_TITLES.fullmatch(lower) and is_name(word))
    return bool(office) or lower in known or is_title(word)


def without_small_print(text: str) -> str:
    """The text without paragraphs about secrecy or the environment, as mail servers add them."""
    kept: list[str] = []
    for paragraph in re.split(r"\n[^\S\n]*\n", text):
        lines = paragraph.splitlines()
        begins = next((n for n, line in enumerate(lines) if _SMALL_PRINT.match(line)), len(lines))
        print_ = "\n".join(lines[begins:])
        small = _SECRECY.search(print_) and not _TELLS.search(print_)
        kept += lines[:begins] if small else lines
    return "\n".join(kept)

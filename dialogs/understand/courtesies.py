"""The words of a yes and its courtesies, in both Norwegian languages and in English, as tables.

None of them tells a time, a way of taking part, a condition, or that somebody else comes.
"""

import re
from typing import Final

from dialogs.understand.tidy import listed

HARMLESS: Final = listed(
    "ja jo jepp japp jada joda ok okay okei oki hei heisann hallo kjære takk jeg eg vi meg deg "
    "dere dykk du det dette at og er så da då der her passer passar kommer kjem komme koma deltar "
    "deltek delta møter møte stiller sees ses sest snakkes snakkast bekrefter bekreftet bekrefta "
    "bekreftes bekrefte stadfestar stadfesta stadfeste godtar godtatt godtek godteke aksepterer "
    "akseptert aksepteres godkjent notert mottatt motteke avtalt avtale avtalen fint fin flott "
    "bra godt god utmerket utmerka perfekt supert super topp strålende strålande herlig herleg "
    "greit greitt grei kjempefint kjempebra kjempeflott fantastisk hyggelig hyggeleg glimrende "
    "helt heilt veldig gjerne selvsagt selvfølgelig sjølvsagt naturligvis absolutt definitivt "
    "herved møtet invitasjonen innkallingen innkallinga tidspunktet tidspunkt oppmøte oppmøtet "
    "takker tilgjengelig tilgjengeleg legen fastlegen deltakelse deltagelse deltaking hi hello "
    "dear yes yep sure thanks thank you great fine good perfect lovely excellent works work suits "
    "confirmed confirm accepted accept noted received attending joining coming that it this is i "
    "am m s ll we be there and well certainly absolutely definitely gladly cheers"
)

_THANKED = (
    "det|sist|invitasjon(?:en)?|innkalling(?:en|a)?|melding(?:en|a)?|beskjed(?:en)?|info(?:en)?"
    "|informasjonen|påminnelsen|e post(?:en)?|henvendelsen|førespurnaden"
)
_PHRASES: Final = (
    f"(?:tusen |mange |hjertelig )?takk for (?:{_THANKED})",
    "(?:tusen (?:hjertelig )?|mange |hjertelig |på forhånd )takk|takk på (?:forhånd|førehand)",
    "takk skal (?:du|dere) ha",
    "(?:alt |helt |heilt )?i orden|den er (?:grei|god)|med (?:glede|dette)",
    "(?:for|hos) (?:meg|oss)|(?:for|fra|frå) (?:min|mi|vår) (?:del|side)",
    "(?:ikke|ikkje) (?:noe|noko) problem|(?:ingen|inga) problem",
    "ser (?:veldig |virkelig )?fr[ae]m til(?: å (?:delta|komme|møte))?",
    "(?:gleder|gler) meg(?: til(?: å (?:delta|komme|møte))?)?",
    "ha (?:en|ei|ein) (?:riktig |fortsatt )?(?:fin|god|flott) (?:dag|helg|uke|veke|kveld|sommer)",
    "god (?:morgen|dag|kveld|helg|ettermiddag|formiddag|sommer|jul|påske)|på gjensyn|alt godt",
    "(?:høres|høyrest) (?:veldig )?(?:bra|fint|flott|greit) ut|vi (?:høres|høyrest)",
    "(?:det |dette )?går (?:helt |heilt )?(?:bra|fint|greit|greitt)",
    "(?:kan|skal|vil|vil gjerne) (?:komme|delta|møte|stille|bekrefte|stadfeste)",
    "(?:ønsker|ynskjer|har mulighet til|har anledning til|har høve til) å (?:komme|delta|møte)",
    "det kan (?:jeg|eg)|skal (?:jeg|eg) (?:klare|få til)|da sier vi det",
    "(?:er|blir|være|vere|bli) med|(?:til|på|i) møtet",
    "(?:tiden|tida) passa?e?r|(?:min|mi) (?:deltakelse|deltagelse|deltaking)",
    "(?:har )?(?:satt|sett) av (?:tid|tiden|tida)|har notert(?: meg)?",
    "(?:har lagt |legger |lagt )?(?:det |møtet )?(?:inn )?i kalenderen(?: min)?",
    "(?:thanks|thank you) for the (?:invitation|invite)|in advance",
    "look(?:ing)? forward(?: to (?:it|this|that|the meeting|seeing you|meeting you|attending))?",
    "see you(?: there| then| soon)?|no problem|of course|all good|with pleasure",
    "sounds (?:good|great|fine)|for me|suits me|the (?:meeting|invitation|time)",
    "(?:can|will|ll|happy to|glad to|able to) (?:attend|come|join|participate|make it)",
    "my (?:attendance|participation)|good (?:morning|afternoon|day|evening)",
    "have a (?:nice|good|great) (?:day|weekend|evening|week)",
)
PHRASES: Final = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
"""What is harmless as a whole, in lower case with one space between words and no signs."""

SIGNS: Final = frozenset("👍👌🙏😊🙂😀😃😄☺✅❤☀🌞🌸🎉👏\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe")
"""Pictures that say no more than a yes; of any other nobody knows what it means."""

GREETING: Final = re.compile(
    r"^\W*(?:hei(?: igjen)?|heisann|hallo|kjære|hi|hello|dear|god (?:morgen|dag|kveld))"
    r"((?: [^\W\d_]+){1,4}) ?(?:[,.!:;–-]|$)",
    re.IGNORECASE,
)
"""A greeting with those who are greeted, up to the sign that ends it."""

GREETED: Final = listed("alle sammen saman dere dykk igjen og all everyone team and sir madam or")

"""What settles each kind of task, as typed commands with titles, without the reference."""

from __future__ import annotations

from dialogs.wording.nb import ask_extra, ask_office, checklists, mail_notices
from pathway.words import Channel, PromiseKind

DONE = (("sendt", "Ferdig"),)
SENT = (("sendt", "Jeg har sendt den"),)
SENT_BY = {
    Channel.LETTER: (("sendt brevet", "Jeg har sendt brevet"),),
    Channel.SMS: (("sendt SMS", "Jeg har sendt SMS-en"),),
    Channel.PHONE: (("ringt", "Jeg har ringt"),),
}
ACTIONS = {
    PromiseKind.ANSWER: (("svar", "Registrer svar"),),
    PromiseKind.STILL_STANDS: (("svar", "Registrer svar"),),
    PromiseKind.SECURE_MESSAGE: SENT,
    PromiseKind.REMINDER: SENT,
    PromiseKind.PHONE_CALL: (("sendt", "Jeg har ringt"),),
    PromiseKind.CONSENT: (("samtykke", "Registrer samtykke"),),
    PromiseKind.PREVIEW: (("kall inn pasienten", "Kall inn pasienten"),),
    PromiseKind.WISHES: (("ønsker", "Registrer ønsker"),),
    PromiseKind.PLACE: (("sendt", "Det er avtalt"),),
    PromiseKind.CALL_BACK: (("sendt", "Jeg har ringt"),),
    PromiseKind.SHM2_DETAILS: (("kall inn", "Kall inn til SHM2"),),
    PromiseKind.LINK: (("lenke", "Legg inn lenken"),),
    PromiseKind.NEW_GP: (("annen lege", "Bytt fastlege"),),
    PromiseKind.MILESTONE: (("milepæl", "Registrer milepæl"), ("kall inn", "Kall inn")),
    PromiseKind.POSTPONED: (ask_office.DECIDE,),
    PromiseKind.QUESTION: (mail_notices.LOOK,),
    PromiseKind.EXTRA_MEETING: ask_extra.WAYS,
    PromiseKind.INTAKE: checklists.SHOW,
    PromiseKind.CLOSING: checklists.SHOW,
}

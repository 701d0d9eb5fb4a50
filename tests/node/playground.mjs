// The story of one patient in Microsoft 365 Agents Playground, typed and pressed in headless Chromium.
// node playground.mjs CLINIC PLAYGROUND FOLDER: pictures are kept in FOLDER, what was seen is printed as JSON.
import puppeteer from "puppeteer-core";
import { Chat } from "./chat.mjs";
import { Outside } from "./outside.mjs";
import { Staff } from "./staff.mjs";

const [clinic, playground, folder] = process.argv.slice(2);
const flags = ["--lang=nb-NO", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]; // the Playground's page asks for fonts from afar
const [MONDAY, TUESDAY] = ["2026-11-02", "2026-11-03"];
const GP = "Kari Testlege";
const DESK = { width: 1400, height: 900 };
const NARROW = { width: 640, height: 900 };
const SLIDES = 500; // milliseconds in which the list of chats goes

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: flags });
const desk = new Staff(await browser.newPage(), MONDAY);
const page = await browser.newPage();
const chat = new Chat(page);
const outside = new Outside(browser, desk, clinic);
const seen = {};
let ref = "";

async function picture(name) {
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.setViewport(NARROW);
  await new Promise((wait) => { setTimeout(wait, SLIDES); });
  await page.screenshot({ path: `${folder}/${name}-narrow.png` });
  await page.setViewport(DESK);
}

/** Do something in the clinic's own page, and come back to the chat; how many messages there were. */
async function elsewhere(act) {
  const before = (await chat.said()).length;
  await desk.page.bringToFront();
  await act();
  await page.bringToFront();
  return before;
}

async function installs() {
  await elsewhere(async () => {
    await desk.page.goto(clinic);
    await desk.sits("leder"); // or the page would show the secretary what waits for her chat
  });
  await chat.open(playground);
  seen.welcome = await chat.becomes("Hei");
  await chat.open(playground);
  seen.hello = await chat.says("hei", "Du har ingen oppgaver");
}

async function registers() {
  await chat.says("ny pasient", "Fastlege");
  await chat.says("ny pasient", "Fastlege");
  const fill = async () => {
    await chat.fills("Navn", "Ola Oppdiktet", -2);
    await chat.fills("Henvisning mottatt", "09/07/2026", -2);
    await chat.fills("Fastlege", GP, -2);
  };
  await fill();
  await page.screenshot({ path: `${folder}/register.png` });
  await chat.presses("Neste", -2);
  seen.old = await chat.becomes("utdatert", -2);
  seen.oldButtons = await chat.buttons(-2);
  await fill();
  const before = (await chat.said()).length;
  await chat.presses("Neste", -2);
  seen.registered = await chat.becomes("Saken har referansen", -2);
  ref = seen.registered.match(/[A-Z]\d[A-Z]\d/)[0];
  [seen.noticed] = await chat.hears("Du har én ting i dag", before);
  await chat.says(`milepæl ${ref} utredning startet i dag`, "Skal jeg registrere dette?");
  [seen.milestone] = await chat.says("ja", "Utredning startet");
}

async function invites() {
  await chat.says(`kall inn ${ref} til SHM1 tirsdag 24. november kl 10 med nav eller andre`, "Møteleder");
  await picture("invite");
  await chat.fills("Møteleder", "Lea Liksom");
  await chat.fills("Lenke til videomøtet", "https://join");
  const before = (await chat.said()).length;
  await chat.presses("Neste");
  seen.preview = await chat.becomes("Skal jeg sende dette?");
  await picture("preview");
  await chat.presses("Send innkallingen");
  seen.sent = await chat.becomes("er satt opp");
  seen.grewByInviting = (await chat.said()).length - before;
  await picture("sent");
}

async function doctorAnswers() {
  const before = await elsewhere(async () => {
    seen.answered = await outside.answers(GP, "Ja, det passer", ref);
    await outside.putAway();
  });
  [seen.gate] = await chat.hears("Pasienten kan nå kalles inn", before);
  await chat.presses("Kall inn pasienten");
  seen.patient = await chat.hears("Skal jeg gjøre dette klart", before);
  await picture("patient");
  await chat.presses("Gjør klar");
  seen.patientReady = await chat.becomes("Innkallingen til pasienten er klar");
}

async function navComes() {
  await chat.says(`samtykke ${ref} nav muntlig i dag hele møtet`, "Kontor");
  await chat.fills("Navn", "Nina Vik");
  await chat.fills("Kontor", "Nav Fjordly");
  await chat.presses("Neste");
  seen.consent = await chat.becomes("Skal jeg");
  await chat.presses("Registrer samtykket");
  seen.phone = await chat.becomes("er registrert i sak");
  await picture("phone");
  [seen.adviser] = await chat.says(`registrer veileder ${ref} 55 55 12 34, på telefon`, "Nav kan nå kalles inn");
  const before = (await chat.said()).length;
  await chat.presses("Kall inn Nav");
  seen.nav = await chat.hears("Skal jeg", before);
  await chat.presses("Gjør klar");
  seen.navReady = await chat.becomes("er klar i sak");
}

async function nextDay() {
  const before = await elsewhere(() => desk.turnTo(TUESDAY));
  [seen.digest] = await chat.hears("ting i dag", before);
  seen.digestButtons = await chat.buttons();
  await picture("digest");
  await chat.presses("Jeg har sendt den", before);
  await chat.hears("Er dette gjort?", before + 1);
  await chat.presses("Jeg har gjort det");
  seen.ticked = await chat.becomes("krysset av");
  seen.digestAfter = await chat.becomes("Gjort:", before);
  [seen.board] = await chat.says("oversikt", "Én åpen sak");
  await picture("board");
}

for (const one of [page, desk.page]) await one.setViewport(DESK);
await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
let failed = null;
try {
  for (const chapter of [installs, registers, invites, doctorAnswers, navComes, nextDay]) await chapter();
  seen.said = await chat.said();
} catch (error) {
  failed = error;
  await page.screenshot({ path: `${folder}/failed.png` });
}
await browser.close();
if (failed) throw failed;
console.log(JSON.stringify(seen, null, 1));

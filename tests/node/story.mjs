// The thin line through the local page, pressed and typed as a person would, in headless Chromium.
// node story.mjs ADDRESS FOLDER: pictures are kept in FOLDER, what was seen is printed as JSON.
import puppeteer from "puppeteer-core";
import { renewed } from "./staff.mjs";

const [address, folder] = process.argv.slice(2);
const flags = ["--lang=nb-NO", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"];
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: flags });
const page = await browser.newPage();
const desk = { width: 1400, height: 900 };
const print = { width: 1000, height: 760, deviceScaleFactor: 1.5 }; // to be read at half a page's width
await page.setViewport(desk);
const seen = {};

const text = (selector) => page.$$eval(selector, (all) => all.map((e) => e.innerText).join("\n"));
/** `at` is the end of the last card, or words on it that are to be in the middle. */
async function picture(name, at = "") {
  await page.setViewport(print);
  await page.evaluate((where) => {
    document.activeElement?.blur();
    newest();
    const last = document.getElementById("lines").lastElementChild;
    if (where === "end") last.scrollIntoView({ block: "end" });
    else if (where) [...last.querySelectorAll("*")].findLast((e) => e.innerText?.includes(where)).scrollIntoView({ block: "center" });
  }, at);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.setViewport(desk);
}
const last = () => text("#lines li:last-child");

async function leave(act) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), renewed(act)]);
}
async function say(words) {
  await page.$eval("#message", (field) => { field.value = ""; });
  await page.type("#message", words);
  await leave(() => page.keyboard.press("Enter"));
  return last();
}
async function press(title, within = "body") {
  await renewed(() => shown(title, within)); // where there is none, nothing is waited for
  await leave(async () => (await shown(title, within)).click());
}
async function shown(title, within) {
  const buttons = await page.$$(`${within} button, ${within} a`);
  for (const button of buttons.reverse()) {
    const own = await button.evaluate((e) => {
      if (!e.isConnected) throw new Error("detached: the page was renewed meanwhile");
      return e.checkVisibility() ? e.innerText.trim() : "";
    });
    if (own === title) return button;
  }
  throw new Error(`no button «${title}» on the page`);
}
async function fill(label, value) {
  const id = await page.evaluate((wanted) => {
    const labels = [...document.querySelectorAll("#lines li:last-child label")];
    return labels.find((l) => l.innerText.startsWith(wanted))?.htmlFor ?? "";
  }, label);
  if (!id) throw new Error(`no field «${label}» on the last card`);
  const kind = await page.$eval(`#${id}`, (e) => (e.tagName === "SELECT" ? "select" : e.type));
  if (kind === "select") {
    const option = await page.$eval(`#${id}`, (e, wanted) =>
      [...e.options].find((o) => o.innerText.startsWith(wanted))?.value ?? "", value);
    return page.select(`#${id}`, option);
  }
  return page.$eval(`#${id}`, (e, given) => { e.value = given; }, value);
}

async function choose(title) {
  const picks = await page.$$("#lines li:last-child label.pick");
  for (const pick of picks) {
    if ((await pick.evaluate((e) => e.innerText.trim())).startsWith(title)) return pick.click();
  }
  throw new Error(`no choice «${title}» on the last card`);
}

await page.goto(address);
await picture("first-visit");
await press("Registrer en pasient");
await fill("Navn", "Ola Oppdiktet");
await fill("Henvisning mottatt", "2026-09-07");
await choose("Kari Testlege");
await picture("register");
await press("Neste", "#lines li:last-child");
seen.registered = await last();
const ref = seen.registered.match(/[A-Z][0-9][A-Z][0-9]/)[0];

await say(`milepæl ${ref} utredning startet i dag`);
seen.milestone = await say("ja");

await say(`kall inn ${ref} til SHM1 tirsdag 24. november kl 10`);
seen.invite = await last();
await picture("invite");
await choose("Lea Liksom");
await choose("https://join");
await press("Neste", "#lines li:last-child");
seen.preview = await last();
await picture("preview", "end");
seen.spilt = [];
for (const width of [1400, 390]) {
  await page.setViewport({ width, height: 900 });
  seen.spilt.push(...await page.$$eval("#lines li:last-child .card *", (all) => all
    .filter((e) => e.getBoundingClientRect().right > e.closest(".card").getBoundingClientRect().right)
    .map((e) => e.innerText)));
}
await page.setViewport(desk);
await press("Send innkallingen", "#lines li:last-child");
seen.sent = await last();
seen.cut = [];
for (const width of [1200, 1400]) {
  await page.setViewport({ width, height: 900 });
  await page.waitForSelector(".timeline.ahead li");
  seen.cut.push(...await page.$$eval(".timeline li", (all) => all
    .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText)));
}
seen.atOnce = await page.$$eval("#mails li", (all) => all.length);

// The clock runs: the invitation leaves, and on the fifth working day the reminder.
const boxes = () => page.$$eval("#mails li", (all) => all.map((e) => e.innerText));
async function until(found, what) {
  for (let tries = 0; tries < 20; tries += 1) {
    if (await found()) return;
    await new Promise((wait) => { setTimeout(wait, 500); });
    await page.reload();
  }
  throw new Error(`never seen: ${what}`);
}
await until(async () => (await boxes()).length === 1, "the invitation in the GP's mailbox");
await press("En uke fram");
await until(async () => (await boxes()).length === 2, "the reminder");
seen.mails = await boxes();
await picture("reminded");

// The GP reads the invitation and answers on the real page.
await leave(() => page.click("#mails li:last-child a"));
seen.mail = await text("#mails .letter");
await picture("mail");
const link = seen.mail.match(/https?:\/\/\S+\/svar\/\S+/)[0];
const phone = await browser.newPage();
await phone.setViewport({ width: 390, height: 740, deviceScaleFactor: 2 });
await phone.goto(link);
const question = await phone.screenshot({ encoding: "base64" });
seen.question = await phone.$eval("main", (e) => e.innerText);
const [yes] = await phone.$$('button[value="accepted"]');
await Promise.all([phone.waitForNavigation(), yes.click()]);
const receipt = await phone.screenshot({ encoding: "base64" });
seen.receipt = await phone.$eval("main", (e) => e.innerText);

// Both of the phone's pages side by side, so that the picture is no taller than the others.
const sheet = await browser.newPage();
await sheet.setViewport({ width: 900, height: 770, deviceScaleFactor: 1.5 });
const screens = [question, receipt].map((png) => `<img src="data:image/png;base64,${png}">`).join("");
await sheet.setContent(`<style>body { margin: 0; height: 100vh; display: flex; gap: 40px; background: #dfe5ec;
  align-items: center; justify-content: center } img { width: 390px; border-radius: 12px }</style>${screens}`);
await sheet.screenshot({ path: `${folder}/answer.png` });

// The secretary hears of it at once, and sees the case.
await page.bringToFront();
await page.goto(address);
await until(async () => (await text("#lines")).includes("Pasienten kan nå kalles inn"), "the gate");
seen.gate = await last();
await say(`sak ${ref}`);
seen.case = await last();
await picture("case");
await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
await picture("case-dark");
await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);

// The same answer once more, this time in the GP's calendar: a real mail that the daemon reads.
await page.goto(address);
await leave(() => page.click("#mails li:last-child a"));
await press("Godta", "#mails");
seen.sentBack = await text("#mails .notice");
await picture("sent-back");
await page.setViewport({ width: 390, height: 844 });
await page.$$eval("#mails details", (all) => all.forEach((one) => { one.open = true; }));
seen.spiltMail = await page.$$eval("#mails .mail *", (all) => all
  .filter((e) => !e.closest("pre") && e.getBoundingClientRect().right > e.closest(".mail").getBoundingClientRect().right)
  .map((e) => e.outerHTML));
await page.setViewport(desk);
await page.goto(address);

// What a move would do to each of them, before anything is done.
seen.plan = await say(`flytt ${ref} til torsdag 26. november kl 13`);
await picture("plan", "får beskjed om endringen");
await say("avbryt");

// The GP needs another time after all, and names two; then the mail about it cannot be delivered.
await phone.bringToFront();
await phone.goto(link);
await phone.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
const times = { proposed_date: "2026-11-28", proposed_time: "18:00", proposed_date_2: "2026-11-26", proposed_time_2: "13:00" };
for (const [name, value] of Object.entries(times)) {
  await phone.$eval(`#${name}`, (field, given) => { field.value = given; }, value);
}
const [other] = await phone.$$('button[value="new_time"]');
await Promise.all([phone.waitForNavigation(), other.click()]);
seen.wished = await phone.$eval("main", (e) => e.innerText);
await page.bringToFront();
await page.goto(address);
seen.counter = await say(`forslag ${ref}`);
await picture("counter", "end");
await press("Flytt til torsdag 26. november kl. 13.00", "#lines li:last-child");
seen.moved = await last();
await say(`rett opp ${ref} fastlegens e-post kari@solsiden.invalid`);
seen.corrected = await say("ja");
await until(async () => (await text("#lines")).includes("kom ikke fram"), "that it did not arrive");
seen.lost = await last();
await page.setViewport(print);
await page.evaluate(() => {
  document.activeElement?.blur();
  for (const every of ["#lines li", "main li"]) {
    const told = [...document.querySelectorAll(every)].filter((e) => e.innerText.includes("ikke fram"));
    told.at(-1)?.scrollIntoView({ block: "center" });
  }
});
await page.screenshot({ path: `${folder}/undelivered.png` });

await browser.close();
console.log(JSON.stringify(seen, null, 1));

// Plays a tale (tests/story/telling.py) on the local page as people would, in headless Chromium.
// node tales.mjs ADDRESS FOLDER < TALE.json: pictures are kept in FOLDER; a line that is not so ends it.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { Outside } from "./outside.mjs";
import { DESK, Staff, StaffInWindows } from "./staff.mjs";
import { Names } from "./telling.mjs";

const [address, folder] = process.argv.slice(2);
const tale = JSON.parse(readFileSync(0, "utf8"));
const flags = ["--lang=nb-NO", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"];
const PHONE = { width: 390, height: 844 };
const PATIENCE = 8000; // for what the daemon does of itself, in its next pass
const WAITS = new Set(["looks", "watches", "reads"]);

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: flags });
const names = new Names();
const [page] = await browser.pages();
await page.setViewport(DESK);
if (!tale.windows) await page.goto(address);
const start = tale.steps[0].at;
const staff = tale.windows ? new StaffInWindows(browser, address, start) : new Staff(page, start);
const outside = new Outside(browser, staff, address);
let ref = "";

/** One act; what can be seen afterwards of what came of it. */
async function act(step) {
  const text = names.fill(step.text);
  if (step.how === "reads") return outside.reads(step.who, text, ref);
  if (step.how === "answers") return outside.answers(step.who, text, ref);
  await staff.sits(step.who);
  if (step.how === "watches") return staff.watches();
  if (step.how !== "looks") await staff[step.how](text);
  return staff.news(step.who);
}

async function play(step) {
  await staff.turnTo(step.at);
  if (step.who === "clock") return;
  const end = Date.now() + (WAITS.has(step.how) ? PATIENCE : 0);
  for (;;) {
    try {
      names.check(step, await act(step));
      break;
    } catch (error) {
      if (Date.now() >= end) throw error;
      await new Promise((wait) => { setTimeout(wait, 250); });
    }
  }
  if (!["reads", "answers"].includes(step.how)) await staff.hasRead(step.who);
}

async function picture(name, size) {
  const shown = outside.answered ?? staff.page;
  if (!outside.answered) await staff.page.setViewport(size);
  await shown.screenshot({ path: `${folder}/${tale.name}-${name}.png` });
  const wider = await shown.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (!outside.answered) await staff.page.setViewport(DESK);
  if (wider) throw new Error(`the page runs out of its width on ${name}`);
}

await staff.sits(tale.steps[0].who);
let failed = null;
for (const step of tale.steps) {
  try {
    await play(step);
    for (const name of step.picture) await picture(name, DESK);
    for (const name of step.phone) await picture(name, PHONE);
    await outside.putAway();
  } catch (error) {
    failed = `${tale.name}, line ${step.number}, ${step.who} ${step.how} «${step.text}»: ${error.message}`;
    break;
  }
  ref = names.caseOf(step) || ref;
}
if (failed) await staff.page.screenshot({ path: `${folder}/${tale.name}-failed.png` });
await browser.close();
if (failed) {
  console.error(failed);
  process.exit(1);
}

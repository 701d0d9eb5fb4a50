// Plays a tale (tests/story/telling.py) on the local page as people would, in headless Chromium.
// node tales.mjs ADDRESS FOLDER < TALE.json: pictures are kept in FOLDER; a line that is not so ends it.
// Where the tale names Playgrounds, the staff who have one sit there instead.
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { Outside } from "./outside.mjs";
import { DESK, Staff, StaffInWindows, wide } from "./staff.mjs";
import { StaffInTeams } from "./teams.mjs";
import { Names } from "./telling.mjs";

const [address, folder] = process.argv.slice(2);
const tale = JSON.parse(readFileSync(0, "utf8"));
const flags = ["--lang=nb-NO", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]; // the Playground's page asks for fonts from afar
const PATIENCE = 8000; // for what the daemon does of itself, in its next pass
const WAITS = new Set(["looks", "watches", "reads"]);

const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: flags });
const names = new Names();
const staff = await seated();
const outside = new Outside(browser, staff, address);
let ref = "";

/** The staff in Teams, in a window for each, or all in one. */
async function seated() {
  const start = tale.steps[0].at;
  if (tale.playgrounds) {
    const teams = new StaffInTeams(browser, address, start);
    await teams.begin(tale.playgrounds, tale.other);
    return teams;
  }
  if (tale.windows) return new StaffInWindows(browser, address, start);
  const [page] = await browser.pages();
  await page.setViewport(DESK);
  await page.goto(address);
  return new Staff(page, start);
}

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
  if (step.who === "clock") return staff.passTo(step.at);
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
  const shown = outside.answered ?? staff.shown;
  if (!outside.answered) await staff.resized(size);
  await shown.screenshot({ path: `${folder}/${tale.name}-${name}.png` });
  const wider = outside.answered ? await wide(shown) : await staff.wide();
  if (!outside.answered) await staff.resized(DESK);
  if (wider) throw new Error(`something runs out of its width on ${name}`);
}

await staff.sits(tale.steps[0].who);
let failed = null;
for (const step of tale.steps) {
  try {
    await play(step);
    for (const name of step.picture) await picture(name, DESK);
    for (const name of step.phone) await picture(name, staff.narrow);
    await outside.putAway();
  } catch (error) {
    failed = `${tale.name}, line ${step.number}, ${step.who} ${step.how} «${step.text}»: ${error.message}`;
    break;
  }
  ref = names.caseOf(step) || ref;
}
if (failed) await staff.page.screenshot({ path: `${folder}/${tale.name}-failed-page.png` });
if (failed) await staff.shown.screenshot({ path: `${folder}/${tale.name}-failed.png` });
await browser.close();
if (failed) {
  console.error(failed);
  process.exit(1);
}

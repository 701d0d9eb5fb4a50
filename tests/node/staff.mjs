// The staff at the local page: who sits there, what they type, fill in, press and read, and the clock.
import { fieldsOf } from "./telling.mjs";

const MONTHS = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
  "november", "desember"];
const DAY = 24 * 3600 * 1000;
const PATIENCE = 8000; // milliseconds for a page that is renewed again and again
const STEP = 5; // minutes that one press turns the clock
const MOST_PRESSES = 12; // an hour: what a tale tells of minutes is a meeting
export const DESK = { width: 1400, height: 900 };
const LAST_CARD = "#lines > li:last-child form.card";

export class Staff {
  #heard = {}; // the last bubble that each member of staff has read
  #day;

  constructor(page, start) {
    this.page = page;
    this.#day = start.slice(0, 10);
  }

  get day() {
    return this.#day;
  }

  /** What a picture is taken of. */
  get shown() {
    return this.page;
  }

  get narrow() {
    return { width: 390, height: 844 };
  }

  resized(size) {
    return this.page.setViewport(size);
  }

  wide() {
    return wide(this.page);
  }

  async toMailboxes() {
    await this.page.bringToFront();
  }

  /** Do something that brings the page anew, and once more where what it is done to was renewed before it was done. */
  async leave(act) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: "load" }), renewed(act)]);
  }

  async sits(who) {
    if (await this.page.$eval("#staff", (e) => e.value) !== who) await this.leave(() => this.page.select("#staff", who));
    if (await this.page.$eval("#staff", (e) => e.value) !== who) throw new Error(`nobody on the page is ${who}`);
  }

  async types(words) {
    await this.page.$eval("#message", (field) => { field.value = ""; });
    await this.page.focus("#message");
    await this.page.keyboard.sendCharacter(words); // each key by itself takes ten times as long
    await this.leave(() => this.page.keyboard.press("Enter"));
  }

  /** Fill in the newest card by what stands beside its fields, and send it on. */
  async fills(text) {
    const [given] = fieldsOf(text);
    for (const [label, value] of given) await this.#fill(label, value);
    const next = await this.page.$(`${LAST_CARD} .actions button.primary`);
    if (!next) throw new Error("the newest card has nothing to send it on with");
    await this.leave(() => next.click());
  }

  async #fill(label, value) {
    const field = await this.page.evaluateHandle((card, wanted) => {
      const all = [...document.querySelectorAll(`${card} legend, ${card} label`)];
      const found = all.find((e) => e.innerText.trim().startsWith(wanted));
      return found?.closest("fieldset, .field, .pick") ?? null;
    }, LAST_CARD, label);
    if (!field.asElement()) throw new Error(`no field «${label}» on the newest card`);
    for (const pick of await field.$$("label.pick")) {
      if ((await pick.evaluate((e) => e.innerText.trim())).startsWith(value)) return pick.click();
    }
    const plain = await field.$("input:not([type=radio], [type=checkbox]), select, textarea") ?? await this.#other(field);
    const kind = await plain.evaluate((e) => e.type);
    if (kind === "date") return plain.evaluate((e, day) => { e.value = day.split(".").reverse().join("-"); }, value);
    if (kind === "select-one") return plain.evaluate((e, wanted) => {
      e.value = [...e.options].find((o) => o.innerText === wanted).value;
    }, value);
    await plain.evaluate((e) => { e.value = ""; });
    return plain.type(value);
  }

  /** The field for what the list does not have, which comes after it. */
  async #other(list) {
    const name = await list.$eval("input", (e) => e.name);
    const other = await this.page.$(`${LAST_CARD} [name="${name}_other"]`);
    if (!other) throw new Error(`${name} has no such choice, and no field for another`);
    return other;
  }

  /** The newest button with that title, behind *Mer* or on a folded card too. */
  async presses(title) {
    await renewed(() => this.#button(title)); // where there is none, nothing is waited for
    return this.leave(async () => (await this.#button(title)).click());
  }

  async #button(title) {
    const lines = await this.page.$$("#lines > li");
    for (const line of lines.reverse()) {
      for (const button of await line.$$("button[name=press]")) {
        if ((await button.evaluate((e) => e.textContent.trim())) !== title) continue;
        await unfold(button);
        return button;
      }
    }
    throw new Error(`no button «${title}» in the chat`);
  }

  /** What the program has said to whoever sits here since they last read; folded cards are opened for it. */
  async news(who) {
    return this.page.$$eval("#lines > li.theirs", (all, after) => {
      const fresh = all.filter((line) => Number(line.dataset.line) > after);
      const folded = fresh.flatMap((line) => [...line.querySelectorAll("details.used:not([open])")]);
      for (const card of folded) card.open = true;
      const text = fresh.map((line) => line.querySelector(".bubble").innerText).join("\n\n");
      for (const card of folded) card.open = false;
      return text;
    }, this.#heard[who] ?? 0);
  }

  /** The card of the running meeting as it stands in the window that is open, which the page keeps fresh by itself. */
  async watches() {
    return this.page.$$eval("#lines > li[data-renewed]", (all) => all.at(-1)?.innerText ?? "");
  }

  async hasRead(who) {
    const lines = await this.page.$$eval("#lines > li", (all) => all.map((line) => Number(line.dataset.line)));
    this.#heard[who] = Math.max(0, ...lines);
  }

  /** Turn the page's clock to that day, by weeks and days. */
  async turnTo(at) {
    const day = at.slice(0, 10);
    const days = Math.round((Date.parse(day) - Date.parse(this.#day)) / DAY);
    for (let week = 0; week < Math.floor(days / 7); week += 1) await this.#turn("week");
    for (let one = 0; one < days % 7; one += 1) await this.#turn("day");
    this.#day = day;
    const [year, month, date] = day.split("-").map(Number);
    const shown = await this.page.$eval("#clock", (e) => e.innerText);
    if (!shown.includes(` ${date}. ${MONTHS[month - 1]} ${year}`)) throw new Error(`the clock shows ${shown}, not ${day}`);
  }

  /** Turn it on to this moment of the day, and not past it, by minutes. */
  async passTo(at) {
    const [hour, minute] = at.slice(11).split(":").map(Number);
    const shown = await this.page.$eval("#clock", (e) => e.innerText);
    const [, now, past] = shown.match(/(\d\d)\.(\d\d)\s*$/).map(Number);
    const presses = Math.floor((hour * 60 + minute - now * 60 - past) / STEP);
    if (presses < 1 || presses > MOST_PRESSES) throw new Error(`the clock shows ${shown}, which is not turned to ${at}`);
    for (let one = 0; one < presses; one += 1) await this.#turn("minutes");
  }

  async #turn(to) {
    await this.leave(() => this.page.click(`.bar button[value=${to}]`));
  }
}

/** The same with a window for each of them, all open at once. */
export class StaffInWindows extends Staff {
  #windows = {};

  constructor(browser, address, start) {
    super(null, start);
    this.browser = browser;
    this.address = address;
  }

  /** In their own window, which is opened when they first sit down. */
  async sits(who) {
    this.page = this.#windows[who] ??= await this.#opened(who);
    await this.page.bringToFront();
    return super.sits(who);
  }

  /** With a new day the other windows are closed, so that they do not follow each hour that is turned. */
  async turnTo(at) {
    if (at.slice(0, 10) !== this.day) {
      const [kept, ...others] = [this.page, ...Object.values(this.#windows).filter((one) => one !== this.page)];
      for (const one of others) await one.close();
      this.#windows = Object.fromEntries(Object.entries(this.#windows).filter(([, one]) => one === kept));
    }
    return super.turnTo(at);
  }

  async #opened(who) {
    const page = await this.browser.newPage();
    await page.setViewport(DESK);
    await page.goto(`${this.address}/?staff=${who}`);
    return page;
  }
}

/** Look once more where the page was renewed under one's hands, as it is by itself. */
export async function renewed(look) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      const renewedMeanwhile = /detached|not clickable/.test(error.message);
      if (!renewedMeanwhile || Date.now() > end) throw error;
    }
  }
}

/** Whether the page is wider than its window. */
export function wide(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
}

/** Open what folds this element away. */
export async function unfold(element) {
  while (await element.evaluate((e) => !e.checkVisibility())) {
    const summary = await element.evaluateHandle((e) => {
      const closed = [];
      for (let up = e.closest("details"); up; up = up.parentElement.closest("details")) if (!up.open) closed.push(up);
      if (!closed.length) throw new Error("detached: the page was renewed meanwhile");
      return closed.at(-1).querySelector(":scope > summary");
    });
    await summary.click();
  }
}

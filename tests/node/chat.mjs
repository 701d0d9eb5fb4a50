// The chat in Microsoft 365 Agents Playground: what is typed, filled in and pressed there, and what is seen.
import { renewed } from "./staff.mjs";

const HEADER = '[aria-label="Message header"]';
const AUTHOR = '[aria-label="Message author"]';
const MESSAGE = `${HEADER}:has(${AUTHOR}) + *`;
const MORE = 'button[title="More options"]';
const ITEM = '[role="menuitem"]';
const FIELDS = "input, textarea, [role=radiogroup], [role=combobox]";
const BOX = '[role="textbox"][contenteditable="true"]';
const PATIENCE = 60000; // the machine may be busy
const STILL = 250; // milliseconds in which nothing comes any more

const pause = () => new Promise((wait) => { setTimeout(wait, 50); });

export class Chat {
  constructor(page) {
    this.page = page;
  }

  /** Go to it, or begin it anew: what was said before is not shown again. */
  async open(address) {
    await this.page.goto(address, { waitUntil: "domcontentloaded", timeout: PATIENCE });
    await this.until("the chat", () => this.page.$(BOX));
  }

  /** What the bot has said and not changed since, the oldest first. */
  async said() {
    return this.page.$$eval(MESSAGE, (all) => all.map((one) => one.innerText.trim()));
  }

  /** Type this; the bot's new messages, once the newest of them says that. */
  async says(words, expected) {
    const before = (await this.said()).length;
    await this.types(words);
    return this.hears(expected, before);
  }

  async types(words) {
    await this.page.focus(BOX);
    await this.page.keyboard.sendCharacter(words);
    await this.page.keyboard.press("Enter");
  }

  /** Do something, and wait until what came of it stands still. */
  async settles(act) {
    const look = () => this.page.$$eval(MESSAGE, (all) => all.map((one) => one.textContent).join());
    const before = await look();
    await act();
    let [last, since] = [before, Date.now()];
    await this.until("anything new", async () => {
      const now = await look();
      if (now !== last) [last, since] = [now, Date.now()];
      return now !== before && Date.now() - since > STILL;
    });
  }

  /** The bot's messages after so many, once the newest of them says that. */
  async hears(expected, before) {
    return this.until(expected, async () => {
      const fresh = (await this.said()).slice(before);
      return fresh.at(-1)?.includes(expected) ? fresh : null;
    });
  }

  /** The bot's message at that place (-1: the newest), once it says that. */
  async becomes(expected, place = -1) {
    return this.until(expected, async () => {
      const text = (await this.said()).at(place);
      return text?.includes(expected) ? text : null;
    });
  }

  /** Whether any message is wider than the room that it has. */
  async wide() {
    return this.page.$$eval(MESSAGE, (all) => all.some((one) => one.scrollWidth > one.clientWidth));
  }

  async until(what, look) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (Date.now() > end) throw new Error(`never seen: ${what}\n---\n${(await this.said()).slice(-2).join("\n--\n")}`);
      await pause();
    }
  }

  /** Press a card's button, behind the menu of the others too. */
  async presses(title, place = -1) {
    const plain = async () => (await this.#message(place)).$(`button[title="${title}"]`);
    if (await renewed(plain)) return renewed(async () => (await plain()).click());
    const more = await (await this.#message(place)).$$(MORE);
    if (!more.length) throw new Error(`no button «${title}» there`);
    await more.at(-1).click();
    return (await this.page.waitForSelector(`${ITEM}::-p-text(${title})`, { timeout: PATIENCE })).click();
  }

  /** The place of the newest message that has such a button, behind the menu of the others too. */
  async offers(title) {
    const place = await this.until(`«${title}»`, async () => {
      const seen = await this.#newest(`button[title="${title}"]`);
      return (seen >= 0 ? seen : await this.#behindMenu(title)) + 1;
    });
    return place - 1;
  }

  /** The place of the newest message with something to fill in. */
  async asked() {
    return (await this.until("something to fill in", async () => await this.#newest(FIELDS) + 1)) - 1;
  }

  #newest(wanted) {
    return this.page.$$eval(MESSAGE, (all, one) => all.findLastIndex((e) => e.querySelector(one)), wanted);
  }

  async #behindMenu(title) {
    const all = await this.page.$$(MESSAGE);
    for (let place = all.length - 1; place >= 0; place -= 1) {
      const more = (await all[place].$$(MORE)).at(-1);
      if (!more) continue;
      await more.click();
      const items = await this.page.$$eval(ITEM, (found) => found.map((one) => one.innerText.trim()));
      await this.page.keyboard.press("Escape");
      if (items.includes(title)) return place;
    }
    return -1;
  }

  /** The titles of a card's buttons, without those of the menu. */
  async buttons(place = -1) {
    const card = await this.#message(place);
    return card.$$eval("button.fui-Button[title]", (all) => all.map((one) => one.title)
      .filter((title) => title !== "More options"));
  }

  /** Fill in a field by what stands beside it, or pick a choice. */
  async fills(label, value, place = -1) {
    const card = await this.#message(place);
    const field = await card.evaluateHandle((e, wanted) => {
      const found = [...e.querySelectorAll("label")].find((one) => one.innerText.startsWith(wanted));
      return found ? document.getElementById(found.htmlFor) : null;
    }, label);
    if (!field.asElement()) throw new Error(`no field «${label}» there`);
    const kind = await field.evaluate((e) => e.getAttribute("role") ?? e.type);
    if (kind === "radiogroup") return this.#picks(field, value);
    await field.focus(); // a click would open a calendar over what comes after it
    await field.evaluate((e) => e.select());
    await this.page.keyboard.sendCharacter(value);
    return this.page.keyboard.press("Tab");
  }

  async #picks(group, value) {
    for (const choice of await group.$$("label")) {
      if ((await choice.evaluate((e) => e.innerText)).startsWith(value)) return choice.click();
    }
    throw new Error(`no choice «${value}» there`);
  }

  async #message(place) {
    const one = (await this.page.$$(MESSAGE)).at(place);
    if (!one) throw new Error(`no message at ${place}`);
    return one;
  }
}

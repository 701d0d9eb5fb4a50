// The chat in Microsoft 365 Agents Playground: what is typed, filled in and pressed there, and what is seen.
const HEADER = '[aria-label="Message header"]';
const AUTHOR = '[aria-label="Message author"]';
const BOX = '[role="textbox"][contenteditable="true"]';
const PATIENCE = 8000;

const pause = () => new Promise((wait) => { setTimeout(wait, 50); });

export class Chat {
  constructor(page) {
    this.page = page;
  }

  /** Go to it, or begin it anew: what was said before is not shown again. */
  async open(address) {
    await this.page.goto(address);
    await this.until("the chat", () => this.page.$(BOX));
  }

  /** What the bot has said and not changed since, the oldest first. */
  async said() {
    return this.page.$$eval(HEADER, (all, author) => all
      .filter((one) => one.querySelector(author)).map((one) => one.nextElementSibling.innerText.trim()), AUTHOR);
  }

  /** Type this; the bot's new messages, once the newest of them says that. */
  async says(words, expected) {
    const before = (await this.said()).length;
    await this.page.focus(BOX);
    await this.page.keyboard.sendCharacter(words);
    await this.page.keyboard.press("Enter");
    return this.hears(expected, before);
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
    const card = await this.#message(place);
    let button = await card.$(`button[title="${title}"]`);
    if (!button) {
      const more = await card.$$('button[title="More options"]');
      if (!more.length) throw new Error(`no button «${title}» there`);
      await more.at(-1).click();
      button = await this.page.waitForSelector(`[role="menuitem"]::-p-text(${title})`, { timeout: PATIENCE });
    }
    await button.click();
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
    const all = await this.page.evaluateHandle((header, author, at) => [...document.querySelectorAll(header)]
      .filter((one) => one.querySelector(author)).at(at)?.nextElementSibling ?? null, HEADER, AUTHOR, place);
    if (!all.asElement()) throw new Error(`no message at ${place}`);
    return all;
  }
}

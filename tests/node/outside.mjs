// The people outside: what lies in their mailboxes on the page, and their answers on the answer page.
import { renewed, unfold } from "./staff.mjs";
import { fieldsOf, wayIn } from "./telling.mjs";

export const EVERYBODY = "Everybody";
const PHONE = { width: 390, height: 844 };

export class Outside {
  answered = null; // the answer page that somebody looks at

  constructor(browser, staff, address) {
    this.browser = browser;
    this.staff = staff;
    this.address = address;
  }

  /** The mailboxes are read in the window of whoever of the staff was last at work. */
  get page() {
    return this.staff.page;
  }

  /** The newest thing that this person has of a kind, where they have so many. */
  async reads(who, text, ref) {
    const [kind, count] = [text.slice(0, text.lastIndexOf(" ")), Number(text.split(" ").at(-1))];
    const all = await this.#items(who, ref);
    if (await this.page.$("#mails section.mailbox > p > a")) throw new Error("a mailbox has more than it lists");
    const items = all.filter((item) => kind === "alt" || item.kind === kind);
    if (items.length !== count) throw new Error(`${who} has ${items.length}: ${items.map((i) => i.kind).join(", ")}`);
    return count ? this.#text(items[0]) : "";
  }

  /** Where the newest text that can be answered says; there the form is filled in and pressed. */
  async answers(who, text, ref) {
    const way = await renewed(() => this.#way(who, ref));
    if (!way) throw new Error(`nothing that ${who} got says where to answer`);
    const page = await this.browser.newPage();
    this.answered = page;
    await page.setViewport(PHONE);
    await page.goto(way.link ?? `${this.address}/svar`);
    if (!way.link) {
      await page.type("#code", way.code);
      await leave(page, () => page.click("main button"));
    }
    const [given, pressed] = fieldsOf(text);
    for (const [label, value] of given) await typed(page, label, value);
    for (const title of pressed) await chosen(page, title);
    return page.$eval("main", (e) => e.innerText);
  }

  async #way(who, ref) {
    for (const item of await this.#items(who, ref)) {
      const way = wayIn(await this.#text(item));
      if (way) return way;
    }
    return null;
  }

  async putAway() {
    await this.answered?.close();
    if (this.answered) await this.page.bringToFront();
    this.answered = null;
  }

  /** What lies in the mailboxes, mails first and the newest first; the open case is the one talked about. */
  async #items(who, ref) {
    await this.#open(ref);
    const found = await this.page.$$eval("#mails section.mailbox", (boxes) => boxes.flatMap((box, place) => {
      const owner = box.querySelector("h3").firstChild.textContent.trim();
      return [...box.querySelectorAll("li")].map((line, number) => {
        const paper = line.querySelector("summary b")?.innerText;
        return { owner, place, number, kind: paper ?? "e-post" };
      });
    }));
    const own = found.filter((item) => who === EVERYBODY || item.owner === who);
    return [...own.filter((i) => i.kind === "e-post"), ...own.filter((i) => i.kind !== "e-post")];
  }

  async #text(item) {
    await this.#toList();
    if (item.kind === "e-post") {
      await this.#turns(async () => (await this.#line(item)).$("a"));
      return this.page.$eval("#mails article", (e) =>
        `${e.querySelector("h3").innerText}\n${e.querySelector(".letter").innerText}`);
    }
    const fold = () => renewed(async () => (await (await this.#line(item)).$("summary")).click());
    await fold();
    const text = await (await this.#line(item)).$eval(".letter", (e) => e.innerText);
    await fold();
    return text;
  }

  async #line(item) {
    const box = (await this.page.$$("#mails section.mailbox"))[item.place];
    return (await box.$$("li"))[item.number];
  }

  /** Turn the page by what is found there; nothing found is nothing done. */
  async #turns(find) {
    if (await renewed(find)) await this.staff.leave(async () => (await find()).click());
  }

  async #toList() {
    await this.#turns(() => this.page.$("#mails .back a"));
  }

  /** Let the case be the open one, by the list of all cases where another is. */
  async #open(ref) {
    await this.staff.toMailboxes();
    await this.#toList();
    const shown = () => this.page.$eval("#case-title", (e, wanted) => e.innerText.includes(wanted), ref);
    if (!ref || await shown()) return;
    await this.#turns(() => this.page.$("#case .back a"));
    await this.staff.leave(async () => (await this.#listed(ref)).click());
  }

  async #listed(ref) {
    for (const line of await this.page.$$("#case .board li > a")) {
      if (await line.evaluate((e, wanted) => e.innerText.includes(wanted), ref)) return line;
    }
    throw new Error(`no case ${ref} on the page`);
  }
}

async function leave(page, act) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]);
}

async function typed(page, label, value) {
  if (await boxed(page, label, value)) return;
  const field = await page.evaluateHandle((wanted) => {
    const found = [...document.querySelectorAll("main label")].find((e) => e.textContent.trim() === wanted);
    return found ? document.getElementById(found.htmlFor) : null;
  }, label);
  if (!field.asElement()) throw new Error(`no field «${label}» on the answer page`);
  await unfold(field);
  const kind = await field.evaluate((e) => e.type);
  if (kind === "text" || kind === "textarea") await field.type(value);
  else await field.evaluate((e, given) => { e.value = given; }, value);
}

/** Tick a box of the time whose words begin so; whether there is such a time. */
async function boxed(page, label, value) {
  for (const time of await page.$$("main fieldset.time")) {
    if (!(await time.$eval("legend", (e) => e.textContent)).startsWith(label)) continue;
    for (const box of await time.$$("label.box")) {
      if ((await box.evaluate((e) => e.textContent.trim())) !== value) continue;
      await unfold(box);
      await box.click();
      return true;
    }
  }
  return false;
}

/** Pick a choice, or press a button, which brings the page anew; a page that is closed has none. */
async function chosen(page, title) {
  for (const choice of await page.$$("main label.pick, main button")) {
    if ((await choice.evaluate((e) => e.textContent.trim())) !== title) continue;
    await unfold(choice);
    const presses = await choice.evaluate((e) => e.tagName === "BUTTON");
    return presses ? leave(page, () => choice.click()) : choice.click();
  }
  if (await page.$("main button.choice")) throw new Error(`no «${title}» on the answer page`);
  return null;
}

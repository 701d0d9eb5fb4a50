// The staff in Teams: a Playground for each who has one, and the clinic's own page for the others, the clock and the
// mailboxes.
import { Chat } from "./chat.mjs";
import { DESK, Staff } from "./staff.mjs";
import { fieldsOf } from "./telling.mjs";

const SLIDES = 500; // milliseconds in which the list of chats goes

export class StaffInTeams {
  #chats = {};
  #read = {}; // what each of them has read, message by message
  #seen = []; // the chat as it was last looked at
  #desk;
  #chat = null; // of whoever sits there now; nobody's where they sit at the page

  constructor(browser, clinic, start) {
    this.browser = browser;
    this.clinic = clinic;
    this.start = start;
  }

  /** Everybody with a Playground is greeted, so that they are reached there; `other` sits at the page. */
  async begin(playgrounds, other) {
    this.#desk = new Staff(await this.#opened(), this.start);
    await this.page.goto(this.clinic);
    await this.#desk.sits(other); // the page would show whoever sits there what waits for their chat
    for (const [who, address] of Object.entries(playgrounds)) {
      this.#chats[who] = new Chat(await this.#opened());
      await this.#chats[who].open(address);
      await this.#chats[who].becomes("Hei");
    }
  }

  /** Where the mailboxes are. */
  get page() {
    return this.#desk.page;
  }

  /** What a picture is taken of. */
  get shown() {
    return this.#chat?.page ?? this.page;
  }

  /** The Playground's own frame wants more than a phone has. */
  get narrow() {
    return this.#chat ? { width: 640, height: 900 } : this.#desk.narrow;
  }

  async resized(size) {
    if (!this.#chat) return this.#desk.resized(size);
    await this.shown.setViewport(size);
    return new Promise((wait) => { setTimeout(wait, SLIDES); });
  }

  wide() {
    return this.#chat ? this.#chat.wide() : this.#desk.wide();
  }

  leave(act) {
    return this.#desk.leave(act);
  }

  /** The daemon passes when something is said on the page: what is due has left before it is read. */
  async toMailboxes() {
    await this.page.bringToFront();
    await this.#desk.types("hjelp");
  }

  async turnTo(at) {
    if (at.slice(0, 10) === this.#desk.day) return;
    await this.page.bringToFront();
    await this.#desk.turnTo(at);
  }

  async passTo(at) {
    await this.page.bringToFront();
    await this.#desk.passTo(at);
  }

  async sits(who) {
    this.#chat = this.#chats[who] ?? null;
    await this.shown.bringToFront();
    if (!this.#chat) await this.#desk.sits(who);
  }

  types(words) {
    return this.#chat ? this.#chat.settles(() => this.#chat.types(words)) : this.#desk.types(words);
  }

  /** Fill in the newest card that has fields, and send it on. */
  async fills(text) {
    const place = await this.#chat.asked();
    for (const [label, value] of fieldsOf(text)[0]) await this.#chat.fills(label, value, place);
    const [next] = await this.#chat.buttons(place);
    await this.#chat.settles(() => this.#chat.presses(next, place));
  }

  async presses(title) {
    const place = await this.#chat.offers(title);
    await this.#chat.settles(() => this.#chat.presses(title, place));
  }

  /** What is new or changed in the chat since they last read it. */
  async news(who) {
    if (!this.#chat) return this.#desk.news(who);
    this.#seen = await this.#chat.said();
    const before = this.#read[who] ?? [];
    return this.#seen.filter((text, place) => text !== before[place]).join("\n\n");
  }

  watches() {
    return this.#desk.watches();
  }

  hasRead(who) {
    if (!this.#chat) return this.#desk.hasRead(who);
    this.#read[who] = this.#seen;
    return null;
  }

  async #opened() {
    const page = await this.browser.newPage();
    await page.setViewport(DESK);
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    return page;
  }
}

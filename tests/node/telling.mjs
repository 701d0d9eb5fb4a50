// What stands in a tale, as tests/story/telling.py has it: what was caught, seen, filled in.

export const tidy = (text) => text.replace(/(:?\s)+/g, " ").trim();
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What was caught so far, by its name in braces. */
export class Names {
  #caught = {};

  fill(text) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => this.#caught[name] ?? whole);
  }

  /** Everything that must be seen is, nothing else; references are caught on the way. */
  check(step, shown) {
    const said = tidy(shown);
    for (const wanted of step.sees) {
      const found = said.match(this.#pattern(wanted));
      if (!found) throw new Error(`line ${step.number}: not seen: ${wanted}\n---\n${shown}`);
      Object.assign(this.#caught, found.groups);
    }
    for (const unwanted of step.never) {
      if (this.#pattern(unwanted).test(said)) throw new Error(`line ${step.number}: seen: ${unwanted}\n---\n${shown}`);
    }
  }

  /** The case that a line names, as typed or as first seen; nothing where it names none. */
  caseOf(step) {
    return this.fill([step.text, ...step.sees].join(" ")).match(/\b[A-Z]\d[A-Z]\d\b/)?.[0] ?? "";
  }

  #pattern(wanted) {
    const hole = "\\\\{(\\w+)\\\\}";
    return new RegExp(escaped(tidy(this.fill(wanted))).replace(new RegExp(hole, "g"), "(?<$1>[A-Z]\\d[A-Z]\\d)"));
  }
}

/** `a=1; b; c=2` as what is filled in and what is pressed. */
export function fieldsOf(text) {
  const pieces = text.split("; ").map((piece) => piece.trim()).filter(Boolean);
  const cut = (piece) => [piece.slice(0, piece.indexOf("=")).trim(), piece.slice(piece.indexOf("=") + 1).trim()];
  return [pieces.filter((piece) => piece.includes("=")).map(cut), pieces.filter((piece) => !piece.includes("="))];
}

/** The answer link, or else the code, in a text; nothing where it has none. */
export function wayIn(text) {
  const link = text.match(/https?:\/\/\S+\/svar\/[a-z2-7]+/)?.[0];
  const code = text.match(/koden ((?:[A-Z0-9]{4} ?){3})/)?.[1].trim();
  return link || code ? { link, code } : null;
}

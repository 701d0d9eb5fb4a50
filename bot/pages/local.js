// Makes the local clinic live; without it everything works, and is fresh after each click.
"use strict";

const log = document.getElementById("log");
const lines = document.getElementById("lines");

/** Show the newest bubble: whole where it fits, else from its beginning. The log rests at its end by itself. */
function newest() {
  const last = lines.lastElementChild;
  if (last) last.scrollIntoView({ block: last.offsetHeight < log.clientHeight ? "end" : "start" });
}

/** Whether somebody is at work inside an element, so that it must not be replaced. */
const busy = (element) =>
  element.contains(document.activeElement) || element.querySelector("details[open]") !== null;

/** Take over what is new: whole panes nobody is at work in, and bubbles not shown yet. */
async function refresh() {
  const answer = await fetch(location.href, { cache: "no-store", headers: { "X-Refresh": "1" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (now && now.innerHTML !== old.innerHTML && !busy(old)) old.innerHTML = now.innerHTML;
  }
  const shown = new Set([...lines.children].map((line) => line.dataset.line));
  for (const now of fresh.querySelectorAll("#lines > li[data-renewed]")) {
    const old = lines.querySelector(`li[data-line="${now.dataset.line}"]`);
    if (old && old.innerHTML !== now.innerHTML && !busy(old)) old.innerHTML = now.innerHTML;
  }
  const added = [...fresh.querySelectorAll("#lines > li")].filter((line) => !shown.has(line.dataset.line));
  if (added.length === 0) return;
  document.querySelector(".welcome")?.remove();
  const reading = Math.abs(log.scrollTop) > log.clientHeight / 2; // whoever reads what was said is left in peace
  document.getElementById("latest")?.removeAttribute("id");
  lines.append(...added);
  canCopy();
  if (!reading) newest();
}

/** Turn to another tab where one stands, so that focus and what is typed are kept. */
function turnTo(event) {
  const tab = event.target.closest("a");
  if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  document.querySelector(".tabs [aria-current]")?.removeAttribute("aria-current");
  tab.setAttribute("aria-current", "page");
  document.body.className = `local tab-${tab.dataset.tab}`;
  for (const field of document.querySelectorAll("input[name=tab]")) field.value = tab.dataset.tab;
  history.replaceState(null, "", tab.href);
  newest();
}

/** The text in the box above, as it was written: lines that stand close together, and paragraphs. */
async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const parts = [...button.parentElement.previousElementSibling.children];
  const text = parts.map((part, at) => (at === 0 ? "" : part.matches(".close") ? "\n" : "\n\n") + part.textContent).join("");
  await navigator.clipboard.writeText(text);
  button.nextElementSibling.textContent = button.nextElementSibling.dataset.done;
}

/** What only works with a script is seen only then. */
const canCopy = () => document.querySelectorAll(".copies").forEach((line) => { line.hidden = !navigator.clipboard; });

lines.addEventListener("click", (event) => void copy(event));
canCopy();
document.querySelector(".switch select")?.addEventListener("change", (event) => event.target.form.submit());
document.querySelector(".tabs").addEventListener("click", turnTo);
newest();
if (!location.hash || location.hash === "#latest") document.getElementById("message")?.focus({ preventScroll: true });
const events = new EventSource("/events");
events.onopen = events.onmessage = () => void refresh(); // what came before the stream opened is fetched too

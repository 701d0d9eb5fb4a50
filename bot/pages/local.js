// Makes the local clinic live; without it everything works, and is fresh after each click.
"use strict";

const log = document.getElementById("log");
const bottom = () => { if (log) log.scrollTop = log.scrollHeight; };

/** Whether somebody is at work inside an element, so that it must not be replaced. */
const busy = (element) =>
  element.contains(document.activeElement) || element.querySelector("details[open]") !== null;

/** Take over what is new: whole panes nobody is at work in, and bubbles not shown yet. */
async function refresh() {
  const answer = await fetch(location.href, { cache: "no-store" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(old.id);
    if (now && now.innerHTML !== old.innerHTML && !busy(old)) old.innerHTML = now.innerHTML;
  }
  const lines = document.getElementById("lines");
  const shown = new Set([...lines.children].map((line) => line.dataset.line));
  const added = [...fresh.querySelectorAll("#lines > li")].filter((line) => !shown.has(line.dataset.line));
  if (added.length === 0) return;
  document.querySelector(".welcome")?.remove();
  document.getElementById("latest")?.removeAttribute("id");
  lines.append(...added);
  bottom();
}

document.querySelector(".switch select")?.addEventListener("change", (event) => event.target.form.submit());
bottom();
if (!location.hash || location.hash === "#latest") document.getElementById("message")?.focus({ preventScroll: true });
new EventSource("/events").onmessage = () => void refresh();

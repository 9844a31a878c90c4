// Shortcuts, marks and fresh counts on top of pages that work without them.
"use strict";

const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
const PLACES = { n: "/", q: "/cases", t: "/triage", u: "/outbox", a: "/tasks" };
let going = false;

const rows = () => [...document.querySelectorAll("[data-row]")];
const step = (by) => {
  const all = rows();
  const here = document.activeElement.closest("tr");
  const place = all.findIndex((row) => row.closest("tr") === here);
  const next = all[Math.min(Math.max(place + by, 0), all.length - 1)];
  if (next) next.focus();
};
const acts = {
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click(),
  g: () => { going = true; },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (going) {
    going = false;
    if (PLACES[event.key]) location.assign(PLACES[event.key]);
    event.preventDefault();
    return;
  }
  const keys = document.getElementById("keys");
  if (event.key === "?" && keys) {
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) {
    if (wanted.matches("input")) wanted.focus();
    else wanted.click();
    event.preventDefault();
  } else if (acts[event.key] && (event.key === "g" || rows().length)) {
    acts[event.key]();
    event.preventDefault();
  }
});

const point = (field) => {
  for (const mark of document.querySelectorAll("mark.pointed")) mark.classList.remove("pointed");
  if (!field) return;
  const marks = [...document.querySelectorAll("mark[data-fields]")].filter((mark) =>
    mark.dataset.fields.split(" ").includes(field)
  );
  for (const mark of marks) {
    mark.classList.add("pointed");
    const folded = mark.closest("details.folded");
    if (folded) folded.open = true;
  }
  if (marks.length) marks[0].scrollIntoView({ block: "nearest" });
};

document.addEventListener("focusin", (event) => {
  const field = event.target.closest("[data-field]");
  if (field) point(field.dataset.field);
});

for (const choice of document.querySelectorAll(".tongue select")) {
  choice.form.querySelector("button").hidden = true;
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

// Ticks: all of a page at once, and how many there are.
const counted = () => {
  for (const place of document.querySelectorAll("[data-ticked]")) {
    const number = document.querySelectorAll(`input[name="${place.dataset.ticked}"]:checked`).length;
    place.textContent = number ? `(${number} ${place.dataset.word})` : "";
  }
};
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-ticks]");
  if (all) {
    for (const box of document.querySelectorAll(`input[name="${all.dataset.ticks}"]`)) box.checked = all.checked;
  }
  counted();
});
counted();

// What changes while a page stands open. Nothing moves under the pointer or the focus.
const EVERY = 30000;
const refresh = async (place) => {
  if (document.hidden || place.contains(document.activeElement) || place.matches(":hover")) return;
  const answer = await fetch(place.dataset.live, { headers: { Accept: "text/plain" } }).catch(() => null);
  if (!answer || !answer.ok || answer.redirected) return;
  const fresh = await answer.text();
  if (fresh !== place.dataset.shown) {
    place.innerHTML = fresh;
    place.dataset.shown = fresh;
  }
};
const refreshAll = () => document.querySelectorAll("[data-live]").forEach(refresh);
if (document.querySelector("[data-live]")) {
  setInterval(refreshAll, EVERY);
  document.addEventListener("visibilitychange", refreshAll);
  document.addEventListener("desk-refresh", refreshAll);
}

// Who else is in this case, told as long as it stands open.
const csrf = () => document.querySelector('input[name="csrf"]').value;
const sayHere = async (place) => {
  if (document.hidden) return;
  const body = new URLSearchParams({ csrf: csrf() });
  const answer = await fetch(place.dataset.here, { method: "POST", body }).catch(() => null);
  if (answer && answer.ok) place.innerHTML = await answer.text();
};
for (const place of document.querySelectorAll("[data-here]")) {
  sayHere(place);
  setInterval(() => sayHere(place), EVERY);
}

// What is typed is kept two seconds after the last key.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let waiting = 0;
  const keep = async () => {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.keep, { method: "POST", body }).catch(() => null);
    const place = form.querySelector("[data-kept]");
    if (place && answer && answer.ok) place.innerHTML = await answer.text();
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

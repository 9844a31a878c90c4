// Shortcuts and marks on top of pages that work without them.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const keys = document.getElementById("keys");
  if (event.key === "?" && keys) {
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
    event.preventDefault();
    return;
  }
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (wanted) {
    wanted.click();
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

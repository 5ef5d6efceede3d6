// Questionnaires by keyboard, and a draft that outlives a reload until the server has the answer.
"use strict";
(() => {
  const DRAFT = "usergap-draft:";
  const rows = () => [...document.querySelectorAll("#item [data-scale]")];
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const place = () => DRAFT + (document.getElementById("item")?.dataset.pending ?? "");

  // A browser may forbid storage; then a draft lives as long as its page.
  const stored = (work) => { try { return work(localStorage); } catch { return null; } };
  const keysOff = () => stored((store) => store.getItem("usergap:keys")) === "off";

  const current = () =>
    document.activeElement?.closest("[data-scale]") ??
    rows().find((row) => !radios(row).some((one) => one.checked)) ??
    null;

  const enter = (row) => {
    const target = radios(row).find((one) => one.checked) ?? radios(row)[0];
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keysOff()) return;
    const row = /^[0-9]$/.test(event.key) ? current() : null;
    if (!row) return;
    const choices = radios(row);
    const chosen = event.key === "0" ? choices.at(-1) : choices.slice(0, -1)[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
    const next = rows()[rows().indexOf(row) + 1];
    if (next) enter(next);
    else chosen.focus();
  });

  document.addEventListener("change", (event) => {
    if (!event.target.closest("[data-scale]")) return;
    const kept = rows().flatMap(radios).filter((one) => one.checked);
    const text = JSON.stringify(kept.map((one) => [one.name, one.value]));
    stored((store) => store.setItem(place(), text));
  });

  const begin = () => {
    for (const name of stored(Object.keys) ?? []) {
      if (name.startsWith(DRAFT) && name !== place()) stored((store) => store.removeItem(name));
    }
    const kept = new Map(JSON.parse(stored((store) => store.getItem(place())) ?? "[]"));
    for (const one of rows().flatMap(radios)) {
      if (kept.get(one.name) === one.value) one.checked = true;
    }
  };
  document.addEventListener("htmx:afterSwap", begin);
  begin();
})();

// Questionnaires by keyboard, and a draft that outlives a reload until the server has the answer.
"use strict";
(() => {
  const DRAFT = "usergap-draft:";
  const rows = () => [...document.querySelectorAll("#item [data-scale]")];
  const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
  const place = () => DRAFT + (document.getElementById("item")?.dataset.pending ?? "");

  const enter = (row) => {
    const target = radios(row).find((one) => one.checked) ?? radios(row)[0];
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const current = () =>
    document.activeElement?.closest("[data-scale]") ??
    rows().find((row) => !radios(row).some((one) => one.checked)) ??
    null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !rows().length) return;
    const upDown = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (upDown) {
      const inside = document.activeElement?.closest("[data-scale]");
      if (!inside) return; // elsewhere arrows scroll
      event.preventDefault();
      const next = rows()[rows().indexOf(inside) + upDown];
      if (next) enter(next);
      return;
    }
    if (!/^[0-9]$/.test(event.key)) return;
    const row = current();
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
    localStorage.setItem(place(), JSON.stringify(kept.map((one) => [one.name, one.value])));
  });

  const begin = () => {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(DRAFT) && name !== place()) localStorage.removeItem(name);
    }
    const kept = JSON.parse(localStorage.getItem(place()) ?? "[]");
    for (const one of rows().flatMap(radios)) {
      if (kept.some(([name, value]) => one.name === name && one.value === value)) one.checked = true;
    }
  };
  document.addEventListener("htmx:afterSwap", begin);
  begin();
})();

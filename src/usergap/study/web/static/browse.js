// Leafing by keys; filters show at once; the turn asked for is in sight.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form.filters")) {
    form.addEventListener("change", () => form.requestSubmit());
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  // a page from the browser's memory comes back with all filters
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll("form.filters :disabled")) field.disabled = false;
  });

  const bring = (said) => {
    const frame = said.closest(".conversation");
    frame.scrollTop += said.getBoundingClientRect().top - frame.getBoundingClientRect().top - 60;
  };
  const asked = document.querySelector(".said.now");
  if (asked) bring(asked);
  // on a phone the sides stand one above the other: begin with the side that was asked for
  if (asked && matchMedia("(max-width: 760px)").matches) asked.closest(".reading").scrollIntoView();

  const marked = [...document.querySelectorAll(".said.hit")];
  let at = marked.indexOf(asked);
  const next = () => {
    if (!marked.length) return;
    at = (at + 1) % marked.length;
    document.querySelector(".said.now")?.classList.remove("now");
    marked[at].classList.add("now");
    bring(marked[at]);
    marked[at].closest(".reading").scrollIntoView({ block: "nearest" });
  };

  const off = () => {
    try { return localStorage.getItem("usergap:keys") === "off"; } catch { return false; }
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select,input,textarea")) return;
    const link = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]" }[event.key];
    if (link) return document.querySelector(link)?.click();
    if (off()) return;
    if (event.key.toLowerCase() === "n") next();
    if (event.key.toLowerCase() === "u") document.querySelector("a[data-up]")?.click();
  });
})();

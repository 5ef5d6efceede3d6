// Keys, and an answer that cannot be lost: it is kept in this browser until the server has it.
"use strict";
(() => {
  // A form that htmx has not seen yet leaves the page when it is sent. So none may wait to be
  // seen: not here until the document is ready, not after a swap until it settles (base.html.j2
  // sets that delay to 0).
  htmx.process(document.body);

  const trouble = document.getElementById("trouble");
  const item = () => document.getElementById("item");
  const form = () => document.querySelector("#item form[hx-post]");
  let again = 0;
  let wait = 1000;

  // A browser may forbid storage; then an answer lives as long as its page.
  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* as above */ } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* as above */ } },
  };

  const say = (text) => {
    trouble.textContent = text;
    trouble.hidden = !text;
  };
  const place = () => "usergap:" + (item()?.dataset.pending ?? "");

  const keep = () => {
    const fields = [...new FormData(form())].filter(([name]) => name !== "token");
    store.set(place(), JSON.stringify(fields));
  };

  const fill = () => {
    const kept = store.get(place());
    if (!kept || !form()) return false;
    for (const [name, value] of JSON.parse(kept)) {
      for (const field of form().elements) {
        if (field.name !== name || field.type === "hidden") continue;
        if (field.type === "radio" || field.type === "checkbox") {
          if (field.value === value) field.checked = true;
        } else field.value = value;
      }
    }
    return true;
  };

  const retry = () => {
    clearTimeout(again);
    say("Not saved yet: no connection. Your answer is kept in this browser; trying again.");
    again = setTimeout(() => form()?.requestSubmit(), wait);
    wait = Math.min(wait * 2, 15000);
  };

  let sent = "";
  const ours = (event) => event.detail.elt === form();
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!ours(event)) return;
    clearTimeout(again);
    sent = place();
    keep();
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => ours(event) && retry());
  }
  document.addEventListener("htmx:responseError", (event) => {
    if (!ours(event)) return;
    const status = event.detail.xhr.status;
    if (status >= 500 || status === 429) return retry();
    say("Not saved. Please reload the page; your answer is kept in this browser.");
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "item") return;
    clearTimeout(again);
    if (event.detail.xhr.status >= 400) fill(); // something was missing: keep the rest chosen
    store.drop(sent);
    wait = 1000;
    say("");
    tell();
    item()?.focus({ preventScroll: true });
  });
  window.addEventListener("online", () => {
    if (!trouble.hidden) form()?.requestSubmit();
  });

  // Letter keys can be turned off: they get in the way of speech input (WCAG 2.1.4).
  const keys = () => store.get("usergap:keys") !== "off";
  const tell = () => {
    const button = document.querySelector("[data-keys]");
    if (!button) return;
    button.setAttribute("aria-pressed", String(keys()));
    button.textContent = "Letter keys: " + (keys() ? "on" : "off");
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-keys]")) return;
    store.set("usergap:keys", keys() ? "off" : "on");
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !form()) return;
    if (event.target.matches("textarea,input[type=text],select,summary,a,button")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      form().requestSubmit();
      return;
    }
    if (!keys()) return;
    const field = form().querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (field) field.click();
  });

  const begin = () => {
    tell();
    if (fill()) form().requestSubmit();
  };
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin);
})();

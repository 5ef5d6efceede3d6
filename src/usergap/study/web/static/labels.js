// Labelling: one turn at a time, by keys; a draft is kept in this browser until it is sent.
"use strict";
(() => {
  const book = () => document.getElementById("book");
  const turns = () => [...document.querySelectorAll("#book .turn")];
  const form = () => book()?.closest("form");
  const place = () => "usergap-labels:" + book().dataset.draft;
  let at = 0;

  // A browser may forbid storage; then a draft lives as long as its page.
  const store = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* as above */ } },
    drop(name) { try { localStorage.removeItem(name); } catch { /* as above */ } },
  };

  const complain = (text) => {
    const box = document.getElementById("lacking");
    box.textContent = text;
    box.hidden = !text;
  };

  const bring = () => {
    const context = document.getElementById("context");
    const marked = context?.querySelector(".now");
    if (!marked) return;
    const frame = context.getBoundingClientRect();
    const box = marked.getBoundingClientRect();
    const top = box.top - frame.top + context.scrollTop;
    const fits = box.height < context.clientHeight - 40;
    context.scrollTop = fits ? top + box.height - context.clientHeight + 20 : top - 40;
  };

  const show = (number) => {
    const all = turns();
    at = Math.max(0, Math.min(number, all.length - 1));
    all.forEach((one, index) => { one.hidden = index !== at; });
    const now = Number(all[at].dataset.for);
    const context = document.getElementById("context");
    let later = false;
    for (const said of context.querySelectorAll(".said")) {
      said.classList.toggle("later", later);
      const here = Number(said.dataset.turn) === now;
      said.classList.toggle("now", here);
      if (here) later = true;
    }
    bring();
    const steps = document.querySelector("#book .steps");
    if (steps) {
      steps.hidden = false;
      document.getElementById("back").hidden = all.length < 2;
      document.getElementById("on").hidden = all.length < 2;
      document.getElementById("back").disabled = at === 0;
      document.getElementById("on").disabled = at === all.length - 1;
    }
    complain("");
  };

  // to another turn by the labeller's will: it is read out, and its labels are in sight
  const go = (number) => {
    show(number);
    document.querySelector(".desk").scrollIntoView({ block: "start" });
    turns()[at].focus({ preventScroll: true });
  };

  const lacking = (section) => {
    for (const chapter of section.querySelectorAll(".chapter")) {
      if (!chapter.querySelector(":checked")) return chapter.querySelector("legend").textContent;
    }
    return "";
  };
  const missing = (index) => {
    const what = lacking(turns()[index]);
    if (what) {
      if (index !== at) go(index);
      complain(`Please choose at least one label of ${what}.`);
    }
    return Boolean(what);
  };

  const keep = () => {
    const ticked = [...form().querySelectorAll("#book :checked")].map((one) => [one.name, one.value]);
    store.set(place(), JSON.stringify(ticked));
  };
  const restore = () => {
    const kept = JSON.parse(store.get(place()) ?? "[]");
    for (const [name, value] of kept) {
      for (const field of form().querySelectorAll("#book input")) {
        if (field.name === name && field.value === value) field.checked = true;
      }
    }
    return kept.length > 0;
  };

  const meanings = (shown, chosen) => {
    document.documentElement.classList.toggle("short", !shown);
    document.getElementById("meanings")?.setAttribute("aria-pressed", String(shown));
    if (chosen) store.set("usergap-meanings", shown ? "1" : "0");
  };

  const begin = () => {
    if (!book()) return;
    const wide = matchMedia("(min-width: 761px)").matches ? "1" : "0";
    meanings((store.get("usergap-meanings") ?? wide) === "1");
    const drafted = book().dataset.draft && restore();
    const first = drafted ? turns().findIndex((one) => lacking(one)) : 0;
    show(first < 0 ? turns().length - 1 : first);
  };

  document.addEventListener("change", (event) => {
    const field = event.target;
    const chapter = field.closest?.("#book .chapter");
    if (!chapter) return;
    if (field.checked) {
      for (const other of chapter.querySelectorAll("input")) {
        if (other !== field && ("alone" in field.dataset || "alone" in other.dataset)) other.checked = false;
      }
    }
    complain("");
    if (book().dataset.draft) keep();
  });

  document.addEventListener("click", (event) => {
    if (event.target.id === "back") go(at - 1);
    if (event.target.id === "on" && !missing(at)) go(at + 1);
    if (event.target.id === "meanings") meanings(document.documentElement.classList.contains("short"), true);
    const voice = event.target.closest?.("[data-voice]");
    if (voice) follow(voice);
  });

  const follow = (voice) => {
    const chosen = JSON.parse(voice.dataset.voice);
    for (const field of form().querySelectorAll("#book input[type=checkbox]")) {
      field.checked = (chosen[field.name] ?? []).includes(field.value);
    }
  };

  // before study.js: there Enter sends, here it sends after the last turn
  document.addEventListener("keydown", (event) => {
    if (!book() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea,input[type=text],select,summary,a")) return;
    const done = () => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const context = document.getElementById("context");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.target.matches("input")) return;
      context.scrollBy(0, event.key === "ArrowDown" ? 80 : -80);
      return done();
    }
    if (event.key === "?" && store.get("usergap:keys") !== "off") {
      meanings(document.documentElement.classList.contains("short"), true);
      return done();
    }
    if (event.key === "Enter") {
      if (event.target.matches("button")) return;
      if (missing(at)) return done();
      if (at < turns().length - 1) {
        go(at + 1);
        return done();
      }
      done();
      return form().requestSubmit();
    }
    if (store.get("usergap:keys") === "off") return; // the rater's choice, as in study.js
    const key = CSS.escape(event.key.toLowerCase());
    const voice = event.shiftKey && document.querySelector(`[data-voice-key="${key}"]`);
    if (voice) {
      follow(voice);
      return done();
    }
    const field = turns()[at].querySelector(`[data-label-key="${key}"]`);
    if (field) {
      field.click();
      done();
    }
  }, true);

  document.addEventListener("submit", (event) => {
    if (!book() || event.target !== form()) return;
    const first = turns().findIndex((one) => lacking(one));
    if (first >= 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      missing(first);
    }
  }, true);

  window.addEventListener("resize", bring);

  let sent = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === form() && book().dataset.draft) sent = place();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "item") return;
    if (event.detail.xhr.status < 300 && sent) store.drop(sent);
    sent = "";
    begin();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();

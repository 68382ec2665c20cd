// Of the preview alone, and in no published page: loads a page anew when what it shows
// has changed, and keeps the reader's place.
"use strict";
(() => {
  const { tag, failure } = document.currentScript.dataset;
  const SHUT = "bulletin-shut", PLACE = "bulletin-place";
  const BLOCKS =
    "h1, h2, h3, h4, h5, h6, p, li, dt, dd, pre, td, th, figure, img, summary";
  let stream = null;

  function stored(key) {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null; // a browser that keeps nothing
    }
  }
  function store(key, value) {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // as above
    }
  }

  // A browser has six connections to a host: a page that nobody sees holds none, and
  // asks when it is seen again.
  function listen() {
    if (stream || document.hidden) return;
    const query = new URLSearchParams({ page: location.pathname, tag });
    stream = new EventSource(`/.desk/events?${query}`);
    stream.addEventListener("changed", loadAnew);
  }
  function hush() {
    stream?.close();
    stream = null;
  }
  function loadAnew() {
    hush();
    store(PLACE, JSON.stringify({ page: location.pathname, ...takePlace() }));
    history.scrollRestoration = "manual";
    location.reload();
  }

  function name(element) {
    const words = element.textContent.trim().slice(0, 200);
    return `${element.localName} ${words || element.getAttribute("src") || ""}`;
  }
  // Several blocks, for the first of them may be what was changed.
  function takePlace() {
    const marks = [];
    const seen = new Map();
    if (scrollY > 0) {
      for (const block of document.querySelectorAll(BLOCKS)) {
        const key = name(block);
        const number = seen.get(key) ?? 0;
        seen.set(key, number + 1);
        const box = block.getBoundingClientRect();
        if (box.bottom > 0 && box.height > 0) marks.push([key, number, box.top]);
        if (marks.length === 40) break;
      }
    }
    const folds = [...document.querySelectorAll("details")].map((one) => [
      one.querySelector("summary")?.textContent.trim() ?? "",
      one.open,
    ]);
    return { x: scrollX, y: scrollY, marks, folds };
  }
  function findBlock([key, number]) {
    let left = number;
    let last = null;
    for (const block of document.querySelectorAll(BLOCKS)) {
      if (name(block) !== key) continue;
      last = block;
      if (left-- === 0) break;
    }
    return last;
  }
  function goBack({ x, y, marks }) {
    for (const mark of marks) {
      const block = findBlock(mark);
      if (block) {
        const top = block.getBoundingClientRect().top;
        scrollTo({ left: x, top: scrollY + top - mark[2], behavior: "instant" });
        return;
      }
    }
    scrollTo({ left: x, top: y, behavior: "instant" });
  }
  function restorePlace() {
    const kept = JSON.parse(stored(PLACE) ?? "null");
    store(PLACE, "null");
    if (kept?.page !== location.pathname) return;
    document.querySelectorAll("details").forEach((one, number) => {
      const [words, open] = kept.folds[number] ?? [];
      if (words === (one.querySelector("summary")?.textContent.trim() ?? ""))
        one.open = open;
    });
    goBack(kept);
    let touched = false;
    for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"])
      addEventListener(kind, () => (touched = true), { once: true, passive: true });
    // Pictures above have their heights by then.
    addEventListener("load", () => {
      if (!touched) goBack(kept);
      // Chromium restores a place of its own behind this event, by the number of the
      // paragraph, which is another one where text was put in above.
      setTimeout(() => (history.scrollRestoration = "auto"));
    });
  }

  // A panel that was shut stays shut for this failure, on all pages of the tab.
  const parts = document.querySelector("[data-bulletin-preview]")?.shadowRoot;
  const panel = parts?.querySelector("details");
  if (panel) {
    panel.open = stored(SHUT) !== failure;
    panel.addEventListener("toggle", () => store(SHUT, panel.open ? "" : failure));
  }
  restorePlace();
  listen();
  addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
  addEventListener("pagehide", hush);
  addEventListener("pageshow", listen);
})();

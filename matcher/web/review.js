// Keys for what the buttons do; every page works without this.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if (typing && event.key === "Escape") { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const pair = document.querySelector("main.pair");
  const press = (selector) => document.querySelector(selector)?.click();
  const actions = {
    a: () => press("#decide .accept"),
    r: () => press("#decide .reject"),
    u: () => press("#decide .unsure"),
    z: () => press("#undo button"),
    c: () => document.querySelector("#decide .note")?.focus(),
    n: () => pair && location.assign(pair.dataset.next),
    b: () => pair && location.assign(pair.dataset.back),
    ArrowRight: () => pair && location.assign(pair.dataset.next),
    ArrowLeft: () => pair && location.assign(pair.dataset.back),
  };
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? actions[codes[event.code]];
  if (action) { event.preventDefault(); action(); }
});
// The same keys on a Cyrillic or other layout.
const codes = { KeyA: "a", KeyR: "r", KeyU: "u", KeyZ: "z", KeyC: "c", KeyN: "n", KeyB: "b" };
// One decision a page: a second press while the first is on its way does nothing.
document.querySelectorAll("form[method=post]").forEach((form) => {
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
});

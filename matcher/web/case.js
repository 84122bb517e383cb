// Comforts only; every page works without this.
"use strict";
// "/" leads to the search of the page's head.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  document.querySelector(".find input")?.focus();
});
// A file dropped anywhere on the import page is the file to import.
const drop = document.querySelector(".drop");
if (drop) {
  const input = drop.querySelector("input[type=file]");
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; drop.closest("form").requestSubmit(); }
  });
}
// A click in the archived page names an element; only our own script runs in that frame.
const pick = document.querySelector("iframe.pick");
if (pick) window.addEventListener("message", (event) => {
  if (event.source !== pick.contentWindow || !/^\d{1,5}$/.test(event.data?.place)) return;
  location.assign(`${pick.dataset.leads}${event.data.place}#value`);
});

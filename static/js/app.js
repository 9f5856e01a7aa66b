// Small comforts. Every page works without this file.

const DOUBLE_CLICK_MS = 3000;
const unsaved = new Set();

// Warn before leaving a page with typed text that was not sent. data-leave-freely switches it off for one form; a form
// with data-autosave looks after itself (autosave.js).
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && form.method === "post" && !form.matches("[data-leave-freely], [data-autosave]")) {
    unsaved.add(form);
  }
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved.size > 0) {
    event.preventDefault();
  }
});

// A second click within three seconds sends nothing. Only aria-disabled: a disabled button loses its name and focus.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") {
    return;
  }
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  unsaved.delete(form);
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => {
    sent.delete(form);
    event.submitter?.removeAttribute("aria-disabled");
  }, DOUBLE_CLICK_MS);
});

// After a refused form, reading starts at the list of what is wrong.
document.querySelector(".error-summary")?.focus();

// A button that copies a text; without this file, or where a browser does not let it, the text itself is selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    document.querySelector("[data-copied]").textContent = "De link is gekopieerd.";
  });
}

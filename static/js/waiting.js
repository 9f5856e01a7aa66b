// A page that waits for a job asks its own address how far it is, and goes on when the job has ended. Without this file
// a link does the same by hand. data-wait: the part that tells; data-wait-ready: said when the address has become a file
// (without it the page is loaded again).

const waits = document.querySelector("[data-wait]");
const FIRST_MS = 700;
const LONGEST_MS = 4000;

function say(text) {
  const line = waits.querySelector("[data-wait-text]");
  if (line.textContent !== text) {
    line.textContent = text; // only what is new is read aloud
  }
}

function show(told) {
  say(told.text);
  const bar = waits.querySelector("progress");
  if (bar && told.total) {
    bar.max = told.total;
    bar.value = told.done;
  }
}

function goOn(told) {
  const link = waits.querySelector("[data-wait-link]");
  if (told.state !== "done" || !waits.dataset.waitReady) {
    location.reload();
    return;
  }
  say(waits.dataset.waitReady);
  link.textContent = link.dataset.waitLink;
  location.assign(link.href);
}

async function look(pause) {
  let next = Math.min(pause * 1.3, LONGEST_MS);
  try {
    const response = await fetch(location.href, { headers: { Accept: "application/json" } });
    if (!response.ok || response.redirected) {
      location.reload(); // signed out, or no longer ours to see: that page says so
      return;
    }
    const told = await response.json();
    if (told.state !== "open") {
      goOn(told);
      return;
    }
    show(told);
  } catch {
    next = LONGEST_MS; // the server does not answer: ask again
  }
  setTimeout(look, next, next);
}

if (waits) {
  setTimeout(look, FIRST_MS, FIRST_MS);
}

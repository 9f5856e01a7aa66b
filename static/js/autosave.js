// Saves a form while somebody types, and says truthfully whether that worked. Every form works without this file.
//
// What is sent and answered: npo_planner/autosave.py. One message at a time; the next waits for its answer, so that the
// order is the order of typing. A message that got no answer is sent again, with what was typed since.

const PAUSE_MS = 1000; // after the last key
const LONGEST_MS = 2000; // nothing waits longer than this, however long somebody types on
const BEAT_MS = 15000;
const RETRY_MS = [1000, 2000, 5000, 10000];
const PATIENCE_MS = 10000;

const TYPING = "Nog niet opgeslagen…";
const SAVING = "Bezig met opslaan…";
const NO_NETWORK = "Niet opgeslagen: geen verbinding. Laat deze pagina open, we proberen het steeds opnieuw.";
const NO_SERVER = "Niet opgeslagen: de server antwoordt niet. Laat deze pagina open, we proberen het steeds opnieuw.";
const SIGNED_OUT = "Niet opgeslagen: u bent uitgelogd. Laat deze pagina open.";
const NOT_ALLOWED = "Niet opgeslagen: u kunt dit niet meer wijzigen. Kopieer wat u typte.";
const UNREADABLE = "Niet opgeslagen: de server begrijpt dit niet. Kopieer wat u typte en ververs de pagina.";

class Writing {
  constructor(form) {
    this.form = form;
    this.box = form.querySelector(".save-state");
    this.seen = JSON.parse(form.elements.seen?.value || "{}");
    this.pending = {}; // per field in dispute: what is stored, for when the person chose
    this.number = Date.now(); // grows on when a tab continues an older sitting
    this.typed = 0; // how often something was typed
    this.safe = 0; // up to which of those the server has it
    this.failures = 0;
    this.box.hidden = false;
    for (const link of form.querySelectorAll("[data-back]")) link.textContent = link.dataset.back;
    form.addEventListener("input", () => this.note(PAUSE_MS));
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("focusout", () => this.typed > this.safe && this.send("save"));
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("click", (event) => this.offered(event));
    document.addEventListener("visibilitychange", () => document.hidden && !this.gone && this.typed > this.safe && this.part("save"));
    window.addEventListener("pagehide", () => {
      this.gone = true; // the page also becomes hidden, after this
      if (!this.cleared) this.part(this.typed > this.safe ? "leave" : "bye");
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.failures > 0 && this.typed > this.safe && !this.cleared) event.preventDefault();
    });
    window.addEventListener("pageshow", (event) => {
      this.gone = false;
      if (event.persisted) this.send("beat");
    });
    window.addEventListener("online", () => this.typed > this.safe && this.send("save"));
    window.addEventListener("focus", () => this.failures > 0 && this.send("save"));
    setInterval(() => !document.hidden && this.typed === this.safe && this.send("beat"), BEAT_MS);
    this.send("beat");
  }

  changed(field) {
    const panel = field.closest(".collision");
    if (panel) {
      this.seen[panel.dataset.collision] = this.pending[panel.dataset.collision] ?? panel.dataset.stored;
      this.writeSeen();
    }
    this.note(panel || field.matches("select, [type=checkbox], [type=radio]") ? 0 : PAUSE_MS);
  }

  // A button that offers values for fields: fill them in here, as if they were typed.
  offered(event) {
    const button = event.target.closest("[name=overnemen]");
    if (!button || button.form !== this.form) return;
    event.preventDefault();
    const offer = new URLSearchParams(button.value);
    for (const name of new Set(offer.keys())) this.show(name, offer.getAll(name));
    this.form.elements[[...offer.keys()][0]]?.focus?.();
    this.note(0);
  }

  note(pause) {
    this.typed += 1;
    this.since ??= Date.now();
    if (!this.failures) this.tell(TYPING, "busy");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send("save"), Math.min(pause, Math.max(0, this.since + LONGEST_MS - Date.now())));
  }

  // Send one message. True when the server has everything that was typed when it was sent.
  send(what) {
    if (this.sending) {
      this.again ||= what === "save";
      return this.sending;
    }
    clearTimeout(this.timer);
    this.sending = this.exchange(what).finally(() => {
      this.sending = null;
      if (this.again || (what === "beat" && this.typed > this.safe)) {
        this.again = false;
        this.send("save");
      }
    });
    return this.sending;
  }

  async exchange(what) {
    const typed = this.typed;
    const sent = this.all();
    if (what === "save") {
      this.since = null;
      this.tell(SAVING, "busy");
    }
    let response;
    try {
      response = await this.post(what, what === "beat" ? this.token() : sent);
      if (response.status === 403 && (await this.freshToken())) {
        response = await this.post(what, what === "beat" ? this.token() : sent);
      }
    } catch {
      return this.failed(what, navigator.onLine ? NO_SERVER : NO_NETWORK, true);
    }
    if (response.status === 401) return this.failed(what, SIGNED_OUT, true, true);
    if (response.status === 403 || response.status === 404) return this.failed(what, NOT_ALLOWED, false);
    if (response.status >= 500) return this.failed(what, NO_SERVER, true);
    if (!response.ok || response.headers.get("Content-Type") !== "application/json") return this.failed(what, UNREADABLE, false) || this.submitting;
    const answer = await response.json();
    this.failures = 0;
    this.who(answer.others ?? []);
    if (answer.late) {
      // Another tab goes on with this sitting (a tab that was duplicated): this one gets its own.
      this.form.elements.sitting.value = answer.sitting;
      sessionStorage.setItem(place, answer.sitting.split("/")[0]);
      this.again = true;
      return false;
    }
    if (what === "save") {
      this.safe = typed;
      this.apply(answer, sent);
    }
    return true;
  }

  post(what, data, keepalive = false) {
    this.number += 1;
    return fetch(location.pathname, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: {
        "X-Autosave": what,
        "X-Autosave-Number": String(this.number),
        "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
      },
      keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE_MS),
    });
  }

  // The page goes: send what there is without waiting.
  part(what) {
    this.post(what, what === "bye" ? this.token() : this.all(), true).catch(() => {});
  }

  all() {
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken"); // a header carries it, which may be newer
    data.delete("password"); // sent with the button only, never kept
    return data;
  }

  token() {
    return { sitting: this.form.elements.sitting.value };
  }

  failed(what, says, retry, signIn = false) {
    if (what === "beat" && this.typed === this.safe && !this.submitting && !signIn) return false;
    this.failures += 1;
    this.tell(says, "failed", signIn);
    if (retry) {
      this.timer = setTimeout(() => this.send("save"), RETRY_MS[Math.min(this.failures, RETRY_MS.length) - 1]);
    }
    return false;
  }

  // After signing in again the page's own token is old: take the one of the page as it is now.
  async freshToken() {
    const page = await fetch(location.pathname);
    if (!page.ok || page.redirected) return false;
    const parsed = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = parsed.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]")?.value;
    if (!token) return false;
    this.form.elements.csrfmiddlewaretoken.value = token;
    return true;
  }

  apply(answer, sent) {
    for (const [name, field] of Object.entries(answer.fields ?? {})) {
      if (!field.news) {
        this.seen[name] = field.stored;
      } else if (field.chosen || this.untouched(name, sent)) {
        this.show(name, field.news);
        this.seen[name] = field.stored;
      }
    }
    this.writeSeen();
    this.panels(answer.collisions ?? {});
    if (answer.errors) this.errors(answer.errors);
    if (this.typed > this.safe) this.tell(TYPING, "busy");
    else this.tell(answer.says, answer.safe === true ? "saved" : "draft");
    if (answer.safe) document.querySelector(".error-summary")?.remove();
    const live = document.querySelector("[data-live]");
    if (live && answer.live !== undefined && live.innerHTML !== answer.live) this.refresh(live, answer.live);
  }

  // What follows from what was typed. What somebody had unfolded stays so.
  refresh(live, html) {
    const open = [...live.querySelectorAll("details[open]")].map((details) => details.id);
    live.innerHTML = html;
    for (const id of open) if (id) document.getElementById(id)?.setAttribute("open", "");
  }

  untouched(name, sent) {
    const now = new FormData(this.form);
    return (
      JSON.stringify(now.getAll(name)) === JSON.stringify(sent.getAll(name)) &&
      document.activeElement?.name !== name
    );
  }

  show(name, texts) {
    for (const element of this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (element.type === "checkbox" || element.type === "radio") {
        element.checked = texts.includes(element.value);
      } else if (element.multiple) {
        for (const option of element.options) option.selected = texts.includes(option.value);
      } else {
        element.value = texts[0] ?? "";
      }
    }
  }

  panels(collisions) {
    for (const panel of this.form.querySelectorAll(".collision")) {
      if (!(panel.dataset.collision in collisions)) panel.remove();
    }
    for (const [name, { html, stored }] of Object.entries(collisions)) {
      const old = this.form.querySelector(`[data-collision="${CSS.escape(name)}"]`);
      if (old && this.pending[name] === stored) continue;
      this.pending[name] = stored;
      old?.remove();
      this.place(name)?.insertAdjacentHTML("afterend", html);
    }
  }

  errors(errors) {
    for (const old of this.form.querySelectorAll(".field-error")) old.remove();
    for (const [name, texts] of Object.entries(errors)) {
      const place = this.place(name);
      if (!place) continue;
      const note = document.createElement("div");
      note.className = "field-error";
      for (const text of texts) {
        const line = document.createElement("p");
        line.textContent = text;
        note.append(line);
      }
      place.after(note);
    }
  }

  // What stands above a field: messages about it come after.
  place(name) {
    const field = document.getElementById(`div_id_${name}`);
    return field && (field.querySelector(".form-text") ?? field.querySelector("legend, .form-label") ?? field.firstElementChild);
  }

  writeSeen() {
    if (this.form.elements.seen?.value) this.form.elements.seen.value = JSON.stringify(this.seen);
  }

  who(names) {
    const text = names.length ? `Ook op deze pagina: ${names.join(", ")}.` : "";
    const place = this.box.querySelector("[data-others]");
    if (place.textContent !== text) place.textContent = text;
    if (text) this.box.dataset.state ||= "quiet";
  }

  // What is seen changes with every key; what a screen reader is told only when something came of it.
  tell(text, state, signIn = false) {
    this.box.dataset.state = state;
    const place = this.box.querySelector("[data-state]");
    place.textContent = text;
    if (signIn) {
      const link = document.createElement("a");
      link.href = `/inloggen/?next=${encodeURIComponent(location.pathname)}`;
      link.target = "_blank";
      link.textContent = "Log in (nieuw tabblad)";
      place.append(" ", link);
    }
    const spoken = this.box.querySelector("[role=status]");
    if (state !== "busy" && spoken.textContent !== text) spoken.textContent = text;
  }

  // The button: first know that the server is there and who we are, else what was typed would be gone.
  async submit(event) {
    if (this.cleared || event.defaultPrevented) return;
    event.preventDefault();
    if (this.submitting) return;
    this.submitting = true;
    const { submitter } = event;
    if (this.sending) await this.sending;
    const there = await this.send(this.typed > this.safe ? "save" : "beat");
    this.submitting = false;
    if (!there) return;
    this.cleared = true;
    this.form.requestSubmit(submitter);
    setTimeout(() => {
      this.cleared = false;
    }, PATIENCE_MS);
  }
}

// A page that was loaded again can be there before the server heard that it went: then "the other tab" is this one.
// Only the key of the sitting is kept here, no text.
const elsewhere = document.querySelector("[data-elsewhere]");
const place = `sitting ${location.pathname}`;
if (elsewhere && sessionStorage.getItem(place) === elsewhere.dataset.elsewhere) {
  location.replace(elsewhere.querySelector("a").href);
} else {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    sessionStorage.setItem(place, form.elements.sitting.value.split("/")[0]);
    new Writing(form);
  }
}

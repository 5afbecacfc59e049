// The page of a seat: it stays up to date without touching a form that is written in.
"use strict";
const body = document.body, base = body.dataset.base;
const $ = (query, root = document) => root.querySelector(query), all = (query, root = document) => [...root.querySelectorAll(query)];

// ---- a link: what follows # is put into the form and leaves the address with the click
const enter = $("#enter");
if (enter) {
  enter.elements.link.value = decodeURIComponent(location.hash.slice(1));
  enter.addEventListener("submit", () => history.replaceState(null, "", "/enter"));
}

// ---- every write has a UUID of its own; a repeat of the same write keeps it
function uuid() { // not randomUUID: a classroom is served without TLS
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
const renew = form => { if (form && form.elements.uuid) form.elements.uuid.value = uuid(); };
all("form").forEach(form => { if (form.elements.uuid && form.elements.uuid.value === "-") renew(form); });
document.addEventListener("input", event => renew(event.target.form));
document.addEventListener("submit", event => { const field = event.target.elements.uuid; if (field && field.value.length < 8) renew(event.target); }, true);

let quiet = null;
function say(text, bad) { // cleared by time and by no animation: where motion is reduced none runs, and one that has ended shows nothing more
  const toast = $("#toast");
  toast.textContent = text; toast.className = bad ? "bad" : "";
  clearTimeout(quiet); quiet = setTimeout(() => { toast.textContent = ""; }, bad ? 14000 : 6000);
}

// ---- a link is copied where the browser allows it (not without TLS: there the old way is tried); it is selected anyhow
document.addEventListener("click", async event => {
  if (event.target.closest("[data-print]")) print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = $(button.dataset.copy);
  field.focus(); field.select();
  let copied = false;
  try { await navigator.clipboard.writeText(field.value); copied = true; } catch { copied = document.execCommand("copy"); }
  say(copied ? "Copied." : "The link is selected: press Ctrl+C, or hold it and choose Copy.", !copied);
});

if (base) {
  // ---- what has changed is swapped in part by part; a part that is known already, or that is written in, stays
  let digest = body.dataset.digest, asking = false, missed = false, again = false;
  const seen = () => all("[data-part]").map(part => part.dataset.seen).join(".");
  const sheet = () => $("#orders");
  const own = form => form && `${form.dataset.form}#${form.elements.revision.value}`, key = form => form && `${own(form)}#${form.dataset.lists}`;

  document.body.addEventListener("htmx:oobBeforeSwap", event => {
    const { target, fragment } = event.detail, fresh = fragment.firstElementChild;
    if (!fresh) return;
    if (fresh.id === "toast") {
      digest = fresh.dataset.digest; offset = Number(fresh.dataset.now) * 1000 - performance.now(); event.detail.shouldSwap = false;
      if (fresh.textContent) say(fresh.textContent, fresh.className === "bad");
      return;
    }
    if (!fresh.hasAttribute("data-part")) return;
    const mine = $("#orders", target), theirs = $("#orders", fresh);
    const written = target.contains(document.activeElement) && document.activeElement.matches("input:not([type=hidden]), textarea, select");
    let stay = target.dataset.seen === fresh.dataset.seen || Boolean(mine && theirs && key(mine) === key(theirs));
    if (stay) target.dataset.seen = fresh.dataset.seen;
    else if (written && !(mine && !theirs)) {
      stay = true;
      if (mine && theirs && own(mine) !== own(theirs) && mine.dataset.form === theirs.dataset.form && !saving && !dirty) $(".moved", mine).hidden = false;
      else again = true;
    }
    if (stay) { event.detail.shouldSwap = false; return; }
    const over = fresh.id === "part-orders" && !(mine && theirs && theirs.elements.stage.value === mine.elements.stage.value);
    if (mine && theirs && own(mine) === own(theirs)) carry(mine, theirs); // other lists, the same sheet
    else if (mine && theirs && !over) all("textarea", mine).forEach(each => {
      const same = theirs.elements[each.name]; // reasons typed before an act was chosen
      if (same && !same.value && !mine.elements[each.name.replace("rationale", "act")].value) same.textContent = each.value;
    });
    if (over && mine && (dirty || saving)) held = cards(mine);
    if (over && held) late(fresh, theirs);
    all("[data-typed]", target).forEach(field => { // typed and not sent: it goes on in the same field of the same form
      const same = all(`[name="${field.name}"]`, fresh).find(each => where(each) === where(field));
      if (!same) return;
      same.value = field.value; same.checked = field.checked; same.dataset.typed = "";
    });
    fresh.className = target.className;
    all("details[id]", target).forEach(each => { const same = $(`#${CSS.escape(each.id)}`, fresh); if (same) same.open = each.open; });
  });
  const where = field => [field.form.getAttribute("action"), ...all("[type=hidden]", field.form).filter(each => !["csrf", "uuid", "stage"].includes(each.name)).map(each => each.value), field.matches("[type=checkbox], [type=radio]") && field.value].join(" ");
  document.addEventListener("input", event => { if (event.target.form && !event.target.closest("#orders")) event.target.dataset.typed = ""; });
  body.addEventListener("htmx:beforeOnLoad", event => { // sent and taken
    if (event.detail.xhr.status >= 400 || !event.detail.elt.matches("form")) return;
    if (event.detail.elt === sheet()) held = null;
    all("[data-typed]", event.detail.elt).forEach(field => { delete field.dataset.typed; });
  });
  for (const swapped of ["htmx:oobAfterSwap", "htmx:afterSwap"]) document.body.addEventListener(swapped, () => { dress(); });
  document.addEventListener("focusout", () => { if (again) { again = false; digest = ""; setTimeout(refresh, 300); } });

  async function refresh() {
    if (asking) { missed = true; return; }
    asking = true;
    do {
      missed = false;
      try { await htmx.ajax("GET", `${base}/parts?kind=${body.className}&digest=${digest}`, { source: body, target: body, swap: "none" }); } catch { /* the wire shows it */ }
    } while (missed);
    asking = false;
  }

  // ---- what was not taken before its turn ended stays to be read, and goes on in the next turn
  let held = null;
  const cards = form => $("fieldset.cards", form);
  function carry(from, form) {
    all("select, textarea", from).forEach(each => {
      const same = form.elements[each.name];
      if (!same) return;
      if (each.matches("textarea")) same.textContent = each.value;
      else if ([...same.options].some(option => option.value === each.value)) [...same.options].forEach(option => option.toggleAttribute("selected", option.value === each.value));
    });
  }
  function late(part, form) {
    const title = document.createElement("h3"), unsent = $(".unsent", part);
    title.textContent = "What you were writing, not sent"; dirty = false;
    if (!all("[name^='act.'], textarea", held).some(each => each.value)) { held = null; return; }
    if (unsent) unsent.remove(); // an earlier state of the same
    if (form && form.dataset.form === form.elements.stage.value && form.elements.revision.value === "0") { carry(held, form); cards(form).before(title); held = null; }
    else { held.disabled = true; part.append(title, held); }
  }

  // ---- the stream tells that something has changed; where it is blocked, or while it is away, the page asks
  const SILENCE = 35000; // ms; the stream tells something every 15 s, or somebody between holds it up
  let stream = null, heard = -SILENCE;
  const wire = well => { const sign = $(".wire"); if (sign) sign.hidden = well; };
  function listen() {
    if (stream || document.hidden) return;
    stream = new EventSource(`${base}/stream`);
    stream.addEventListener("open", () => wire(true));
    stream.addEventListener("change", event => { heard = performance.now(); if (event.data !== digest) refresh(); });
    stream.addEventListener("error", () => wire(false));
  }
  function hush() { if (stream) stream.close(); stream = null; }
  document.addEventListener("visibilitychange", () => document.hidden ? hush() : listen()); // a browser has six connections
  addEventListener("pagehide", hush);
  setInterval(async () => {
    if (document.hidden || (stream && stream.readyState === 1 && performance.now() - heard < SILENCE)) return;
    if (stream && stream.readyState === 2) { hush(); listen(); }
    try { await refresh(); } catch { wire(false); }
  }, 4000);
  body.addEventListener("htmx:responseError", event => { if (event.detail.xhr.status === 401) location.reload(); });
  for (const failed of ["htmx:sendError", "htmx:timeout"]) body.addEventListener(failed, event => {
    wire(false);
    if (event.detail.elt.matches("form")) say("No answer from the server. Nothing you typed is lost; press again when it is back.", true);
  });
  body.addEventListener("told", event => say(event.detail.text, true));
  listen();

  // ---- after a command: a new UUID, and an emptied form if it is one that is written anew each time
  body.addEventListener("htmx:afterRequest", event => {
    const form = event.detail.elt;
    if (form.id === "orders") sent(form, event.detail.successful, event.detail.xhr.status ? $("#toast").textContent : "press again.");
    if (!event.detail.xhr || event.detail.xhr.status < 200 || event.detail.xhr.status >= 400 || !form.matches || !form.matches("form")) return;
    renew(form);
    if (form.hasAttribute("data-clear")) { form.reset(); all("[data-role]", form).forEach(placed); const box = form.closest("details"); if (box && box.id !== "invite") box.open = false; if (form.closest("dialog")) form.closest("dialog").close(); }
  });
  body.addEventListener("htmx:configRequest", event => {
    const form = event.detail.elt;
    if (form.matches && form.matches("[data-stage]")) event.detail.parameters.set ? event.detail.parameters.set("stage", stage()) : event.detail.parameters.stage = stage();
    if (event.detail.parameters.uuid === "-") event.detail.parameters.uuid = uuid();
    event.detail.parameters.seen = seen(); // the answer leaves these parts out
  });
  const stage = () => { const field = $("#part-orders [name=stage], #part-run [name=stage]"); return field ? field.value : ""; };

  // ---- orders: forecast of the chosen act, drafts that save themselves
  let timer = null, saving = false, dirty = false, lost = "", why = ""; // lost: the sheet whose submission was not taken
  const later = wait => { clearTimeout(timer); timer = setTimeout(() => { timer = null; save(); }, wait); };
  const sheetOf = form => form.dataset.form.replace("/locked", "");
  function sent(form, taken, told) {
    lost = taken ? "" : sheetOf(form); why = told;
    if (!taken) { dirty = true; later(3000); } // as a draft at least, as soon as that can be
    warn();
  }
  function warn() { // stays until it is sent and taken, or the turn is over
    const form = sheet(), sign = form && $(".not-sent", form);
    if (!sign) return;
    sign.hidden = lost !== sheetOf(form);
    sign.textContent = sign.hidden ? "" : `Not submitted: ${why}`;
  }
  async function save() {
    const form = sheet();
    if (!form || saving || cards(form).disabled) return;
    saving = true; dirty = false;
    const data = new URLSearchParams(new FormData(form));
    data.set("uuid", uuid()); data.set("hold", "");
    try {
      const response = await fetch(form.dataset.draft, { method: "POST", body: data, signal: AbortSignal.timeout(15000) });
      const told = await response.json();
      if (response.ok) { (sheet() || form).elements.revision.value = told.revision; $("#saved").textContent = told.saved; $(".kept").hidden = false; held = null; }
      else if (told.code === "moved") $(".moved", form).hidden = false;
      else if (told.code === "unwritable") throw told;
      else if (told.code !== "stale") say(told.text, true);
      else if (form === sheet()) held = cards(form);
    } catch (error) { if (typeof error.code !== "string") wire(false); dirty = true; later(3000); }
    saving = false;
    if (dirty && !timer) save();
  }
  document.addEventListener("input", event => {
    if (event.target.closest(".card, .standing")) dress();
    const ruled = event.target.value && event.target.matches(".chosen [name^='act.']") && $("[name=ruled]", event.target.form);
    if (ruled) ruled.checked = true;
    const form = event.target.closest("#orders");
    if (!form) return;
    dirty = true; later(600);
  });
  document.addEventListener("submit", event => { if (event.target === sheet()) { clearTimeout(timer); timer = null; dirty = false; held = cards(sheet()); } });
  const bar = chance => `<svg class="odds" viewBox="0 0 200 22" aria-hidden="true"><rect class="track" x="0" y="6" width="200" height="10" rx="5"/><rect class="fill" x="0" y="6" width="${200 * chance}" height="10" rx="5"/></svg>`;
  function line(className, text) { const told = document.createElement("p"); told.className = className; told.textContent = text; return told; }
  function answered(name, form) { const field = name && form && form.elements[`answer.${name}`]; return field ? field.value : ""; } // a standing answer, saved or not
  function dress() {
    all(".card").forEach(card => {
      const option = $("select", card).selectedOptions[0], forecast = $(".forecast", card), form = card.closest("form");
      forecast.replaceChildren(); card.classList.toggle("chosen", Boolean(option.value));
      if (!option.value) return;
      const does = $(`[data-act="${CSS.escape(option.value.split(" ")[0])}"] .does`), odds = JSON.parse(option.dataset.odds || "[]");
      if (does) forecast.append(line("does", does.textContent));
      forecast.append(line("cost", `costs ${option.dataset.cost || "–"}`));
      if (option.dataset.odds && !odds.length) forecast.append(line("sure", "Nothing is left to chance."));
      odds.forEach(([text, percent, chance, answer]) => {
        const given = answered(answer, form), told = line("chance", ""), words = document.createElement("span");
        words.textContent = given ? `${text}: ${form.id === "orders" ? "you decided" : "ruled"}: ${given}` : `${text} ${percent.replace(" ", "\u00a0")}`;
        if (!given) told.innerHTML = bar(chance);
        told.prepend(words); forecast.append(told);
      });
    });
    all("[data-answer]").forEach(each => { each.dataset.odds ??= each.textContent; const given = answered(each.dataset.answer, sheet()); each.textContent = given ? `you decided: ${given}` : each.dataset.odds; });
    warn();
    if ($(".strip").dataset.seat !== body.dataset.seat) location.reload(); // another seat, other forms
    all("form").forEach(form => { if (form.elements.uuid && form.elements.uuid.value === "-") renew(form); });
    all("[data-role]").forEach(placed); tell(); model();
    document.dispatchEvent(new Event("dressed"));
  }
  document.addEventListener("click", event => {
    const at = query => event.target.closest(query);
    if (at("[data-reload]")) { location.reload(); }
    if (at("[data-keep]")) { const form = sheet(); $(".moved", form).hidden = true; fetch(`${base}/parts?kind=${body.className}`).then(r => r.text()).then(text => { const page = new DOMParser().parseFromString(text, "text/html"); const theirs = $("#orders", page); if (theirs) form.elements.revision.value = theirs.elements.revision.value; save(); }); }
    const reply = at("[data-reply]");
    if (reply) { const to = reply.dataset.reply.split(" "); all(".compose [name=to]").forEach(box => { box.checked = to.includes(box.value); }); $(".compose textarea").focus(); }
    const star = at("[data-star]");
    if (star) { const box = $("#star"), form = $("form", box); form.elements.of.value = star.dataset.star; $(".about", box).textContent = star.dataset.about; renew(form); box.showModal(); form.elements.note.select(); }
    if (at("[data-close]")) at("dialog").close();
  });
  function placed(role) { role.form.elements.seat.disabled = role.value !== "player"; } // others have no seat
  document.addEventListener("change", event => { if (event.target.matches("[data-role]")) placed(event.target); });
  document.addEventListener("change", event => { // all and team stand alone
    const box = event.target;
    if (box.name !== "to" || !box.checked) return;
    all("[name=to]", box.form).forEach(other => { if (other !== box && (box.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false; });
  });

  // ---- a thread that is opened is read
  document.addEventListener("toggle", event => {
    const thread = event.target;
    if (!thread.matches || !thread.matches(".thread") || !thread.open || !$(".unread", thread)) return;
    const form = $(".compose");
    if (!form) return; // who only looks on has no count
    const data = new URLSearchParams({ csrf: form.elements.csrf.value, uuid: uuid(), thread: thread.dataset.thread, count: thread.dataset.count });
    fetch(`${base}/do/read`, { method: "POST", body: data, redirect: "manual" }).then(refresh);
  }, true);

  // ---- whom the model plays is told where one chooses whom to write to, or with whom to sign
  function model() {
    const played = ($(".strip").dataset.models || "").split(" ");
    all(".compose [name=to], #propose [name=party]").forEach(box => box.parentElement.classList.toggle("by-model", played.includes(box.value)));
  }

  // ---- the timer runs on the server; the page counts down to it
  let offset = Number(body.dataset.now) * 1000 - performance.now(); // whatever the device's clock is set to
  function tell() {
    all(".countdown").forEach(each => {
      const left = Math.max(0, Math.ceil((Number(each.dataset.deadline) * 1000 - performance.now() - offset) / 1000));
      each.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      each.classList.toggle("short", left <= 30);
    });
  }
  setInterval(tell, 500);

  dress();
}

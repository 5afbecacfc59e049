// The tabs of a page: what has come in behind them, which are opened. It uses `$`, `all` and `base` of seat.js.
"use strict";

// ---- what has come in behind a tab since it was last open is counted on its label
const title = document.title, looks = `looked at ${base}`, lookedAt = new Set(JSON.parse(sessionStorage.getItem(looks) || "[]"));
function tally() {
  all(".tabs label").forEach(label => {
    const panel = $(`.panel-${label.htmlFor.replace("tab-", "")}`), items = all("[data-item]", panel).map(each => each.dataset.item);
    if (panel.getClientRects().length && !document.hidden) items.forEach(each => lookedAt.add(each));
    const count = items.filter(each => !lookedAt.has(each)).length + all("[data-waits]", panel).length; // who waits, seen or not
    if (!$(".unread", label)) label.insertAdjacentHTML("beforeend", '<span class="unread"></span>');
    $(".unread", label).innerHTML = count ? `${count}<span class="unseen"> new</span>` : "";
  });
  const waiting = all("[data-waits]").length;
  document.title = waiting ? `(${waiting}) ${title}` : title;
  sessionStorage.setItem(looks, JSON.stringify([...lookedAt]));
}
document.addEventListener("visibilitychange", tally);
document.addEventListener("change", event => { if (event.target.name === "tab") tally(); });

// ---- when the debrief begins a team's page goes to it, unless something is being written
let phase = $(".strip").dataset.phase;
function debrief() {
  const before = phase, tab = $("#tab-orders");
  phase = $(".strip").dataset.phase;
  if (tab && phase === "debrief" && before !== phase && !document.activeElement.matches("textarea, input:not([type=radio])")) tab.click();
}

// ---- page times, by the minute: which tab of a seat's page was opened
function looked() {
  const open = $("[name=tab]:checked"), csrf = $("[name=csrf]");
  if (open && csrf && body.className === "player") fetch(`${base}/look`, { method: "POST", body: new URLSearchParams({ csrf: csrf.value, page: open.id.replace("tab-", "") }) }).catch(() => {});
}
document.addEventListener("change", event => { if (event.target.name === "tab") looked(); });
looked();

document.addEventListener("dressed", () => { debrief(); tally(); });
tally();

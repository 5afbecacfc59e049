// The tabs of a page: what has come in behind them, which are opened. It uses `$`, `all` and `base` of seat.js.
"use strict";

// ---- what has come in behind a tab since it was last open is counted on its label, and all of it in the page's title
const looks = `looked at ${base}`, lookedAt = new Set(JSON.parse(sessionStorage.getItem(looks) || "[]"));
const title = document.title, wide = matchMedia("(min-width: 62.01rem)");
const beside = panel => wide.matches && panel.matches(".left, .right"); // open all the time, but perhaps scrolled away
function inView(each) { const box = each.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; }
function tally() {
  let whole = 0;
  all(".tabs label").forEach(label => {
    const panel = $(`.panel-${label.htmlFor.replace("tab-", "")}`), items = all("[data-item]", panel);
    if (panel.getClientRects().length && !document.hidden) items.filter(each => !beside(panel) || inView(each)).forEach(each => lookedAt.add(each.dataset.item));
    const count = items.filter(each => !lookedAt.has(each.dataset.item)).length + all("[data-waits]", panel).length; // who waits, seen or not
    if (!$(".unread", label)) label.insertAdjacentHTML("beforeend", '<span class="unread"></span>');
    $(".unread", label).innerHTML = count ? `${count}<span class="unseen"> new</span>` : "";
    whole += count;
  });
  const told = body.className === "desk" ? all("[data-waits]").length : whole; // a teacher is called by those who wait alone
  document.title = told ? `(${told}) ${title}` : title;
  sessionStorage.setItem(looks, JSON.stringify([...lookedAt]));
}
let scrolled = null;
addEventListener("scroll", () => { clearTimeout(scrolled); scrolled = setTimeout(tally, 200); }, { passive: true });
document.addEventListener("click", event => { // a column beside is not opened but scrolled to
  const label = event.target.closest(".tabs label"), panel = label && $(`.panel-${label.htmlFor.replace("tab-", "")}`);
  if (!panel || !beside(panel)) return;
  event.preventDefault();
  (all("[data-item]", panel).find(each => !lookedAt.has(each.dataset.item)) || panel).scrollIntoView({ block: "center" });
});
document.addEventListener("visibilitychange", tally);
document.addEventListener("change", event => { if (event.target.name === "tab") tally(); });

// ---- page times, by the minute: which tab of a seat's page was opened
function looked() {
  const open = $("[name=tab]:checked"), csrf = $("[name=csrf]");
  if (open && csrf && body.className === "player") fetch(`${base}/look`, { method: "POST", body: new URLSearchParams({ csrf: csrf.value, page: open.id.replace("tab-", "") }) }).catch(() => {});
}
document.addEventListener("change", event => { if (event.target.name === "tab") looked(); });
looked();

document.addEventListener("dressed", tally);
tally();

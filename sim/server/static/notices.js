// What has happened is told at the head of a team's page until it is closed. It uses `$`, `all` and `body` of seat.js.
"use strict";
const notices = $("#notices"), WRITING = "textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])";
const heard = new Set(all("#part-news .inject").map(each => each.dataset.item));
let was = { ...$(".strip").dataset };

function goTo(tab) { const radio = $(`#tab-${tab}`); radio.click(); radio.focus(); scrollTo(0, 0); } // from there by keyboard
function notice(text, tab, button) { // with no button where it has led there already
  const told = document.createElement("p"), words = document.createElement("span");
  told.className = "banner"; words.textContent = text; told.append(words);
  for (const [label, does] of [...(button ? [[button, () => goTo(tab)]] : []), ["Close", () => {}]]) {
    const press = document.createElement("button");
    press.type = "button"; press.className = label === "Close" ? "small quiet" : "small"; press.textContent = label;
    press.addEventListener("click", () => { told.remove(); does(); });
    told.append(press);
  }
  notices.append(told);
}

// ---- a new stage leads to where it is read or acted upon; whoever is writing is told of it and left alone
function happened(now) {
  if (now.phase === "debrief") return ["The game is over: the debrief is open.", "orders", "Review"];
  if (now.phase === "review" && now.line === was.line) return [`Turn ${now.turn} is resolved.`, "news", "Read the news"];
  const begun = `Turn ${now.turn} is ${now.phase === "review" ? "resolved" : "open"}${now.rehearsal === "true" ? ", a rehearsal" : ""}.`;
  if (now.line === was.line) return [begun, "orders", "Orders"];
  return [was.rehearsal === "true" ? `The rehearsal is undone; now it counts. ${begun}` : `The facilitator went to another line of play. ${begun}`, "orders", "Orders"];
}
function lead() {
  const now = { ...$(".strip").dataset };
  if (["phase", "turn", "line"].every(each => now[each] === was[each])) return;
  const [text, tab, button] = happened(now);
  was = now;
  notices.replaceChildren();
  const busy = document.activeElement.matches(WRITING);
  notice(text, tab, busy && button);
  if (!busy) goTo(tab);
}

// ---- news that the facilitator brings in
function injected() {
  all("#part-news .inject").filter(each => !heard.has(each.dataset.item)).forEach(each => {
    heard.add(each.dataset.item);
    notice(`News: ${$(".told-text", each).textContent}`, "news", "Read it");
  });
}
document.addEventListener("dressed", () => { lead(); injected(); });

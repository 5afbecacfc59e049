// The projector: what fits on its screen, and what is told step by step. It uses `$` and `all` of seat.js.
"use strict";

// ---- the wall holds what fits: what `data-fit` names first is left out first, each list from its end
function fit() {
  const wall = $("[data-fit]"), more = wall && all(".more", wall).at(-1);
  if (!wall) return;
  const kinds = wall.dataset.fit.split(", ");
  kinds.forEach(kind => all(kind, wall).forEach(each => { each.hidden = false; }));
  more.textContent = "";
  const over = () => matchMedia("(min-width: 62.01rem)").matches && wall.getBoundingClientRect().bottom + scrollY > innerHeight;
  for (const kind of kinds) {
    for (const each of all(kind, wall).filter(each => each.getClientRects().length).reverse()) {
      if (!over()) return;
      each.hidden = true;
      more.textContent = `and ${kinds.flatMap(kind => all(kind, wall)).filter(each => each.hidden).length} more, on the pages of the teams`;
    }
  }
}
addEventListener("resize", fit);

// ---- step by step: a reveal tells one outcome at a time, the odds first, what came second; what was told shrinks to a line
let shown = 0, of = "";
function reveal(steps) {
  const place = $("[data-reveal]");
  if (!place) return fit();
  const first = Number(place.dataset.from);
  if (of !== place.dataset.reveal) { of = place.dataset.reveal; shown = first; }
  const moves = [];
  all(".outcome", place).forEach(outcome => {
    moves.push([outcome]);
    all(".step", outcome).forEach(step => { moves.push([outcome, step], [outcome, step, $(".fell", step)]); });
  });
  shown = Math.max(Math.min(first, 1), Math.min(moves.length, shown + steps));
  all(".outcome, .step, .fell", place).forEach(each => { each.hidden = true; });
  const [outcome, step, answer] = moves[shown - 1] || [];
  moves.slice(0, shown).filter(move => move[0] === outcome).flat().forEach(each => { each.hidden = false; });
  all(".step", place).forEach(each => each.classList.toggle("past", each !== step));
  all(".where .when", place).forEach(each => { each.textContent = outcome ? outcome.dataset.where || "" : ""; });
  all(".after-reveal", place).forEach(each => each.classList.toggle("open", shown === moves.length));
  $("[data-next]", place).textContent = shown === 0 ? "Reveal" : shown < moves.length ? "Next" : "End";
  $(".controls", place).hidden = moves.length <= first;
  fit();
  const newest = answer || step;
  if (newest) newest.scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", event => {
  const pressed = event.key === " " && event.target.matches("button, summary"); // the browser clicks it
  if ($("[data-reveal]") && !pressed && !event.target.matches("input, select, textarea") && [" ", "ArrowRight", "ArrowLeft"].includes(event.key)) { event.preventDefault(); reveal(event.key === "ArrowLeft" ? -1 : 1); }
});
document.addEventListener("click", event => {
  if (event.target.closest("[data-next]")) reveal(1);
  if (event.target.closest("[data-all]")) reveal(Infinity);
});

document.addEventListener("dressed", () => reveal(0));
reveal(0);

// The projector: what fits on its screen, and what is told step by step. It uses `$` and `all` of seat.js.
"use strict";

// ---- the wall holds what fits: what stood before play is left out first, then news, each from its end
function fit() {
  const wall = $("[data-fit]"), more = wall && $(".more", wall);
  if (!wall) return;
  all("li", wall).forEach(each => { each.hidden = false; });
  if (more) more.textContent = "";
  const over = () => matchMedia("(min-width: 62.01rem)").matches && wall.getBoundingClientRect().bottom + scrollY > innerHeight;
  for (const kind of [".treaties li:not(.of-play)", ".items:not(.treaties) li", ".treaties li"]) {
    for (const each of all(kind, wall).reverse()) {
      if (!over()) return;
      each.hidden = true;
      if (more) more.textContent = `and ${all(".treaties li[hidden]", wall).length} more`;
    }
  }
}
addEventListener("resize", fit);

// ---- the reveal on the projector: one outcome at a time, the odds first, what came second; the debrief page by page
let shown = 0, of = "";
function reveal(steps) {
  const place = $("[data-reveal]");
  if (!place) return;
  const first = Number(place.dataset.from);
  if (of !== place.dataset.reveal) { of = place.dataset.reveal; shown = first; }
  const moves = [];
  all(".outcome", place).forEach(outcome => {
    moves.push([outcome]);
    all(".step", outcome).forEach(step => { moves.push([outcome, step], [outcome, step, $(".answer", step)]); });
  });
  shown = Math.max(Math.min(first, 1), Math.min(moves.length, shown + steps));
  all(".outcome, .step, .answer", place).forEach(each => { each.hidden = true; });
  const now = moves[shown - 1];
  if (now) moves.slice(0, shown).filter(move => steps >= 1000 || move[0] === now[0]).flat().forEach(each => { each.hidden = false; });
  all(".after-reveal", place).forEach(each => each.classList.toggle("open", shown === moves.length));
  $("[data-next]", place).textContent = shown === 0 ? "Reveal" : shown < moves.length ? "Next" : "The end";
}
document.addEventListener("keydown", event => {
  const pressed = event.key === " " && event.target.matches("button"); // the browser clicks it
  if ($("[data-reveal]") && !pressed && !event.target.matches("input, select, textarea") && [" ", "ArrowRight", "ArrowLeft"].includes(event.key)) { event.preventDefault(); reveal(event.key === "ArrowLeft" ? -1 : 1); }
});
document.addEventListener("click", event => {
  if (event.target.closest("[data-next]")) reveal(1);
  if (event.target.closest("[data-all]")) reveal(1000);
});

function project() { fit(); reveal(0); }
document.addEventListener("dressed", project);
project();

// The form on which a team proposes a treaty. It uses `$`, `all` and `say` of seat.js.
"use strict";

// ---- the clauses of a treaty: as many as are wanted, each with the fields that its kind of duty has
function suit() {
  all("#clauses .clause").forEach(clause => {
    const field = name => $(`[name^="${name}."]`, clause), idle = (field("duty").selectedOptions[0].dataset.idle || "").split(" ");
    for (const name of ["against", "from_rung", "help", "clause"]) field(name).disabled = idle.includes(name);
    const alone = field("duty").value === "sanctions"; // owed to nobody in particular, and by name
    if (alone && field("who").value === "mutual") field("who").value = clause.closest("form").elements.own.value;
    field("to").disabled = alone || field("who").value === "mutual";
  });
}
function clauses(count) {
  const box = $("#clauses"), most = Number(box.dataset.most);
  while (box.children.length > Math.max(1, count)) box.lastElementChild.remove();
  while (box.children.length < Math.min(count, most)) box.insertAdjacentHTML("beforeend", $("#clause").innerHTML.replaceAll(".NEW", `.${box.children.length}`));
  $("[data-clause]").hidden = box.children.length >= most;
  suit();
}
suit();
document.addEventListener("change", event => { if (event.target.closest("#clauses")) suit(); });
document.addEventListener("click", event => {
  const at = query => event.target.closest(query), counter = at("[data-counter]");
  if (counter) fill(JSON.parse(counter.dataset.terms), counter.dataset.counter);
  if (at("[data-uncounter]")) { at("form").reset(); uncounter(); }
  if (at("[data-clause]")) clauses($("#clauses").children.length + 1);
});
document.body.addEventListener("htmx:afterRequest", event => { if (event.detail.successful && event.target.closest("#propose")) uncounter(); }); // it is emptied by then

// ---- a counter-offer begins with the terms that it answers; a clause of several states becomes one for each
function fill(terms, proposal) {
  const box = $("#propose"), form = $("form", box);
  form.reset(); box.open = true; form.elements.counters.value = proposal; $(".countering", form).hidden = false;
  form.elements.title.value = terms.title; form.elements.months.value = terms.months || "";
  for (const name of ["notice", "renews"]) form.elements[name].value = terms[name];
  all("[name=party]", form).forEach(each => { each.checked = terms.parties.includes(each.value); });
  if (form.elements.secret) form.elements.secret.checked = terms.secret;
  const single = terms.duties.flatMap(duty => duty.mutual ? [{ ...duty, who: "mutual", to: "" }] : [duty.by].flat().flatMap(who => {
    const others = terms.parties.filter(each => each !== who), to = duty.for ? [duty.for].flat().filter(each => each !== who) : others;
    return to.length === others.length ? [{ ...duty, who, to: "" }] : to.map(each => ({ ...duty, who, to: each }));
  }));
  clauses(single.length);
  if (single.length > Number($("#clauses").dataset.most)) say("It has more clauses than a form holds; the last are left out.", true);
  all("#clauses .clause").forEach((clause, place) => {
    for (const name of ["duty", "who", "to", "against", "from_rung", "help"]) $(`[name^="${name}."]`, clause).value = single[place][name] ?? "";
    for (const name of ["clause", "bindingness"]) $(`[name^="${name}."]`, clause).value = single[place][name] == null ? "" : Math.round(100 * single[place][name]);
  });
  suit(); form.elements.title.focus();
}
function uncounter() { const form = $("#propose form"); form.elements.counters.value = ""; $(".countering", form).hidden = true; clauses(1); }

// Column titles become buttons that sort their table; without scripts the tables stand as they are.
const sorted = (root) => {
  for (const table of root.querySelectorAll("table.sorts:not(:has(th button))")) {
    const body = table.tBodies[0];
    const titles = [...table.tHead.rows[0].cells];
    if (body.rows.length < 3) continue;
    titles.forEach((title, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...title.childNodes);
      title.append(button);
      button.addEventListener("click", () => {
        const up = title.getAttribute("aria-sort") !== "ascending";
        const numbers = title.classList.contains("number");
        const key = (row) => {
          const cell = row.cells[column];
          return "key" in cell.dataset ? Number(cell.dataset.key) : numbers ? null : cell.textContent;
        };
        const order = (one, other) => {
          const [a, b] = [key(one), key(other)];
          if (a === null || b === null) return (a === null) - (b === null); // what is not defined comes last, either way
          const sign = typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
          return up ? sign : -sign;
        };
        body.append(...[...body.rows].sort(order));
        for (const each of titles) each.removeAttribute("aria-sort");
        title.setAttribute("aria-sort", up ? "ascending" : "descending");
      });
    });
  }
};
sorted(document);
document.addEventListener("htmx:load", (event) => sorted(event.detail.elt)); // what a page takes in later

// The table of monthly cells: DataTables draws its rows, pages and headers; which rows, Cells says.

const ROWS_AT_ONCE = 25;
const PRINTED_ROWS = 300;

class MonthlyTable {
  constructor(cells, page) {
    this.cells = cells;
    this.page = page;
    this.form = document.getElementById("filters");
    this.result = document.getElementById("result");
    this.opened = new Map();
    this.fillForm();
    const element = document.getElementById("cells");
    element.tBodies[0].replaceChildren();
    this.table = new DataTable(element, {
      serverSide: true,
      ajax: (request, show) => show(this.answer(request)),
      searching: false,
      autoWidth: false,
      orderMulti: false,
      order: [[0, "desc"]],
      pageLength: ROWS_AT_ONCE,
      layout: { topStart: null, topEnd: null, bottomStart: "info", bottomEnd: "paging" },
      language: {
        info: "Rows _START_ to _END_ of _TOTAL_",
        infoEmpty: "",
        infoFiltered: "",
        emptyTable: "No figure is known here. That may be a zero, or nobody looked: see “Where nobody looked”.",
        zeroRecords: "No figure is known here. That may be a zero, or nobody looked: see “Where nobody looked”.",
      },
      columns: [
        { data: (row) => monthName(row.month), cellType: "th" },
        { data: "actorName", orderSequence: ["asc", "desc"] },
        { data: "regionName", orderSequence: ["asc", "desc"] },
        { data: "killed", className: "number", orderSequence: ["desc", "asc"] },
        { data: "wounded", className: "number", orderSequence: ["desc", "asc"] },
        { data: null, className: "number", orderSequence: ["desc", "asc"] },
      ].map((column, n) => ({
        ...column,
        orderSequence: column.orderSequence ?? ["desc", "asc"],
        render: (value, type, row) => (type === "display" ? this.shownCell(n, value, row) : value),
      })),
      createdRow: (element, row) => this.dress(element, row),
      drawCallback: () => this.reopen(),
    });
  }

  // A value as an element, so that no text is taken for markup.
  shownCell(column, value, row) {
    if (column !== 5) return make("span", {}, value);
    const button = make(
      "button", { type: "button", class: "opener", "aria-expanded": "false", "data-cell": row.n },
      counted(row.incidents, "incident"),
      make("span", { class: "hidden-text" }, ` of ${row.actorName}, ${row.regionName}, ${monthName(row.month)}`),
    );
    button.addEventListener("click", () => this.toggle(button, row));
    return button;
  }

  dress(element, row) {
    const heads = ["Month", "Actor", "Region", "Killed", "Wounded", "Incidents"];
    element.setAttribute("role", "row");
    [...element.cells].forEach((cell, n) => {
      cell.setAttribute("role", n ? "cell" : "rowheader");
      if (n) cell.dataset.head = heads[n];
      else cell.scope = "row";
    });
    element.dataset.cell = row.n;
  }

  answer(request) {
    const filters = this.filters();
    const [order] = request.order;
    const numbers = this.cells.wanted(filters, order?.column ?? null, order?.dir === "asc");
    this.tell(filters, numbers);
    return {
      draw: request.draw,
      recordsTotal: numbers.length,
      recordsFiltered: numbers.length,
      data: [...numbers.slice(request.start, request.start + request.length)].map((n) => this.cells.cell(n)),
    };
  }

  filters() {
    const values = new FormData(this.form);
    const text = (name) => values.get(name) ?? "";
    return {
      role: text("role"), since: text("since"), until: text("until"), actor: text("actor"),
      region: text("region"), search: text("search"), undated: values.has("undated"),
    };
  }

  // One role only, so that what is added up may be added up.
  tell(filters, numbers) {
    const what = filters.role === "suffered" ? "of what was done to people" : "of what actors did";
    const chosen = this.chosen(filters);
    const told = numbers.length
      ? `${counted(numbers.length, "row")} ${what}${chosen}: ${toll(this.cells.sums(numbers))}`
      : `No row matches${chosen}`;
    if (this.result.textContent !== told) this.result.textContent = told;
  }

  // The filters in words, which print has no controls to show.
  chosen(filters) {
    const label = (name) => this.form.elements[name].selectedOptions[0].textContent;
    const parts = [
      filters.since && `from ${label("since")}`,
      filters.until && `to ${label("until")}`,
      filters.actor && label("actor"),
      filters.region && label("region"),
      filters.search && `with “${filters.search}”`,
    ].filter(Boolean);
    return parts.length ? `, ${parts.join(", ")}` : "";
  }

  fillForm() {
    const { data } = this.cells;
    const option = (value, text) => make("option", { value }, text);
    const months = data.months.filter(Boolean).map((month) => [month, monthName(month)]);
    for (const [name, all] of [["since", "the first"], ["until", "the newest"]]) {
      this.form.elements[name].append(option("", all), ...months.map(([v, t]) => option(v, t)));
    }
    this.form.elements.actor.append(
      option("", "all"), ...data.actors.map(([id, name]) => option(id, name)),
    );
    const countries = new Map();
    for (const [id, name, code, country] of data.regions) {
      if (!countries.has(code)) countries.set(code, { country, regions: [] });
      countries.get(code).regions.push([id, name]);
    }
    this.form.elements.region.append(
      option("", "all"),
      ...[...countries].map(([code, { country, regions }]) => {
        const group = make("optgroup", { label: country });
        if (regions.length > 1) group.append(option(code, `${country}, all regions`));
        group.append(...regions.map(([id, name]) => option(id, name)));
        return group;
      }),
    );
    this.form.elements.undated.closest("label").hidden = !data.months.includes("");
    const redraw = () => this.table.draw();
    // A choice that a program makes for somebody, as a screen reader's can be, is a change only.
    for (const type of ["input", "change"]) this.form.addEventListener(type, redraw);
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("reset", () => setTimeout(redraw));
  }

  // Shows a part of the table: of the filters, those that are named, and all else.
  show(wanted) {
    this.form.reset();
    for (const [name, value] of Object.entries(wanted)) this.form.elements[name].value = value;
    if (wanted.since || wanted.until) this.form.elements.undated.checked = false;
    this.table.draw();
    const heading = document.getElementById("figures");
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView();
  }

  async toggle(button, row) {
    if (this.opened.has(row.n)) {
      this.opened.delete(row.n);
      this.close(button);
    } else {
      const box = make("div", {
        class: "incidents", id: `behind-${row.n}`, role: "region",
        "aria-label": `Incidents of ${row.actorName}, ${row.regionName}, ${monthName(row.month)}`,
      }, make("p", {}, "Opening ..."));
      this.opened.set(row.n, box);
      this.open(button, box);
      await fillWithIncidents(box, row, this.page);
    }
  }

  open(button, box) {
    const line = make("tr", { role: "row", class: "behind" },
      make("td", { role: "cell", class: "behind", colspan: 6 }, box));
    const row = button.closest("tr");
    row.classList.add("opened");
    this.table.row(row).child(line).show();
    button.setAttribute("aria-expanded", "true");
    button.setAttribute("aria-controls", box.id);
  }

  close(button) {
    const row = button.closest("tr");
    row.classList.remove("opened");
    this.table.row(row).child.remove();
    button.setAttribute("aria-expanded", "false");
    button.removeAttribute("aria-controls");
  }

  // What was open stays open when the rows are drawn anew, as for another order.
  reopen() {
    if (!this.table) return;
    for (const button of this.table.table().body().querySelectorAll("button.opener")) {
      const box = this.opened.get(Number(button.dataset.cell));
      if (box) this.open(button, box);
    }
  }

  beforePrint() {
    this.table.page.len(PRINTED_ROWS).draw(false);
  }

  afterPrint() {
    this.table.page.len(ROWS_AT_ONCE).draw(false);
  }
}

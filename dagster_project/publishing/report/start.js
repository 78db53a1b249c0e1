// The page itself: data, table, chart, links between them, and print.

async function start() {
  const cells = new Cells(await unpacked(document.getElementById("monthly-cells")));
  const names = new Map(cells.data.actors);
  const page = {
    actorName: (id) => names.get(id) ?? id,
    regions: new Map(cells.data.regions.map(([id, name]) => [id, { name }])),
    corrections: new Map(cells.data.corrections),
    outcomes: cells.data.outcomes,
  };
  document.body.dataset.scripts = "on";
  const table = new MonthlyTable(cells, page);
  document.addEventListener("click", (event) => follow(event, table, page));
  const draw = await drawnChart((month, actorName) => {
    const actor = cells.data.actors.find(([, name]) => name === actorName);
    table.show({ since: month, until: month, actor: actor ? actor[0] : "" });
  });
  let width = window.innerWidth;
  addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    draw();
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    table.beforePrint();
    closed = [...document.querySelectorAll("main details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    table.afterPrint();
    for (const details of closed) details.open = false;
  });
  document.body.dataset.ready = "yes";
}

function follow(event, table, page) {
  const link = event.target.closest("a[data-show], a[data-incident]");
  if (!link) return;
  event.preventDefault();
  if (link.dataset.show) table.show(Object.fromEntries(new URLSearchParams(link.dataset.show)));
  else openIncident(link, page);
}

// An incident of the review queue, under the table that names it.
async function openIncident(link, page) {
  const box = document.getElementById("queued");
  const incidents = await incidentsOf(link.dataset.month, null);
  const incident = incidents?.find(({ id }) => id === link.dataset.incident);
  box.hidden = false;
  box.replaceChildren(
    incident
      ? incidentArticle(incident, incident, page)
      : make("code", { class: "command" }, `casualty-ledger explain --incident ${link.dataset.incident}`),
  );
  box.focus();
}

// Draws the chart in place of its picture; returns what draws it again, at another width.
async function drawnChart(choose) {
  const element = document.getElementById("chart");
  const data = document.getElementById("chart-data");
  if (!element || !data) return () => {};
  const specification = await unpacked(data);
  const draw = async () => {
    element.hidden = false;
    document.getElementById("picture").hidden = true;
    const width = element.clientWidth;
    const isNarrow = width < 560;
    for (const legend of specification.legends ?? []) legend.columns = isNarrow ? 1 : 3;
    specification.width = Math.max(width - 70, 200);
    specification.height = isNarrow ? 240 : 320;
    // Without styles of its own, which the content policy refuses; expressions are interpreted.
    const { view } = await vegaEmbed(element, specification, {
      mode: "vega", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: false,
    });
    view.addEventListener("click", (_, item) => {
      if (item?.datum?.month) choose(item.datum.month, item.datum.actor);
    });
  };
  await draw();
  return draw;
}

start();

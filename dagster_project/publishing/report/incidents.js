// What stands behind a figure: its incidents, what each source told of them, and the sentences.

const INCIDENTS_AT_ONCE = 20;

function incidentArticle(incident, part, page) {
  const region = page.regions.get(incident.region);
  const isNamedAlready = region?.name.startsWith(`${incident.place},`);
  const where = [isNamedAlready ? null : incident.place, region?.name].filter(Boolean).join(", ");
  const when = incident.start === incident.end || !incident.end
    ? dayName(incident.start)
    : `${dayName(incident.start)} to ${dayName(incident.end)}`;
  const isExact = incident.precision === "day" || !incident.start;
  const whole = toll(incident) === toll(part) ? "" : `, of ${toll(incident)} in the whole incident`;
  return make(
    "article", { class: "incident" },
    make("h3", {}, `${when}${isExact ? "" : ` (only the ${incident.precision} is known)`}, ${where}`),
    make("p", {}, make("strong", {}, toll(part)), whole),
    make("p", {}, deedOf(incident, page)),
    whyOf(incident, "killed"),
    whyOf(incident, "wounded"),
    ...correctionsOf(incident.corrections, page),
    make("ul", { class: "reports" }, ...incident.reports.map((report) => reportItem(report, page))),
    make("p", { class: "why" }, make("code", {}, incident.id)),
  );
}

function deedOf(incident, page) {
  const method = incident.method === "unknown" ? "Method unknown" : spaced(incident.method);
  const who = incident.perpetrator === "unknown"
    ? incident.perpetratorName ? `"${incident.perpetratorName}", a name that is not in the dictionary of actors` : "nobody named"
    : page.actorName(incident.perpetrator);
  const how = incident.attribution === "unknown" ? "" : ` (${incident.attribution})`;
  const victims = [...new Set(incident.victims.map((victim) => page.actorName(victim.actor)))];
  return `${method}, by ${who}${how}, against ${victims.join(", ").replace("Unknown", "people not known")}.`;
}

function spaced(word) {
  const words = word === "ied" ? "improvised explosive" : word.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Which reports gave the best estimate. Nothing where none tells of any.
function whyOf(incident, measure) {
  const best = incident[`${measure}Best`];
  const counting = incident.reports.filter((report) => report.isCounted);
  const won = counting.find((report) => report[`${measure}Outcome`] === "won");
  if (!won || incident.reports.every((report) => report[`${measure}High`] === 0)) return null;
  const telling = counting.filter((report) => report[`${measure}Best`] === best).length;
  const why = counting.length === 1
    ? `told by ${sourceOf(won)}, the only report that counts`
    : `told by ${telling} of ${counting.length} sources that count, last by ${sourceOf(won)}`;
  return make("p", { class: "why" }, `Why ${thousands.format(best)} ${measure}: ${why}.`);
}

function sourceOf(report) {
  return report.source ?? "a source without a name";
}

function correctionsOf(ids, page) {
  return ids
    .map((id) => page.corrections.get(id))
    .filter(Boolean)
    .map((told) => make("p", { class: "why" }, `Corrected by ${told}`));
}

function reportItem(report, page) {
  const outcomes = ["killed", "wounded"].map(
    (measure) => page.outcomes[report[`${measure}Outcome`]] ?? "not counted",
  );
  const outcome = outcomes[0] === outcomes[1]
    ? outcomes[0]
    : `killed: ${outcomes[0]}; wounded: ${outcomes[1]}`;
  const title = report.title ?? "without a title";
  return make(
    "li", { class: report.isCounted && outcome.includes("won") ? "won" : null },
    make("p", {}, make("strong", {}, sourceOf(report)), `, ${dayName(report.published)}: ${toll(report)}`),
    make("p", { class: "outcome" }, outcome),
    make("p", {}, report.url && isWebAddress(report.url)
      ? make("a", { href: report.url, rel: "noopener noreferrer nofollow" }, title)
      : title),
    ...correctionsOf(report.corrections, page),
    ...report.quotes.map((quote) => make("blockquote", {}, `“${quote}”`)),
  );
}

function commandFor(cell) {
  const command = `casualty-ledger explain --month ${cell.month || "unknown"} --actor ${cell.actor} --region ${cell.region}`;
  return cell.role === "suffered" ? `${command} --role suffered` : command;
}

// The incidents of a cell, the deadliest first, some at once.
async function fillWithIncidents(box, cell, page) {
  const incidents = await incidentsOf(cell.month, cell.region);
  if (incidents === null) {
    box.replaceChildren(
      make("p", {}, "The sentences of this month are not in the page, which has room for the newest only. This shows them, from the published tables:"),
      make("code", { class: "command" }, commandFor(cell)),
    );
    return;
  }
  const parts = incidents
    .map((incident) => [incident, partIn(cell, incident)])
    .filter(([, part]) => part !== null);
  parts.sort(([, a], [, b]) => b.killedBest - a.killedBest || b.woundedBest - a.woundedBest);
  box.replaceChildren();
  showSome(box, parts, 0, page);
}

function showSome(box, parts, from, page) {
  const until = Math.min(from + INCIDENTS_AT_ONCE, parts.length);
  const articles = parts.slice(from, until).map(([incident, part]) => incidentArticle(incident, part, page));
  box.append(...articles);
  if (from > 0) {
    articles[0].tabIndex = -1;
    articles[0].focus();
  }
  if (until === parts.length) return;
  const more = make("button", { type: "button" }, `Show more of ${counted(parts.length, "incident")}`);
  more.addEventListener("click", () => {
    more.remove();
    showSome(box, parts, until, page);
  });
  box.append(more);
}

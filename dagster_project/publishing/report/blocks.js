// Data of the page: compressed JSON in elements that are no scripts, opened when it is asked for.

async function unpacked(element) {
  const letters = atob(element.textContent.trim());
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

const openedBlocks = new Map();

function openedBlock(element) {
  if (!openedBlocks.has(element)) openedBlocks.set(element, unpacked(element));
  return openedBlocks.get(element);
}

const INCIDENT_FIELDS = [
  "id", "start", "end", "precision", "place", "region", "method", "attribution", "perpetrator",
  "perpetratorName", "killedLow", "killedBest", "killedHigh", "woundedLow", "woundedBest",
  "woundedHigh", "sources", "confidence", "victims", "reports", "corrections",
];
const REPORT_FIELDS = [
  "id", "source", "title", "url", "published", "isCounted", "killedOutcome", "woundedOutcome",
  "killedLow", "killedBest", "killedHigh", "woundedLow", "woundedBest", "woundedHigh",
  "corrections", "quotes",
];
const VICTIM_FIELDS = [
  "actor", "status", "killedLow", "killedBest", "killedHigh", "woundedLow", "woundedBest",
  "woundedHigh",
];

function named(fields, values) {
  return Object.fromEntries(fields.map((field, n) => [field, values[n]]));
}

function incidentOf(values) {
  const incident = named(INCIDENT_FIELDS, values);
  incident.victims = incident.victims.map((victim) => named(VICTIM_FIELDS, victim));
  incident.reports = incident.reports.map((report) => named(REPORT_FIELDS, report));
  return incident;
}

// All incidents of a month ("" for those without one) that may be in a region (null for any).
// Null where the page has no sentences of that month.
async function incidentsOf(month, region) {
  const ofMonth = [...document.querySelectorAll("script[data-month]")].filter(
    (element) => element.dataset.month === month,
  );
  if (!ofMonth.length) return null;
  const wanted = ofMonth.filter(
    ({ dataset }) => region === null || (dataset.first <= region && region <= dataset.last),
  );
  const blocks = await Promise.all(wanted.map(openedBlock));
  return blocks.flat().map(incidentOf);
}

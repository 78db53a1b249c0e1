// The monthly cells: which of them are wanted, in which order, and their sums. No elements here.

const SORTED_BY = ["month", "actor", "region", "killed_best", "wounded_best", "incidents"];

class Cells {
  constructor(data) {
    this.data = data;
    this.size = data.month.length;
    // As they come: the newest first, of a month those with most killed first.
    this.asGiven = Int32Array.from({ length: this.size }, (_, n) => n);
    const fold = (text) => text.toLocaleLowerCase("en");
    this.texts = {
      month: data.months.map((month) => fold(`${month} ${monthName(month)}`)),
      actor: data.actors.map(([, name]) => fold(name)),
      region: data.regions.map(([, name]) => fold(name)),
    };
  }

  // Numbers of the wanted cells, in the order of a column; a column of null is the order given.
  wanted(filters, column, isAscending) {
    const { data } = this;
    const role = filters.role === "suffered" ? 1 : 0;
    const months = data.months.map((month) =>
      month === ""
        ? filters.undated
        : (!filters.since || month >= filters.since) && (!filters.until || month <= filters.until),
    );
    const actor = data.actors.findIndex(([id]) => id === filters.actor);
    const regions = data.regions.map(
      ([id, , country]) => !filters.region || filters.region === id || filters.region === country,
    );
    const words = filters.search.toLocaleLowerCase("en").split(/\s+/).filter(Boolean);
    const hits = words.map((word) =>
      Object.fromEntries(
        Object.entries(this.texts).map(([name, texts]) => [
          name, texts.map((text) => text.includes(word)),
        ]),
      ),
    );
    const found = this.asGiven.filter(
      (n) =>
        data.role[n] === role &&
        months[data.month[n]] &&
        (!filters.actor || data.actor[n] === actor) &&
        regions[data.region[n]] &&
        hits.every(
          (hit) => hit.month[data.month[n]] || hit.actor[data.actor[n]] || hit.region[data.region[n]],
        ),
    );
    if (column === null) return found;
    const values = data[SORTED_BY[column]];
    // Months are numbered from the newest, and one that is not known is the last either way.
    const unknown = SORTED_BY[column] === "month" ? data.months.indexOf("") : -1;
    const sign = isAscending === (SORTED_BY[column] !== "month") ? 1 : -1;
    return found.sort((a, b) => {
      if (values[a] === values[b]) return 0;
      if (values[a] === unknown) return 1;
      if (values[b] === unknown) return -1;
      return sign * (values[a] - values[b]);
    });
  }

  sums(numbers) {
    const { data } = this;
    const sum = (name) => numbers.reduce((total, n) => total + (data[name][n] ?? 0), 0);
    const isOpen = (name) => numbers.some((n) => data[name][n] === null);
    return {
      killedLow: sum("killed_low"),
      killedBest: sum("killed_best"),
      killedHigh: isOpen("killed_high") ? null : sum("killed_high"),
      woundedLow: sum("wounded_low"),
      woundedBest: sum("wounded_best"),
      woundedHigh: isOpen("wounded_high") ? null : sum("wounded_high"),
    };
  }

  cell(n) {
    const { data } = this;
    const [actor, actorName] = data.actors[data.actor[n]];
    const [region, regionName] = data.regions[data.region[n]];
    return {
      n, actor, actorName, region, regionName,
      month: data.months[data.month[n]],
      role: data.role[n] ? "suffered" : "inflicted",
      incidents: data.incidents[n],
      killed: shown(data.killed_low[n], data.killed_best[n], data.killed_high[n]),
      wounded: shown(data.wounded_low[n], data.wounded_best[n], data.wounded_high[n]),
    };
  }
}

const TOLL = [
  "killedLow", "killedBest", "killedHigh", "woundedLow", "woundedBest", "woundedHigh",
];

// What an incident adds to a cell: null where it is not in it.
function partIn(cell, incident) {
  if (incident.region !== cell.region) return null;
  if (cell.role === "inflicted") return incident.perpetrator === cell.actor ? incident : null;
  const victims = incident.victims.filter((victim) => victim.actor === cell.actor);
  if (!victims.length) return null;
  return Object.fromEntries(
    TOLL.map((name) => [
      name,
      victims.some((victim) => victim[name] === null)
        ? null
        : victims.reduce((total, victim) => total + victim[name], 0),
    ]),
  );
}

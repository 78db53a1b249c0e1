// Elements, and figures and days in words. Text goes in as text only, never as markup.

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const thousands = new Intl.NumberFormat("en");

// "9", "9 (6 to 11)", or "9 (6+)" where there is no ceiling.
function shown(low, best, high) {
  const [l, b] = [low, best].map((number) => thousands.format(number));
  if (high === null) return low === best ? `${b}+` : `${b} (${l}+)`;
  return low === best && best === high ? b : `${b} (${l} to ${thousands.format(high)})`;
}

function counted(number, one) {
  return `${thousands.format(number)} ${one}${number === 1 ? "" : "s"}`;
}

function toll(row) {
  return (
    `${shown(row.killedLow, row.killedBest, row.killedHigh)} killed, ` +
    `${shown(row.woundedLow, row.woundedBest, row.woundedHigh)} wounded`
  );
}

function dayName(day) {
  if (!day) return "undated";
  return new Date(`${day}T00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
}

function monthName(month) {
  if (!month) return "Month unknown";
  return new Date(`${month}-01T00:00Z`).toLocaleDateString("en-GB", {
    month: "long", year: "numeric", timeZone: "UTC",
  });
}

// Only addresses of the web are links; anything else that stands as an address is text.
function isWebAddress(address) {
  try {
    return ["http:", "https:"].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

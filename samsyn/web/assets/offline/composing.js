// A report while it is written: what, where, when. Plain data and the questions it answers; nothing about screens.

export function begun({ like = null, practice = false, now = new Date(), crypto = globalThis.crypto } = {}) {
  return {
    id: crypto.randomUUID(), category: null, seen: "now", observed_to: now.toISOString(), observed_from: null,
    place: like?.place ?? null, area: like?.area ?? null, precision: like?.precision ?? "exact",
    lon: like?.lon ?? null, lat: like?.lat ?? null, place_type: like?.place_type ?? "", pin: like?.pin ?? "",
    severity: null, seen_during: "ordinary", people_count: "", fault_number: "", text: "", same_as: null, practice,
  };
}

export const withCategory = (report, category) => ({ ...report, category: category.code });
export const withPlace = (report, place, { by = "" } = {}) => (
  { ...report, place: place.id, area: null, precision: "exact", placed_by: by }
);
export const withArea = (report, area) => ({ ...report, place: null, area: area.code, precision: "area", placed_by: "" });
export const withWholeTown = (report) => ({ ...report, place: null, area: null, precision: "municipality", placed_by: "" });

export const withoutPin = (report) => ({ ...report, lon: null, lat: null, pin: "" });
export const withPin = (report, { lon, lat, area, precision, words }) => (
  { ...report, place: null, area, lon, lat, precision, pin: words, placed_by: "map" }
);

export const hasPlace = (report) => Boolean(
  report.place || report.area || typeof report.lon === "number" || report.precision === "municipality",
);

// A place that was found by where one stands belongs to now: a report written later must not carry it.
export function seenEarlier(report, { to, from = null }) {
  const earlier = { ...report, seen: "earlier", observed_to: to, observed_from: from };
  return earlier.placed_by === "position" ? { ...earlier, place: null, area: null, placed_by: "" } : earlier;
}

export const seenNow = (report, now = new Date()) => (
  { ...report, seen: "now", observed_to: now.toISOString(), observed_from: null }
);

export function firstLack(report, now = new Date()) {
  if (!report.category) return "category";
  if (!hasPlace(report)) return "place";
  if (!report.observed_to || Number.isNaN(Date.parse(report.observed_to))) return "when";
  if (report.seen === "earlier" && Date.parse(report.observed_to) > now.getTime() + 60_000) return "future";
  if (report.observed_from && Date.parse(report.observed_from) > Date.parse(report.observed_to)) return "order";
  return null;
}

// A day and a time of the phone's own zone, as the server wants them: with their offset.
export function moment(day, clock) {
  const found = day ? new Date(`${day}T${clock || "12:00"}`) : null;
  return found && !Number.isNaN(found.getTime()) ? found.toISOString() : null;
}

export function dayAndClock(iso) {
  const found = iso ? new Date(iso) : new Date();
  const two = (number) => String(number).padStart(2, "0");
  return {
    day: `${found.getFullYear()}-${two(found.getMonth() + 1)}-${two(found.getDate())}`,
    clock: `${two(found.getHours())}:${two(found.getMinutes())}`,
  };
}

// Finding a place by what people call it, without a network; and the known places nearest to where one stands.

const EARTH = 6_371_000;
const FARTHEST = 400;

export function folded(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

// Every word asked for must begin a word of the name, an alias or the address; earlier in the name is better.
export function search(places, asked, most = 8) {
  const wanted = folded(asked).split(" ").filter(Boolean);
  if (!wanted.length) return [];
  const scored = [];
  for (const place of places) {
    let best = Infinity;
    let said = "";
    [place.name, ...(place.aliases ?? []), place.address ?? ""].forEach((name, rank) => {
      const words = folded(name).split(" ");
      if (!wanted.every((word) => words.some((one) => one.startsWith(word)))) return;
      const score = (words[0].startsWith(wanted[0]) ? 0 : 1) + (rank ? 0.5 : 0);
      if (score < best) [best, said] = [score, rank ? name : ""];
    });
    if (best < Infinity) scored.push({ place, score: best, said });
  }
  scored.sort((a, b) => a.score - b.score || a.place.name.localeCompare(b.place.name, "sv"));
  return scored.slice(0, most);
}

const MOST_WORDS_OF_A_PLACE = 5;

// The names of places and areas in small letters: inside them the guard finds no person's name.
export function placeWords({ places, areas }) {
  const names = [...places.flatMap((one) => [one.name, ...(one.aliases ?? [])]), ...areas.map((area) => area.name)];
  const plain = names.map((name) => name.toLowerCase().split(/\s+/).filter(Boolean));
  return new Set(plain.filter((words) => words.length <= MOST_WORDS_OF_A_PLACE).map((words) => words.join(" ")));
}

export function metres(a, b) {
  const radians = Math.PI / 180;
  const [lat1, lat2] = [a.lat * radians, b.lat * radians];
  const x = (b.lon - a.lon) * radians * Math.cos((lat1 + lat2) / 2);
  return EARTH * Math.hypot(x, lat2 - lat1);
}

// The position is used for this and nothing else; it is neither kept nor sent.
export function nearest(places, here, most = 3) {
  const reach = Math.max(FARTHEST, here.accuracy ?? 0);
  return places
    .filter((place) => place.lon !== null && place.lat !== null)
    .map((place) => ({ place, away: Math.round(metres(place, here)) }))
    .filter(({ away }) => away <= reach)
    .sort((a, b) => a.away - b.away)
    .slice(0, most);
}

// The guard in the browser: the same rules, names and tests as samsyn/analysis/wording.py, held to the same cases.
//   const guard = await loadGuard();            rules and names, once (also from the cache, without a network)
//   guard.find(text, placeWords) -> [{kind, start, end, level}]      level: "block" | "warn" | "stop"
//   guard.sentence(kind, language) -> what to say about it

const UNITS = {
  noll: "0", nolla: "0", nollan: "0", ett: "1", en: "1", "två": "2", tre: "3", fyra: "4", fem: "5", sex: "6", sju: "7",
  "åtta": "8", nio: "9",
};
const TEENS = "tio elva tolv tretton fjorton femton sexton sjutton arton nitton".split(" ");
const TENS = { tju: "2", tret: "3", fyr: "4", fem: "5", sex: "6", sjut: "7", "åt": "8", nit: "9" };
const TENS_WORD = /^(tju(?=go|e|t)|tret|fyr|fem|sex|sjut|åt|nit)(?:go|tio?|ti)?(.*)$/u;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const WORD = /[A-Za-zÀ-ÖØ-öø-ɏ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ɏ]+)*/gu;
const FAMILY_ENDING = /^[a-zåäöé]{3,}(?:sson|ström|gren|qvist|kvist|quist|blad|lund|berg|mark|stedt|ander|zén)$/u;
const SENTENCE_ENDS = ".!?\n:;\"”“([«•-/";
const SURNAMES_LIKE_PLACES = ["lund", "strand", "berg", "skog", "holm", "ek", "dal"];

const isDigit = (sign) => sign >= "0" && sign <= "9";

function plainText(text) {
  return text
    .replace(/[\t\u00a0\u00ad\u2000-\u200e\u202f\u2060\ufeff]/gu, " ")
    .replace(/[\u2010-\u2015\u2212]/gu, "-")
    .replace(/[\uff10-\uff19]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xff10 + 48));
}

function luhnHolds(digits) {
  let total = 0;
  for (let position = 0; position < digits.length; position += 1) {
    const value = Number(digits[position]) * (2 - (position % 2));
    total += Math.floor(value / 10) + (value % 10);
  }
  return total % 10 === 0;
}

export function isIdentityNumber(digits) {
  const ten = digits.length === 12 ? digits.slice(2) : digits;
  const month = Number(ten.slice(2, 4));
  const day = Number(ten.slice(4, 6));
  const year = digits.slice(0, 4);
  const century = digits.length === 10 || (year >= "1880" && year <= "2039");
  return century && month >= 1 && month <= 12 && day % 60 >= 1 && day % 60 <= DAYS[month - 1] && day < 92 &&
    luhnHolds(ten);
}

function digitsOf(word) {
  const low = word.toLowerCase();
  if (isDigit(low[0])) return low;
  if (Object.hasOwn(UNITS, low)) return UNITS[low];
  if (TEENS.includes(low)) return String(10 + TEENS.indexOf(low));
  const found = TENS_WORD.exec(low);
  return found ? TENS[found[1]] + (UNITS[found[2]] ?? "0") : "";
}

function isMoment(lengths, digits) {
  if (!["8,4", "8,2,2", "4,2,2,4", "4,2,2,2,2"].includes(lengths.join())) return false;
  return digits.slice(0, 4) >= "2015" && digits.slice(8, 10) <= "23" && digits.slice(10) <= "59";
}

function identity(text, start, end) {
  const words = text.slice(start, end);
  const parts = words.match(/[0-9]+/gu);
  const digits = parts.join("");
  if (isMoment(parts.map((part) => part.length), digits) && !words.includes("-")) return [];
  if (digits.length === 10 && parts.length === 1 && /^07[02369]/u.test(digits) && digits.slice(4, 6) > "60") return [];
  return isIdentityNumber(digits) ? [[start, end]] : [];
}

function runIdentity(text, start, end, atomsIn) {
  const atoms = atomsIn(text, start, end);
  const spans = [];
  for (let first = 0; first < atoms.length; first += 1) {
    let digits = "";
    let last = first;
    while (last < atoms.length && digits.length < 12) {
      digits += atoms[last].digits;
      last += 1;
      if ((digits.length === 10 || digits.length === 12) && last - first > 1 && isIdentityNumber(digits)) {
        if (!isMoment(atoms.slice(first, last).map((atom) => atom.digits.length), digits)) {
          spans.push([atoms[first].start, atoms[last - 1].end]);
          first = last - 1;
          break;
        }
      }
    }
  }
  return spans;
}

function runPhone(text, start, end, atomsIn) {
  const atoms = atomsIn(text, start, end);
  const spoken = atoms.map((atom) => !isDigit(text[atom.start]));
  for (let first = 0; first < atoms.length; first += 1) {
    const digits = atoms.slice(first).map((atom) => atom.digits).join("");
    const long = digits.length;
    const dialled = (atoms[first].digits[0] === "0" && long >= 8 && long <= 11) ||
      (digits.startsWith("46") && long >= 10 && long <= 12);
    if (dialled && spoken.slice(first).includes(true)) return [[atoms[first].start, atoms.at(-1).end]];
  }
  const single = atoms.every((atom, index) => spoken[index] && atom.digits.length === 1);
  return atoms.length >= 7 && single ? [[start, end]] : [];
}

function phone(text, start, end) {
  const count = [...text.slice(start, end)].filter(isDigit).length;
  return count >= 8 && count <= 11 ? [[start, end]] : [];
}

const CHECKS = { identity, run_identity: runIdentity, run_phone: runPhone, phone };

export function readNames(text) {
  const found = { common: new Set(), known: new Set(), weak: new Set(), plain: new Set(), family: new Set() };
  let members = new Set();
  for (const line of text.split("\n")) {
    if (line.startsWith("[")) members = found[line.slice(1, -1)];
    else if (!line.startsWith("#")) for (const name of line.split(" ")) if (name) members.add(name);
  }
  return found;
}

function wordsIn(text) {
  const words = [];
  let end = 0;
  for (const found of text.matchAll(WORD)) {
    const start = found.index;
    const between = text.slice(end, start);
    const before = between.replace(/ +$/u, "");
    const first = (words.length === 0 && before === "") || (before !== "" && SENTENCE_ENDS.includes(before.at(-1)));
    const own = found[0];
    end = start + own.length;
    const letters = own.length <= 3 && own === own.toUpperCase() && own !== own.toLowerCase();
    const capital = !letters && own[0] !== own[0].toLowerCase();
    words.push({ low: letters ? "" : own.toLowerCase(), start, end, capital, first, joined: between === " " });
  }
  return words;
}

class Reader {
  constructor(words, names, lists, placeWords) {
    Object.assign(this, { words, names, lists, placeWords });
  }

  isPlace(low) {
    return this.lists.endings.some((ending) => low.length > ending.length && low.endsWith(ending));
  }

  strength(low) {
    const bare = low.endsWith("'s") || low.endsWith("’s") ? low.slice(0, -2) : low;
    const found = this.listed(bare);
    if (found) return [found, bare !== low];
    if (low.endsWith("s") && !this.names.plain.has(low.slice(0, -1))) {
      const owner = this.listed(low.slice(0, -1));
      if (owner) return owner === "weak" ? ["", false] : [owner, true];
    }
    return ["", false];
  }

  listed(low) {
    const { names, lists } = this;
    if (lists.nicknames.has(low)) return "nick";
    if (lists.brands.has(low) || names.weak.has(low)) return "weak";
    if (names.common.has(low) || names.known.has(low) || names.family.has(low) || FAMILY_ENDING.test(low)) {
      return this.isPlace(low) ? "" : "strong";
    }
    const parts = low.split("-");
    const all = parts.every((part) => names.common.has(part) || names.known.has(part) || names.weak.has(part));
    return parts.length > 1 && all ? "strong" : "";
  }

  before(index) {
    return index > 0 && this.words[index].joined ? this.words[index - 1].low : "";
  }

  inPlaceName(first, last) {
    if (!this.placeWords.size) return false;
    for (let start = Math.max(0, first - 2); start <= first; start += 1) {
      for (let end = last; end < Math.min(this.words.length, last + 3); end += 1) {
        const phrase = this.words.slice(start, end + 1).map((word) => word.low).join(" ");
        if (this.placeWords.has(phrase)) return true;
      }
    }
    return false;
  }

  surname(low) {
    return this.names.family.has(low) || SURNAMES_LIKE_PLACES.includes(low);
  }

  lastOf(index, genitive) {
    let last = index;
    let owns = genitive;
    while (!owns && last + 1 < this.words.length && last - index < 3) {
      const word = this.words[last + 1];
      if (!(word.joined && word.capital) || this.lists.brands.has(word.low) || this.isPlace(word.low)) break;
      if (this.lists.places.has(word.low) && !this.surname(word.low)) break;
      last += 1;
      owns = this.strength(word.low)[1];
    }
    return last;
  }

  namesAPlace(index, last, genitive) {
    const before = this.before(index);
    if (this.lists.before.has(before) || (before === "nära" && this.words[index - 1].capital)) return true;
    const after = this.words[last + 1];
    if (after?.joined && (this.lists.places.has(after.low) || this.isPlace(after.low) || (genitive && after.capital))) {
      return true;
    }
    return this.inPlaceName(index, last);
  }

  withCapital(index) {
    const word = this.words[index];
    const [strength, owns] = this.strength(word.low);
    const before = this.before(index);
    const cue = !word.first && this.lists.cues.has(before);
    const unknown = cue && word.low.length > 1 && !this.lists.notNames.has(word.low) && !this.isPlace(word.low);
    if (!strength && !unknown) return null;
    const last = this.lastOf(index, owns);
    const end = this.words[last].low;
    const genitive = owns || (last > index && (this.strength(end)[1] || end.endsWith("s")));
    if (this.namesAPlace(index, last, genitive)) return null;
    const alone = last === index;
    if (strength === "weak" && !this.weakHolds(index, last, cue)) return null;
    if (alone && !genitive && !cue && strength !== "nick" && this.lists.within.has(before)) return null;
    return [strength === "nick" || (!strength && alone) ? "nickname" : "name", last];
  }

  weakHolds(index, last, cue) {
    const word = this.words[index];
    const brand = this.lists.brands.has(word.low);
    if (last > index) return !brand || this.strength(this.words[index + 1].low)[0] === "strong";
    const before = this.before(index);
    return cue || !(word.first || brand || this.lists.within.has(before) || this.lists.towards.has(before));
  }

  inSmallLetters(index) {
    const { low } = this.words[index];
    const { names, lists } = this;
    const owner = low.slice(0, -1);
    const bare = low.endsWith("s") && names.common.has(owner) ? owner : low;
    const before = this.before(index);
    const nick = lists.nicknames.has(low);
    let kind = "";
    if (names.common.has(bare)) kind = "name";
    else if (lists.lowerCues.has(before) && (names.known.has(low) || nick)) kind = nick ? "nickname" : "name";
    else if (nick && ["o", "och"].includes(this.words[index + 1]?.low)) kind = "nickname";
    if (!kind || lists.within.has(before) || this.namesAPlace(index, index, false)) return "";
    return kind;
  }

  * all() {
    for (let index = 0; index < this.words.length; index += 1) {
      const word = this.words[index];
      let found = null;
      if (word.capital) found = this.withCapital(index);
      else {
        const kind = this.inSmallLetters(index);
        found = kind ? [kind, index] : null;
      }
      if (found) {
        yield [found[0], word.start, this.words[found[1]].end];
        index = found[1];
      }
    }
  }
}

const trimmed = (words, start) => {
  const left = words.length - words.replace(/^ +/u, "").length;
  return [start + left, start + words.replace(/ +$/u, "").length];
};

/** Make a guard of the rules (guard-rules.json) and the text of the names (guard-names.txt). */
export function makeGuard(data, namesText) {
  const pattern = (words, flags) => (words ? new RegExp(words, `${flags}u`) : null);
  const rules = data.rules.map((rule) => ({
    ...rule,
    found: pattern(rule.pattern, `${rule.flags}g`),
    near: pattern(rule.near, "i"),
    unless: pattern(rule.unless, "i"),
    needs: pattern(rule.needs, "i"),
  }));
  const asLists = new Set(["endings"]);
  const lists = Object.fromEntries(
    Object.entries(data.words).map(([key, words]) => [key, asLists.has(key) ? words : new Set(words)]),
  );
  const names = readNames(namesText);
  const atom = pattern(data.atom, "gi");
  const atomsIn = (text, start, end) => {
    const atoms = [];
    const until = text.slice(0, end);
    atom.lastIndex = start;
    for (let found = atom.exec(until); found; found = atom.exec(until)) {
      atoms.push({ digits: digitsOf(found[0]), start: found.index, end: atom.lastIndex });
    }
    return atoms;
  };

  const fits = (rule, text) => (!rule.near || rule.near.test(text)) && (!rule.unless || !rule.unless.test(text));

  function* spans(rule, text) {
    if (rule.needs && !rule.needs.test(text)) return;
    let sure = false;
    for (const found of text.matchAll(rule.found)) {
      if (!sure && !fits(rule, text)) return;
      sure = true;
      const start = found.index;
      const end = start + found[0].length;
      if (rule.check) yield* CHECKS[rule.check](text, start, end, atomsIn);
      else if (end > start) yield trimmed(found[0], start);
    }
  }

  function find(text, placeWords = new Set()) {
    const plain = plainText(text);
    const hits = [];
    const taken = (start, end) => hits.some((hit) => hit.level !== "stop" && start < hit.end && hit.start < end);
    for (const rule of rules) {
      for (const [start, end] of spans(rule, plain)) {
        if (rule.level === "stop" || !taken(start, end)) hits.push({ kind: rule.kind, start, end, level: rule.level });
      }
    }
    for (const [kind, start, end] of new Reader(wordsIn(plain), names, lists, placeWords).all()) {
      if (!taken(start, end)) hits.push({ kind, start, end, level: "warn" });
    }
    return hits.sort((one, other) => one.start - other.start || one.end - other.end);
  }

  const sentence = (kind, language = "sv") => (data.sentences?.[kind] ?? data.sentences?.other)?.[language] ?? "";
  return { find, sentence };
}

let loading = null;

/** Fetch rules and names once; a failed fetch is tried again the next time. */
export function loadGuard(base = "/static/vendor/") {
  loading ??= Promise.all([
    fetch(`${base}guard-rules.json`).then((answer) => answer.json()),
    fetch(`${base}guard-names.txt`).then((answer) => answer.text()),
  ]).then(([data, names]) => makeGuard(data, names)).catch((problem) => {
    loading = null;
    throw problem;
  });
  return loading;
}

// Pointing at a map: the map is moved under a cross, by finger, by keyboard and by buttons. What lies under the cross is
// told in words: the nearest known place, the area, and how exact it can be at this distance.

import * as maplibregl from "../vendor/maplibre-gl.mjs";
import { baseLayers, coloursOf } from "../map_style.js";
import { button, el, icon, say } from "./dom.js";
import { nearest } from "./places.js";

const STYLES = ["vendor/maplibre-gl.css", "map.css", "offline/pin.css"];
const FINGER = 16;             // pixels that a finger misses by
const NEAR_ENOUGH = 100;       // metres: less exact than this is no point, and the area does as well
const STEP = 60;
const AROUND = 40_075_017;

const root = new URL("..", import.meta.url).href;

function styled(name) {
  const href = root + name;
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  const link = el("link", { rel: "stylesheet", href });
  const loaded = new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
  });
  document.head.append(link);
  return loaded;
}

function classic(name) {
  const script = el("script", { src: root + name });
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
  });
  document.head.append(script);
  return loaded;
}

// Tiles that the phone may keep are read from the whole file; larger ones piece by piece, where there is a network.
async function readBase(base) {
  if (base.kind !== "pmtiles") return base;
  await classic("vendor/pmtiles.js");
  const { FileSource, PMTiles, Protocol } = globalThis.pmtiles;
  const url = new URL(base.url, window.location).href;
  const whole = base.keep ? new File([await (await fetch(base.url)).blob()], "base") : null;
  const file = whole ? new PMTiles(new FileSource(whole)) : new PMTiles(url);
  const protocol = new Protocol();
  maplibregl.addProtocol("pmtiles", protocol.tile);
  protocol.add(file);
  const [header, metadata] = await Promise.all([file.getHeader(), file.getMetadata()]);
  const kind = header.tileType === 1 ? "pmtiles" : "raster";
  return { ...base, kind, address: whole ? "base" : url, layers: (metadata.vector_layers ?? []).map((layer) => layer.id) };
}

async function sourceOf(base) {
  if (base.kind === "none") return {};
  if (base.kind === "geojson") {
    const answer = await fetch(base.url, base.keep ? {} : { headers: { "X-Samsyn-Do-Not-Keep": "1" } });
    return { base: { type: "geojson", data: await answer.json() } };
  }
  return { base: { type: base.kind === "raster" ? "raster" : "vector", url: `pmtiles://${base.address}` } };
}

function inside([x, y], rings) {
  let is = false;
  for (const ring of rings) {
    for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
      const [[x1, y1], [x2, y2]] = [ring[at], ring[before]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) is = !is;
    }
  }
  return is;
}

export function areaAt(point, areas) {
  const holds = ({ geometry: { type, coordinates } }) => (type === "Polygon" ? inside(point, coordinates) : coordinates.some((one) => inside(point, one)));
  return areas.features.find(holds)?.properties ?? null;
}

export const metresAPixel = (lat, zoom) => (AROUND * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);

function startAt({ basis, report, bounds }) {
  if (typeof report.lon === "number") return { center: [report.lon, report.lat], zoom: 16 };
  const place = basis.places.find((one) => one.id === report.place && one.lon !== null);
  if (place) return { center: [place.lon, place.lat], zoom: 16 };
  return { bounds: [[bounds[0], bounds[1]], [bounds[2], bounds[3]]], fitBoundsOptions: { padding: 8 } };
}

function told(map, { basis, areas }) {
  const { lng: lon, lat } = map.getCenter();
  const exact = Math.max(1, Math.round(metresAPixel(lat, map.getZoom()) * FINGER));
  const area = areaAt([lon, lat], areas);
  const [near] = nearest(basis.places, { lon, lat, accuracy: 0 }, 1);
  const beside = near ? say("pin_near", { name: near.place.name, away: near.away }) : "";
  const words = [beside, area?.name ?? say("pin_no_area")].filter(Boolean).join(" · ");
  return { lon: Number(lon.toFixed(6)), lat: Number(lat.toFixed(6)), exact, area: area?.code ?? null, words, precision: exact <= NEAR_ENOUGH / 4 ? "exact" : "within_100m" };
}

function controls(map) {
  const way = (name, symbol, act) => el("button", { type: "button", class: "button pin-way", onclick: act, "aria-label": say(name) }, symbol);
  const pan = (x, y) => () => map.panBy([x, y], { duration: 0 });
  return el("div", { class: "pin-ways", role: "group", "aria-label": say("pin_ways") },
    way("pin_north", "↑", pan(0, -STEP)), way("pin_south", "↓", pan(0, STEP)), way("pin_west", "←", pan(-STEP, 0)),
    way("pin_east", "→", pan(STEP, 0)), way("pin_in", icon("plus"), () => map.zoomTo(map.getZoom() + 1, { duration: 0 })),
    way("pin_out", "−", () => map.zoomTo(map.getZoom() - 1, { duration: 0 })));
}

export async function openPin(frame, { basis, town, report, choose }) {
  const [ground] = await Promise.all([fetch(`/${town}/karta/fickan.json`).then((answer) => answer.json()), ...STYLES.map(styled)]);
  const base = await readBase(ground.base);
  const island = el("div", { class: "map-island pin-map" });
  const words = el("p", { role: "status", class: "pin-words" });
  const take = button(say("pin_take"), () => choose(told(map, { basis, areas: ground.areas })), { kind: "first" });
  frame.replaceChildren(el("div", { class: "pin-frame" }, island, el("span", { class: "pin-cross", "aria-hidden": "true" })),
    base.words ? el("p", { class: "small muted" }, base.words) : "", words, el("p", { class: "actions" }, take));
  const colours = coloursOf(island);
  const map = new maplibregl.Map({
    container: island, attributionControl: false, maxZoom: 19, dragRotate: false, pitchWithRotate: false, fadeDuration: 0,
    ...startAt({ basis, report, bounds: ground.bounds }), locale: { "Map.Title": say("pin_map") },
    style: {
      version: 8, sources: { ...(await sourceOf(base)), areas: { type: "geojson", data: ground.areas } },
      layers: [
        { id: "outside", type: "background", paint: { "background-color": base.kind === "geojson" ? colours.water : colours.land } },
        ...baseLayers(base, colours),
        { id: "areas", type: "line", source: "areas", paint: { "line-color": colours.border, "line-width": 1.5 } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  frame.querySelector(".pin-frame").append(controls(map));
  const tell = () => {
    const here = told(map, { basis, areas: ground.areas });
    const close = here.exact <= NEAR_ENOUGH;
    words.textContent = `${here.words} · ${say("pin_exact", { n: here.exact })}${close ? "" : ` ${say("pin_closer")}`}`;
    take.disabled = !close;
  };
  map.on("moveend", tell);
  tell();
  await new Promise((resolve) => { map.once("load", resolve); });
  frame.dataset.ready = "yes";
  island.querySelector("canvas").focus({ preventScroll: true });
}

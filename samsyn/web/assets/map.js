// The map is an island beside its table: what is chosen in one is marked in the other, and nothing is only on the map.
import * as maplibregl from "./vendor/maplibre-gl.mjs";
import { baseSource, canDraw, readBase, sheetSource } from "./map_ground.js";
import { listen, markRows, showList } from "./map_list.js";
import { AREAS, REPORTS, SHEET, baseLayers, coloursOf, diamond, ownLayers, sheetLayers } from "./map_style.js";

const island = document.getElementById("map");
const card = document.querySelector("[data-map-card]");
const here = island.dataset.here;
const settled = 350;
const EXACT = 16;
const nobody = { type: "FeatureCollection", features: [] };
let map = null;
let ground = null;
let shown = { stamp: "", bounds: null, only_area: {} };

const list = () => document.getElementById("listan");
const address = () => list().dataset.withoutBox;
const point = (lon, lat) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [lon, lat] } });
const get = async (url) => (await fetch(url)).json();

function extent() {
  const [west, south, east, north] = shown.bounds ?? island.dataset.bounds.split(",").map(Number);
  return [[west, south], [east, north]];
}

function labels() {
  const words = (label) => {
    const n = shown.only_area[label.id];
    return n ? `${label.name}\n${island.dataset.withoutPoint.replace("{n}", n)}` : label.name;
  };
  return { type: "FeatureCollection", features: ground.labels.map((label) => ({ ...point(label.lon, label.lat), properties: { name: label.name, words: words(label) } })) };
}

function sourceWords({ silent = false } = {}) {
  const words = document.querySelector("[data-map-source]");
  words.textContent = [silent ? words.dataset.silent : ground.sheet?.words, ground.base.words].filter(Boolean).join(" · ");
}

const tiles = () => [`${location.origin}${here}/plattor/{z}/{x}/{y}.mvt?${address()}&v=${encodeURIComponent(shown.stamp)}`];

function style() {
  const colours = coloursOf(island);
  return {
    version: 8,
    sources: {
      ...baseSource(ground.base),
      ...sheetSource(ground.sheet),
      areas: { type: "geojson", data: ground.areas },
      labels: { type: "geojson", data: labels() },
      reports: { type: "vector", tiles: tiles(), minzoom: 0, maxzoom: EXACT },
      marked: { type: "geojson", data: nobody },
    },
    layers: [{ id: "outside", type: "background", paint: { "background-color": ground.base.kind === "geojson" ? colours.water : colours.land } }, ...baseLayers(ground.base, colours), ...sheetLayers(ground.sheet), ...ownLayers(colours)],
  };
}

function drawDiamond() {
  const ratio = Math.max(1, Math.round(devicePixelRatio));
  if (map.hasImage("diamond")) map.removeImage("diamond");
  map.addImage("diamond", diamond(coloursOf(island), ratio), { pixelRatio: ratio });
}

async function refresh({ fit }) {
  shown = await get(`${here}/laget.json?${address()}`);
  const alone = Object.values(shown.only_area).reduce((sum, n) => sum + n, 0);
  const words = document.querySelector("[data-only-area]");
  words.hidden = !alone;
  words.textContent = island.dataset.onlyAreaWords.replace("{n}", alone);
  if (!map) return;
  map.getSource("reports").setTiles(tiles());
  map.getSource("labels").setData(labels());
  mark([]);
  card.hidden = true;
  if (fit) map.fitBounds(extent(), { padding: 48, maxZoom: 16 });
}

function mark(points) {
  map?.getSource("marked")?.setData({ type: "FeatureCollection", features: points.map(([lon, lat]) => point(lon, lat)) });
}

async function showCard(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const { n, id } = feature.properties;
  if (n > 1 && map.getZoom() < EXACT) {
    card.hidden = true;
    mark([]);
    map.easeTo({ center: [lon, lat], zoom: Math.min(map.getZoom() + 2, EXACT + 0.2) }, { byHand: true });
    return;
  }
  const which = id ? `id=${id}` : `at=${lon.toFixed(6)},${lat.toFixed(6)}`;
  card.innerHTML = await (await fetch(`${here}/kort?${address()}&${which}`)).text();
  card.hidden = false;
  mark([[lon, lat]]);
  markRows([...card.querySelectorAll("[data-row]")].map((row) => row.dataset.row));
}

function nearest(x, y, reach) {
  const found = map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: ["heaps", "opens"] });
  const away = (feature) => {
    const at = map.project(feature.geometry.coordinates);
    return Math.hypot(at.x - x, at.y - y);
  };
  return found.sort((one, other) => away(one) - away(other))[0];
}

function standInRow(row) {
  markRows([row.id]);
  const at = row.dataset.point?.split(",").map(Number);
  mark(at ? [at] : []);
  if (at && map && !map.getBounds().contains(at)) map.easeTo({ center: at });
}

let waiting = 0;

function follow(event) {
  if (!event.originalEvent && !event.byHand) return;
  clearTimeout(waiting);
  if (!document.getElementById("list-follows").checked) return;
  waiting = setTimeout(() => {
    const edges = map.getBounds();
    const box = [edges.getWest(), edges.getSouth(), edges.getEast(), edges.getNorth()].map((edge) => edge.toFixed(5)).join(",");
    showList([address(), `box=${encodeURIComponent(box)}`].filter(Boolean).join("&"));
  }, settled);
}

function pointAndKeys() {
  const canvas = map.getCanvas();
  map.on("click", (event) => {
    const feature = nearest(event.point.x, event.point.y, 12);
    if (feature) showCard(feature);
    else closeCard();
  });
  map.on("mousemove", (event) => {
    canvas.style.cursor = nearest(event.point.x, event.point.y, 6) ? "pointer" : "";
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const feature = nearest(canvas.clientWidth / 2, canvas.clientHeight / 2, 60);
      if (feature) showCard(feature).then(() => card.querySelector("a")?.focus());
    }
  });
  map.on("moveend", follow);
  canvas.addEventListener("keyup", (event) => {
    if (event.key.startsWith("Arrow") || "+-=".includes(event.key)) map.once("idle", () => follow({ byHand: true }));
  });
}

function closeCard() {
  const inside = card.contains(document.activeElement);
  card.hidden = true;
  mark([]);
  markRows([]);
  if (inside) map.getCanvas().focus();
}

const toggles = { "layer-reports": REPORTS, "layer-areas": AREAS, "layer-sheet": SHEET };

function toggle(id) {
  const visibility = document.getElementById(id).checked ? "visible" : "none";
  for (const layer of toggles[id]) if (map.getLayer(layer)) map.setLayoutProperty(layer, "visibility", visibility);
}

function tools() {
  for (const part of document.querySelectorAll("[data-map-tools]")) part.hidden = false;
  document.querySelector("[data-map-sheet]").hidden = !ground.sheet;
  for (const id of Object.keys(toggles)) document.getElementById(id).addEventListener("change", () => toggle(id));
  document.getElementById("list-follows").addEventListener("change", (event) => {
    if (event.target.checked) follow({ byHand: true });
    else showList(address());
  });
  card.addEventListener("click", (event) => event.target.closest("[data-card-close]") && closeCard());
  card.addEventListener("keydown", (event) => event.key === "Escape" && closeCard());
}

function choices() {
  const form = document.querySelector("[data-chooser]");
  const defaults = { period: "4v" };
  const choose = async () => {
    const chosen = [...new FormData(form)].filter(([name, value]) => name !== "box" && value !== "" && value !== defaults[name]);
    if (await showList(new URLSearchParams(chosen).toString())) await refresh({ fit: true });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose();
  });
  form.addEventListener("change", (event) => event.target.matches("select") && choose());
  document.addEventListener("click", async (event) => {
    const page = event.target.closest("[data-page], [data-whole]");
    if (!page) return;
    event.preventDefault();
    const whole = page.matches("[data-whole]");
    await showList(page.search.slice(1));
    if (whole) map?.fitBounds(extent(), { padding: 48, maxZoom: 16 });
    else list().focus({ preventScroll: true });
    if (!whole) list().scrollIntoView({ block: "start" });
  });
}

// A service that does not answer leaves the own map alone, and it is said once.
function watchSheet() {
  let came = false;
  map.on("data", (event) => {
    if (event.sourceId !== "sheet" || !event.tile || event.tile.state !== "loaded") return;
    if (!came) sourceWords();
    came = true;
  });
  map.on("error", (event) => {
    if (event.sourceId === "sheet") {
      if (!came) sourceWords({ silent: true });
    } else console.error(event.error);
  });
}

async function draw() {
  if (!canDraw()) {
    document.querySelector("[data-map-words]").hidden = true;
    document.querySelector("[data-map-missing]").hidden = false;
    island.hidden = true;
    return;
  }
  [ground] = await Promise.all([get(`${here}/underlag.json`), refresh({ fit: false })]);
  ground.base = await readBase(ground.base);
  document.querySelector("[data-map-words]").remove();
  const start = new URLSearchParams(location.search).get("box")?.split(",").map(Number);
  map = new maplibregl.Map({
    container: island, style: style(), attributionControl: false, maxZoom: 19, dragRotate: false, pitchWithRotate: false,
    bounds: start ? [[start[0], start[1]], [start[2], start[3]]] : extent(),
    fitBoundsOptions: start ? {} : { padding: 48, maxZoom: 16 }, fadeDuration: 0,
    locale: { "Map.Title": island.dataset.label, "NavigationControl.ZoomIn": island.dataset.zoomIn, "NavigationControl.ZoomOut": island.dataset.zoomOut },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-right");
  map.on("style.load", () => {
    drawDiamond();
    for (const id of Object.keys(toggles)) toggle(id);
  });
  map.on("styleimagemissing", drawDiamond);
  sourceWords();
  watchSheet();
  pointAndKeys();
  tools();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(), { diff: false }));
  map.once("idle", () => { island.dataset.drawn = "yes"; });
  island.dataset.ready = "yes";
}

listen({ onRow: standInRow });
choices();
draw();

// The answer on the map: squares and circles with their numbers. What is chosen in the table is marked here, and the
// other way round; nothing is only on the map. A long answer is asked for until it is there.
import * as maplibregl from "./vendor/maplibre-gl.mjs";
import { baseSource, canDraw, readBase, sheetSource } from "./map_ground.js";
import { baseLayers, coloursOf, sheetLayers } from "./map_style.js";

const island = document.getElementById("map");
const EVERY = 2000;
const FONT = ["\"Source Sans 3\"", "sans-serif"];

async function wait() {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "patterns" } }).catch(() => null);
  if (answer?.ok && answer.headers.get("X-Samsyn-Waiting")) setTimeout(wait, EVERY);
  else if (answer) location.reload();
  else setTimeout(wait, EVERY * 5);
}

function layersOf(colours) {
  const halo = { "text-color": colours.words, "text-halo-color": colours.halo, "text-halo-width": 1.5 };
  return [
    { id: "area-lines", type: "line", source: "areas", paint: { "line-color": colours.border, "line-width": 1.2 } },
    { id: "places", type: "fill", source: "places",
      paint: { "fill-color": colours.dot, "fill-opacity": ["match", ["get", "level"], 3, 0.6, 2, 0.38, 0.18] } },
    { id: "place-lines", type: "line", source: "places", paint: { "line-color": colours.dot, "line-width": 1 } },
    { id: "area-words", type: "symbol", source: "labels", layout: { "text-font": FONT, "text-field": ["get", "name"], "text-size": 13, "text-max-width": 8 }, paint: halo },
    { id: "numbers", type: "symbol", source: "middles", minzoom: 12, layout: { "text-font": FONT, "text-field": ["to-string", ["get", "number"]], "text-size": 13 }, paint: halo },
    { id: "chosen", type: "line", source: "places", filter: ["==", ["get", "number"], 0], paint: { "line-color": colours.mark, "line-width": 4 } },
  ];
}

const point = (lon, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });
const collection = (features) => ({ type: "FeatureCollection", features });

function style(ground, shapes) {
  const colours = coloursOf(island);
  return {
    version: 8,
    sources: {
      ...baseSource(ground.base), ...sheetSource(ground.sheet),
      areas: { type: "geojson", data: ground.areas },
      labels: { type: "geojson", data: collection(ground.labels.map((label) => point(label.lon, label.lat, { name: label.name }))) },
      places: { type: "geojson", data: shapes },
      middles: { type: "geojson", data: collection(shapes.features.map(({ properties: one }) => point(one.lon, one.lat, one))) },
    },
    layers: [{ id: "outside", type: "background", paint: { "background-color": ground.base.kind === "geojson" ? colours.water : colours.land } }, ...baseLayers(ground.base, colours), ...sheetLayers(ground.sheet), ...layersOf(colours)],
  };
}

function choosing(map, shapes) {
  const card = document.querySelector("[data-map-card]");
  let chosen = 0;
  const redraw = () => map.getLayer("chosen") && map.setFilter("chosen", ["==", ["get", "number"], chosen]);
  const choose = (number, { move = false, scroll = false } = {}) => {
    chosen = number;
    redraw();
    for (const row of document.querySelectorAll(".pattern-table tr.is-marked")) row.classList.remove("is-marked");
    const feature = shapes.features[number - 1];
    card.hidden = !feature;
    if (!feature) return;
    const { lon, lat, words } = feature.properties;
    card.textContent = `${number}. ${words}`;
    const row = document.getElementById(`m-${number}`);
    row?.classList.add("is-marked");
    if (scroll) row?.scrollIntoView({ block: "nearest" });
    if (move) map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 13), duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180 });
  };
  const at = (x, y, reach) => map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: ["places"] })
    .sort((one, other) => one.properties.number - other.properties.number)[0]?.properties.number ?? 0;
  map.on("click", (event) => choose(at(event.point.x, event.point.y, 4), { scroll: true }));
  map.on("style.load", redraw);
  const canvas = map.getCanvas();
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") choose(at(canvas.clientWidth / 2, canvas.clientHeight / 2, 30), { scroll: true });
    if (event.key === "Escape") choose(0);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place]");
    if (button) choose(Number(button.dataset.place), { move: true });
  });
}

async function draw() {
  if (!canDraw()) {
    document.querySelector("[data-map-words]").hidden = true;
    document.querySelector("[data-map-missing]").hidden = false;
    island.hidden = true;
    return;
  }
  const shapes = JSON.parse(document.getElementById("monstrets-platser").textContent);
  const ground = await (await fetch(`${island.dataset.here}/underlag.json`)).json();
  ground.base = await readBase(ground.base);
  document.querySelector("[data-map-words]").remove();
  const [west, south, east, north] = shapes.bounds;
  const map = new maplibregl.Map({
    container: island, style: style(ground, shapes), attributionControl: false, maxZoom: 18, dragRotate: false, pitchWithRotate: false,
    bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 32, maxZoom: 15 }, fadeDuration: 0,
    locale: { "Map.Title": island.dataset.label, "NavigationControl.ZoomIn": island.dataset.zoomIn, "NavigationControl.ZoomOut": island.dataset.zoomOut },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-right");
  document.querySelector("[data-map-source]").textContent = [ground.sheet?.words, ground.base.words].filter(Boolean).join(" · ");
  choosing(map, shapes);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(ground, shapes), { diff: false }));
  island.dataset.ready = "yes";
}

// Another question has other options: they come with the answer.
document.getElementById("val_method")?.addEventListener("change", (event) => event.target.form.requestSubmit());
if (document.querySelector("[data-waiting]")) setTimeout(wait, EVERY);
if (island) draw();

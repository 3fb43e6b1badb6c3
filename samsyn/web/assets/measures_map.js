// The measures on the map by their numbers; what is chosen in the table is marked here, and the other way round.
import * as maplibregl from "./vendor/maplibre-gl.mjs";
import { baseSource, canDraw, readBase, sheetSource } from "./map_ground.js";
import { baseLayers, coloursOf, sheetLayers } from "./map_style.js";

const island = document.getElementById("map");
const shapes = JSON.parse(document.getElementById("atgarderna").textContent);
const FONT = ["\"Source Sans 3\"", "sans-serif"];
const REACH = 14;

function layersOf(colours) {
  const halo = { "text-color": colours.words, "text-halo-color": colours.halo, "text-halo-width": 1.5 };
  const dot = (id, filter, more) => ({ id, type: "circle", source: "measures", filter, paint: { "circle-radius": ["+", 9, ["*", 3, ["length", ["get", "label"]]]], "circle-color": colours.dot, "circle-stroke-color": colours["dot-edge"], "circle-stroke-width": 2, ...more } });
  return [
    { id: "area-lines", type: "line", source: "areas", paint: { "line-color": colours.border, "line-width": 1.2 } },
    { id: "area-words", type: "symbol", source: "labels", layout: { "text-font": FONT, "text-field": ["get", "name"], "text-size": 13, "text-max-width": 8, "text-offset": [0, 1.6] }, paint: halo },
    dot("places", ["get", "exact"], {}),
    dot("whole-areas", ["!", ["get", "exact"]], { "circle-opacity": 0.55, "circle-stroke-color": colours.border }),
    { id: "numbers", type: "symbol", source: "measures", layout: { "text-font": FONT, "text-field": ["get", "label"], "text-size": 13, "text-allow-overlap": true }, paint: { "text-color": colours["dot-words"] } },
    { id: "chosen", type: "circle", source: "measures", filter: ["==", ["get", "key"], 0], paint: { "circle-radius": ["+", 15, ["*", 3, ["length", ["get", "label"]]]], "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colours.mark, "circle-stroke-width": 3 } },
  ];
}

const point = (lon, lat, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } });

function style(ground) {
  const colours = coloursOf(island);
  return {
    version: 8,
    sources: {
      ...baseSource(ground.base), ...sheetSource(ground.sheet),
      areas: { type: "geojson", data: ground.areas },
      labels: { type: "geojson", data: { type: "FeatureCollection", features: ground.labels.map((label) => point(label.lon, label.lat, { name: label.name })) } },
      measures: { type: "geojson", data: shapes },
    },
    layers: [{ id: "outside", type: "background", paint: { "background-color": ground.base.kind === "geojson" ? colours.water : colours.land } }, ...baseLayers(ground.base, colours), ...sheetLayers(ground.sheet), ...layersOf(colours)],
  };
}

function choosing(map) {
  const card = document.querySelector("[data-map-card]");
  let chosen = [];
  const redraw = () => map.getLayer("chosen") && map.setFilter("chosen", ["in", ["get", "key"], ["literal", chosen]]);
  const spots = shapes.features.map((feature) => feature.properties);
  const choose = (keys, { move = false, scroll = false } = {}) => {
    chosen = keys;
    redraw();
    for (const row of document.querySelectorAll("tr.is-marked")) row.classList.remove("is-marked");
    const found = spots.filter((spot) => keys.includes(spot.key));
    card.hidden = !found.length;
    card.replaceChildren(...found.flatMap((spot) => spot.numbers.map((number, at) => {
      const line = document.createElement("p");
      line.textContent = `${number}. ${spot.words[at]}`;
      return line;
    })));
    const numbers = found.flatMap((spot) => spot.numbers);
    for (const number of numbers) document.getElementById(`a-${number}`)?.classList.add("is-marked");
    if (scroll) document.getElementById(`a-${numbers[0]}`)?.scrollIntoView({ block: "nearest" });
    if (move && found.length) map.easeTo({ center: shapes.features[spots.indexOf(found[0])].geometry.coordinates, zoom: Math.max(map.getZoom(), 13), duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180 });
  };
  const at = (x, y, reach) => [...new Set(map.queryRenderedFeatures([[x - reach, y - reach], [x + reach, y + reach]], { layers: ["places", "whole-areas"] }).map((feature) => feature.properties.key))];
  map.on("click", (event) => choose(at(event.point.x, event.point.y, REACH), { scroll: true }));
  map.on("style.load", redraw);
  const canvas = map.getCanvas();
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Enter") choose(at(canvas.clientWidth / 2, canvas.clientHeight / 2, REACH * 3), { scroll: true });
    if (event.key === "Escape") choose([]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place]");
    if (button) choose(spots.filter((spot) => spot.numbers.includes(Number(button.dataset.place))).map((spot) => spot.key), { move: true });
  });
  const drawn = new Set(spots.flatMap((spot) => spot.numbers.map(String)));
  for (const button of document.querySelectorAll("[data-place]")) button.hidden = !drawn.has(button.dataset.place);
}

async function draw() {
  if (!canDraw()) {
    document.querySelector("[data-map-words]").hidden = true;
    document.querySelector("[data-map-missing]").hidden = false;
    island.hidden = true;
    return;
  }
  const ground = await (await fetch(`${island.dataset.here}/underlag.json`)).json();
  ground.base = await readBase(ground.base);
  document.querySelector("[data-map-words]").remove();
  const [west, south, east, north] = shapes.bounds;
  const map = new maplibregl.Map({
    container: island, style: style(ground), attributionControl: false, maxZoom: 18, dragRotate: false, pitchWithRotate: false,
    bounds: [[west, south], [east, north]], fitBoundsOptions: { padding: 32, maxZoom: 15 }, fadeDuration: 0,
    locale: { "Map.Title": island.dataset.label, "NavigationControl.ZoomIn": island.dataset.zoomIn, "NavigationControl.ZoomOut": island.dataset.zoomOut },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-right");
  document.querySelector("[data-map-source]").textContent = [ground.sheet?.words, ground.base.words].filter(Boolean).join(" · ");
  choosing(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.setStyle(style(ground), { diff: false }));
  island.dataset.ready = "yes";
}

draw();

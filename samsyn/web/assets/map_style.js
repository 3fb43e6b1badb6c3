// How the map looks: a quiet base, areas with names, reports as sized dots with their numbers. Colours come from map.css.

const FONT = ["\"Source Sans 3\"", "sans-serif"];
const NAMES = ["land", "field", "forest", "park", "water", "built", "street", "street-edge", "rail", "border",
  "words", "halo", "dot", "dot-edge", "dot-words", "mark"];

// The browser works out light or dark; the map only understands the finished colour.
export function coloursOf(element) {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const colours = Object.fromEntries(NAMES.map((name) => {
    probe.style.color = `var(--map-${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return colours;
}

const of = (...layers) => ["in", ["get", "layer"], ["literal", layers]];
const wide = (...pairs) => ["interpolate", ["exponential", 1.6], ["zoom"], ...pairs];
const fill = (id, source, filter, colour, more = {}) => ({ id, type: "fill", source, filter, paint: { "fill-color": colour, ...more } });
const line = (id, source, filter, colour, width, more = {}) => ({
  id, type: "line", source, filter, layout: { "line-cap": "round", "line-join": "round" },
  paint: { "line-color": colour, "line-width": width, ...more },
});
const words = (id, source, filter, colours, layout, paint = {}) => ({
  id, type: "symbol", source, filter, layout: { "text-font": FONT, ...layout },
  paint: { "text-color": colours.words, "text-halo-color": colours.halo, "text-halo-width": 1.5, ...paint },
});

function drawnTown(colours) {
  const rank = ["match", ["get", "rank"], ["major", "main"], 1, 0.55];
  return [
    fill("base-land", "base", of("land"), colours.land),
    fill("base-field", "base", of("field", "allotment"), colours.field),
    fill("base-forest", "base", of("forest"), colours.forest),
    fill("base-park", "base", of("park", "pitch"), colours.park),
    fill("base-water", "base", of("water", "sea"), colours.water),
    fill("base-square", "base", of("square", "quay"), colours.street),
    fill("base-built", "base", of("built"), colours.built, { "fill-opacity": ["interpolate", ["linear"], ["zoom"], 12, 0, 13.5, 1] }),
    line("base-rail", "base", of("rail"), colours.rail, wide(10, 0.6, 17, 3), { "line-dasharray": [4, 2] }),
    line("base-path", "base", of("path"), colours["street-edge"], wide(13, 0.4, 18, 3), { "line-dasharray": [2, 2] }),
    line("base-street-edge", "base", of("street"), colours["street-edge"], ["interpolate", ["exponential", 1.6], ["zoom"], 10, ["*", 1.4, rank], 18, ["*", 26, rank]]),
    line("base-street", "base", of("street"), colours.street, ["interpolate", ["exponential", 1.6], ["zoom"], 10, ["*", 0.8, rank], 18, ["*", 23, rank]]),
    line("base-border", "base", of("border"), colours.border, wide(8, 1, 14, 2), { "line-dasharray": [6, 3, 1, 3] }),
    words("base-street-words", "base", of("street"), colours,
      { "symbol-placement": "line", "text-field": ["get", "name"], "text-size": 11.5, "symbol-spacing": 380 }),
  ].map((layer) => (layer.id === "base-street-words" ? { ...layer, minzoom: 14.5 } : layer));
}

// Another municipality's own tiles: the layers that the common schemas agree on, as quietly as our own. OpenMapTiles says
// transportation, place and transportation_name; Protomaps roads, earth and places; Shortbread streets, place_labels and
// street_labels. Names are drawn with the page's own font, without asking anybody for letters.
const SETTLED = ["land", "earth", "landcover", "landuse", "built", "byggnader", "mark", "sites"];
const PLACE_NAMES = ["place", "places", "place_labels", "ort", "ortnamn"];
const STREET_NAMES = ["transportation_name", "street_labels", "streets_labels", "roads", "vagnamn"];
const WATER_NAMES = ["water_name", "water_polygons_labels", "physical_point"];
const NAME = ["coalesce", ["get", "name:sv"], ["get", "name_sv"], ["get", "name"], ["get", "namn"], ""];
const KIND = ["coalesce", ["get", "class"], ["get", "kind_detail"], ["get", "kind"], ["get", "pmap:kind_detail"], ["get", "pmap:kind"], ""];
// Large places first, small ones as one comes near; what is larger than a town has no place on a municipality's map.
const RANK = ["match", KIND, ["country", "state", "region", "continent", "province", "county"], 9, ["city", "locality"], 1, "town", 2, ["village", "suburb", "borough"], 3, ["hamlet", "quarter", "neighbourhood", "macrohood"], 4, 5];
const SHOWN_FROM = ["step", ["zoom"], ["<=", RANK, 2], 11, ["<=", RANK, 3], 13, ["<=", RANK, 5]];

function tiledNames(colours, each) {
  const named = ["!=", NAME, ""];
  const streets = (name) => ({ ...words(`base-names-${name}`, "base", named, colours,
    { "symbol-placement": "line", "text-field": NAME, "text-size": 11.5, "symbol-spacing": 380 }), minzoom: 13.5 });
  const places = (name) => words(`base-places-${name}`, "base", ["all", ["==", ["geometry-type"], "Point"], named, SHOWN_FROM], colours,
    { "text-field": NAME, "text-max-width": 8, "symbol-sort-key": RANK, "text-padding": 6, "text-size": ["match", RANK, 1, 17, 2, 15, 3, 13, 12] });
  const waters = (name) => ({ ...words(`base-waters-${name}`, "base", named, colours,
    { "text-field": NAME, "text-size": 12, "text-max-width": 8 }), minzoom: 11 });
  return [...each(STREET_NAMES, streets), ...each(WATER_NAMES, waters), ...each(PLACE_NAMES, places)];
}

function tiledTown(colours, known) {
  const found = (...names) => names.filter((name) => known.includes(name));
  const each = (names, make) => found(...names).map((name) => ({ ...make(name), "source-layer": name }));
  const polygons = ["==", ["geometry-type"], "Polygon"];
  const minor = (name) => line(`base-${name}`, "base", ["!=", ["geometry-type"], "Point"], colours.street, wide(10, 0.5, 18, 12));
  return [
    ...each(SETTLED, (name) => fill(`base-${name}`, "base", polygons, colours.field, { "fill-opacity": 0.5 })),
    ...each(["water", "ocean", "water_polygons", "vatten"], (name) => fill(`base-${name}`, "base", polygons, colours.water)),
    ...each(["waterway", "waterways", "water_lines"], (name) => line(`base-${name}`, "base", true, colours.water, wide(10, 0.5, 18, 4))),
    ...each(["building", "buildings", "byggnad"], (name) => fill(`base-${name}`, "base", polygons, colours.built)),
    ...each(["transportation", "roads", "vag", "streets", "street"], minor),
    ...each(["boundary", "boundaries", "border"], (name) => line(`base-${name}`, "base", true, colours.border, 1, { "line-dasharray": [4, 3] })),
    ...tiledNames(colours, each),
  ];
}

export function baseLayers(base, colours) {
  if (base.kind === "geojson") return drawnTown(colours);
  if (base.kind === "raster") return [{ id: "base-raster", type: "raster", source: "base", paint: { "raster-saturation": -0.7, "raster-opacity": 0.8 } }];
  return base.kind === "pmtiles" ? tiledTown(colours, base.layers) : [];
}

export const SHEET = ["sheet"];

export function sheetLayers(sheet) {
  return sheet ? [{ id: "sheet", type: "raster", source: "sheet", paint: { "raster-saturation": -0.5, "raster-fade-duration": 0 } }] : [];
}

export const REPORTS = ["heaps", "heap-numbers", "opens"];
export const AREAS = ["area-lines", "area-words"];

export function ownLayers(colours) {
  const n = ["get", "n"];
  const size = ["interpolate", ["linear"], ["sqrt", n], 1, 5.5, 2, 10, 5, 14, 20, 19, 60, 26];
  const reports = { source: "reports", "source-layer": "heaps" };
  return [
    line("area-lines", "areas", true, colours.border, wide(9, 1, 15, 2)),
    words("area-words", "labels", true, colours,
      { "text-field": ["step", ["zoom"], ["get", "name"], 12.2, ["get", "words"]], "text-size": ["interpolate", ["linear"], ["zoom"], 9, 12, 15, 16], "text-max-width": 8,
        "text-variable-anchor": ["center", "bottom", "top", "left", "right"], "text-radial-offset": 1.6, "text-allow-overlap": true }),
    { id: "heaps", type: "circle", ...reports, filter: ["!", ["all", ["==", n, 1], [">", ["get", "open"], 0]]],
      paint: { "circle-radius": size, "circle-color": colours.dot, "circle-stroke-color": colours["dot-edge"], "circle-stroke-width": 1.5, "circle-opacity": 0.92 } },
    { ...words("heap-numbers", "reports", [">", n, 1], colours,
      { "text-field": ["to-string", n], "text-size": ["interpolate", ["linear"], ["sqrt", n], 1, 12, 20, 14], "text-allow-overlap": true, "text-padding": 9 },
      { "text-color": colours["dot-words"], "text-halo-width": 0 }), ...reports },
    { id: "opens", type: "symbol", ...reports, filter: [">", ["get", "open"], 0],
      layout: { "icon-image": "diamond", "icon-allow-overlap": true,
        "icon-size": ["case", ["==", n, 1], 1, 0.72],
        "icon-offset": ["case", ["==", n, 1], ["literal", [0, 0]], ["<", n, 10], ["literal", [15, -13]], ["literal", [24, -20]]] } },
    { id: "marked", type: "circle", source: "marked",
      paint: { "circle-radius": 17, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": colours.mark, "circle-stroke-width": 3 } },
  ];
}

// An open condition is a diamond: the shape says it, not the colour alone.
export function diamond(colours, ratio) {
  const size = Math.round(20 * ratio);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  const edge = 1.5 * ratio;
  pen.beginPath();
  pen.moveTo(size / 2, edge);
  pen.lineTo(size - edge, size / 2);
  pen.lineTo(size / 2, size - edge);
  pen.lineTo(edge, size / 2);
  pen.closePath();
  pen.fillStyle = colours["dot-edge"];
  pen.fill();
  pen.lineWidth = 2.5 * ratio;
  pen.strokeStyle = colours.dot;
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

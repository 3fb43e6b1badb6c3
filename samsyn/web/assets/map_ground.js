// What every map stands on: the municipality's own base map, and its pictures over the network on top where there are any.
import * as maplibregl from "./vendor/maplibre-gl.mjs";

// The reader of tiles is no module: it leaves its name in the window, as scripts used to do.
function classic(path) {
  const script = document.createElement("script");
  script.src = new URL(path, import.meta.url).href;
  const loaded = new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
  });
  document.head.append(script);
  return loaded;
}

export async function readBase(base) {
  if (base.kind !== "pmtiles") return base;
  await classic("./vendor/pmtiles.js");
  const protocol = new globalThis.pmtiles.Protocol();
  maplibregl.addProtocol("pmtiles", protocol.tile);
  const file = new globalThis.pmtiles.PMTiles(new URL(base.url, location).href);
  protocol.add(file);
  const [header, metadata] = await Promise.all([file.getHeader(), file.getMetadata()]);
  const raster = header.tileType !== 1;
  return { ...base, kind: raster ? "raster" : "pmtiles", layers: (metadata.vector_layers ?? []).map((layer) => layer.id), tiles: raster };
}

export function baseSource(base) {
  if (base.kind === "none") return {};
  if (base.kind === "geojson") return { base: { type: "geojson", data: new URL(base.url, location).href } };
  return { base: { type: base.kind === "raster" ? "raster" : "vector", url: `pmtiles://${new URL(base.url, location).href}` } };
}

// The municipality's pictures over the network lie on top of the own map, which shows through wherever they do not come.
export const sheetSource = (sheet) => (sheet ? { sheet: { type: "raster", tiles: sheet.tiles, tileSize: 256, maxzoom: sheet.deepest } } : {});

export function canDraw() {
  return Boolean(document.createElement("canvas").getContext("webgl2"));
}

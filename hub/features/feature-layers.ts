import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Column, decodeColumn, valueAt } from '../../model/city/column.ts';
import { openLayerShapes, type Shapes } from '../../model/city/layer-shapes.ts';
import { type LayerInfo, type Manifest, parseManifest } from '../../model/city/manifest.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { cachedReader } from '../cities/read-cached.ts';

/** Things of all layers that are kept read, those that somebody looked at last: a map shows all layers of a town at once. */
const MAX_KEPT_THINGS = 500_000;

/** A layer whose things can be given one by one. Rows are those of the baked layer. */
export interface FeatureLayer {
  readonly info: LayerInfo;
  readonly shapes: Shapes;
  value(name: string, row: number): string | number | null;
  idOf(row: number): string;
  rowOf(id: string): number | null;
  /** Middle and radius, metres east and north of the city's origin. */
  placeOf(row: number): { at: Point; radiusM: number };
  /** Polygons in degrees, longitude first, rings closed; empty: the thing is no area. */
  polygonsOf(row: number): [number, number][][][];
  /** Lines in degrees, longitude first; where it has neither polygons nor lines, a thing has a middle alone. */
  linesOf(row: number): [number, number][][];
  lonLatOf(at: Point): [number, number];
}

/** Reads layers of baked cities and keeps the last ones, as long as their city's manifest stays as it is. */
interface FeatureLayers {
  manifest(city: string): Promise<Manifest>;
  open(city: string, layerId: string): Promise<FeatureLayer | null>;
}

export function openFeatureLayers(cityFolder: string): FeatureLayers {
  const kept = new Map<string, Promise<FeatureLayer | null>>();
  const counts = new Map<string, number>();

  /** Forgets what was looked at longest ago, but never the last one. */
  function forgetOld(): void {
    let things = [...kept.keys()].reduce((sum, key) => sum + (counts.get(key) ?? 0), 0);
    for (const key of [...kept.keys()].slice(0, -1)) {
      if (things <= MAX_KEPT_THINGS) return;
      things -= counts.get(key) ?? 0;
      kept.delete(key);
      counts.delete(key);
    }
  }
  const read = cachedReader((json) => parseManifest(json));
  const manifest = (city: string): Promise<Manifest> => read(join(cityFolder, city, 'manifest.json'));
  return {
    manifest,
    async open(city, layerId) {
      const { mtimeMs } = await stat(join(cityFolder, city, 'manifest.json'));
      const key = `${city}/${layerId}/${mtimeMs}`;
      const layer = kept.get(key) ?? manifest(city).then((info) => openLayer(join(cityFolder, city), info, layerId));
      kept.delete(key);
      kept.set(key, layer);
      layer
        .then((read) => {
          // Names that nobody's layer has are not kept: there is no end of them.
          if (read) counts.set(key, read.info.count);
          else kept.delete(key);
          forgetOld();
        })
        .catch(() => {});
      // What could not be read is tried again when somebody asks the next time.
      layer.catch(() => kept.delete(key));
      return layer;
    },
  };
}

async function openLayer(folder: string, city: Manifest, layerId: string): Promise<FeatureLayer | null> {
  const info = city.layers.find(({ id }) => id === layerId);
  if (!info) return null;
  const bytes = (path: string) => readFile(join(folder, path));
  const names = new Map([['id', info.sorted.replace(/[^/]*$/, 'columns/id.bin')]]);
  for (const { name, file } of info.attributes) names.set(name, file);
  const columns = new Map<string, Column>();
  for (const [name, file] of names) columns.set(name, decodeColumn(await bytes(file), file));
  const places = new Float32Array((await bytes(info.places)).slice().buffer);
  const lonLatOf = ([x, y]: Point): [number, number] => {
    const { lonDeg, latDeg } = lonLatFromEnu(city.origin, [x, y, 0]);
    return [lonDeg, latDeg];
  };
  const { shapes, ringsOf, linesOf } = await openLayerShapes(info, bytes);
  const value = (name: string, row: number) => {
    const column = columns.get(name);
    return column ? valueAt(column, row) : null;
  };
  const idOf = (row: number) => String(value('id', row) ?? row);
  let rows: Map<string, number> | null = null;
  return {
    info,
    shapes,
    value,
    idOf,
    rowOf(id) {
      rows ??= new Map(Array.from({ length: info.count }, (_, row) => [idOf(row), row]));
      return rows.get(id) ?? null;
    },
    placeOf: (row) => ({ at: [places[4 * row], places[4 * row + 1]], radiusM: places[4 * row + 3] }),
    polygonsOf: remembered((row) =>
      ringsOf(row).map((polygon) => polygon.map((ring) => [...ring, ring[0]].map(lonLatOf))),
    ),
    linesOf: (row) => linesOf(row).map((line) => line.map(lonLatOf)),
    lonLatOf,
  };
}

/** Corners of a layer that are kept: about 100 MB. What comes beyond is made anew each time. */
const MAX_KEPT_CORNERS = 1_500_000;

/** Makes each row's polygons once: an outline of a thousand triangles takes milliseconds, and every box and tile asks for it. */
function remembered(polygonsOf: FeatureLayer['polygonsOf']): FeatureLayer['polygonsOf'] {
  const kept = new Map<number, [number, number][][][]>();
  let corners = 0;
  return (row) => {
    const known = kept.get(row);
    if (known) return known;
    const polygons = polygonsOf(row);
    corners += polygons.flat().reduce((sum, ring) => sum + ring.length, 0);
    if (corners <= MAX_KEPT_CORNERS) kept.set(row, polygons);
    return polygons;
  };
}

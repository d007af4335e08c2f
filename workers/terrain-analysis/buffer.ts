import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { isTilesetKind } from '../../model/city/manifest.ts';
import type { Tubes } from '../../model/city/tubes.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { BufferSource } from '../../model/questions/terrain-analysis.ts';
import type { LayerInside } from '../../model/tables/terrain-analysis.ts';
import { MessageError } from '../../model/text/message.ts';
import type { CitySolids } from '../shared/city-solids.ts';
import { outerRing } from '../shared/city-volumes.ts';
import { GeosArena, loadGeos, type Polygons } from '../shared/geos.ts';
import { terrainMessage } from './messages.ts';

/** Things that one buffer may run around. */
const MAX_THINGS = 30_000;
/** Parts of a quarter of a circle: the round is by 0.03 % too small at most. */
const QUARTER_PARTS = 32;

/** What a buffer runs around: lines and rings; a point is a line of one place. */
interface Shapes {
  lines: Point[][];
  rings: Point[][];
  things: number;
  asPoints: number;
}

/** The zone around something, and how many things it is around. */
export async function bufferOf(
  solids: CitySolids,
  tubes: Tubes | null,
  source: BufferSource,
  distanceM: number,
): Promise<{ polygons: Polygons; areaM2: number; things: number; asPoints: number }> {
  const { lines, rings, things, asPoints } = await shapesOf(solids, tubes, source);
  const bench = new GeosArena(await loadGeos());
  const { geos } = bench;
  const parts = [
    ...lines.map((line) => bench.line(line.length === 1 ? [line[0], line[0]] : line)),
    ...rings.map((ring) => bench.polygon(ring)),
  ];
  const zones = parts.map((part) => {
    const zone = bench.need(geos.GEOSBuffer(part, distanceM, QUARTER_PARTS), 'buffer');
    geos.GEOSGeom_destroy(part);
    return zone;
  });
  const all = bench.collection(zones);
  const union = bench.need(geos.GEOSUnaryUnion(all), 'union');
  const found = { polygons: bench.polygons(union), areaM2: bench.area(union), things, asPoints };
  geos.GEOSGeom_destroy(all);
  geos.GEOSGeom_destroy(union);
  return found;
}

async function shapesOf(solids: CitySolids, tubes: Tubes | null, source: BufferSource): Promise<Shapes> {
  const drawn = (lines: Point[][], rings: Point[][]): Shapes => ({ lines, rings, things: 1, asPoints: 0 });
  if (source.of === 'point') return drawn([[source.atM]], []);
  if (source.of === 'line') return drawn([source.lineM], []);
  if (source.of === 'area') return drawn([], [source.ringM]);
  const layer = layersOf(solids).find(({ id }) => id === source.layer);
  if (!layer) {
    const known = layersOf(solids)
      .map(({ id }) => id)
      .join(', ');
    throw new MessageError(terrainMessage('unknown-layer', { known, got: source.layer }));
  }
  if (source.of === 'layer') {
    if (layer.count > MAX_THINGS)
      throw new MessageError(terrainMessage('too-many', { most: MAX_THINGS, layer: layer.id, got: layer.count }));
    return thingsOf(
      solids,
      tubes,
      layer,
      Array.from({ length: layer.count }, (_, row) => row),
    );
  }
  const row = await solids.rowOf(layer.id, source.id);
  if (row === null) throw new MessageError(terrainMessage('unknown-thing', { layer: layer.id, id: source.id }));
  return thingsOf(solids, tubes, layer, [row]);
}

/** Outlines of volumes, axes of pipes; of whatever else the place alone. */
async function thingsOf(
  solids: CitySolids,
  tubes: Tubes | null,
  layer: LayerInfo,
  rows: readonly number[],
): Promise<Shapes> {
  const shapes: Shapes = { lines: [], rings: [], things: rows.length, asPoints: 0 };
  const places = await openRows(layer, (path) => solids.files.read(path), []);
  const prisms = prismsByRow(solids, layer.id);
  const axes = axesByRow(tubes, layer.id);
  for (const row of rows) {
    const rings = prisms.get(row);
    const lines = axes.get(row);
    if (rings) shapes.rings.push(...rings);
    else if (lines) shapes.lines.push(...lines);
    else {
      shapes.lines.push([places.thing(row).at]);
      shapes.asPoints++;
    }
  }
  return shapes;
}

function prismsByRow({ city }: CitySolids, layer: string): Map<number, Point[][]> {
  const found = new Map<number, Point[][]>();
  if (!city) return found;
  const { prisms } = city;
  const own = prisms.layers.findIndex(({ id }) => id === layer);
  for (let p = 0; p < prisms.count; p++) {
    if (prisms.layer[p] !== own) continue;
    const rings = found.get(prisms.row[p]);
    if (rings) rings.push(outerRing(city, p));
    else found.set(prisms.row[p], [outerRing(city, p)]);
  }
  return found;
}

function axesByRow(tubes: Tubes | null, layer: string): Map<number, Point[][]> {
  const found = new Map<number, Point[][]>();
  if (!tubes) return found;
  const own = tubes.layers.indexOf(layer);
  for (let i = 0; i < tubes.count; i++) {
    if (tubes.layer[i] !== own) continue;
    const line: Point[] = [];
    for (let v = tubes.vertexOf[i]; v < tubes.vertexOf[i + 1]; v++)
      line.push([tubes.axisM[3 * v], tubes.axisM[3 * v + 1]]);
    found.set(tubes.row[i], [...(found.get(tubes.row[i]) ?? []), line]);
  }
  return found;
}

/** Layers with things of their own, in the manifest's order. */
export const layersOf = ({ files: { manifest } }: CitySolids): LayerInfo[] =>
  manifest.layers.filter(({ kind, count }) => !isTilesetKind(kind) && count > 0);

/** What has its middle in the zone, by layer; residents and dwellings where a layer's columns tell them. */
export async function insideOf(
  solids: CitySolids,
  polygons: Polygons,
  pause: (doneRatio: number) => Promise<boolean>,
): Promise<LayerInside[] | null> {
  const boxes = polygons.map(([outer]) => [
    outer.reduce((least, [x]) => Math.min(least, x), Infinity),
    outer.reduce((least, [, y]) => Math.min(least, y), Infinity),
    outer.reduce((most, [x]) => Math.max(most, x), -Infinity),
    outer.reduce((most, [, y]) => Math.max(most, y), -Infinity),
  ]);
  const isIn = ([x, y]: Point) =>
    polygons.some(([outer, ...holes], i) => {
      const [west, south, east, north] = boxes[i];
      if (x < west || x > east || y < south || y > north) return false;
      return isInRing(outer, x, y) && !holes.some((hole) => isInRing(hole, x, y));
    });
  const found: LayerInside[] = [];
  const layers = layersOf(solids);
  for (const [i, layer] of layers.entries()) {
    if (await pause(i / layers.length)) return null;
    const inside = await insideLayer(solids, layer, isIn);
    if (inside.count > 0) found.push(inside);
  }
  return found;
}

async function insideLayer(solids: CitySolids, layer: LayerInfo, isIn: (at: Point) => boolean): Promise<LayerInside> {
  const rows = await openRows(layer, (path) => solids.files.read(path), ['residents', 'dwellings']);
  const has = (name: string) => layer.attributes.some((attribute) => attribute.name === name);
  const inside: LayerInside = {
    layer: layer.id,
    label: layer.label,
    count: 0,
    residents: has('residents') ? 0 : null,
    dwellings: has('dwellings') ? 0 : null,
  };
  for (let row = 0; row < layer.count; row++) {
    if (!isIn(rows.thing(row).at)) continue;
    inside.count++;
    if (inside.residents !== null) inside.residents += rows.number('residents', row) ?? 0;
    if (inside.dwellings !== null) inside.dwellings += rows.number('dwellings', row) ?? 0;
  }
  return inside;
}

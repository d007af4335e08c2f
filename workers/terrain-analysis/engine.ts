import { CITY_FACTS } from '../../model/city/facts.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import { decodeTubes, parseTubeHead, type Tubes } from '../../model/city/tubes.ts';
import { lengthOf } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { TerrainRequest } from '../../model/questions/terrain-analysis.ts';
import { areaM2, isSimpleRing } from '../../model/schemes/site-geometry.ts';
import { sha256 } from '../../model/sha256.ts';
import type { TerrainClass } from '../../model/tables/terrain-analysis.ts';
import { MessageError } from '../../model/text/message.ts';
import { defineAnalysis } from '../shared/analysis.ts';
import { type CityGround, CitySolids, readCitySolids } from '../shared/city-solids.ts';
import { balanceM, earthworkOf, type Pieces, piecesOf, surfaceOf } from '../shared/earthwork.ts';
import type { Pause } from '../shared/engine.ts';
import { bufferOf, insideOf, layersOf } from './buffer.ts';
import type { TerrainFacts, TerrainRaster, TerrainResult } from './engine-types.ts';
import { aspectDeg, NO_SLOPE, ofGradients, slopeDeg } from './horn.ts';
import { terrainMessage } from './messages.ts';
import { buildingSpans, crossedTubes, sectionOf } from './section.ts';
import { terrainTables } from './terrain-tables.ts';

/** Cells of ground that one area of earthwork may hold. */
const MAX_EARTHWORK_CELLS = 1_000_000;
const DIRECTIONS = 8;

type Of<K extends TerrainRequest['kind']> = Extract<TerrainRequest, { kind: K }>;

/** A city's ground, volumes and pipes. */
class TerrainSite extends CitySolids {
  private tubes: Promise<Tubes | null> | null = null;

  /** Read when they are first asked for. */
  pipes(): Promise<Tubes | null> {
    this.tubes ??= this.readTubes();
    return this.tubes;
  }

  private async readTubes(): Promise<Tubes | null> {
    const json = await this.files.findJson(CITY_FACTS.tubes.file);
    if (json === null) return null;
    const head = parseTubeHead(json);
    return decodeTubes(head, await this.files.read(head.file));
  }
}

/** Slope, aspect, earthwork, buffers and sections on the city's own ground. */
export const engine = defineAnalysis({
  id: 'terrain-analysis',
  question: TerrainRequest,
  async open(files) {
    const { city, ground } = await readCitySolids(files);
    return new TerrainSite(files, city, ground);
  },
  facts(site): TerrainFacts {
    const { facts } = site.files.manifest;
    return {
      cellM: site.ground?.grid.cellM ?? null,
      isFlat: site.isFlat,
      layers: layersOf(site).map(({ id, label, count }) => ({ id, label, count })),
      pipes: facts?.tubes ?? null,
      buildings: facts?.prisms ?? null,
    };
  },
  analyse,
  tables: terrainTables,
  figures: figuresOf,
});

async function analyse(site: TerrainSite, request: TerrainRequest, pause: Pause): Promise<TerrainResult | null> {
  if ('ringM' in request && request.ringM && !isSimpleRing(request.ringM))
    throw new MessageError(terrainMessage('crossed-ring', {}));
  if (request.kind === 'buffer') return buffer(site, request, pause);
  const { ground } = site;
  if (!ground) throw new MessageError(terrainMessage('no-ground', {}));
  if (request.kind === 'earthwork') return earthwork(ground, request, pause);
  if (request.kind === 'profile') return profile(site, request);
  return gradients(ground, request);
}

/** The result's numbers, with arrays by their bytes. */
function hashOf(content: object, ...arrays: Float32Array[]): string {
  const bytes = arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  return sha256([new TextEncoder().encode(JSON.stringify(content)), ...bytes]);
}

function gradients(ground: CityGround, request: Of<'slope'> | Of<'aspect'>): TerrainResult {
  const { grid, elevationM } = ground;
  const { westM, southM, cellM, columns, rows } = grid;
  const place = { westM, southM, cellM, columns, rows };
  const values =
    request.kind === 'slope'
      ? ofGradients(place, elevationM, slopeDeg)
      : ofGradients(place, elevationM, (east, north) =>
          slopeDeg(east, north) < request.flatBelowDeg ? NO_SLOPE : aspectDeg(east, north),
        );
  const ring = request.ringM;
  if (ring)
    for (let i = 0; i < values.length; i++)
      if (!isInRing(ring, westM + ((i % columns) + 0.5) * cellM, southM + (Math.floor(i / columns) + 0.5) * cellM))
        values[i] = Number.NEGATIVE_INFINITY;
  const limits = request.kind === 'slope' ? [0, ...request.breaksDeg, 90] : directionLimits();
  const cells = new Array<number>(limits.length - 1).fill(0);
  let none = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === Number.NEGATIVE_INFINITY) values[i] = NO_SLOPE;
    else if (values[i] <= NO_SLOPE) none++;
    else cells[classOf(values[i], limits)]++;
  }
  const ofCells = (count: number) => count * cellM * cellM;
  const classes = classesOf(request.kind, limits, cells.map(ofCells));
  const content = { classes, noneM2: ofCells(none) };
  const raster: TerrainRaster = { ...place, values, elevationM: elevationM.slice() };
  return { kind: request.kind, request, ...content, raster, hash: hashOf(content, values) };
}

/** Borders of eight directions: north lies on both sides of 0. */
const directionLimits = (): number[] => [
  0,
  ...Array.from({ length: DIRECTIONS }, (_, i) => (360 / DIRECTIONS) * (i + 0.5)),
  360,
];

/** The last class whose limit is not above. */
function classOf(value: number, limits: readonly number[]): number {
  let at = limits.length - 2;
  while (at > 0 && value < limits[at]) at--;
  return at;
}

/** The two halves of north are one class. */
function classesOf(kind: 'slope' | 'aspect', limits: readonly number[], areas: readonly number[]): TerrainClass[] {
  const classes = areas.map((area, i) => ({ fromDeg: limits[i], toDeg: limits[i + 1], areaM2: area }));
  if (kind === 'slope') return classes;
  const [first, ...others] = classes;
  const last = others.pop();
  if (!last) return classes;
  return [{ fromDeg: last.fromDeg, toDeg: first.toDeg, areaM2: first.areaM2 + last.areaM2 }, ...others];
}

async function earthwork(ground: CityGround, request: Of<'earthwork'>, pause: Pause): Promise<TerrainResult | null> {
  const { grid, elevationM: elevations } = ground;
  const { ringM, target, fillPerCutRatio } = request;
  const cells = Math.round(areaM2(ringM) / grid.cellM ** 2);
  if (cells > MAX_EARTHWORK_CELLS)
    throw new MessageError(terrainMessage('too-large', { most: MAX_EARTHWORK_CELLS, got: cells }));
  const pieces = await piecesOf(ringM, surfaceOf(grid, elevations), target, pause);
  if (!pieces) return null;
  if (pieces.pieces.length === 0) throw new MessageError(terrainMessage('outside', {}));
  const isSought = target.by !== 'grid' && target.elevationM === null;
  const raisedM = isSought ? balanceM(pieces, fillPerCutRatio) : 0;
  const { cutM3, fillM3, patches } = earthworkOf(pieces, raisedM);
  const elevationM = target.by === 'grid' ? null : (target.elevationM ?? raisedM);
  const raster = patchRaster(ground, patches);
  const content = { cutM3, fillM3, areaM2: pieces.areaM2, uncoveredM2: uncovered(pieces), elevationM };
  return { kind: 'earthwork', request, ...content, raster, hash: hashOf(content, raster.values) };
}

/** Less than this part of an area is rounding. */
const ROUNDING_RATIO = 1e-9;
const uncovered = ({ areaM2: all, uncoveredM2 }: Pieces): number =>
  uncoveredM2 < all * ROUNDING_RATIO ? 0 : uncoveredM2;

/** Patches between nodes as cells, cut down to those of the area. */
function patchRaster(
  { grid, elevationM }: CityGround,
  patches: ReadonlyMap<number, { cutM3: number; fillM3: number; areaM2: number }>,
): TerrainRaster {
  const across = grid.columns - 1;
  const spread = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const patch of patches.keys()) {
    spread.west = Math.min(spread.west, patch % across);
    spread.east = Math.max(spread.east, patch % across);
    spread.south = Math.min(spread.south, Math.floor(patch / across));
    spread.north = Math.max(spread.north, Math.floor(patch / across));
  }
  // A cell more on each side: a picture needs two a side.
  const columns = spread.east - spread.west + 3;
  const rows = spread.north - spread.south + 3;
  const values = new Float32Array(columns * rows).fill(NO_SLOPE);
  const levels = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const x = Math.min(Math.max(spread.west + column - 1, 0), across - 1);
      const y = Math.min(Math.max(spread.south + row - 1, 0), grid.rows - 2);
      const at = y * grid.columns + x;
      const beyond = at + grid.columns;
      levels[row * columns + column] =
        (elevationM[at] + elevationM[at + 1] + elevationM[beyond] + elevationM[beyond + 1]) / 4;
    }
  for (const [patch, { cutM3, fillM3, areaM2: area }] of patches) {
    const column = (patch % across) - spread.west + 1;
    const row = Math.floor(patch / across) - spread.south + 1;
    values[row * columns + column] = (fillM3 - cutM3) / area;
  }
  return {
    westM: grid.westM + (spread.west - 0.5) * grid.cellM,
    southM: grid.southM + (spread.south - 0.5) * grid.cellM,
    cellM: grid.cellM,
    columns,
    rows,
    values,
    elevationM: levels,
  };
}

async function buffer(site: TerrainSite, request: Of<'buffer'>, pause: Pause): Promise<TerrainResult | null> {
  const zone = await bufferOf(site, await site.pipes(), request.source, request.distanceM);
  const layers = await insideOf(site, zone.polygons, pause);
  if (!layers) return null;
  const content = { ...zone, layers };
  return { kind: 'buffer', request, ...content, hash: hashOf(content) };
}

async function profile(site: TerrainSite, request: Of<'profile'>): Promise<TerrainResult> {
  const line: readonly Point[] = request.lineM;
  const lengthM = lengthOf(line);
  if (lengthM < 1) throw new MessageError(terrainMessage('short-line', { length: lengthM.toFixed(2) }));
  const spans = buildingSpans(site, line);
  const section = sectionOf(site, line, spans);
  const { city } = site;
  const buildings = city
    ? await Promise.all(
        spans.map(async ({ prism, fromM, toM, footUpM, topUpM }) => {
          const building = await site.named(city, city.buildingOf[prism]);
          const [x, y] = building.atM;
          return { building, fromM, toM, footM: site.elevationOf(footUpM, x, y), topM: site.elevationOf(topUpM, x, y) };
        }),
      )
    : [];
  buildings.sort((a, b) => a.fromM - b.fromM || a.toM - b.toM);
  const content = { section, lengthM, buildings, pipes: await pipesAlong(site, line) };
  return { kind: 'profile', request, ...content, hash: hashOf(content) };
}

async function pipesAlong(site: TerrainSite, line: readonly Point[]) {
  const tubes = await site.pipes();
  if (!tubes) return [];
  const names = new Map(
    await Promise.all(
      layersOf(site)
        .filter(({ id }) => tubes.layers.includes(id))
        .map(async (layer) => [layer.id, await openRows(layer, (path) => site.files.read(path), [])] as const),
    ),
  );
  return crossedTubes(site, tubes, line).map(({ row, ...pipe }) => ({
    ...pipe,
    id: names.get(pipe.layer)?.thing(row).id ?? String(row),
  }));
}

function figuresOf(result: TerrainResult): object {
  if (result.kind === 'slope' || result.kind === 'aspect')
    return { kind: result.kind, classes: result.classes, noneM2: result.noneM2 };
  if (result.kind === 'earthwork') {
    const { kind, cutM3, fillM3, areaM2, uncoveredM2, elevationM } = result;
    return { kind, cutM3, fillM3, areaM2, uncoveredM2, elevationM };
  }
  if (result.kind === 'buffer') {
    const { kind, areaM2, things, asPoints, layers } = result;
    return { kind, areaM2, things, asPoints, layers };
  }
  return { kind: result.kind, lengthM: result.lengthM, buildings: result.buildings.length, pipes: result.pipes.length };
}

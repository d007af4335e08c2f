import { enuFromLonLat, lonLatFromEnu } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { Problems, ReadError } from '../../readers/shared/problems.ts';
import { COMMON_STORM } from '../infer/drains-of-streets.ts';
import { inferFacts } from '../infer/facts.ts';
import { bakeMessage } from '../messages.ts';
import type { CityInput, ElevationRaster, Geometry, LayerInput, TilesetInput } from '../model.ts';
import { HOME_PITCH_DEG, type Recipe } from '../recipe.ts';
import { groundOf, sampleElevation } from '../shape/ground.ts';
import { filledElevation, missingOf } from '../shape/terrain.ts';
import { boundsOfPlaces, refuseApart } from './apart.ts';
import { readBaseMap } from './base-maps.ts';
import { countOnFrom, plainLonDeg } from './dateline.ts';
import { boundsOfDem, cellOfDem, type DemTile, elevationNear, joined, mosaic, readDem } from './dem.ts';
import { readFacts } from './facts.ts';
import { FOOTINGS_SOURCE, footingsCellM, hillyFootings } from './footings.ts';
import { type GroundPoints, interpolateGround, stretchGround } from './ground-points.ts';
import { LOWEST, type ReadLayer, readLayer } from './layer.ts';
import { layerFileOf } from './layer-file.ts';
import { reportOffsets } from './offset-doubts.ts';
import { pipeRulesFile } from './pipe-rules.ts';
import { sensorKindsFile } from './sensor-kinds.ts';
import { readSights } from './sights.ts';
import { reportStanding } from './standing-doubts.ts';
import { lowerUnderWater } from './still-water.ts';
import { drainStormOf, stormOf, withStorm } from './storm.ts';
import { tableJoinOf } from './table-join.ts';
import { readTileset } from './tilesets.ts';
import { readTours } from './tours.ts';
import { readTracks } from './tracks.ts';

/** How a caller follows and cancels the reading of a city. */
interface ReadCityOptions {
  /** A layer's id and how much of it has been read. */
  onProgress?: (layer: string, ratio: number) => void;
  signal?: AbortSignal;
  /** Around the reading of each file: whoever cannot wait for ever looks after it. */
  whileReading?: <T>(path: string, read: () => Promise<T>) => Promise<T>;
}

/** Empty ground kept around what a city holds. */
const MARGIN_M = 100;

/** Reads every file of a recipe; what comes out is what `bakeCity` takes. */
export async function readCity(recipe: Recipe, options: ReadCityOptions = {}): Promise<CityInput> {
  const read: ReadLayer[] = [];
  const whileReading = options.whileReading ?? ((_, work) => work());
  for (const layer of recipe.layers) {
    options.signal?.throwIfAborted();
    options.onProgress?.(layer.id, 0);
    const needed =
      recipe.terrain && 'points' in recipe.terrain
        ? recipe.terrain.points.filter((points) => points.layer === layer.id).map(({ field }) => field)
        : [];
    const watch = { signal: options.signal, onProgress: (ratio: number) => options.onProgress?.(layer.id, ratio) };
    const wish = { needed, bounds: recipe.bounds, ...(await tableJoinOf(layer)) };
    read.push(await whileReading(layer.file, async () => readLayer(layer, await layerFileOf(layer), wish, watch)));
  }
  const layers = read.map(({ input }) => input);
  const [first] = layers;
  for (const { features } of layers) countOnFrom(first.features.geometry.lonLatDeg[0], features.geometry.lonLatDeg);
  hidePipesUnderHouses(recipe, layers);
  const undulationM = recipe.datum?.geoidUndulationM ?? 0;
  const tilesets: TilesetInput[] = [];
  for (const tileset of recipe.tilesets) {
    options.signal?.throwIfAborted();
    options.onProgress?.(tileset.id, 0);
    tilesets.push(await whileReading(tileset.file, () => readTileset(tileset, undulationM)));
  }
  refuseApart([
    ...layers.map(({ id, features }) => ({ id, bounds: boundsOfPlaces(features.geometry.lonLatDeg) })),
    ...tilesets.map(({ id, boundsDeg }) => ({ id, bounds: boundsDeg })),
  ]);
  const terrain = recipe.terrain;
  const sheets: DemTile[] = [];
  const problems = new Problems();
  if (terrain && 'files' in terrain)
    for (const path of terrain.files) {
      const { crs, unit } = terrain;
      sheets.push(await whileReading(path, () => readDem(path, { crs, unit, problems })));
    }
  reportSheets(sheets, problems, [...layers, ...tilesets]);
  const datum = recipe.datum ?? { vertical: verticalOf(sheets) || 'not stated', geoidUndulationM: 0 };
  const dem = joined(sheets);
  if (layers.length + tilesets.length + dem.length === 0)
    throw new ReadError(bakeMessage('nothing-to-bake', { id: recipe.id }));
  if (!recipe.datum) for (const layer of layers) layer.assumptions.push({ code: 'datum-ellipsoid', values: {} });
  const within = layers.filter(({ roles }) => !roles?.weather);
  const placed = within.length + tilesets.length > 0 ? within : layers;
  const bounds = placed.length + tilesets.length > 0 ? boundsOf(placed, tilesets) : boundsOfDem(dem);
  const middle = recipe.origin ?? {
    lonDeg: round(plainLonDeg((bounds[0] + bounds[2]) / 2)),
    latDeg: round((bounds[1] + bounds[3]) / 2),
  };
  const levels = terrain && 'points' in terrain ? groundPoints(terrain.points, read) : null;
  const isOpen = terrain === undefined && recipe.groundElevationM === undefined;
  const footings = isOpen ? hillyFootings(read.flatMap((layer) => layer.footings ?? [])) : null;
  const groundM =
    recipe.groundElevationM ??
    firstNumber([
      elevationNear(dem, middle.lonDeg, middle.latDeg),
      medianOf(levels?.elevationM ?? footings?.elevationM ?? []),
      lowestModelM(read),
      lowestTilesetM(tilesets, datum.geoidUndulationM),
    ]) ??
    0;
  const origin: LonLat = { ...middle, heightM: groundM + datum.geoidUndulationM };
  const extentM = extentOf(origin, bounds, layers.length + tilesets.length > 0 ? MARGIN_M : 0);
  let elevation: ElevationRaster | null = null;
  if (dem.length > 0) {
    const cellM = terrain?.cellM ?? cellOfDem(dem, middle.latDeg);
    const known = mosaic(dem, origin, extentM, cellM);
    elevation = filledElevation(known) ?? known;
    const filled = missingOf(known);
    if (filled > 0)
      for (const layer of layers)
        layer.assumptions.push({
          code: 'terrain-filled',
          values: { percent: round((100 * filled) / known.elevationM.length), cells: filled },
        });
    lowerUnderWater(elevation, layers, origin);
  } else if (levels && terrain && 'points' in terrain) {
    const surface = interpolateGround(levels, origin, extentM, terrain.cellM);
    elevation = surface.raster;
    for (const layer of layers)
      layer.assumptions.push({
        code: 'terrain-through-points',
        values: { used: surface.used, source: terrain.source, outliers: surface.outliers },
      });
  } else if (footings) {
    const surface = stretchGround(footings, origin, extentM, footingsCellM(extentM));
    elevation = surface.raster;
    for (const layer of layers)
      layer.assumptions.push({
        code: 'terrain-of-models',
        values: { used: surface.used, outliers: surface.outliers },
      });
  } else
    for (const layer of layers)
      layer.assumptions.push({ code: 'terrain-flat', values: { elevationM: round(groundM) } });
  const ground = groundOf(origin, datum.geoidUndulationM, elevation);
  reportOffsets(layers, ground);
  reportStanding(layers, ground);
  const storm = stormOf(recipe);
  const facts = readFacts(recipe.facts);
  const tracks = readTracks(recipe.facts.tracks, ground, layers);
  const given = storm ? withStorm(facts, storm) : facts;
  const inferred = inferFacts(
    layers,
    ground,
    given.facts,
    recipe.infer,
    storm ? drainStormOf(storm.storm) : COMMON_STORM,
  );
  const view = coreOf(layers, origin) ?? firstTileset(tilesets, origin) ?? extentM;
  const home = homeOf(recipe, origin, datum.geoidUndulationM, elevation, view);
  const sights = readSights(recipe, home, inferred.layers, ground);
  const { files: tourFiles, ...tours } = readTours(recipe.tours, recipe.id);
  return {
    id: recipe.id,
    name: recipe.name,
    fictional: false,
    about: recipe.about ?? recipe.name,
    origin,
    zone: recipe.zone,
    ...(recipe.country === undefined ? {} : { country: recipe.country }),
    datum,
    extentM,
    home,
    elevation,
    ...(terrain ? { elevationSource: { zh: terrain.source, en: terrain.source } } : {}),
    ...(footings ? { elevationSource: FOOTINGS_SOURCE } : {}),
    layers: inferred.layers,
    tilesets,
    ...(recipe.baseMaps.length === 0 ? {} : { baseMaps: recipe.baseMaps.map((map) => readBaseMap(map)) }),
    ...(recipe.vitals === undefined ? {} : { vitals: recipe.vitals }),
    ...(recipe.without === undefined ? {} : { without: recipe.without }),
    ...(await plansOf(recipe, layers)),
    tour: sights.tour,
    ...tours,
    labels: sights.labels,
    landCover: null,
    facts: { ...given.facts, ...inferred.facts, ...tracks.facts, ...sights.facts },
    files: {
      ...given.files,
      ...tracks.files,
      ...inferred.files,
      ...sensorKindsFile(recipe.sensorKinds),
      ...pipeRulesFile(recipe.pipeRules),
      ...tourFiles,
    },
  };
}

/** Loads what reads plans only for a city that has some. */
async function plansOf(
  { plans, planRules, planCrosswalk }: Recipe,
  layers: readonly LayerInput[],
): Promise<Pick<CityInput, 'plans' | 'planRules' | 'planCrosswalk'>> {
  if (plans.length === 0 && planRules === undefined && planCrosswalk === undefined) return {};
  const { readOwnBasis, readPlans } = await import('./plans.ts');
  return {
    plans: readPlans(plans, layers),
    planRules: readOwnBasis('rules', planRules),
    planCrosswalk: readOwnBasis('crosswalk', planCrosswalk),
  };
}

/** The vertical systems that sheets of elevations name. */
const verticalOf = (sheets: readonly DemTile[]): string =>
  [...new Set(sheets.flatMap(({ vertical }) => vertical ?? []))].join(', ');

/** Returns what is doubtful of the ground, told with every layer that stands on it. */
function reportSheets(
  sheets: readonly DemTile[],
  problems: Problems,
  layers: readonly Pick<LayerInput, 'assumptions' | 'problems'>[],
): void {
  const verticals = verticalOf(sheets);
  if (verticals.includes(', '))
    problems.report('terrain-verticals', () => `terrain: expected one vertical system, got ${verticals}`);
  for (const layer of layers) layer.problems.push(...problems.list());
  for (const { assumedUnitM, file } of sheets)
    if (assumedUnitM !== null)
      for (const { assumptions } of layers)
        assumptions.push({ code: 'terrain-height-unit', values: { file, unitM: assumedUnitM } });
}

/** Pipes lie under the ground: beside buildings they are shown when somebody asks for them, unless the recipe says otherwise. */
function hidePipesUnderHouses({ layers: wishes }: Recipe, layers: readonly LayerInput[]): void {
  if (!layers.some(({ kind }) => kind === 'building')) return;
  for (const [i, layer] of layers.entries())
    if (layer.kind === 'pipe') layer.shownAtStart = wishes[i].shownAtStart ?? false;
}

const round = (deg: number): number => Math.round(deg * 1e6) / 1e6;

/** West, south, east, north in degrees over all layers. */
function boundsOf(layers: readonly LayerInput[], tilesets: readonly TilesetInput[]): [number, number, number, number] {
  const all = [
    ...layers.map(({ features }) => boundsOfPlaces(features.geometry.lonLatDeg)),
    ...tilesets.map(({ boundsDeg }) => boundsDeg),
  ];
  const least = (axis: number): number => Math.min(...all.map((bounds) => bounds[axis]));
  const most = (axis: number): number => Math.max(...all.map((bounds) => bounds[axis]));
  return [least(0), least(1), most(2), most(3)];
}

/** Ground levels that fields of the layers state, at each feature's first or last vertex. */
function groundPoints(
  wishes: readonly { layer: string; field: string; at: 'start' | 'end'; offsetM: number }[],
  read: readonly ReadLayer[],
): GroundPoints {
  const points: GroundPoints = { lonLatDeg: [], elevationM: [] };
  for (const { layer, field, at, offsetM } of wishes) {
    const source = read.find(({ input }) => input.id === layer);
    const levels = source?.numbers(field);
    if (!source || !levels) throw new ReadError(bakeMessage('points-layer', { layer, field }));
    const { geometry } = source.input.features;
    for (let row = 0; row < levels.length; row++) {
      if (Number.isNaN(levels[row])) continue;
      const vertex = vertexOf(geometry, row, at);
      points.lonLatDeg.push(geometry.lonLatDeg[2 * vertex], geometry.lonLatDeg[2 * vertex + 1]);
      points.elevationM.push(levels[row] + offsetM);
    }
  }
  if (points.elevationM.length === 0) throw new ReadError(bakeMessage('points-empty', {}));
  return points;
}

function vertexOf(geometry: Geometry, row: number, at: 'start' | 'end'): number {
  if (geometry.kind === 'point') return row;
  if (geometry.kind === 'polygon') return geometry.ringVertex[geometry.partRing[geometry.featurePart[row]]];
  if (geometry.kind === 'surface') return geometry.ringVertex[geometry.surfaceRing[geometry.featureSurface[row]]];
  return at === 'start'
    ? geometry.lineVertex[geometry.featureLine[row]]
    : geometry.lineVertex[geometry.featureLine[row + 1]] - 1;
}

/** Where nothing tells the ground, a building model or a city of surfaces stands on it. */
function lowestModelM(read: readonly ReadLayer[]): number {
  const models = read
    .filter(({ input, footings }) => input.features.geometry.kind === 'surface' || footings !== undefined)
    .flatMap((layer) => layer.numbers(LOWEST) ?? []);
  const lowest = models.flatMap((elevationsM) => [...elevationsM]).reduce((a, b) => Math.min(a, b), Infinity);
  return Number.isFinite(lowest) ? lowest : Number.NaN;
}

/** A tileset made elsewhere has heights above the ellipsoid. */
function lowestTilesetM(tilesets: readonly TilesetInput[], undulationM: number): number {
  const lowest = tilesets.map((tileset) => tileset.lowestM - undulationM);
  return lowest.length > 0 ? Math.min(...lowest) : Number.NaN;
}

const firstNumber = (values: number[]): number | undefined => values.find((value) => !Number.isNaN(value));

function medianOf(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : [...values].sort((a, b) => a - b)[values.length >> 1];
}

function extentOf(
  origin: LonLat,
  [west, south, east, north]: [number, number, number, number],
  marginM: number,
): CityInput['extentM'] {
  let extent: CityInput['extentM'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const lonDeg of [west, (west + east) / 2, east])
    for (const latDeg of [south, north]) {
      const [e, n] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
      extent = [Math.min(extent[0], e), Math.min(extent[1], n), Math.max(extent[2], e), Math.max(extent[3], n)];
    }
  const out = (value: number, sign: number): number => sign * Math.ceil(sign * value + marginM);
  return [out(extent[0], -1), out(extent[1], -1), out(extent[2], 1), out(extent[3], 1)];
}

/** Share of the features on each side that a first view leaves out: one parcel far off makes a city a quarter of its picture. */
const OUTLIERS = 0.02;
/** Greatest number of a layer's features by which its place is found. */
const MAX_SAMPLED = 4096;
/** What stands up is what is looked at; roads and waters lead out of the city. */
const SEEN_FIRST = new Set(['building', 'element', 'bridge']);

/**
 * Where most of the features lie: west, south, east, north without the outliers; of scattered villages, and of a city too large for one
 * picture, the smallest square about its densest part that holds a seventh of them: the middle of its box may be wood or sea. Null without
 * layers.
 */
function coreOf(layers: readonly LayerInput[], origin: LonLat): CityInput['extentM'] | null {
  const standing = layers.filter(({ kind }) => SEEN_FIRST.has(kind));
  const east: number[] = [];
  const north: number[] = [];
  for (const { features } of standing.length > 0 ? standing : layers) {
    const { geometry, count } = features;
    const step = Math.max(1, Math.floor(count / MAX_SAMPLED));
    for (let row = 0; row < count; row += step) {
      const v = vertexOf(geometry, row, 'start');
      const lonDeg = geometry.lonLatDeg[2 * v];
      const [e, n] = enuFromLonLat(origin, { lonDeg, latDeg: geometry.lonLatDeg[2 * v + 1], heightM: origin.heightM });
      east.push(e);
      north.push(n);
    }
  }
  if (east.length === 0) return null;
  const [west, eastEnd] = coreAlong(east);
  const [south, northEnd] = coreAlong(north);
  const sizeM = Math.max(eastEnd - west, northEnd - south);
  for (const shownM of SHOWN_M) {
    if (shownM >= sizeM) break;
    const [x, y] = densestOf(east, north, shownM);
    const isIn = (i: number) => Math.abs(east[i] - x) <= shownM / 2 && Math.abs(north[i] - y) <= shownM / 2;
    const held = east.filter((_, i) => isIn(i)).length;
    if (held >= CORE_SHARE * east.length || shownM === MAX_SHOWN_M)
      return [x - shownM / 2, y - shownM / 2, x + shownM / 2, y + shownM / 2];
  }
  return [west - RIM_M, south - RIM_M, eastEnd + RIM_M, northEnd + RIM_M];
}

const shareOf = (ascending: readonly number[], share: number): number =>
  ascending[Math.round(share * (ascending.length - 1))];

function coreAlong(values: readonly number[]): [from: number, to: number] {
  const ascending = [...values].sort((a, b) => a - b);
  return [shareOf(ascending, OUTLIERS), shareOf(ascending, 1 - OUTLIERS)];
}

/**
 * The middle of the places in the square that holds most of them: the median of two towns, or of a coast, may be sea. Squares stand at every
 * quarter of a side: between the lines of a plain grid a village is cut in four, and a lone one that is not counts for more.
 */
function densestOf(east: readonly number[], north: readonly number[], sideM: number): [eastM: number, northM: number] {
  const stepM = sideM / QUARTERS;
  const squares = new Map<string, { count: number; east: number; north: number }>();
  for (let i = 0; i < east.length; i++)
    for (let k = 0; k < QUARTERS * QUARTERS; k++) {
      const column = Math.floor(east[i] / stepM) - (k % QUARTERS);
      const key = `${column},${Math.floor(north[i] / stepM) - Math.floor(k / QUARTERS)}`;
      const square = squares.get(key) ?? { count: 0, east: 0, north: 0 };
      square.count++;
      square.east += east[i];
      square.north += north[i];
      squares.set(key, square);
    }
  const [most] = [...squares.values()].sort((a, b) => b.count - a.count);
  return [most.east / most.count, most.north / most.count];
}

/** A city that fills the picture from farther away shows no building. */
const MAX_SHOWN_M = 12_000;
/** The sides of a first picture, from near to far; the first that holds enough of the city is taken. */
const SHOWN_M = [1_500, 3_000, 6_000, MAX_SHOWN_M];
const CORE_SHARE = 0.15;
const QUARTERS = 4;
/** Around the first vertices of the outermost features, which reach further. */
const RIM_M = 40;

/** Returns the extent of the first tileset that the recipe of a city of tilesets alone names. */
function firstTileset([first]: readonly TilesetInput[], origin: LonLat): CityInput['extentM'] | null {
  return first ? extentOf(origin, first.boundsDeg, RIM_M) : null;
}

/** From the recipe's point of view, else from the south, so far that the city fills the picture under a strip of sky. */
function homeOf(
  recipe: Recipe,
  origin: LonLat,
  undulationM: number,
  elevation: ElevationRaster | null,
  [west, south, east, north]: CityInput['extentM'],
): CityInput['home'] {
  const sizeM = Math.min(Math.max(east - west, north - south), MAX_SHOWN_M);
  const { home } = recipe;
  const { headingDeg, pitchDeg, distanceM } = home ?? {
    headingDeg: 0,
    pitchDeg: HOME_PITCH_DEG,
    distanceM: 0.9 * sizeM,
  };
  const target = home
    ? enuFromLonLat(origin, { lonDeg: home.lonDeg, latDeg: home.latDeg, heightM: origin.heightM })
    : ([(west + east) / 2, (south + north) / 2, 0] as const);
  const pitch = (pitchDeg * Math.PI) / 180;
  const heading = (headingDeg * Math.PI) / 180;
  const backM = distanceM * Math.cos(pitch);
  const eye = lonLatFromEnu(origin, [target[0] - backM * Math.sin(heading), target[1] - backM * Math.cos(heading), 0]);
  const groundM = sampleElevation(elevation, target[0], target[1], origin.heightM - undulationM);
  return {
    lonDeg: eye.lonDeg,
    latDeg: eye.latDeg,
    heightM: groundM + undulationM - distanceM * Math.sin(pitch),
    headingDeg,
    pitchDeg,
  };
}

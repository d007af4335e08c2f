import { NO_VALUE } from '../../model/city/column.ts';
import { HEIGHT_ORIGIN, HEIGHT_ORIGINS, type HeightOrigin } from '../../model/city/height-origin.ts';
import { SURVEYED_FACADE } from '../../model/city/surveyed-facade.ts';
import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { FEET_M } from '../../model/geo/units.ts';
import { Utf8List } from '../../readers/shared/growable.ts';
import type { RawFeatures } from '../../readers/shared/raw-features.ts';
import { FACADE_WORDS, type PolygonGeometry } from '../model.ts';
import { layParts, type ParentRows, parentRows } from './building-parts.ts';
import { pitchHouses } from './house-roofs.ts';
import { type StatedRoofs, statedRoofs } from './stated-roofs.ts';
import { type LayerTable, numberColumn } from './table.ts';
import { FILTERED, type RowCheck } from './validate-features.ts';
import type { PartHeights } from './validate-polygons.ts';

/** Taller than any building stands (Burj Khalifa 828 m, Jeddah Tower planned 1,008 m). */
const MAX_HEIGHT_M = 1_100;

/** Heights of a layer's buildings, by row, with the gate that leaves out those without one. */
interface Heights {
  parts: PartHeights;
  /** Height of the whole building, its highest part and its roof. */
  heightM: Float64Array;
  /** Leaves out rows without a height, and those that are parts of other rows. */
  gate: RowCheck;
  /** Lays roofs that the data state over the parts of the geometry. */
  layRoofs(geometry: PolygonGeometry, partRows: Uint32Array): void;
  /** Does the data say of the row that its roof is flat, or which form it has? */
  hasRoof(row: number): boolean;
  /** Columns of the rows that were kept, and what was guessed for them. */
  describe(rows: Uint32Array): void;
}

/** Tells where a height comes from, in the order in which each is tried. */
const ORIGINS = ['stated', 'elevations', 'storeys', 'building', 'outbuilding', 'assumed'] as const;
type Origin = (typeof ORIGINS)[number];
/** Those of them that the data state. */
const STATED: readonly Origin[] = ['stated', 'elevations', 'storeys'];

/** Tells what the fields of a layer say of heights, in metres, by row. */
interface StatedHeights {
  parents: ParentRows | null;
  stated: Float64Array | null;
  levels: Float64Array | null;
  roofs: StatedRoofs;
}

const isPartOf = (parents: ParentRows | null, row: number): boolean => parents !== null && parents[row] >= 0;

/** Heights of buildings, where they came from, and what to say of them. */
export function heightsOf(table: LayerTable): Heights {
  const { fields, assume } = table.recipe;
  const scale = table.recipe.units.height === 'ft' ? FEET_M : 1;
  const parents = parentRows(table);
  const stated = table.numbers(fields.height)?.map((value) => value * scale) ?? null;
  const levels = table.numbers(fields.levels);
  const roofs = statedRoofs(table, scale);
  const { topM, origin } = topsOf(table, scale, { parents, stated, levels, roofs });
  const storeyM = (row: number): number => {
    const own = ((stated?.[row] ?? Number.NaN) - roofs.riseM[row]) / (levels?.[row] ?? Number.NaN);
    return own > 0 && own < MAX_STOREY_M ? own : (assume.storeyHeightM ?? Number.NaN);
  };
  const baseM = basesOf(table, scale, (row) => {
    const own = storeyM(row);
    return Number.isNaN(own) && parents && parents[row] >= 0 ? storeyM(parents[row]) : own;
  });
  const heightM = topM.slice();
  const lowestM = baseM?.slice() ?? null;
  const parts: PartHeights = { topM, baseM, rowOf: null };
  if (parents) parts.rowOf = layParts(table, parents, { topM, baseM, heightM, lowestM, levels });
  return {
    parts,
    heightM,
    gate: gateOf(table, { heightM, lowestM, levels, parents }),
    layRoofs: (geometry, rows) => roofs.lay(geometry, rows),
    hasRoof: roofs.isStated,
    describe(rows) {
      describeOrigins(table, origin, parts.rowOf ? new Set(parts.rowOf) : rows);
      addHeight(table, heightM, rows);
      addHeightOrigins(table, originsOfBuildings(origin, parents, parts.rowOf), rows);
      if (lowestM) addBase(table, lowestM, rows);
      if (levels || assume.storeyHeightM) addStoreys(table, levels, heightM, rows);
    },
  };
}

/** The height of each row, and where it comes from; parts come last, since they may have that of their building. */
function topsOf(
  table: LayerTable,
  scale: number,
  { parents, stated, levels, roofs }: StatedHeights,
): { topM: Float64Array; origin: Origin[] } {
  const { raw, recipe } = table;
  const { fields, assume } = recipe;
  const roofLevel = table.numbers(fields.roofElevation);
  const ground = table.numbers(fields.groundElevation);
  const topM = new Float64Array(raw.count).fill(Number.NaN);
  const origin: Origin[] = Array.from({ length: raw.count }, () => 'assumed');
  const ways: Record<Origin, (row: number) => number> = {
    stated: (row) => stated?.[row] ?? Number.NaN,
    elevations: (row) => (roofLevel && ground ? (roofLevel[row] - ground[row]) * scale : Number.NaN),
    storeys: (row) =>
      levels && assume.storeyHeightM ? levels[row] * assume.storeyHeightM + roofs.riseM[row] : Number.NaN,
    building: (row) => (parents && STATED.includes(origin[parents[row]]) ? topM[parents[row]] : Number.NaN),
    outbuilding: (row) =>
      assume.outbuilding && areaM2(raw, row) <= assume.outbuilding.toM2 ? assume.outbuilding.heightM : Number.NaN,
    assumed: () => assume.heightM ?? Number.NaN,
  };
  for (const takesParts of [false, true]) {
    const tried = ORIGINS.filter((way) => way !== (takesParts ? 'outbuilding' : 'building'));
    for (let row = 0; row < raw.count; row++) {
      if (isPartOf(parents, row) !== takesParts) continue;
      const way = tried.find((one) => isHeight(table, row, ways[one](row)));
      if (!way) continue;
      topM[row] = ways[way](row);
      origin[row] = way;
    }
  }
  return { topM, origin };
}

/** Leaves out what has no height or stands upside down, and passes over the rows of parts. */
function gateOf(
  table: LayerTable,
  {
    heightM,
    lowestM,
    levels,
    parents,
  }: { heightM: Float64Array; lowestM: Float64Array | null } & Pick<StatedHeights, 'levels' | 'parents'>,
): RowCheck {
  let noneHint = '';
  return (row) => {
    if (isPartOf(parents, row)) return { code: FILTERED, message: 'a part of another row' };
    if (Number.isNaN(heightM[row])) {
      noneHint ||= heightHint(table);
      const hint =
        levels && !Number.isNaN(levels[row])
          ? `${levels[row]} storeys; --assume-storey-height 3 makes the guess explicit`
          : noneHint;
      return { code: 'height-missing', message: `expected a height, got ${hint}` };
    }
    if (lowestM && lowestM[row] >= heightM[row])
      return {
        code: 'base-above-top',
        message: `expected the base below the top, got ${lowestM[row]} m and ${heightM[row]} m`,
      };
    return null;
  };
}

/** Says of how many heights were guessed. */
function describeOrigins(
  { recipe: { assume }, raw, problems, assumptions }: LayerTable,
  origin: readonly Origin[],
  rows: Iterable<number>,
): void {
  const counts = { stated: 0, elevations: 0, storeys: 0, building: 0, outbuilding: 0, assumed: 0 };
  for (const row of rows) counts[origin[row]]++;
  if (counts.storeys > 0 && assume.storeyHeightM)
    assumptions.push({ code: 'height-by-storeys', values: { count: counts.storeys, storeyM: assume.storeyHeightM } });
  if (counts.building > 0)
    problems.report(
      'part-height-missing',
      () => `${raw.file}: expected a height of each part of a building, got ${counts.building} without`,
      counts.building,
    );
  if (counts.outbuilding > 0 && assume.outbuilding)
    assumptions.push({
      code: 'height-of-outbuildings',
      values: { count: counts.outbuilding, ...assume.outbuilding },
    });
  if (counts.assumed > 0 && assume.heightM)
    assumptions.push({ code: 'height-stated', values: { count: counts.assumed, heightM: assume.heightM } });
}

/** No storey is higher: a hall of one level says nothing of others. */
const MAX_STOREY_M = 12;

/** How high above its ground each row begins, by metres or by storeys; null where the recipe names neither field. */
function basesOf(table: LayerTable, scale: number, storeyM: (row: number) => number): Float64Array | null {
  const { fields } = table.recipe;
  const stated = table.numbers(fields.baseHeight);
  const levels = table.numbers(fields.baseLevels);
  if (!stated && !levels) return null;
  return Float64Array.from({ length: table.raw.count }, (_, row) => {
    const known = (stated?.[row] ?? Number.NaN) * scale;
    if (!Number.isNaN(known)) return Math.max(0, known);
    const level = levels?.[row] ?? Number.NaN;
    if (!(level > 0)) return 0;
    const byLevels = level * storeyM(row);
    if (Number.isNaN(byLevels))
      table.problems.report(
        'base-unread',
        () =>
          `${table.place(row)}: expected the height of a storey, got a base of ${level} storeys alone; --assume-storey-height 3 makes the guess explicit`,
      );
    return byLevels || 0;
  });
}

/** Returns the area of a row's first ring. */
function areaM2({ featurePart, partRing, ringVertex, xy }: RawFeatures, row: number): number {
  const ring = partRing[featurePart[row]];
  const from = ringVertex[ring];
  const [eastM, northM] = metresPerDegree(xy[2 * from + 1]);
  const corners = Array.from({ length: ringVertex[ring + 1] - from }, (_, i): Point => {
    const at = 2 * (from + i);
    return [(xy[at] - xy[2 * from]) * eastM, (xy[at + 1] - xy[2 * from + 1]) * northM];
  });
  return Math.abs(signedAreaM2(corners));
}

/** Where the height may stand after all, before a guess: an `--assume-height` that was followed word by word made boxes of surveyed towers. */
function heightHint(table: LayerTable): string {
  const { fields } = table.recipe;
  const isNamed = [fields.height, fields.roofElevation, fields.levels].some((name) => name !== undefined);
  const names = isNamed ? [] : table.numericNames(HEIGHT_NAMES);
  const offered = names.map((name) => `"${name}"`).join(', ');
  const guess = '--assume-height 6 makes a guess explicit';
  if (names.length === 0) return `none; ${guess}`;
  return `none named; numbers stand in ${offered}: --height-field takes metres from one, --levels-field storeys; ${guess}`;
}

/** What properties with heights or storeys are called, in the languages of the data seen. */
const HEIGHT_NAMES = /h(ei|ie|oe|au)?[gu]?h?t|elev|altitud|levels?|stor(e?y|ies)|floors?|etage|geschoss|高|层|樓|楼层/i;

/** Could a building be so high? What is there and cannot be is reported. */
function isHeight(table: LayerTable, row: number, heightM: number): boolean {
  if (heightM > 0 && heightM <= MAX_HEIGHT_M) return true;
  if (!Number.isNaN(heightM))
    table.problems.report(
      'height-absurd',
      () => `${table.place(row)}: expected a height above 0 and at most ${MAX_HEIGHT_M} m, got ${heightM} m`,
    );
  return false;
}

/** Adds the column of heights. */
function addHeight(table: LayerTable, heightM: Float64Array, rows: Uint32Array): void {
  table.add(numberColumn('height', heightM, rows), { type: 'number', unit: 'm', label: { zh: '高度', en: 'Height' } });
}

/** Tells what each way in which a height is found rests on, and how sure it is: the least sure part tells for its building. */
const ORIGIN_WORDS: Readonly<Record<Origin, HeightOrigin>> = {
  stated: 'stated',
  elevations: 'roof',
  storeys: 'storeys',
  building: 'stated',
  outbuilding: 'assumed',
  assumed: 'assumed',
};

/** Adds what each height rests on, so that whoever judges by it can tell which were guessed; nothing where all are stated. */
function addHeightOrigins(table: LayerTable, origin: readonly Origin[], rows: Uint32Array): void {
  if (!rows.some((row) => !['stated', 'roof'].includes(ORIGIN_WORDS[origin[row]]))) return;
  const words = new Utf8List(rows.length);
  for (const row of rows) words.pushText(ORIGIN_WORDS[origin[row]]);
  table.add(
    { name: HEIGHT_ORIGIN, type: 'string', values: words.view() },
    { type: 'code', label: { zh: '高度依据', en: 'Height from' }, values: HEIGHT_ORIGINS },
  );
}

/** The same of whole buildings: where parts replace an outline, the way of the least sure of them. */
function originsOfBuildings(origin: readonly Origin[], parents: ParentRows | null, used: Uint32Array | null): Origin[] {
  const out = [...origin];
  if (!parents || !used) return out;
  const parts = [...new Set(used)].filter((row) => parents[row] >= 0);
  const own = new Set(used);
  for (const row of parts) if (!own.has(parents[row])) out[parents[row]] = 'stated';
  for (const row of parts) {
    const building = parents[row];
    if (ORIGINS.indexOf(origin[row]) > ORIGINS.indexOf(out[building])) out[building] = origin[row];
  }
  return out;
}

/** Adds the column of how high above its ground a building begins: 0, but for skyways, bridge houses and canopies. */
function addBase(table: LayerTable, lowestM: Float64Array, rows: Uint32Array): void {
  if (!rows.some((row) => lowestM[row] > 0)) return;
  table.add(numberColumn('base', lowestM, rows), { type: 'number', unit: 'm', label: { zh: '底高', en: 'Base' } });
}

/** As stated, else the height by the assumed height of a storey. */
function addStoreys(table: LayerTable, levels: Float64Array | null, heightM: Float64Array, rows: Uint32Array): void {
  const { storeyHeightM } = table.recipe.assume;
  const storeys = new Uint32Array(new SharedArrayBuffer(4 * rows.length));
  for (let i = 0; i < rows.length; i++) {
    const known = levels?.[rows[i]] ?? Number.NaN;
    const counted = known >= 1 ? known : heightM[rows[i]] / (storeyHeightM ?? Number.NaN);
    storeys[i] = Number.isNaN(counted) ? NO_VALUE : Math.max(1, Math.round(counted));
  }
  table.add(
    { name: 'storeys', type: 'uint32', values: storeys },
    { type: 'integer', label: { zh: '层数', en: 'Storeys' } },
  );
}

/** Houses and old houses wear gables where the recipe has them drawn; halls, sheds and offices stay as they are. */
export function addGables(
  table: LayerTable,
  geometry: PolygonGeometry,
  rows: Uint32Array,
  hasRoof: (row: number) => boolean,
): void {
  const { recipe } = table;
  if (!recipe.assume.gables) return;
  const words = table.words(recipe.fields.facade);
  const classOf = (row: number): number => {
    const word = words?.text(rows[row]) ?? '';
    return Object.hasOwn(recipe.facades, word) ? recipe.facades[word] : (recipe.facade ?? HOUSING);
  };
  const count = pitchHouses(geometry, rows.length, (row) => classOf(row) <= HOUSING && !hasRoof(rows[row]));
  if (count > 0) table.assumptions.push({ code: 'gables-drawn', values: { count } });
}

/** Last class of `FACADE_WORDS` that is housing: old houses are 0. */
const HOUSING = 1;

const SURVEYED_WORD = { [SURVEYED_FACADE]: { zh: '按实测', en: 'As surveyed' } };

/** Facade classes by the recipe's words, else those of surveyed walls, which nothing is painted on; nothing where there are neither. */
export function addFacades(
  table: LayerTable,
  heightM: Float64Array,
  rows: Uint32Array,
  isSurveyed: (row: number) => boolean = () => false,
): void {
  const { facade, facades, tallFacade, fields } = table.recipe;
  const words = table.words(fields.facade);
  const values = new Uint32Array(new SharedArrayBuffer(4 * rows.length));
  for (let i = 0; i < rows.length; i++) {
    values[i] = facade ?? (isSurveyed(rows[i]) ? SURVEYED_FACADE : NO_VALUE);
    const text = words?.text(rows[i]) ?? '';
    if (Object.hasOwn(facades, text)) values[i] = facades[text];
    if (tallFacade && heightM[rows[i]] >= tallFacade.fromM) values[i] = tallFacade.facade;
  }
  const drawn = values.reduce((count, value) => (value === NO_VALUE ? count + 1 : count), 0);
  if (drawn > 0) table.assumptions.push({ code: 'facade-drawn', values: { count: drawn } });
  if (facade === undefined && !fields.facade && !rows.some(isSurveyed)) return;
  if (facade !== undefined) table.assumptions.push({ code: 'facade-stated', values: { facade } });
  if (tallFacade)
    table.assumptions.push({
      code: 'facade-by-height',
      values: { facade: tallFacade.facade, fromM: tallFacade.fromM },
    });
  table.add(
    { name: 'facade', type: 'uint32', values },
    {
      type: 'integer',
      label: { zh: '外立面类别', en: 'Facade class' },
      values: rows.some(isSurveyed) ? { ...FACADE_WORDS, ...SURVEYED_WORD } : FACADE_WORDS,
    },
  );
}

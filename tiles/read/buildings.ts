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
import { pitchHouses } from './house-roofs.ts';
import { type LayerTable, numberColumn } from './table.ts';
import type { RowCheck } from './validate-features.ts';
import type { PartHeights } from './validate-polygons.ts';

/** Taller than any building stands (Burj Khalifa 828 m, Jeddah Tower planned 1,008 m). */
const MAX_HEIGHT_M = 1_100;

/** Heights of a layer's buildings, by row, with the gate that leaves out those without one. */
interface Heights {
  parts: PartHeights;
  /** Leaves out rows without a height. */
  gate: RowCheck;
  /** Columns of the rows that were kept, and what was guessed for them. */
  describe(rows: Uint32Array): void;
}

/** Heights of buildings, where they came from, and what to say of them. */
export function heightsOf(table: LayerTable): Heights {
  const { recipe, raw } = table;
  const { fields, assume } = recipe;
  const scale = recipe.units.height === 'ft' ? FEET_M : 1;
  const stated = table.numbers(fields.height);
  const roof = table.numbers(fields.roofElevation);
  const ground = table.numbers(fields.groundElevation);
  const levels = table.numbers(fields.levels);
  const base = table.numbers(fields.baseHeight);
  const topM = new Float64Array(raw.count);
  /** 0 stated, 1 roof − ground, 2 storeys × assumed height, 3 assumed for small ones, 4 assumed. */
  const origin = new Uint8Array(raw.count);
  const ways: ((row: number) => number)[] = [
    (row) => (stated ? stated[row] * scale : Number.NaN),
    (row) => (roof && ground ? (roof[row] - ground[row]) * scale : Number.NaN),
    (row) => (levels && assume.storeyHeightM ? levels[row] * assume.storeyHeightM : Number.NaN),
    (row) =>
      assume.outbuilding && areaM2(raw, row) <= assume.outbuilding.toM2 ? assume.outbuilding.heightM : Number.NaN,
    () => assume.heightM ?? Number.NaN,
  ];
  for (let row = 0; row < raw.count; row++) {
    topM[row] = Number.NaN;
    for (let way = 0; way < ways.length; way++) {
      const heightM = ways[way](row);
      if (!isHeight(table, row, heightM)) continue;
      topM[row] = heightM;
      origin[row] = way;
      break;
    }
  }
  const baseM = base ? base.map((value) => (value > 0 ? value * scale : 0)) : null;
  const parts: PartHeights = { topM, baseM };
  let noneHint = '';
  const gate: RowCheck = (row) => {
    if (Number.isNaN(topM[row])) {
      noneHint ||= heightHint(table);
      const hint =
        levels && !Number.isNaN(levels[row])
          ? `${levels[row]} storeys; --assume-storey-height 3 makes the guess explicit`
          : noneHint;
      return { code: 'height-missing', message: `expected a height, got ${hint}` };
    }
    if (baseM && baseM[row] >= topM[row])
      return {
        code: 'base-above-top',
        message: `expected the base below the top, got ${baseM[row]} m and ${topM[row]} m`,
      };
    return null;
  };
  return {
    parts,
    gate,
    describe(rows) {
      const counts = [0, 0, 0, 0, 0];
      for (const row of rows) counts[origin[row]]++;
      const [, , byStoreys, small, byNothing] = counts;
      if (byStoreys > 0 && assume.storeyHeightM)
        table.assumptions.push({
          code: 'height-by-storeys',
          values: { count: byStoreys, storeyM: assume.storeyHeightM },
        });
      if (small > 0 && assume.outbuilding)
        table.assumptions.push({ code: 'height-of-outbuildings', values: { count: small, ...assume.outbuilding } });
      if (byNothing > 0 && assume.heightM)
        table.assumptions.push({ code: 'height-stated', values: { count: byNothing, heightM: assume.heightM } });
      addHeight(table, topM, rows);
      if (byStoreys + small + byNothing > 0) addHeightOrigins(table, origin, rows);
      if (levels || assume.storeyHeightM) addStoreys(table, levels, topM, rows);
    },
  };
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

/** By the ways in which a height is found. */
const ORIGINS: readonly HeightOrigin[] = ['stated', 'roof', 'storeys', 'assumed', 'assumed'];

/** Adds what each height rests on, so that whoever judges by it can tell which were guessed. */
function addHeightOrigins(table: LayerTable, origin: Uint8Array, rows: Uint32Array): void {
  const words = new Utf8List(rows.length);
  for (const row of rows) words.pushText(ORIGINS[origin[row]]);
  table.add(
    { name: HEIGHT_ORIGIN, type: 'string', values: words.view() },
    { type: 'code', label: { zh: '高度依据', en: 'Height from' }, values: HEIGHT_ORIGINS },
  );
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
export function addGables(table: LayerTable, geometry: PolygonGeometry, rows: Uint32Array): void {
  const { recipe } = table;
  if (!recipe.assume.gables) return;
  const words = table.words(recipe.fields.facade);
  const classOf = (row: number): number => {
    const word = words?.text(rows[row]) ?? '';
    return Object.hasOwn(recipe.facades, word) ? recipe.facades[word] : (recipe.facade ?? HOUSING);
  };
  const count = pitchHouses(geometry, rows.length, (row) => classOf(row) <= HOUSING);
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

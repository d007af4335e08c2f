import type { RasterPlace } from '../../model/city/raster.ts';
import { SURFACE_IDS } from '../../model/questions/outdoor-heat.ts';
import {
  type HeatClass,
  type HeatOfHour,
  type HotPlace,
  NO_TENTHS,
  STRESS_CLASSES,
  STRONG_FROM_C,
  type SurfaceWarmth,
} from '../../model/tables/heat.ts';
import type { HeatMaps } from './heat-day.ts';
import type { HeatHour } from './heat-weather.ts';

const STRONG_TENTHS = 10 * STRONG_FROM_C;
/** Hot places are so many, and so far apart. */
const HOT_PLACES = 8;
const APART_M = 60;
/** A hot place is the mean of a square with so long a side. */
const SQUARE_M = 12;

/** Cells that count, with the residents on each. */
export interface CountedGround {
  place: RasterPlace;
  /** 1: open ground of the area that is no water. */
  isOpen: Uint8Array;
  people: Float32Array;
}

const tenth = (value: number): number => Math.round(10 * value) / 10;

/** The hours over the whole area. */
export function hoursOver(
  { isOpen }: CountedGround,
  hours: readonly HeatHour[],
  maps: HeatMaps,
  before: HeatMaps | null,
): HeatOfHour[] {
  return maps.hours.map((hour, i): HeatOfHour => {
    const { airC, humidityPct, windMps, globalWPerM2 } = hours[hour];
    const felt = statsOf(maps.utciTenths[i], isOpen);
    const then = before && statsOf(before.utciTenths[i], isOpen).meanC;
    return {
      hour,
      airC: tenth(airC),
      humidityPct: Math.round(humidityPct),
      windMps: tenth(windMps),
      globalWPerM2: Math.round(globalWPerM2),
      meanUtciC: felt.meanC === null ? null : tenth(felt.meanC),
      maxUtciC: felt.maxC,
      meanRadiantC: roundedOrNull(statsOf(maps.radiantTenths[i], isOpen).meanC),
      strongPct: tenth(felt.strongPct),
      changeK: then === null || felt.meanC === null ? null : Math.round(100 * (felt.meanC - then)) / 100,
    };
  });
}

const roundedOrNull = (value: number | null): number | null => (value === null ? null : tenth(value));

function statsOf(tenths: Int16Array, isOpen: Uint8Array) {
  let sum = 0;
  let count = 0;
  let most = NO_TENTHS;
  let strong = 0;
  for (let cell = 0; cell < tenths.length; cell++) {
    if (!isOpen[cell] || tenths[cell] === NO_TENTHS) continue;
    sum += tenths[cell];
    count++;
    if (tenths[cell] > most) most = tenths[cell];
    if (tenths[cell] >= STRONG_TENTHS) strong++;
  }
  return {
    meanC: count === 0 ? null : sum / count / 10,
    maxC: count === 0 ? null : most / 10,
    strongPct: count === 0 ? 0 : (100 * strong) / count,
  };
}

/** Place in the list of the hour with the highest mean of the index. */
export function worstOf(hours: readonly HeatOfHour[]): number {
  let worst = 0;
  for (const [i, { meanUtciC }] of hours.entries())
    if ((meanUtciC ?? Number.NEGATIVE_INFINITY) > (hours[worst].meanUtciC ?? Number.NEGATIVE_INFINITY)) worst = i;
  return worst;
}

/** Ground and residents by class of the index. */
export function classesOf(ground: CountedGround, after: Int16Array, before: Int16Array | null): HeatClass[] {
  const now = sumsByClass(ground, after);
  const then = before && sumsByClass(ground, before);
  return STRESS_CLASSES.map(({ id }, i) => ({
    stress: id,
    areaM2: Math.round(now.areaM2[i]),
    residents: Math.round(now.residents[i]),
    areaBeforeM2: then && Math.round(then.areaM2[i]),
    residentsBefore: then && Math.round(then.residents[i]),
  }));
}

function sumsByClass({ place, isOpen, people }: CountedGround, tenths: Int16Array) {
  const areaM2 = new Float64Array(STRESS_CLASSES.length);
  const residents = new Float64Array(STRESS_CLASSES.length);
  for (let cell = 0; cell < tenths.length; cell++) {
    if (!isOpen[cell] || tenths[cell] === NO_TENTHS) continue;
    const at = classAt(tenths[cell]);
    areaM2[at] += place.cellM * place.cellM;
    residents[at] += people[cell];
  }
  return { areaM2, residents };
}

function classAt(tenths: number): number {
  let at = 0;
  while (at + 1 < STRESS_CLASSES.length && tenths >= 10 * (STRESS_CLASSES[at + 1].fromC ?? 0)) at++;
  return at;
}

/** Hours with strong heat stress or more at each cell. */
export function strongHoursOf(maps: HeatMaps): Uint8Array {
  const hours = new Uint8Array(maps.utciTenths[0]?.length ?? 0);
  for (const tenths of maps.utciTenths)
    for (let cell = 0; cell < hours.length; cell++) if (tenths[cell] >= STRONG_TENTHS) hours[cell]++;
  return hours;
}

/** A mean over the open ground, and by resident; null where nobody lives. */
export function meansOf(
  { isOpen, people }: CountedGround,
  valueAt: (cell: number) => number | null,
): { ground: number; residents: number | null } {
  let sum = 0;
  let count = 0;
  let weighed = 0;
  let weight = 0;
  for (let cell = 0; cell < isOpen.length; cell++) {
    const value = isOpen[cell] ? valueAt(cell) : null;
    if (value === null) continue;
    sum += value;
    count++;
    weighed += people[cell] * value;
    weight += people[cell];
  }
  const hundredth = (value: number) => Math.round(100 * value) / 100;
  return {
    ground: count === 0 ? 0 : hundredth(sum / count),
    residents: weight === 0 ? null : hundredth(weighed / weight),
  };
}

/** Change of the index between two maps at a cell; null where one has no value. */
export const changeBetween =
  (after: Int16Array, before: Int16Array) =>
  (cell: number): number | null =>
    after[cell] === NO_TENTHS || before[cell] === NO_TENTHS ? null : (after[cell] - before[cell]) / 10;

/** The hottest squares, one after the other, apart from each other. */
export function hottestOf(
  { place, isOpen }: CountedGround,
  utciTenths: Int16Array,
  radiantTenths: Int16Array,
  strongHours: Uint8Array,
  surface: Uint8Array,
): HotPlace[] {
  const side = Math.max(1, Math.round(SQUARE_M / place.cellM));
  const squares = squaresOf(place, isOpen, utciTenths, side);
  const found: HotPlace[] = [];
  for (const { column, row, mean } of squares) {
    if (found.length === HOT_PLACES) break;
    const middleColumn = Math.min(place.columns - 1, column + (side >> 1));
    const middleRow = Math.min(place.rows - 1, row + (side >> 1));
    const cell = middleRow * place.columns + middleColumn;
    const eastM = place.westM + (middleColumn + 0.5) * place.cellM;
    const northM = place.southM + (middleRow + 0.5) * place.cellM;
    if (!isOpen[cell] || found.some((one) => Math.hypot(one.eastM - eastM, one.northM - northM) < APART_M)) continue;
    found.push({
      eastM,
      northM,
      utciC: tenth(mean / 10),
      radiantC: radiantTenths[cell] / 10,
      strongHours: strongHours[cell],
      surface: SURFACE_IDS[surface[cell]],
    });
  }
  return found;
}

/** Squares of cells that are all open, the hottest first. */
function squaresOf({ columns, rows }: RasterPlace, isOpen: Uint8Array, tenths: Int16Array, side: number) {
  const squares: { column: number; row: number; mean: number }[] = [];
  for (let row = 0; row + side <= rows; row += side)
    for (let column = 0; column + side <= columns; column += side) {
      let sum = 0;
      let count = 0;
      for (let k = 0; k < side * side; k++) {
        const cell = (row + Math.floor(k / side)) * columns + column + (k % side);
        if (!isOpen[cell] || tenths[cell] === NO_TENTHS) continue;
        sum += tenths[cell];
        count++;
      }
      if (count === side * side) squares.push({ column, row, mean: sum / count });
    }
  return squares.sort((a, b) => b.mean - a.mean || a.row - b.row || a.column - b.column);
}

/** Surfaces of the open ground with their mean warmth. */
export function surfacesOf(
  { place, isOpen }: CountedGround,
  surface: Uint8Array,
  meanC: readonly (number | null)[],
): SurfaceWarmth[] {
  const cells = new Float64Array(SURFACE_IDS.length);
  for (let cell = 0; cell < surface.length; cell++) cells[surface[cell]] += isOpen[cell];
  return SURFACE_IDS.flatMap((id, i): SurfaceWarmth[] => {
    const mean = meanC[i];
    if (mean === null || cells[i] === 0) return [];
    return [{ surface: id, areaM2: Math.round(cells[i] * place.cellM * place.cellM), meanC: tenth(mean) }];
  });
}

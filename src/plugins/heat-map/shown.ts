import type { Point } from '../../../model/geo/plane/point.ts';
import { NO_TENTHS } from '../../../model/tables/heat.ts';
import type { HeatRaster, HeatResult } from '../../../workers/outdoor-heat/engine-types.ts';
import { NO_SHEET_VALUE } from '../../view/sheet-picture.ts';
import type { HeatForm, HeatShows } from './slice.ts';

/** Place among a result's hours of the one that is shown. */
export function shownHour({ hours, worstHour }: Pick<HeatResult, 'hours' | 'worstHour'>, hour: number | null): number {
  const at = hours.findIndex((one) => one.hour === hour);
  return at >= 0 ? at : hours.findIndex((one) => one.hour === worstHour);
}

/** What is shown of this result: change only where something changes. */
export const shownKind = ({ raster }: Pick<HeatResult, 'raster'>, shows: HeatShows): HeatShows =>
  shows === 'change' && !raster.beforeTenths ? 'utci' : shows;

/** A value a cell, as sheets take them. */
export function shownValues(result: HeatResult, { shows, hour }: Pick<HeatForm, 'shows' | 'hour'>): Float32Array {
  const { raster } = result;
  const at = shownHour(result, hour);
  const kind = shownKind(result, shows);
  const values = new Float32Array(raster.columns * raster.rows).fill(NO_SHEET_VALUE);
  for (let cell = 0; cell < values.length; cell++) {
    const value = valueAt(raster, kind, at, cell);
    if (value !== null) values[cell] = value;
  }
  return values;
}

/** The shown value of a cell; null where there is none. */
export function valueAt(raster: HeatRaster, kind: HeatShows, at: number, cell: number): number | null {
  const utci = raster.utciTenths[at][cell];
  if (kind === 'hours') return utci === NO_TENTHS ? null : raster.strongHours[cell];
  if (kind === 'radiant') return degrees(raster.radiantTenths[at][cell]);
  if (kind === 'utci') return degrees(utci);
  const before = raster.beforeTenths?.[at][cell] ?? NO_TENTHS;
  return utci === NO_TENTHS || before === NO_TENTHS ? null : (utci - before) / 10;
}

const degrees = (tenths: number): number | null => (tenths === NO_TENTHS ? null : tenths / 10);

/** All values of a result at one place and hour; null: outside the map, or nobody walks there. */
export function valuesAt(result: HeatResult, [eastM, northM]: Point, hour: number | null) {
  const { raster } = result;
  const column = Math.floor((eastM - raster.westM) / raster.cellM);
  const row = Math.floor((northM - raster.southM) / raster.cellM);
  if (column < 0 || row < 0 || column >= raster.columns || row >= raster.rows) return null;
  const cell = row * raster.columns + column;
  const at = shownHour(result, hour);
  const utciC = valueAt(raster, 'utci', at, cell);
  const radiantC = valueAt(raster, 'radiant', at, cell);
  if (utciC === null || radiantC === null) return null;
  return { utciC, radiantC, strongHours: raster.strongHours[cell], changeK: valueAt(raster, 'change', at, cell) };
}

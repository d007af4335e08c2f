import type { InpFile } from './inp-file.ts';
import type { InpRow } from './inp-sections.ts';
import type { InpWord } from './messages.ts';

/** Values over time, as a file lists them; times rise strictly. */
interface InpSeries {
  timesS: readonly number[];
  values: readonly number[];
}

/** Value against depth, level, head or volume, in the file's units; points ascend. */
interface InpCurve {
  at: readonly number[];
  value: readonly number[];
}

/** The series that a cell names, times in seconds from the start. */
export type SeriesOf = (row: InpRow, nth: number, what: InpWord) => InpSeries;

const DATE = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/;

/** A date as seconds; leap years as in the civil calendar, year 1 included. */
export function whenS(row: InpRow, nth: number, what: InpWord, inp: InpFile): number {
  const parts = DATE.exec(inp.text(row, nth, what));
  if (!parts) throw inp.problem(row, what, 'calendarDate', row.cells[nth]);
  const date = new Date(Date.UTC(2000, Number(parts[1]) - 1, Number(parts[2])));
  date.setUTCFullYear(Number(parts[3]));
  return date.getTime() / 1000;
}

/** `HH:MM:SS`, or a plain number of `unitS`. */
export function timeOfDayS(row: InpRow, nth: number, what: InpWord, inp: InpFile, unitS: number): number {
  const cell = inp.text(row, nth, what);
  const parts = cell.split(':').map(Number);
  if (parts.some((part) => !Number.isFinite(part)) || parts.length > 3) {
    throw inp.problem(row, what, 'timeOfDay', cell);
  }
  if (parts.length === 1) return parts[0] * unitS;
  return parts[0] * 3600 + parts[1] * 60 + (parts[2] ?? 0);
}

/** [TIMESERIES]: name, then time and value again and again, a date before the time where it changes; hours from the start without one. */
export function seriesOf(inp: InpFile, startS: number): SeriesOf {
  const found = new Map<string, { timesS: number[]; values: number[]; dayS: number | null }>();
  for (const row of inp.rows('TIMESERIES')) {
    const name = row.cells[0];
    const series = found.get(name) ?? { timesS: [], values: [], dayS: null };
    found.set(name, series);
    if (row.cells[1]?.toUpperCase() === 'FILE') throw inp.problem(row, 'series', 'ownValues', 'FILE');
    for (let at = 1; at < row.cells.length; at += 2) {
      if (DATE.test(row.cells[at])) series.dayS = whenS(row, at++, 'date', inp) - startS;
      const timeS = (series.dayS ?? 0) + timeOfDayS(row, at, 'time', inp, 3600);
      const last = series.timesS[series.timesS.length - 1] ?? Number.NEGATIVE_INFINITY;
      if (timeS <= last) throw inp.problem(row, 'time', 'later', row.cells[at]);
      series.timesS.push(timeS);
      series.values.push(inp.number(row, at + 1, 'value'));
    }
  }
  return (row, nth, what) => {
    const series = found.get(inp.text(row, nth, what));
    if (!series) throw inp.problem(row, what, 'knownSeries', row.cells[nth]);
    return { timesS: series.timesS, values: series.values };
  };
}

/** [CURVES]: name, on its first line the type, then x and y again and again. */
export function curvesOf(inp: InpFile): Map<string, InpCurve> {
  const curves = new Map<string, { at: number[]; value: number[] }>();
  for (const row of inp.rows('CURVE')) {
    const curve = curves.get(row.cells[0]) ?? { at: [], value: [] };
    curves.set(row.cells[0], curve);
    const first = Number.isNaN(Number(row.cells[1])) ? 2 : 1;
    for (let at = first; at < row.cells.length; at += 2) {
      const x = inp.number(row, at, 'x');
      if (x <= (curve.at[curve.at.length - 1] ?? Number.NEGATIVE_INFINITY)) {
        throw inp.problem(row, 'x', 'increasing', x);
      }
      curve.at.push(x);
      curve.value.push(inp.number(row, at + 1, 'y'));
    }
  }
  return curves;
}

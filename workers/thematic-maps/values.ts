import type { ColumnOf, ThemeRequest } from '../../model/questions/thematic-maps.ts';
import { MessageError } from '../../model/text/message.ts';
import type { ThingColumns } from './columns.ts';
import { themeMessage } from './messages.ts';
import type { Units } from './units.ts';

/** Values of units at one step; NaN: none. */
interface StepValues {
  /** As the slider says it; empty where there is none. */
  time: string;
  values: Float64Array;
  /** Number of things of which the number that is shown is not known, or that which divides it. */
  withoutValue: number;
  outside: number;
}

/** What falls to each unit while things are counted through. */
interface Sums {
  value: Float64Array;
  weight: Float64Array;
  divisor: Float64Array;
}

/** The steps of a map of numbers: one where there is no slider. `unitOf`: by row of the layer, null outside of all. */
export function numberSteps(
  request: ThemeRequest,
  columns: ThingColumns,
  units: Units,
  unitOf: (row: number) => number | null,
): StepValues[] {
  const { measure, times } = request;
  if (measure.by === 'words') return [];
  const own = measure.by === 'number' ? measure.column : null;
  if (times.by === 'columns')
    return times.columns.map((column) => stepOf(request, columns, units, unitOf, { time: column.name, column }));
  if (times.by === 'until')
    return times.values.map((most) =>
      stepOf(request, columns, units, unitOf, {
        time: String(most),
        column: own,
        isIn(row) {
          const value = columns.number(times.column, row);
          return value !== null && value <= most;
        },
      }),
    );
  return [stepOf(request, columns, units, unitOf, { time: '', column: own })];
}

interface Step {
  time: string;
  /** Null: things are counted. */
  column: ColumnOf | null;
  isIn?(row: number): boolean;
}

function stepOf(
  request: ThemeRequest,
  columns: ThingColumns,
  units: Units,
  unitOf: (row: number) => number | null,
  { time, column, isIn }: Step,
): StepValues {
  const { unit, per } = request;
  const zeros = () => new Float64Array(units.count);
  const sums: Sums = { value: zeros(), weight: zeros(), divisor: zeros() };
  const spread = unit.by === 'grid' && unit.smoothM ? kernel(units, unit.smoothM) : null;
  let withoutValue = 0;
  let outside = 0;
  for (let row = 0; row < columns.layer.count; row++) {
    if (isIn && !isIn(row)) continue;
    const value = column === null ? 1 : columns.number(column, row);
    const divisor = per.by === 'number' ? columns.number(per.column, row) : 0;
    if (value === null || divisor === null) {
      withoutValue++;
      continue;
    }
    const own = unitOf(row);
    if (own === null) outside++;
    const add = (at: number, share: number) => {
      sums.value[at] += value * share;
      sums.weight[at] += share;
      sums.divisor[at] += divisor * share;
    };
    if (spread) spread(columns.thing(row).at, add);
    else if (own !== null) add(own, 1);
  }
  return { time, values: dividedValues(request, units, sums), withoutValue, outside };
}

function dividedValues({ unit, measure, per }: ThemeRequest, units: Units, { value, weight, divisor }: Sums) {
  const isMean = measure.by === 'number' && measure.fold === 'mean';
  // A parcel or district without things has none of them, which is a number; empty cells say nothing.
  const isZeroKnown = (unit.by === 'areas' || unit.by === 'districts') && !isMean;
  return value.map((sum, i) => {
    if (weight[i] === 0 && !isZeroKnown) return Number.NaN;
    if (per.by === 'number') return divisor[i] === 0 ? Number.NaN : sum / divisor[i];
    const whole = isMean ? sum / weight[i] : sum;
    if (per.by === 'nothing') return whole;
    const areaM2 = units.areaM2(i);
    return areaM2 > 0 ? (whole * M2_PER_HA) / areaM2 : Number.NaN;
  });
}

const M2_PER_HA = 10_000;

/**
 * Spreads a thing over the cells whose middles lie within the radius, by the quartic kernel. Shares of a thing add up to 1: what lies near the
 * edge of the city is not lost beyond it.
 */
function kernel(units: Units, radiusM: number) {
  if (!units.sheet) throw new Error('a kernel needs cells');
  const { westM, southM, cellM, columns, rows } = units.sheet.place;
  const reach = Math.ceil(radiusM / cellM) + 1;
  return ([x, y]: readonly [number, number], add: (at: number, share: number) => void): void => {
    const column = Math.floor((x - westM) / cellM);
    const row = Math.floor((y - southM) / cellM);
    const found: { at: number; weight: number }[] = [];
    let whole = 0;
    for (let r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++)
      for (let c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++) {
        const dx = westM + (c + 0.5) * cellM - x;
        const dy = southM + (r + 0.5) * cellM - y;
        const ratio = 1 - (dx * dx + dy * dy) / (radiusM * radiusM);
        if (ratio <= 0) continue;
        found.push({ at: r * columns + c, weight: ratio * ratio });
        whole += ratio * ratio;
      }
    for (const { at, weight } of found) add(at, weight / whole);
    // A radius below half a cell may reach no middle.
    if (found.length === 0 && column >= 0 && row >= 0 && column < columns && row < rows) add(row * columns + column, 1);
  };
}

/** The word of each unit: that of most of its things, of equally many the one that comes first by its letters; null: none. */
export function wordsOf(
  { measure }: ThemeRequest,
  columns: ThingColumns,
  units: Units,
  unitOf: (row: number) => number | null,
): { words: (string | null)[]; withoutValue: number; outside: number } {
  if (measure.by !== 'words') throw new MessageError(themeMessage('no-values', {}));
  const counts = Array.from({ length: units.count }, () => new Map<string, number>());
  let withoutValue = 0;
  let outside = 0;
  for (let row = 0; row < columns.layer.count; row++) {
    const word = columns.word(measure.column, row);
    const unit = unitOf(row);
    if (word === null) withoutValue++;
    else if (unit === null) outside++;
    else counts[unit].set(word, (counts[unit].get(word) ?? 0) + 1);
  }
  const words = counts.map((found) => {
    let best: string | null = null;
    for (const [word, count] of found) {
      const most = best === null ? 0 : (found.get(best) ?? 0);
      if (best === null || count > most || (count === most && word < best)) best = word;
    }
    return best;
  });
  return { words, withoutValue, outside };
}

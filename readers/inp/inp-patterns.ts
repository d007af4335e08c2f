import { S_PER_H } from '../../model/time.ts';
import type { InpFile } from './inp-file.ts';
import type { InpRow } from './inp-sections.ts';

/** Cycles of SWMM's patterns, and how many factors each has: months, days of the week from Sunday on, hours of any day or of a weekend's. */
const CYCLES = { MONTHLY: 12, DAILY: 7, HOURLY: 24, WEEKEND: 24 } as const;
type Cycle = keyof typeof CYCLES;

interface Pattern {
  cycle: Cycle;
  factors: number[];
}

/** Factors of named patterns hour by hour of a run, of which each hour holds one; and when each begins. */
export interface HourlyFactors {
  timesS: readonly number[];
  factors: readonly number[];
}

/** Tells what a base value is multiplied by from hour to hour, by the patterns that a row names from a cell on; null where it names none. */
type FactorsOf = (row: InpRow, first: number, last: number) => HourlyFactors | null;

/** Within this a factor passes into the next: series are straight between their points. */
const CHANGE_S = 1;

/** [PATTERNS]: name, on its first line the cycle, then factors, on as many lines as they need. */
function patternsOf(inp: InpFile): Map<string, Pattern> {
  const patterns = new Map<string, Pattern>();
  for (const row of inp.rows('PATTERN')) {
    const name = row.cells[0];
    const word = row.cells[1]?.toUpperCase() ?? '';
    const isFirst = Number.isNaN(Number(word));
    if (isFirst && !Object.hasOwn(CYCLES, word)) throw inp.problem(row, 'patternKind', 'patternKinds', row.cells[1]);
    const pattern = patterns.get(name) ?? { cycle: isFirst ? (word as Cycle) : 'MONTHLY', factors: [] };
    patterns.set(name, pattern);
    for (let at = isFirst ? 2 : 1; at < row.cells.length; at++) pattern.factors.push(inp.number(row, at, 'factor'));
    const most = CYCLES[pattern.cycle];
    if (pattern.factors.length > most)
      throw inp.problem(row, 'factor', { zh: `至多 ${most} 个`, en: `${most} at most` }, pattern.factors.length);
  }
  return patterns;
}

/**
 * Factors of a run that begins at `startS` (seconds of its calendar) and lasts `endS`. As in SWMM a month's, a day's and an hour's factor
 * are multiplied, on Saturdays and Sundays the weekend's hour stands in for the other's, and a factor that a pattern lacks is 1.
 */
export function patternFactorsOf(inp: InpFile, startS: number, endS: number): FactorsOf {
  const patterns = patternsOf(inp);
  const known = new Map<string, HourlyFactors>();
  return (row, first, last) => {
    const names = row.cells.slice(first, last + 1).filter((name) => name !== '' && name !== '*');
    const named = names.map((name): Pattern => {
      const pattern = patterns.get(name);
      if (!pattern) throw inp.problem(row, 'pattern', 'knownPattern', name);
      return pattern;
    });
    if (named.length === 0) return null;
    const key = names.join('\n');
    const found = known.get(key) ?? hourly(new Map(named.map(({ cycle, factors }) => [cycle, factors])), startS, endS);
    known.set(key, found);
    return found;
  };
}

function hourly(byCycle: ReadonlyMap<Cycle, readonly number[]>, startS: number, endS: number): HourlyFactors {
  const timesS: number[] = [];
  const factors: number[] = [];
  const intoHourS = ((startS % S_PER_H) + S_PER_H) % S_PER_H;
  for (let hourS = -intoHourS; hourS <= endS; hourS += S_PER_H) {
    const timeS = Math.max(0, hourS);
    const factor = factorAt(byCycle, new Date((startS + timeS) * 1000));
    const before = factors.at(-1);
    if (factor === before) continue;
    if (before !== undefined) {
      timesS.push(timeS - CHANGE_S);
      factors.push(before);
    }
    timesS.push(timeS);
    factors.push(factor);
  }
  return { timesS, factors };
}

function factorAt(byCycle: ReadonlyMap<Cycle, readonly number[]>, date: Date): number {
  const day = date.getUTCDay();
  const isWeekend = day === 0 || day === 6;
  const at = (cycle: Cycle, nth: number): number => byCycle.get(cycle)?.[nth] ?? 1;
  const hours: Cycle = isWeekend && byCycle.has('WEEKEND') ? 'WEEKEND' : 'HOURLY';
  return at('MONTHLY', date.getUTCMonth()) * at('DAILY', day) * at(hours, date.getUTCHours());
}

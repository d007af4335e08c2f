import type { FactOrigin } from '../../model/city/facts.ts';
import { type FloodWorks, parseFloodWorks } from '../../model/city/flood-works.ts';
import { type DrainStorm, PIPE_YEARS } from '../infer/drains-of-streets.ts';
import type { CityContents } from '../model.ts';
import type { Recipe } from '../recipe.ts';

type Storm = FloodWorks['storm'];

/** A formula holds for what the bureaus' tables hold for. */
const VALID_MIN: Storm['validMin'] = [5, 1440];

/** Fineness of the search for b and n of a table. */
const B_STEP_MIN = 0.5;
const MAX_B_MIN = 60;
const N_STEP = 0.01;

/** The city's design storm as its recipe has it: a formula, or one that follows a table of depths; null where it has neither. */
export function stormOf({ storm }: Pick<Recipe, 'storm'>): { storm: Storm; origin: FactOrigin } | null {
  if (!storm) return null;
  if ('formula' in storm) {
    const { validMin = VALID_MIN, ...formula } = storm.formula;
    return { storm: { ...formula, validMin, depthMm: {}, r: storm.r }, origin: { state: 'given' } };
  }
  const rows = Object.entries(storm.depthMm).flatMap(([years, byHours]) =>
    Object.entries(byHours).map(([hours, depthMm]) => ({ years: Number(years), minutes: 60 * Number(hours), depthMm })),
  );
  const { worstPct, ...formula } = fitted(rows);
  const minutes = rows.map((row) => row.minutes);
  const years = [...new Set(rows.map((row) => row.years))].sort((a, b) => a - b);
  return {
    storm: {
      ...formula,
      r: storm.r,
      validMin: [Math.min(...minutes), Math.max(...minutes)],
      depthMm: storm.depthMm,
      years,
    },
    origin: { state: 'inferred', code: 'storm-of-table', values: { ...formula, depths: rows.length, worstPct } },
  };
}

/** a, b, c, n whose depths are nearest to a table's, by relative squares: for each b and n the other two follow from a straight line over lg P. */
function fitted(rows: readonly { years: number; minutes: number; depthMm: number }[]) {
  let best = { a: 0, b: 0, c: 0, n: 0, error: Number.POSITIVE_INFINITY, worstPct: 0 };
  for (let b = 0; b <= MAX_B_MIN; b += B_STEP_MIN)
    for (let n = 0.3; n <= 1.2; n += N_STEP) {
      // depth ≈ k·(α + β·lg P), over the depth itself: least squares of 1.
      const sums = { xx: 0, xy: 0, yy: 0, x1: 0, y1: 0 };
      for (const { years, minutes, depthMm } of rows) {
        const x = (0.006 * minutes) / (minutes + b) ** n / depthMm;
        const y = x * Math.log10(years);
        sums.xx += x * x;
        sums.xy += x * y;
        sums.yy += y * y;
        sums.x1 += x;
        sums.y1 += y;
      }
      const { xx, xy, yy, x1, y1 } = sums;
      const det = xx * yy - xy * xy;
      const isLine = det > 1e-9 * xx * yy;
      const alpha = isLine ? (x1 * yy - y1 * xy) / det : x1 / xx;
      const beta = isLine ? (y1 * xx - x1 * xy) / det : 0;
      if (!(alpha > 0) || beta < 0) continue;
      const off = rows.map(({ years, minutes, depthMm }) =>
        Math.abs(((0.006 * minutes) / (minutes + b) ** n / depthMm) * (alpha + beta * Math.log10(years)) - 1),
      );
      const error = off.reduce((sum, each) => sum + each * each, 0);
      if (error < best.error)
        best = { a: alpha, b, c: beta / alpha, n, error, worstPct: Math.round(1000 * Math.max(...off)) / 10 };
    }
  const { a, b, c, n, worstPct } = best;
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  return { a: round(a), b, c: round(c), n: round(n), worstPct };
}

/** The storm that pipes are made for, by a city's formula. */
export const drainStormOf = ({ a, b, c, n }: Storm): DrainStorm => ({
  years: PIPE_YEARS,
  rateAt: (minutes) => (a * (1 + c * Math.log10(PIPE_YEARS))) / (minutes + b) ** n,
});

/** The city's flood works with the recipe's storm in them; works of its storm alone where it has no others. */
export function withStorm(
  given: Pick<CityContents, 'facts' | 'files'>,
  own: NonNullable<ReturnType<typeof stormOf>>,
): Pick<CityContents, 'facts' | 'files'> {
  const file = given.files['flood-works.json'];
  const none = {
    format: 1,
    defences: [],
    inflows: [],
    outflows: [],
    waters: [],
    gauges: [],
    breaches: [],
    openings: [],
  };
  const works = file === undefined ? none : JSON.parse(String(file));
  const text = `${JSON.stringify(parseFloodWorks({ ...works, storm: own.storm }))}\n`;
  return {
    facts: { ...given.facts, floodWorks: own.origin },
    files: { ...given.files, 'flood-works.json': text },
  };
}

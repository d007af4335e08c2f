import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  coverProblem,
  medianProblem,
  type SitingCase,
  setCoverProblem,
  solveCentre,
} from '../../workers/site-selection/siting-models.ts';
import { solved, solveSiting } from '../../workers/site-selection/solve-siting.ts';
import { DATA } from './baked.ts';
import { DISTRICTS } from './districts-small.ts';
import { CITY, SCHOOLS } from './siting-city.ts';
import { LOADED } from './siting-loaded.ts';
import { SMALL } from './siting-small.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const MEDIANS = join(DATA, 'emergency/pmedian');
const SITES = join(DATA, 'emergency/sf-sites');
const FAR = 1e6;
const WORK = 1_000_000_000;

const missing = (folder: string) => () => (existsSync(folder) ? null : `${folder} is not there`);
const linesOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

/** An instance of OR-Library: vertices are demands and sites, the last cost of an edge counts, shortest ways by Floyd (1962). */
function instanceOf(name: string): SitingCase {
  const [vertices, edges, , ...list] = readFileSync(join(MEDIANS, `${name}.txt`), 'utf8')
    .trim()
    .split(/\s+/)
    .map(Number);
  const times = new Float64Array(vertices * vertices).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < vertices; i++) times[i * vertices + i] = 0;
  for (let edge = 0; edge < edges; edge++) {
    const [a, b, cost] = list.slice(3 * edge, 3 * edge + 3);
    times[(a - 1) * vertices + b - 1] = cost;
    times[(b - 1) * vertices + a - 1] = cost;
  }
  for (let k = 0; k < vertices; k++)
    for (let i = 0; i < vertices; i++) {
      const toK = times[i * vertices + k];
      if (!Number.isFinite(toK)) continue;
      for (let j = 0; j < vertices; j++) {
        const through = toK + times[k * vertices + j];
        if (through < times[i * vertices + j]) times[i * vertices + j] = through;
      }
    }
  return { sites: vertices, rows: vertices, times, weights: new Float64Array(vertices).fill(1) };
}

function library(): Verdict[] {
  const known = linesOf(join(MEDIANS, 'optima.csv'));
  let medianGapPct = 0;
  let mediansProven = 0;
  let medianBoundsHigh = 0;
  let centresOff = 0;
  let centresProven = 0;
  for (const [name, , text, bestMedian, bestCentre] of known) {
    const of = instanceOf(name);
    const count = { minOpen: Number(text), maxOpen: Number(text) };
    const median = solved(solveSiting(medianProblem(of, count, FAR), { work: WORK }));
    const centre = solved(solveCentre(of, count, { work: WORK }));
    const cost = median?.cost ?? Number.POSITIVE_INFINITY;
    medianGapPct = Math.max(medianGapPct, 100 * (cost / Number(bestMedian) - 1));
    if (median?.isProven) mediansProven++;
    if ((median?.bound ?? 0) > Number(bestMedian)) medianBoundsHigh++;
    if (centre?.radius !== Number(bestCentre)) centresOff++;
    if (centre?.isProven) centresProven++;
  }
  return [
    atMost(`siting.library: p-median, ${known.length} instances, farthest above the optimum, %`, medianGapPct, 0.1),
    exactly('siting.library: p-median, bounds above the optimum', medianBoundsHigh, 0),
    exactly('siting.library: p-median, optima proven', mediansProven, known.length),
    exactly('siting.library: p-centre, other than the optimum', centresOff, 0),
    exactly('siting.library: p-centre, optima proven', centresProven, known.length),
  ];
}

/** 16 sites and 205 tracts of San Francisco; distances in whole millimetres. */
function franciscoCase(): SitingCase & { names: string[]; metres: Float64Array } {
  const lines = linesOf(join(SITES, 'SF_network_distance_candidateStore_16_censusTract_205_new.csv'));
  const names = [...new Set(lines.map(([, site]) => site))];
  const tracts = [...new Set(lines.map(([, , tract]) => tract))];
  const rows = tracts.length;
  const metres = new Float64Array(names.length * rows).fill(Number.POSITIVE_INFINITY);
  const weights = new Float64Array(rows);
  for (const [distance, site, tract, people] of lines) {
    const row = tracts.indexOf(tract);
    metres[names.indexOf(site) * rows + row] = Number(distance);
    weights[row] = Number(people);
  }
  const times = metres.map((one) => Math.round(1000 * one));
  return { sites: names.length, rows, times, weights, names, metres };
}

/** Sites and value of an answer to a row of `optima_by_enumeration.csv`, in its units. */
function franciscoAnswer(of: ReturnType<typeof franciscoCase>, problem: string, p: number, radiusM: number) {
  const count = { minOpen: p, maxOpen: p };
  const alike = { ...of, weights: new Float64Array(of.rows).fill(1) };
  const farMm = 1e9;
  const limit = 1000 * radiusM;
  if (problem === 'p_center') return solved(solveCentre(of, count, { work: WORK }));
  const asked = {
    p_median_weighted: () => medianProblem(of, count, farMm),
    p_median_unweighted: () => medianProblem(alike, count, farMm),
    mclp_demand: () => coverProblem(of, count, limit),
    lscp_min_sites: () => setCoverProblem(of, limit),
  }[problem];
  if (!asked) throw new Error(`${problem}: expected a problem of the table`);
  return solved(solveSiting(asked(), { work: WORK }));
}

/** The value of open sites in the table's own units, from the distances as they are written. */
function franciscoValue(
  of: ReturnType<typeof franciscoCase>,
  problem: string,
  open: readonly number[],
  radiusM: number,
) {
  let sum = problem === 'lscp_min_sites' ? open.length : 0;
  for (let row = 0; row < of.rows; row++) {
    const nearest = Math.min(...open.map((site) => of.metres[site * of.rows + row]));
    if (problem === 'p_center') sum = Math.max(sum, nearest);
    if (problem === 'p_median_weighted') sum += of.weights[row] * nearest;
    if (problem === 'p_median_unweighted') sum += nearest;
    if (problem === 'mclp_demand' && nearest <= radiusM) sum += of.weights[row];
    if (problem === 'lscp_min_sites' && nearest > radiusM) sum = Number.POSITIVE_INFINITY;
  }
  return sum;
}

function francisco(): Verdict[] {
  const of = franciscoCase();
  return linesOf(join(SITES, 'optima_by_enumeration.csv')).map(([problem, p, radius, objective, sites]) => {
    const answer = franciscoAnswer(of, problem, Number(p), Number(radius));
    const open = answer?.open ?? [];
    const names = open.map((site) => of.names[site]).sort((a, b) => Number(a.slice(6)) - Number(b.slice(6)));
    const value = franciscoValue(of, problem, open, Number(radius));
    const isSame = Math.abs(value - Number(objective)) <= 1e-3;
    // Of a set cover another choice of as many sites is as good.
    const isNamed = problem === 'lscp_min_sites' || names.join(' ') === sites.trim();
    return {
      case: `siting.sites: ${problem}, ${p} sites${radius ? ` within ${radius} m` : ''}`,
      value: `${value.toFixed(3)}: ${names.join(' ')}${answer?.isProven ? ', proven' : ''}`,
      mark: `= ${objective}: ${sites}, proven`,
      pass: isSame && isNamed && (answer?.isProven ?? false),
    };
  });
}

/** The same medians and covers with rooms: with room for all they are what they are without, with little room no better than that, and proven. */
function franciscoRooms(): Verdict[] {
  const of = franciscoCase();
  const total = of.weights.reduce((sum, one) => sum + one, 0);
  const wrong = { roomy: 0, better: 0, high: 0, unproven: 0 };
  const table = linesOf(join(SITES, 'optima_by_enumeration.csv'));
  const known = table.filter(([problem]) => problem === 'p_median_weighted' || problem === 'mclp_demand');
  for (const [problem, p, radius] of known) {
    const count = { minOpen: Number(p), maxOpen: Number(p) };
    const costWith = (capacity: Float64Array | null) => {
      const limits = { capacity };
      const model =
        problem === 'mclp_demand'
          ? coverProblem(of, count, 1000 * Number(radius), limits)
          : medianProblem(of, count, 1e9, limits);
      return solved(solveSiting(model, { work: WORK }));
    };
    const each = (room: number) => new Float64Array(of.sites).fill(Math.ceil(room));
    const free = costWith(null)?.cost ?? 0;
    const roomy = costWith(each(total));
    const tight = costWith(each((1.1 * total) / Number(p)));
    if (roomy?.cost !== free) wrong.roomy++;
    if ((tight?.cost ?? 0) < free) wrong.better++;
    if ((tight?.bound ?? 0) > (tight?.cost ?? 0)) wrong.high++;
    if (!roomy?.isProven || !tight?.isProven) wrong.unproven++;
  }
  const named = (what: string, count: number) =>
    exactly(`siting.rooms: ${known.length} medians and covers, ${what}`, count, 0);
  return [
    named('with room for all other than without rooms', wrong.roomy),
    named('with little room better than without rooms', wrong.better),
    named('bounds above the answer', wrong.high),
    named('answers without a proof', wrong.unproven),
  ];
}

export const CASES: ValidationCase[] = [
  SMALL,
  LOADED,
  DISTRICTS,
  CITY,
  SCHOOLS,
  { name: 'siting.sites', quick: true, missing: missing(SITES), run: async () => francisco() },
  { name: 'siting.rooms', quick: false, missing: missing(SITES), run: async () => franciscoRooms() },
  { name: 'siting.library', quick: false, missing: missing(MEDIANS), run: async () => library() },
];

import { seeded } from '../../workers/shared/random.ts';
import { coverProblem, medianProblem, type SitingCase } from '../../workers/site-selection/siting-models.ts';
import type { SitingProblem } from '../../workers/site-selection/siting-problem.ts';
import { solved, solveSiting } from '../../workers/site-selection/solve-siting.ts';
import type { Parts, Report } from './parts.ts';

const SITES = 500;
const DEMANDS = 20_000;
const OPEN = 10;
const WORK = 1_000_000_000;
const LIMIT_S = 600;
const FAR_S = 3600;

/** Candidates and homes over 8 × 6 km, walked at 1.2 m/s along the axes, one to sixty people a home. */
function madeCase(): SitingCase {
  const random = seeded(500);
  const place = () => [random() * 8000, random() * 6000];
  const sites = Array.from({ length: SITES }, place);
  const homes = Array.from({ length: DEMANDS }, place);
  const times = new Float32Array(SITES * DEMANDS);
  for (const [site, [x, y]] of sites.entries())
    for (const [row, [homeX, homeY]] of homes.entries())
      times[site * DEMANDS + row] = Math.ceil((Math.abs(x - homeX) + Math.abs(y - homeY)) / 1.2);
  const weights = Float64Array.from({ length: DEMANDS }, () => 1 + Math.floor(60 * random()));
  return { sites: SITES, rows: DEMANDS, times, weights };
}

function measure(name: string, problemOf: () => SitingProblem, report: Report): void {
  const startedMs = performance.now();
  const cpu = process.cpuUsage();
  const answer = solved(solveSiting(problemOf(), { work: WORK }));
  const { user, system } = process.cpuUsage(cpu);
  report({ name: `siting.${name}.wallS`, value: (performance.now() - startedMs) / 1000, unit: 's' });
  report({ name: `siting.${name}.cpuS`, value: (user + system) / 1e6, unit: 's' });
  if (answer)
    report({ name: `siting.${name}.gapPct`, value: (100 * (answer.cost - answer.bound)) / answer.cost, unit: '%' });
}

const count = { minOpen: OPEN, maxOpen: OPEN };

/** Each site takes a tenth of all people and a tenth more of that, so that most are full. */
const roomOf = ({ sites, weights }: SitingCase): Float64Array =>
  new Float64Array(sites).fill(Math.round((1.1 / OPEN) * weights.reduce((sum, one) => sum + one, 0)));

/** Ten of 500 candidates for 20,000 homes, with the proof as far as the search goes. */
export const PARTS: Parts = {
  median: async (_, report) => {
    const of = madeCase();
    measure('median', () => medianProblem(of, count, FAR_S), report);
  },
  cover: async (_, report) => {
    const of = madeCase();
    measure('cover', () => coverProblem(of, count, LIMIT_S), report);
  },
  'loaded-median': async (_, report) => {
    const of = madeCase();
    measure('loadedMedian', () => medianProblem(of, count, FAR_S, { capacity: roomOf(of) }), report);
  },
  'loaded-cover': async (_, report) => {
    const of = madeCase();
    measure('loadedCover', () => coverProblem(of, count, LIMIT_S, { capacity: roomOf(of) }), report);
  },
};

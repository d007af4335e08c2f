import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readinessOf } from '../../model/incidents/evaluation/readiness.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const FILE = resolve('../shared/data/emergency/sf-sites/SF_network_distance_candidateStore_16_censusTract_205_new.csv');
const WITHIN_M = 5000;

/** Tracts with their people and their distance by road from each site, in the order of the sites' names. */
function readTracts(): { sites: string[]; demands: { amount: number; farness: number[] }[] } {
  const rows = readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const sites = [...new Set(rows.map(([, site]) => site))];
  const tracts = new Map<string, { amount: number; farness: number[] }>();
  for (const [distance, site, tract, people] of rows) {
    const one = tracts.get(tract) ?? { amount: Number(people), farness: sites.map(() => Number.POSITIVE_INFINITY) };
    one.farness[sites.indexOf(site)] = Number(distance);
    tracts.set(tract, one);
  }
  return { sites, demands: [...tracts.values()] };
}

/** All choices of so many of a list. */
function choices(list: readonly number[], count: number): number[][] {
  if (count === 0) return [[]];
  return list.flatMap((first, i) => choices(list.slice(i + 1), count - 1).map((rest) => [first, ...rest]));
}

/** The most people that any choice of sites covers, by trying every choice, and which sites these are. */
function best(count: number): Verdict[] {
  const { sites, demands } = readTracts();
  const all = demands.reduce((sum, { amount }) => sum + amount, 0);
  let most = 0;
  let chosen: number[] = [];
  for (const free of choices([...sites.keys()], count)) {
    const ratio = readinessOf(demands, free, WITHIN_M) ?? 0;
    if (ratio <= most) continue;
    most = ratio;
    chosen = free;
  }
  const known = KNOWN[count];
  const names = chosen
    .map((site) => Number(sites[site].replace('Store_', '')))
    .sort((a, b) => a - b)
    .join(' ');
  return [
    exactly(
      `evaluation.readiness: people within 5 km of the best ${count} of 16 sites`,
      Math.round(most * all),
      known.people,
    ),
    {
      case: `evaluation.readiness: the best ${count}`,
      value: names,
      mark: `= ${known.sites}`,
      pass: names === known.sites,
    },
    exactly(`evaluation.readiness: share of the best ${count}`, Number(most.toFixed(4)), known.ratio),
  ];
}

/** `optima_by_enumeration.csv` of the data; the shares by hand from 955,113 people. */
const KNOWN: Readonly<Record<number, { people: number; sites: string; ratio: number }>> = {
  2: { people: 671_938, sites: '12 16', ratio: 0.7035 },
  4: { people: 875_247, sites: '2 11 12 15', ratio: 0.9164 },
};

/** Readiness on the 205 tracts and 16 sites of San Francisco that spopt is tested with. */
export const READINESS: ValidationCase = {
  name: 'evaluation.readiness',
  quick: true,
  missing: () => (existsSync(FILE) ? null : `${FILE} is not there`),
  run: async () => [...best(2), ...best(4)],
};

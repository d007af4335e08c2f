import { csvText } from '../../../model/tables/csv-cell.ts';
import type { CrowdEnd } from './run-controller.ts';
import type { CrowdEnsemble, CrowdGround } from './slice.ts';

type Cell = string | number;

const cellOf = (cell: Cell): string => (typeof cell === 'string' ? csvText(cell) : String(cell));
const csv = (rows: readonly (readonly Cell[])[]): string =>
  `${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;

const exitOf = ({ exit, crossings }: CrowdEnd, id: number): string => crossings[exit[id]]?.id ?? '';

/** How many had left by when, and by which exit: a row a person, in the order in which they left. */
export function leftCsv(end: CrowdEnd): string {
  const { leftS } = end;
  const gone = [...leftS.keys()].filter((id) => leftS[id] >= 0).sort((a, b) => leftS[a] - leftS[b] || a - b);
  return csv([['time_s', 'left', 'exit'], ...gone.map((id, k) => [leftS[id].toFixed(2), k + 1, exitOf(end, id)])]);
}

/** A row a person of the model, by id: nobody real. */
export function peopleCsv(end: CrowdEnd, { populations, populationOf }: CrowdGround): string {
  return csv([
    ['id', 'population', 'profile', 'left_s', 'queue_s', 'exit'],
    ...Array.from(end.leftS, (leftS, id) => {
      const { id: population, profile } = populations[populationOf[id]];
      const left = Number.isNaN(leftS) ? '' : leftS.toFixed(2);
      return [id, population, profile, left, end.queueS[id].toFixed(2), exitOf(end, id)];
    }),
  ]);
}

/** A row a seed of an ensemble; empty where it never came to that. */
export function ensembleCsv({ runs }: CrowdEnsemble): string {
  const time = (seconds: number): string => (Number.isNaN(seconds) ? '' : seconds.toFixed(2));
  return csv([
    ['run', 'clearance_50_s', 'clearance_95_s', 'clearance_100_s', 'remained', 'hash'],
    ...runs.map(({ clearance50S, clearance95S, clearance100S, remained, hash }, k) => [
      k + 1,
      time(clearance50S),
      time(clearance95S),
      time(clearance100S),
      remained.length,
      hash,
    ]),
  ]);
}

import { buildNetwork } from '../../workers/traffic/micro/network.ts';
import { advanceTo, summarize } from '../../workers/traffic/micro/run-micro.ts';
import {
  fingerprint,
  type MicroInput,
  restoreSnapshot,
  startRun,
  takeSnapshot,
} from '../../workers/traffic/micro/state.ts';
import { stepRun } from '../../workers/traffic/micro/step.ts';
import { CITY_CAR } from '../../workers/traffic/micro/vehicle-class.ts';
import { gridNetwork, gridTrips } from './traffic-flow-grid.ts';
import { overlapsOf } from './traffic-flow-nets.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const UNTIL_S = 600;

/** Five by five junctions with 700 trips; nobody goes through the corner at the end. */
function gridInput(): { input: MicroInput; unusedLink: number } {
  const grid = gridNetwork(5, 200);
  const corner = 4 * 24;
  const corners = new Set([...grid.linkFrom.subarray(corner, corner + 4)]);
  const trips = gridTrips(grid, 900, 300, 7).filter(({ links }) => !links.some((link) => corners.has(link)));
  const input = { network: buildNetwork(grid.input), classes: [CITY_CAR], trips, seed: 5, stepS: 0.5 };
  return { input, unusedLink: grid.linkFrom[corner + 2] };
}

function sameBits(): Verdict[] {
  const { input, unusedLink } = gridInput();
  const first = startRun(input);
  advanceTo(first, UNTIL_S / 2);
  const snapshot = takeSnapshot(first);
  advanceTo(first, UNTIL_S);
  const print = fingerprint(first);
  const second = startRun(input);
  advanceTo(second, UNTIL_S);
  const later = startRun(input);
  restoreSnapshot(later, snapshot);
  advanceTo(later, UNTIL_S);
  restoreSnapshot(first, snapshot);
  advanceTo(first, UNTIL_S);
  const closed = startRun({ ...input, closedLinks: [unusedLink] });
  advanceTo(closed, UNTIL_S);
  const other = startRun({ ...input, seed: 6 });
  advanceTo(other, UNTIL_S);
  const isSame = (value: string) => Number(value === print);
  return [
    exactly('traffic-flow.same: a second run has the same bits', isSame(fingerprint(second)), 1),
    exactly('traffic-flow.same: another run from a snapshot has the same bits', isSame(fingerprint(later)), 1),
    exactly('traffic-flow.same: the run set back to the snapshot has the same bits', isSame(fingerprint(first)), 1),
    exactly('traffic-flow.same: closing a road that nobody uses changes no bit', isSame(fingerprint(closed)), 1),
    exactly('traffic-flow.same: drivers of another seed have other bits', isSame(fingerprint(other)), 0),
  ];
}

function accounts(): Verdict[] {
  const { input } = gridInput();
  const run = startRun(input);
  let overlaps = 0;
  let unaccounted = 0;
  while (run.state.clock[0] * 0.5 < 1500) {
    stepRun(run);
    overlaps += overlapsOf(run);
    if (run.state.clock[0] % 100 !== 0) continue;
    const { trips, notYetDeparted, waitingToEnter, running, arrived, refused } = summarize(run).account;
    unaccounted += trips - notYetDeparted - waitingToEnter - running - arrived - refused;
  }
  const bad = run.state.xM.some(Number.isNaN) || run.state.vMps.some(Number.isNaN);
  return [
    exactly('traffic-flow.accounts: overlaps in a grid of signals', overlaps, 0),
    exactly('traffic-flow.accounts: trips that no count has', unaccounted, 0),
    exactly('traffic-flow.accounts: places or speeds that are no number', Number(bad), 0),
    exactly('traffic-flow.accounts: trips that did not arrive', input.trips.length - summarize(run).account.arrived, 0),
  ];
}

/** The same bits whatever is closed, saved or run again, and every trip accounted for. */
export const SAME: ValidationCase[] = [
  { name: 'traffic-flow.same', quick: true, run: async () => sameBits() },
  { name: 'traffic-flow.accounts', quick: true, run: async () => accounts() },
];

import { STATUS } from '../core/crowd.ts';
import type { CrowdArrays } from '../core/crowd-arrays.ts';
import { LEVEL_FLOATS, LEVEL_INTS } from '../core/people.ts';

/** Why someone had not left when the run ended, as far as walking sees it. */
const REASON = {
  notEntered: 'notEntered',
  notStarted: 'notStarted',
  held: 'held',
  noWay: 'noWay',
  jammed: 'jammed',
  queueing: 'queueing',
  onTheWay: 'onTheWay',
} as const;

/** Gains less than this on the way: stands, or is pressed to and fro. */
const STANDS_MPS = 0.05;

/** Why a person is still there at a time, by the first of the reasons that holds; `isMoving`: others leave where they want to. */
export function reasonOf(crowd: CrowdArrays, id: number, timeS: number, isMoving: boolean): string {
  if (crowd.status[id] === STATUS.later) return REASON.notEntered;
  if (crowd.startS[id] >= timeS) return REASON.notStarted;
  if (!(crowd.speedRatio[id] * crowd.desiredMps[id] > 0)) return REASON.held;
  if (!isLed(crowd, id)) return REASON.noWay;
  if (crowd.progressMps[id] >= STANDS_MPS) return REASON.onTheWay;
  return isMoving ? REASON.queueing : REASON.jammed;
}

function isLed({ levelFloats, levelInts, directions, grids, level, field, xM, yM }: CrowdArrays, id: number): boolean {
  const l = level[id];
  const [westM, southM, cellM] = levelFloats.subarray(l * LEVEL_FLOATS);
  const [columns, rows] = levelInts.subarray(l * LEVEL_INTS + 3);
  const cells = directions[field[id] * grids.length + l];
  const column = Math.floor((xM[id] - westM) / cellM - 0.5);
  const row = Math.floor((yM[id] - southM) / cellM - 0.5);
  for (const r of [row, row + 1]) {
    for (const c of [column, column + 1]) {
      const at = 2 * (Math.min(rows - 1, Math.max(0, r)) * columns + Math.min(columns - 1, Math.max(0, c)));
      if (cells[at] !== 0 || cells[at + 1] !== 0) return true;
    }
  }
  return false;
}

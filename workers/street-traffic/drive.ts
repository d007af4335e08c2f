/** A line that is not crossed while it is red. */
export interface StopLine {
  atM: number;
  /** Where the crossing behind it ends. */
  clearM: number;
  /** Start and length of green within the cycle. */
  greenFromS: number;
  greenS: number;
}

/** One lane from its start to its end. */
export interface Lane {
  lengthM: number;
  speedAt(placeM: number): number;
  /** By place. */
  stops: readonly StopLine[];
  /** Greatest speed at either end: a street that begins or ends at another is turned into. */
  endSpeedMps: number;
}

/** A vehicle's way over a lane: second of its start, and the place of its front at that and at every second after; the last lies at the end or beyond. */
export interface Drive {
  startS: number;
  lengthM: number;
  placesM: number[];
}

/** Signals repeat after so long, and with them everything that moves. */
export const CYCLE_S = 90;

/** Krauß's model with values of a town: gain of speed, braking, time to react and room between those that stand. */
const GAIN_MPS2 = 1.6;
const BRAKE_MPS2 = 2.5;
const REACT_S = 1;
/** From bumper to bumper of those that stand. */
export const GAP_M = 2.9;
/** Room that a vehicle which comes onto a lane leaves to the one before. */
const ENTRY_GAP_M = 7;
/** After green, before which lines of the other direction open. */
export const AMBER_S = 3;
/** Slower than this is standing. */
const STANDS_MPS = 0.3;
const MAX_PLAYED_S = 3600;
/** Traffic repeats itself when nobody's place differs more from a cycle before. */
const SAME_M = 0.05;
const MAX_CYCLES = 30;

/** Safe after who is `gapM` before and goes `leaderMps` (Krauß 1998, eq. 2.9; the model that SUMO starts from, without its noise). */
export function safeMps(speedMps: number, gapM: number, leaderMps: number): number {
  const safe = leaderMps + (gapM - leaderMps * REACT_S) / ((speedMps + leaderMps) / (2 * BRAKE_MPS2) + REACT_S);
  return Math.max(0, safe);
}

/**
 * One cycle of a lane onto which `count` vehicles come evenly a cycle: played until a cycle is as the one before, so that it can be
 * repeated for ever. A lane that is asked for more than its signals let through takes fewer.
 */
export function driveLane(lane: Lane, count: number, firstS: number, lengthOf: (k: number) => number): Drive[] {
  for (let taken = count; taken > 0; taken--) {
    const drives = settled(lane, taken, firstS, lengthOf);
    if (drives) return drives;
  }
  return [];
}

function settled(lane: Lane, count: number, firstS: number, lengthOf: (k: number) => number): Drive[] | null {
  let before: Drive[] | null = null;
  let leader: Drive | null = null;
  for (let cycle = 0; cycle < MAX_CYCLES; cycle++) {
    const now: Drive[] = [];
    for (let k = 0; k < count; k++) {
      const wantedS = cycle * CYCLE_S + Math.round(firstS + (k * CYCLE_S) / count);
      const drive = driven(lane, leader, wantedS, lengthOf(k));
      if (!drive) return null;
      now.push(drive);
      leader = drive;
    }
    if (before && isSame(before, now))
      return now.map((drive) => ({ ...drive, startS: drive.startS - cycle * CYCLE_S }));
    before = now;
  }
  return null;
}

function isSame(before: readonly Drive[], now: readonly Drive[]): boolean {
  return now.every(({ startS, placesM }, i) => {
    const old = before[i];
    return (
      startS - old.startS === CYCLE_S &&
      placesM.length === old.placesM.length &&
      placesM.every((placeM, s) => Math.abs(placeM - old.placesM[s]) < SAME_M)
    );
  });
}

/** Place and speed of a vehicle at a second; null: it is not on the lane. */
function momentOf({ startS, placesM }: Drive, timeS: number): { placeM: number; speedMps: number } | null {
  const at = timeS - startS;
  if (at < 0 || at >= placesM.length) return null;
  return { placeM: placesM[at], speedMps: at > 0 ? placesM[at] - placesM[at - 1] : 0 };
}

function driven(lane: Lane, leader: Drive | null, wantedS: number, lengthM: number): Drive | null {
  let startS = wantedS;
  const isFull = () => {
    if (!leader) return false;
    const before = momentOf(leader, startS);
    return leader.startS > startS || (before !== null && before.placeM - leader.lengthM < ENTRY_GAP_M);
  };
  while (isFull()) if (++startS - wantedS > CYCLE_S) return null;
  const placesM = [0];
  let placeM = 0;
  let speedMps = Math.min(lane.speedAt(0), lane.endSpeedMps);
  for (let timeS = startS; placeM < lane.lengthM; timeS++) {
    if (timeS - startS > MAX_PLAYED_S) return null;
    speedMps = nextMps(lane, leader, { placeM, speedMps, lengthM }, timeS);
    placeM += speedMps;
    placesM.push(placeM);
  }
  return { startS, lengthM, placesM };
}

function nextMps(
  lane: Lane,
  leader: Drive | null,
  { placeM, speedMps, lengthM }: { placeM: number; speedMps: number; lengthM: number },
  timeS: number,
): number {
  let next = Math.min(speedMps + GAIN_MPS2, lane.speedAt(placeM));
  const before = leader && momentOf(leader, timeS);
  if (leader && before) {
    const gapM = before.placeM - leader.lengthM - GAP_M - placeM;
    next = Math.min(next, safeMps(speedMps, gapM, before.speedMps));
  }
  const stop = lane.stops.find(({ atM }) => atM >= placeM);
  if (stop) {
    const toM = stop.atM - placeM;
    const brakingM = speedMps ** 2 / (2 * BRAKE_MPS2);
    // Who can no longer stop when amber comes goes on.
    const mayGo = isGreen(stop, timeS) || (isGreen(stop, timeS - AMBER_S) && toM < brakingM);
    // Farther away than it takes to stop nothing is decided yet.
    const decides = toM < brakingM + 2 * speedMps + GAP_M;
    if (!mayGo || (decides && leader && staysWithin(leader, timeS, stop, lengthM)))
      next = Math.min(next, safeMps(speedMps, toM, 0));
  }
  const toEndM = lane.lengthM - placeM;
  return Math.min(next, Math.sqrt(lane.endSpeedMps ** 2 + 2 * BRAKE_MPS2 * toEndM));
}

/** Whether who goes before comes to stand so near behind the crossing that one more would stand in it: nobody drives onto one that he cannot leave. */
function staysWithin(leader: Drive, timeS: number, { atM, clearM }: StopLine, ownM: number): boolean {
  const { startS, placesM, lengthM } = leader;
  const roomM = clearM + ownM + GAP_M + lengthM;
  for (let at = Math.max(1, timeS - startS); at < placesM.length && placesM[at] < roomM; at++)
    if (placesM[at] > atM && placesM[at] - placesM[at - 1] < STANDS_MPS) return true;
  return false;
}

/** Whether a line may be crossed. */
export function isGreen({ greenFromS, greenS }: StopLine, timeS: number): boolean {
  return (((timeS - greenFromS) % CYCLE_S) + CYCLE_S) % CYCLE_S < greenS;
}

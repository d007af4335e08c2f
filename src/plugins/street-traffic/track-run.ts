import type { TrackKind } from '../../../model/tracks/track-network.ts';

/** How fast it gathers speed and brakes: common values of service braking, assumptions of this project. */
const ACCELERATION_MPS2: Readonly<Record<TrackKind, number>> = {
  railway: 0.5,
  metro: 0.9,
  'light-rail': 0.9,
  tram: 0.9,
  ferry: 0.1,
};

/** One run along a line from its first point: where the front is at each second since it set out. */
export interface TrackRun {
  lastsS: number;
  frontM(sinceS: number): number;
}

/** What a run is made of; `stopsM` are where the middle of a train halts, metres from where the run begins. */
interface RunOrder {
  kind: TrackKind;
  lengthM: number;
  trainM: number;
  speedMps: number;
  dwellS: number;
  isThrough: boolean;
  stopsM: readonly number[];
}

/** From `fromS` on the front goes on from `fromM` at a speed that changes evenly. */
interface Phase {
  fromS: number;
  fromM: number;
  speedMps: number;
  changeMps2: number;
}

/**
 * Out of an end where it stands, or in at speed where the line goes on beyond; braking for each stop and gathering speed after it. A train
 * that goes through comes in front first and is gone when its last car is.
 */
export function trackRun({ kind, lengthM, trainM, speedMps, dwellS, isThrough, stopsM }: RunOrder): TrackRun {
  const phases: Phase[] = [];
  let atS = 0;
  let atM = isThrough ? 0 : trainM;
  let nowMps = isThrough ? speedMps : 0;
  const add = (changeMps2: number, lastsS: number) => {
    if (lastsS <= 0) return;
    phases.push({ fromS: atS, fromM: atM, speedMps: nowMps, changeMps2 });
    atM += nowMps * lastsS + (changeMps2 * lastsS ** 2) / 2;
    nowMps += changeMps2 * lastsS;
    atS += lastsS;
  };
  const goTo = (toM: number, endMps: number) => {
    const wayM = toM - atM;
    const steepest = Math.abs(nowMps ** 2 - endMps ** 2) / (2 * wayM);
    const rate = Math.max(ACCELERATION_MPS2[kind], steepest);
    const topMps = Math.min(speedMps, Math.sqrt((2 * rate * wayM + nowMps ** 2 + endMps ** 2) / 2));
    const gatheringM = (topMps ** 2 - nowMps ** 2) / (2 * rate);
    const brakingM = (topMps ** 2 - endMps ** 2) / (2 * rate);
    add(rate, (topMps - nowMps) / rate);
    nowMps = topMps;
    add(0, Math.max(0, wayM - gatheringM - brakingM) / topMps);
    add(-rate, (topMps - endMps) / rate);
    atM = toM;
    nowMps = endMps;
  };
  if (!isThrough) add(0, dwellS);
  for (const frontM of haltsOf(stopsM, trainM, lengthM)) {
    if (frontM <= atM) continue;
    goTo(frontM, 0);
    add(0, dwellS);
  }
  const endM = isThrough ? lengthM + trainM : lengthM;
  if (endM > atM) goTo(endM, isThrough ? speedMps : 0);
  if (!isThrough) add(0, dwellS);
  const lastsS = atS;
  return {
    lastsS,
    frontM(sinceS) {
      const s = Math.min(Math.max(sinceS, 0), lastsS);
      let i = phases.length - 1;
      while (i > 0 && phases[i].fromS > s) i--;
      const { fromS, fromM, speedMps: v, changeMps2 } = phases[i];
      const t = s - fromS;
      return Math.min(endM, fromM + v * t + (changeMps2 * t * t) / 2);
    },
  };
}

/** Where the front halts, so that the whole train is on the line. */
const haltsOf = (stopsM: readonly number[], trainM: number, lengthM: number): number[] =>
  stopsM.map((middleM) => Math.min(lengthM, Math.max(trainM, middleM + trainM / 2))).sort((a, b) => a - b);

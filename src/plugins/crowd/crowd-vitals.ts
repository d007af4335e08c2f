import type { CrowdNow } from './crowd-time.ts';

export const CROWD_VITALS = ['swept', 'left', 'inside', 'queueing', 'inWater', 'upstairs', 'densest'] as const;
type CrowdVital = (typeof CROWD_VITALS)[number];

const NOT_INSIDE = 255;

/** Where Weidmann's speeds come to 0 (1993): what people beyond it do, no calibration of the model tells. */
export const CALIBRATED_PER_M2 = 5.4;

/** The most people/m² on 3 × 3 m of the frames that there are, and when. */
export function densestOf(frames: readonly { timeS: number; densestPerM2: number }[]): {
  perM2: number;
  timeS: number;
} {
  let densest = { perM2: 0, timeS: 0 };
  for (const { timeS, densestPerM2 } of frames)
    if (densestPerM2 > densest.perM2) densest = { perM2: densestPerM2, timeS };
  return densest;
}

/** Figures of the shown frame; `densest` is the most people/m² on 3 × 3 m. */
export function crowdVitals({ record: { frames, ground }, frame }: CrowdNow): Record<CrowdVital, number> {
  const { left, inside, lost: swept, upstairs, levels, states, densestPerM2 } = frames[frame];
  const numberOf = (...wanted: string[]) =>
    new Set(ground?.states.flatMap((state, number) => (wanted.includes(state) ? [number] : [])));
  const queues = numberOf('queues');
  const wet = numberOf('wades', 'trapped');
  const vitals = { swept, left, inside, queueing: 0, inWater: 0, upstairs, densest: densestPerM2 };
  for (let id = 0; id < levels.length; id++) {
    if (levels[id] === NOT_INSIDE) continue;
    if (queues.has(states[id])) vitals.queueing++;
    if (wet.has(states[id])) vitals.inWater++;
  }
  return vitals;
}

import type { CrowdNow } from './crowd-time.ts';

export const CROWD_VITALS = ['left', 'inside', 'queueing', 'inWater', 'densest'] as const;
export type CrowdVital = (typeof CROWD_VITALS)[number];

const NOT_INSIDE = 255;

/** Figures of the shown frame; `densest` is people/m² about the one who has most. */
export function crowdVitals({ record: { frames, ground }, frame }: CrowdNow): Record<CrowdVital, number> {
  const { left, inside, levels, states, densities } = frames[frame];
  const numberOf = (...wanted: string[]) =>
    new Set(ground?.states.flatMap((state, number) => (wanted.includes(state) ? [number] : [])));
  const [queues, wet] = [numberOf('queues'), numberOf('wades', 'cutOff')];
  const vitals = { left, inside, queueing: 0, inWater: 0, densest: 0 };
  for (let id = 0; id < levels.length; id++) {
    if (levels[id] === NOT_INSIDE) continue;
    if (queues.has(states[id])) vitals.queueing++;
    if (wet.has(states[id])) vitals.inWater++;
    vitals.densest = Math.max(vitals.densest, densities[id] * (ground?.densityStepPerM2 ?? 0));
  }
  return vitals;
}

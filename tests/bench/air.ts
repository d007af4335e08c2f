import { briggsSpread } from '../../workers/air/briggs.ts';
import { addPlume } from '../../workers/air/plume.ts';
import { seeded } from '../../workers/shared/random.ts';
import type { Parts } from './parts.ts';

const SOURCES = 100;
/** Chengchuan in cells of 20 m. */
const PLACE = { westM: -4000, southM: -3000, cellM: 20, columns: 400, rows: 300 };
const TRIES = 5;

/** A hundred stacks over the city in one wind, the best of five: at most 0.3 s of one thread. */
export const PARTS: Parts = {
  plumes: async (_, report) => {
    const spread = briggsSpread('urban', 'D');
    let bestMs = Number.POSITIVE_INFINITY;
    let bestCpuUs = Number.POSITIVE_INFINITY;
    for (let i = 0; i < TRIES; i++) {
      const random = seeded(7);
      const values = new Float32Array(PLACE.columns * PLACE.rows);
      const cpu = process.cpuUsage();
      const startedMs = performance.now();
      for (let source = 0; source < SOURCES; source++) {
        const atM = [8000 * random() - 4000, 6000 * random() - 3000] as const;
        const carried = { windMps: 3, spread, heightM: 10 + 40 * random(), buoyancyM4ps3: 0, lidM: 1000 };
        addPlume(PLACE, { atM, windFromDeg: 250, carried, rateGps: 1 }, values);
      }
      bestMs = Math.min(bestMs, performance.now() - startedMs);
      const { user, system } = process.cpuUsage(cpu);
      bestCpuUs = Math.min(bestCpuUs, user + system);
    }
    report({ name: 'air.plumes.wallS', value: bestMs / 1000, unit: 's' });
    report({ name: 'air.plumes.cpuS', value: bestCpuUs / 1e6, unit: 's' });
  },
};

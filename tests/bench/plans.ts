import { estate, machineWith } from '../validation/sun-engine.ts';
import { hill, studyScene } from '../validation/sun-scenes.ts';
import { median, yardstickS } from './arithmetic-yardstick.ts';
import type { Parts } from './parts.ts';
import { OVERLAY_PARTS } from './plans-overlay.ts';

const WINDOWS = 10_000;
const THREADS = 2;
const RUNS = 3;

export const PARTS: Parts = {
  ...OVERLAY_PARTS,
  /** 10,000 windows × 480 minutes of great cold on two threads: turned houses in rows and a hill, windows, rays, spells and hash. */
  async sun10k(_, report) {
    const scene = { ...estate(WINDOWS), terrain: hill(40) };
    const walls: number[] = [];
    const yards: number[] = [];
    let windows = 0;
    for (let run = 0; run < RUNS; run++) {
      const machine = await machineWith(THREADS);
      const from = performance.now();
      const study = await studyScene(scene, machine);
      walls.push((performance.now() - from) / 1000);
      windows = study.windows.count;
      await machine.close();
      yards.push(yardstickS());
    }
    report({ name: 'plans.sun10k.wallS', value: median(walls), unit: 's' });
    report({ name: 'plans.sun10k.windows', value: windows, unit: '1' });
    report({ name: 'plans.sun10k.yardstickS', value: median(yards), unit: 's' });
    report({ name: 'plans.sun10k.perYardstick', value: median(walls.map((wall, i) => wall / yards[i])), unit: '1' });
  },
};

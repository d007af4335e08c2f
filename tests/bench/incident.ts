import { assign, certificate } from '../../workers/shared/assignment.ts';
import { seeded } from '../../workers/shared/random.ts';
import { median, yardstickS } from './arithmetic-yardstick.ts';
import type { Parts } from './parts.ts';

const SIDE = 500;
const RUNS = 5;

export const PARTS: Parts = {
  /** 500 demands and 500 units at travel times of a town of 8 × 6 km, with the proof that no plan is better. */
  async assign500(_, report) {
    const random = seeded(500);
    const places = Array.from({ length: 2 * SIDE }, () => [random() * 8000, random() * 6000]);
    const costs = Float64Array.from({ length: SIDE * SIDE }, (_unused, i) => {
      const [a, b] = [places[Math.floor(i / SIDE)], places[SIDE + (i % SIDE)]];
      return Math.round(100 * (Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])));
    });
    const walls: number[] = [];
    const yards: number[] = [];
    let ratio = 0;
    for (let run = 0; run < RUNS; run++) {
      const from = performance.now();
      const plan = assign(costs, SIDE, SIDE);
      walls.push(performance.now() - from);
      ratio = certificate(costs, SIDE, plan).bound / plan.cost;
      yards.push(yardstickS());
    }
    report({ name: 'incident.assign500Ms', value: median(walls), unit: 'ms' });
    report({ name: 'incident.assign500BoundRatio', value: ratio, unit: '1' });
    report({ name: 'incident.assign500YardstickS', value: median(yards), unit: 's' });
  },
};

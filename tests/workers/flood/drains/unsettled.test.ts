import { expect, test } from 'vitest';
import { floodNoteText } from '../../../../model/scenarios/flood-note.ts';
import { Drains } from '../../../../workers/flood/drains/drains.ts';
import { type Conduit, type DrainNode, SHIPPED } from '../../../../workers/flood/drains/plan.ts';

const manhole = (id: string, invertM: number, topDepthM: number): DrainNode => ({
  id,
  kind: 'junction',
  invertM,
  store: { kind: 'shaft', areaM2: 1 },
  topDepthM,
  above: { kind: 'lost' },
  initialDepthM: 0,
});

const pipe = (
  id: string,
  from: string,
  to: string,
  fromInvertM: number,
  toInvertM: number,
  lengthM: number,
): Conduit => ({
  ...{ kind: 'conduit', id, from, to, fromInvertM, toInvertM, lengthM },
  section: { shape: 'circular', diameterM: 0.6 },
  ...{ barrels: 1, manningN: 0.013, entryLoss: 0, exitLoss: 0, averageLoss: 0, flapGate: false },
  maxM3ps: Number.POSITIVE_INFINITY,
  initialM3ps: 0,
});

/** J0 → J1 → J2, where the pipe ends 2.97 m above the manhole's bottom, → outfall; all of it carries .709 m³/s to spare. */
function droppingSewer(maxStepS = 1): Drains {
  const endM = 18.59 - 228 * 0.011;
  const lowM = endM - 2.97;
  return new Drains({
    nodes: [
      manhole('J0', 20, 4.1),
      manhole('J1', 18.59, 5),
      manhole('J2', lowM, 4),
      { id: 'O', kind: 'outfall', invertM: lowM - 5, tailwater: { kind: 'free' }, flapGate: false },
    ],
    links: [
      pipe('C0', 'J0', 'J1', 20, 18.59, 119),
      pipe('C1', 'J1', 'J2', 18.59, endM, 228),
      pipe('C2', 'J2', 'O', lowM, lowM - 5, 222),
    ],
    options: { ...SHIPPED, maxStepS },
  });
}

test('a node spills by its level: above a pipe that falls free it is full by volume long before', () => {
  const drains = droppingSewer();
  for (let timeS = 0; timeS < 3600; timeS++) {
    drains.lateralM3ps[0] = 0.709 * Math.min(1, timeS / 1200);
    drains.advance(1);
  }
  // EPA SWMM 5.2.4: 21.12, 19.54, 13.51 m, nothing spilled. It was 20.36, 23.59 (the rim), no flow at all, 1772 m³ spilled.
  expect(drains.headM[0]).toBeCloseTo(21.12, 2);
  expect(drains.headM[1]).toBeCloseTo(19.54, 1);
  expect(drains.headM[2]).toBeCloseTo(13.51, 2);
  expect(drains.flowM3ps[1]).toBeCloseTo(0.709, 3);
  expect(drains.ledger().floodedM3).toBe(0);
  expect(Math.abs(drains.ledger().errorRatio)).toBeLessThan(1e-12);
});

test('a node that really rises to its rim spills, and keeps to it', () => {
  const drains = droppingSewer();
  drains.lateralM3ps[0] = 2;
  drains.advance(3600);
  expect(drains.headM[0]).toBe(24.1);
  const { floodedM3, errorRatio } = drains.ledger();
  expect(floodedM3).toBeGreaterThan(2000);
  expect(Math.abs(errorRatio)).toBeLessThan(1e-12);
});

test('a step taken though it did not settle is counted, and said', () => {
  const drains = droppingSewer();
  drains.advance(60);
  expect(drains.unsettled()).toEqual({ steps: 0, seconds: 0 });
  // No sewer is at hand that swings for ever: three trials in four are told that they did not settle.
  let turn = 0;
  Reflect.set(drains, 'settles', () => turn++ % 4 === 3);
  Reflect.get(drains, 'trialM').set(drains.headM);
  drains.advance(1);
  const { steps, seconds } = drains.unsettled();
  expect([steps > 0, seconds > 0]).toEqual([true, true]);
  const copy = droppingSewer();
  copy.restore(drains.save());
  expect(copy.unsettled()).toEqual(drains.unsettled());
  const values = { steps, all: drains.steps, seconds: 0.25 };
  expect(floodNoteText({ code: 'drains-unsettled', values }, 'en')).toContain(`in ${steps} of ${drains.steps} steps`);
});

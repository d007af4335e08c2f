import { expect, test } from 'vitest';
import { Drains } from '../../../../workers/flood/drains/drains.ts';
import { parseInp } from '../../../../workers/flood/drains/inp.ts';
import { openingM3ps } from '../../../../workers/flood/drains/openings.ts';
import { depthCurve, wetted } from '../../../../workers/flood/drains/sections.ts';
import { isStepped, steppedCritical } from '../../../../workers/flood/drains/swmm-critical.ts';
import { surfaceM } from '../../../../workers/flood/drains/swmm-ends.ts';
import { normalDepth } from '../../../../workers/flood/drains/swmm-normal.ts';
import { asLookedUp, lookedUpBox, lookedUpCircle } from '../../../../workers/flood/drains/tabled-section.ts';

/** What EPA SWMM 5.2.2 says of LONG below: when A comes under pressure, and how deep it is at the end. */
const SWMM_PRESSED_S = 1950;
const SWMM_DEPTH_M = 2.4946;

const PIPE = { shape: 'circular', diameterM: 1 } as const;

test('a pipe is as wide as at 96 % of its height, however full', () => {
  const at = { areaM2: 0, topM: 0, perimeterM: 0 };
  const width = 2 * Math.sqrt(0.96 * 0.04);
  expect(surfaceM(PIPE, 1, at)).toBeCloseTo(width, 9);
  expect(surfaceM(PIPE, 0.5, at)).toBeCloseTo(1, 9);
});

/** A pipe of a kilometre that falls .5 m at its end, and one that takes on what comes; steady inflow in one step's time. */
const LONG = `[OPTIONS]
FLOW_UNITS CMS
FLOW_ROUTING DYNWAVE
START_DATE 01/01/2024
END_DATE 01/01/2024
END_TIME 02:00:00
ROUTING_STEP 10
INERTIAL_DAMPING NONE
[JUNCTIONS]
A 12 10 0 0 0
B 10 10 0 0 0
[OUTFALLS]
O 9 FREE NO
[CONDUITS]
C A B 1000 .015 0 .5
D B O 1000 .015 0 0
[XSECTIONS]
C CIRCULAR 1.2 0 0 0 1
D CIRCULAR 1.2 0 0 0 1
[INFLOWS]
A FLOW q FLOW 1 1
[TIMESERIES]
q 0:00 0
q 0:15 1.6
q 2:00 1.6
`;

function pressed(model: ReturnType<typeof parseInp>): { fromS: number; drains: Drains } {
  const drains = new Drains(model.plan);
  let fromS = 0;
  for (let timeS = 10; timeS <= 7200; timeS += 10) {
    drains.lateralM3ps[0] = Math.min(1.6, (1.6 * timeS) / 900);
    drains.advance(10);
    if (fromS === 0 && drains.depthM(0) > 1.2) fromS = timeS;
  }
  return { fromS, drains };
}

test('a long pipe comes under pressure when it does in SWMM, and makes no more water than SWMM', () => {
  const model = parseInp(LONG, 'long.inp');
  const { fromS, drains } = pressed(model);
  expect(Math.abs(fromS - SWMM_PRESSED_S)).toBeLessThanOrEqual(20);
  expect(Math.abs(drains.depthM(0) - SWMM_DEPTH_M)).toBeLessThan(0.02);
  expect(Math.abs(drains.ledger().madeM3) / drains.ledger().enteredM3).toBeLessThan(0.01);
  // A city's own drains keep volumes, and fill otherwise.
  const { leastSurfaceM2, ...options } = model.plan.options;
  expect(leastSurfaceM2).toBeCloseTo(1.167, 3);
  const nodes = model.plan.nodes.map((node) =>
    node.kind === 'junction' ? { ...node, store: { kind: 'shaft' as const, areaM2: 1.167 } } : node,
  );
  expect(fromS - pressed({ ...model, plan: { ...model.plan, nodes, options } }).fromS).toBeGreaterThan(60);
});

test('critical depth is straight over a 25th of the height, but not of rectangles or wide channels', () => {
  const stepped = steppedCritical(PIPE);
  const exact = depthCurve(PIPE, 'critical');
  expect(stepped(0.0001)).toBeLessThan(exact(0.0001) / 2);
  expect(stepped(0.3)).toBeCloseTo(exact(0.3), 2);
  expect(stepped(0)).toBe(0);
  expect(stepped(1e6)).toBe(1);
  expect(isStepped(PIPE, Math.PI / 4)).toBe(true);
  expect(isStepped({ shape: 'closed', widthM: 1, heightM: 1 }, 1)).toBe(false);
  expect(isStepped({ shape: 'open', heightM: 1, bottomM: 9, left: 1, right: 1 }, 10)).toBe(false);
});

test('a table is looked up by a parabola in its first two steps', () => {
  const square = asLookedUp([0, 1, 4, 9, 16], 4, 1);
  expect(square(0.5)).toBeCloseTo(0.25, 9);
  expect(square(1.5)).toBeCloseTo(2.25, 9);
  expect(square(2.5)).toBeCloseTo(6.5, 9);
});

test('a hole in the floor is driven by the difference of the levels, and less than its turning head carries less', () => {
  const law = {
    form: 'orifice',
    crestM: 0,
    heightM: 0.6,
    areaM2: 0.28,
    bottom: true,
    discharge: 0.85,
    isRound: true,
  } as const;
  const hole = { kind: 'orifice', id: 'H', from: 'A', to: 'B', flapGate: false, law } as const;
  // Turns at .85/.414 · .15 m = .308 m.
  const full = 0.85 * 0.28 * Math.sqrt(2 * 9.80665);
  expect(openingM3ps(hole, 0.4, -1)).toBeCloseTo(full * Math.sqrt(0.4), 3);
  expect(openingM3ps(hole, 0.2, -1)).toBeCloseTo(full * Math.sqrt(0.308) * (0.2 / 0.308) ** 1.5, 3);
  expect(openingM3ps(hole, 0.5, 0.4)).toBeLessThan(0.2 * openingM3ps(hole, 0.5, -1));
});

test('a circle that carries more than when full stands above where it carries most, as in SWMM', () => {
  const exact = depthCurve(PIPE, 'conveyance');
  const swmm = normalDepth(PIPE);
  const full = (Math.PI / 4) * Math.cbrt(0.25) ** 2;
  expect(swmm(0.5 * full)).toBeCloseTo(exact(0.5 * full), 3);
  expect(swmm(0.01 * full)).toBeCloseTo(exact(0.01 * full), 6);
  // By geometry 1.05 of it at .866 of the height; SWMM looks for it from its table's end.
  expect(exact(1.05 * full)).toBeLessThan(0.88);
  expect(swmm(1.05 * full)).toBeGreaterThan(0.96);
  const box = lookedUpBox(2, 1);
  expect(normalDepth(box)(0.1)).toBeCloseTo(depthCurve(box, 'conveyance')(0.1), 6);
});

test('what stands half a centimetre deep in a pipe has the area of the table and its parabola', () => {
  const at = { areaM2: 0, topM: 0, perimeterM: 0 };
  wetted(lookedUpCircle(1), 0.005, at);
  // A quarter of the way to .00471 of the full area, bent by the next entry, .0134.
  const line = 0.25 * 0.00471;
  const bend = 0.25 * -0.75 * (-0.00471 + 0.0134 / 2);
  expect(at.areaM2).toBeCloseTo((Math.PI / 4) * (line + bend), 6);
});

/** With steps of 20 s a manhole overshoots by half a metre as it comes under pressure: A's depth by EPA SWMM 5.2.2 at these seconds. */
const OVERSHOOTS = [
  [1940, 1.194],
  [1980, 2.1573],
  [2000, 2.2534],
  [2020, 1.7496],
  [7200, 2.4946],
] as const;

test('a level that overshoots from step to step does as in SWMM', () => {
  const overshooting = LONG.replace('ROUTING_STEP 10', 'ROUTING_STEP 20').replace('B 10 10 0', 'B 10 3 0');
  const drains = new Drains(parseInp(overshooting, 'overshooting.inp').plan);
  let timeS = 0;
  for (const [atS, depthM] of OVERSHOOTS) {
    for (; timeS < atS; timeS += 20) {
      drains.lateralM3ps[0] = Math.min(1.6, (1.6 * timeS) / 900);
      drains.advance(20);
    }
    expect(Math.abs(drains.depthM(0) - depthM), `${atS} s`).toBeLessThan(0.02);
  }
});

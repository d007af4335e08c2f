import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Drains } from '../../../../workers/flood/drains/drains.ts';
import { parseInp } from '../../../../workers/flood/drains/inp.ts';
import { DrainError } from '../../../../workers/flood/drains/plan.ts';

const MODEL = `[OPTIONS]
FLOW_UNITS CFS
START_DATE 01/01/2020
START_TIME 06:00:00
END_DATE 01/01/2020
END_TIME 08:30:00
ROUTING_STEP 0:00:05
[JUNCTIONS]
J1 10 4 0 0 0
J2 9 4 1 2 0
[STORAGE]
S1 5 10 2 FUNCTIONAL 100 0 50
[OUTFALLS]
O1 8 FIXED 8.5 YES
[CONDUITS]
C1 J1 J2 300 0.013 0 0.5
C2 J2 O1 100 0.015 0 0
[PUMPS]
P1 S1 J1 PC ON 3 1
[XSECTIONS]
C1 CIRCULAR 2 0 0 0 1
C2 TRAPEZOIDAL 4 3 1 2 1
[CURVES]
PC PUMP2 1 0.5 4 2
[INFLOWS]
J1 FLOW Q1 FLOW 1 2 0.5
[TIMESERIES]
Q1 01/01/2020 06:00 1 07:00 3
Q1 08:00 2
[XYZ]
ignored
`;

const changed = (from: string | RegExp, to: string) => () => parseInp(MODEL.replace(from, to), 'town.inp');

describe('a SWMM model', () => {
  const { plan, inflows, endS } = parseInp(MODEL, 'town.inp');

  test('is metres, seconds and m³/s whatever it was', () => {
    const ft = 0.3048;
    expect(endS).toBe(9000);
    expect(plan.nodes.map(({ id }) => id)).toEqual(['J1', 'J2', 'S1', 'O1']);
    expect(plan.nodes[1]).toMatchObject({ invertM: 9 * ft, topDepthM: 6 * ft, initialDepthM: ft });
    expect(plan.nodes[2]).toMatchObject({ store: { kind: 'power', a0: 50 * ft * ft, a1: 100 * ft * ft, a2: 0 } });
    expect(plan.nodes[3]).toMatchObject({ flapGate: true, tailwater: { kind: 'level', levelM: 8.5 * ft } });
    expect(plan.links[0]).toMatchObject({
      lengthM: 300 * ft,
      toInvertM: expect.closeTo(9.5 * ft, 12),
      section: { shape: 'circular', diameterM: 2 * ft },
    });
    expect(plan.links[1]).toMatchObject({
      section: { shape: 'open', heightM: 4 * ft, bottomM: 3 * ft, left: 1, right: 2 },
    });
    expect(plan.links[2]).toMatchObject({ kind: 'pump', by: 'steps', startDepthM: 3 * ft, stopDepthM: ft });
  });

  test('has its inflows in time: hours of the first date go on, scale and baseline applied', () => {
    expect(inflows[0].series.timesS).toEqual([0, 3600, 7200]);
    for (const [i, cfs] of [2.5, 6.5, 4.5].entries())
      expect(inflows[0].series.values[i]).toBeCloseTo(cfs * 0.3048 ** 3, 12);
  });

  test('runs', () => {
    const drains = new Drains(plan);
    drains.lateralM3ps[drains.node('J1')] = 0.1;
    drains.advance(600);
    expect(Math.abs(drains.ledger().errorRatio)).toBeLessThan(1e-12);
    expect(drains.ledger().leftM3).toBeGreaterThan(20);
  });
});

describe('dry-weather flow', () => {
  const ones = (count: number) => Array(count).fill(1).join(' ');
  const patterned = `[DWF]
J1 FLOW 2 "M" "" "H" "W"
[PATTERNS]
M MONTHLY 2 ${ones(5)}
M ${ones(6)}
D DAILY ${ones(6)} 0.5
H HOURLY ${ones(6)} 0.5 1.5
H ${ones(16)}
W WEEKEND ${Array(24).fill(3).join(' ')}
[XYZ]`;
  const flowOf = (text: string) => {
    const [, { series }] = parseInp(text, 'town.inp').inflows;
    return { timesS: series.timesS, cfs: series.values.map((m3ps) => Number((m3ps / 0.3048 ** 3).toFixed(9))) };
  };

  test('follows the months, days and hours of its patterns', () => {
    expect(flowOf(MODEL.replace('[XYZ]', patterned))).toEqual({
      timesS: [0, 3599, 3600, 7199, 7200],
      cfs: [2, 2, 6, 6, 4],
    });
  });

  test('has hours of its own on a weekend, whose day counts too: 2 cfs in January on a Saturday', () => {
    const saturday = MODEL.replace('START_DATE 01/01', 'START_DATE 01/04').replace('END_DATE 01/01', 'END_DATE 01/04');
    expect(flowOf(saturday.replace('[XYZ]', patterned.replace('"" "H"', '"D" "H"')))).toEqual({
      timesS: [0],
      cfs: [6],
    });
  });

  test('and the baseline of an inflow follows its own pattern beside the series', () => {
    const { inflows } = parseInp(MODEL.replace('1 2 0.5', '1 2 0.5 H').replace('[XYZ]', patterned), 'town.inp');
    const cfs = inflows.slice(0, 2).map(({ series }) => series.values.map((m3ps) => m3ps / 0.3048 ** 3));
    expect(cfs[0]).toEqual([0.25, 0.25, 0.75, 0.75, 0.5].map((value) => expect.closeTo(value, 12)));
    expect(cfs[1]).toEqual([2, 6, 4].map((value) => expect.closeTo(value, 12)));
  });
});

describe('is refused with file, line, what was expected and what came', () => {
  test.each([
    [
      'a negative roughness',
      'C1 J1 J2 300 0.013',
      'C1 J1 J2 300 -0.013',
      `town.inp:16: Manning's n: expected more than 0, got -0.013`,
    ],
    [
      'a roughness that is no number',
      'C1 J1 J2 300 0.013',
      'C1 J1 J2 300 NaN',
      `town.inp:16: Manning's n: expected a number, got "NaN"`,
    ],
    ['NaN in a series', 'Q1 08:00 2', 'Q1 08:00 NaN', 'town.inp:29: value: expected a number, got "NaN"'],
    [
      'a series that turns back',
      'Q1 08:00 2',
      'Q1 06:30 2',
      'town.inp:29: time: expected later than the one before, got "06:30"',
    ],
    ['an id used twice', 'J2 9 4', 'J1 9 4', 'town.inp:10: node: expected an id not used before, got "J1"'],
    ['a link used twice', 'C2 J2 O1', 'C1 J2 O1', 'town.inp:17: link: expected an id not used before, got "C1"'],
    ['a node that is not there', 'C2 J2 O1', 'C2 J2 O9', 'town.inp:17: end: expected a node of the file, got "O9"'],
    ['a shape we do not know', 'C1 CIRCULAR', 'C1 STREET', 'town.inp:21: shape: expected CIRCULAR, FORCE_MAIN'],
    [
      'a conduit without a section',
      'C2 TRAPEZOIDAL 4 3 1 2 1\n',
      '',
      'town.inp:17: cross-section: expected a line in [XSECTIONS], got nothing',
    ],
    [
      'inlets, which nobody would pass',
      '[XYZ]',
      '[INLETS]',
      'town.inp:31: [INLETS]: expected a model without, got "ignored"',
    ],
    [
      'a pattern that is not there',
      '[XYZ]',
      '[DWF]\nJ1 FLOW 2 P\n[XYZ]',
      'town.inp:31: pattern: expected a pattern of the file, got "P"',
    ],
    [
      'a pattern of a kind we do not know',
      '[XYZ]',
      '[PATTERNS]\nP YEARLY 1\n[XYZ]',
      'town.inp:31: kind of pattern: expected MONTHLY, DAILY, HOURLY or WEEKEND, got "YEARLY"',
    ],
    [
      'a pattern of too many factors',
      '[XYZ]',
      '[PATTERNS]\nP DAILY 1 1 1 1 1 1 1 1\n[XYZ]',
      'town.inp:31: factor: expected 7 at most, got 8',
    ],
    [
      'a node that nothing joins',
      '[STORAGE]',
      'J3 9 4 0 0 0\n[STORAGE]',
      'town.inp:11: node J3: expected a way to an outfall, got a node that no link joins',
    ],
    [
      'a ring without an outfall',
      'C2 J2 O1',
      'C2 J2 J1',
      'town.inp:9: node J1: expected a way to an outfall, got a part of 3 nodes with no way out',
    ],
    [
      'a model without outfalls',
      /\[OUTFALLS\][^[]*\[CONDUITS\]\n.*\n.*\n/,
      '[CONDUITS]\nC1 J1 J2 300 0.013\n',
      'expected at least one outfall, got none of 3 nodes',
    ],
  ])('%s', (_, from, to, message) => {
    expect(changed(from, to)).toThrow(DrainError);
    expect(changed(from, to)).toThrow(message);
  });

  test('a loop with an outfall is sound: the dynamic wave needs no order', () => {
    expect(changed('[PUMPS]', 'C3 J2 J1 300 0.013\n[PUMPS]')).toThrow('cross-section');
    const loop = MODEL.replace('[PUMPS]', 'C3 J2 J1 300 0.013\n[PUMPS]').replace('[CURVES]', 'C3 CIRCULAR 1\n[CURVES]');
    expect(parseInp(loop, 'town.inp').plan.links.length).toBe(4);
  });
});

const REAL = '../shared/data/city/pipes/swmm-user4.inp';
test.skipIf(!existsSync(REAL))('the sewers of a town: 208 junctions, 209 conduits, 112 catchments', () => {
  const { plan, catchments, inflows } = parseInp(readFileSync(REAL, 'utf8'), REAL);
  expect([plan.nodes.length, plan.links.length, catchments.length, inflows.length]).toEqual([209, 209, 112, 112]);
});

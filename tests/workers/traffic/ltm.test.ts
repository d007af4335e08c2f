import { expect, test } from 'vitest';
import { countsOf, startLtm, stepLtm } from '../../../workers/traffic/ltm/ltm.ts';
import { CAPACITY_PER_S, ringFlow, triangle } from '../../validation/traffic-flow-waves.ts';

test('a stream comes out as it went in, one free run later', () => {
  const link = triangle('road', 1000);
  const run = startLtm({
    links: [link],
    nodes: [],
    sources: [{ link: 0, demandBy: (timeS) => 0.2 * timeS }],
    stepS: 4,
  });
  while (run.step < 100) stepLtm(run);
  const { up, down } = countsOf(run, 0);
  expect(up).toBeCloseTo(80, 9);
  expect(down).toBeCloseTo(0.2 * (400 - 72), 9);
});

test('a full link keeps back all who come in behind one that has to go to it', () => {
  const closed = triangle('closed', 400, { outflowPerS: () => 0, queued: 400 / 6.8 });
  const links = [triangle('in', 400, { queued: 20 }), closed, triangle('open', 400)];
  const nodes = [{ inLinks: [0], outLinks: [1, 2], shares: [[0.1, 0.9]] }];
  const run = startLtm({ links, nodes, sources: [], stepS: 5 });
  while (run.step < 60) stepLtm(run);
  expect(countsOf(run, 2).up).toBeCloseTo(0, 9);
});

test('vehicles of two roads into one share its capacity', () => {
  const links = [triangle('a', 400, { queued: 40 }), triangle('b', 400, { queued: 40 }), triangle('out', 400)];
  const nodes = [{ inLinks: [0, 1], outLinks: [2], shares: [[1], [1]] }];
  const run = startLtm({ links, nodes, sources: [], stepS: 5 });
  while (run.step < 12) stepLtm(run);
  expect(countsOf(run, 2).up).toBeCloseTo(60 * CAPACITY_PER_S, 9);
  expect(countsOf(run, 0).down).toBeCloseTo(countsOf(run, 1).down, 9);
});

test('a link that is shorter than the way of one step is refused by name', () => {
  expect(() => startLtm({ links: [triangle('stub', 10)], nodes: [], sources: [], stepS: 5 })).toThrow('stub');
});

test('a ring of blocks with signals flows as the exact solution has it', () => {
  expect(ringFlow(200, 50)).toBeCloseTo(854.6, -1);
  expect(ringFlow(400, 60)).toBeCloseTo(950, 0);
});

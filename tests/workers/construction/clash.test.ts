import { TextWriter, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { describe, expect, test } from 'vitest';
import { QUOTED_CRANE_CLEARANCE } from '../../../model/questions/construction-space.ts';
import { type Body, type BodyMesh, clashes, groupFindings } from '../../../workers/construction/space/clash.ts';
import type { Crane } from '../../../workers/construction/space/crane.ts';
import { craneFindings } from '../../../workers/construction/space/crane-findings.ts';
import { sequenceErrors, workspaceOverlaps } from '../../../workers/construction/space/sequence.ts';
import { timedBoxes } from '../../../workers/construction/space/sweep.ts';
import { writeBcf } from '../../../workers/construction/write/bcf.ts';
import { type Block, blocks } from '../../validation/construction-blocks.ts';

const body = (id: string, more: Partial<Body> = {}): Body => ({
  ...{ id, name: id, ifcClass: 'IfcWall', group: 'A', fromDay: 0, toDay: Infinity },
  ...more,
});
const block = (middle: [number, number, number], size: [number, number, number], turnRad = 0): Block => ({
  ...{ middle, size, turnRad },
});
const anything = { a: {}, b: {} };
const hard = { id: 'hard', kind: 'hard', ...anything, limitM: 0.01 } as const;
const pairs = (
  bodies: Body[],
  mesh: BodyMesh,
  ...rest: [Parameters<typeof clashes>[2], Parameters<typeof clashes>[3]]
) =>
  clashes(bodies, mesh, ...rest).map(({ rule, elements, value }) => [rule, elements.join(), Number(value.toFixed(6))]);

describe('hard clashes', () => {
  const first = block([0, 0, 0], [2, 2, 2]);
  test.each([
    ['through one another by 5 cm', block([1.95, 0.3, 0.2], [2, 2, 2]), [['hard', 'a,b', 0.05]]],
    ['face on face', block([2, 0, 0], [2, 2, 2]), []],
    ['4 mm into one another', block([1.996, 0.3, 0.2], [2, 2, 2]), []],
    ['one inside the other', block([0, 0, 0], [0.5, 0.5, 0.5]), [['hard', 'a,b', 0.5]]],
    ['boxes overlap, bodies do not: turned by 45° beside the corner', block([1.9, 1.9, 0], [1, 1, 1], Math.PI / 4), []],
  ])('%s', (_, second, expected) => {
    expect(pairs([body('a'), body('b')], blocks([first, second]), [hard], [])).toEqual(expected);
  });
  test('only while both are there', () => {
    const mesh = blocks([first, block([1, 0.3, 0.2], [2, 2, 2])]);
    const at = (fromDay: number, toDay: number) =>
      clashes([body('a', { fromDay: 0, toDay: 10 }), body('b', { fromDay, toDay })], mesh, [hard], []);
    expect(at(10, 20)).toEqual([]);
    expect(at(9, 20)).toMatchObject([{ fromDay: 9, toDay: 10 }]);
  });
});

test('clearance is the exact distance between surfaces', () => {
  const rule = { id: 'gas', kind: 'clearance', a: { groups: ['gas'] }, b: { groups: ['pit'] }, limitM: 1 } as const;
  const gas = body('pipe', { group: 'gas' });
  const pit = body('pit', { group: 'pit' });
  const beside = (m: number) =>
    pairs([gas, pit], blocks([block([0, 0, 0], [2, 2, 2]), block([2 + m, 0, 0], [2, 2, 2])]), [rule], []);
  expect(beside(0.99)).toEqual([['gas', 'pipe,pit', 0.99]]);
  expect(beside(1.01)).toEqual([]);
  // A turned block's edge: its corner stands √2/2 from its middle.
  const turned = blocks([block([0, 0, 0], [2, 2, 2]), block([2.5, 0, 0], [1, 1, 1], Math.PI / 4)]);
  expect(pairs([gas, pit], turned, [rule], [])[0][2]).toBeCloseTo(1.5 - Math.SQRT1_2, 6);
});

test('a socket in the wall is an allowed contact, and the rest is grouped by what it has in common', () => {
  const bodies = [
    body('wall'),
    body('socket 1', { ifcClass: 'IfcFlowTerminal', group: 'E' }),
    body('socket 2', { ifcClass: 'IfcFlowTerminal', group: 'E' }),
    body('duct 1', { ifcClass: 'IfcFlowSegment', group: 'E' }),
    body('duct 2', { ifcClass: 'IfcFlowSegment', group: 'E' }),
  ];
  const mesh = blocks([
    block([0, 0, 0], [10, 0.2, 3]),
    block([1, 0.1, 0], [0.1, 0.1, 0.1]),
    block([2, 0.1, 0], [0.1, 0.1, 0.1]),
    block([-1, 0, 1], [0.3, 4, 0.3]),
    block([-3, 0, 1], [0.3, 4, 0.3]),
  ]);
  const embedment = { id: 'embedment', a: { classes: ['IfcFlowTerminal'] }, b: { classes: ['IfcWall'] } };
  const groups = groupFindings(clashes(bodies, mesh, [hard], [embedment]), bodies);
  expect(groups.map(({ allowed, host, findings }) => [allowed, host, findings.length])).toEqual([
    [null, 'wall', 2],
    ['embedment', '', 2],
  ]);
});

test('a slab before its column; a second column in time carries it', () => {
  const mesh = blocks([
    block([0, 0, 1.5], [0.4, 0.4, 3]),
    block([0, 0, 3.1], [6, 6, 0.2]),
    block([2, 0, 1.5], [0.4, 0.4, 3]),
  ]);
  const at = (columnDay: number, otherDay: number) =>
    sequenceErrors(
      [body('column', { fromDay: columnDay }), body('slab', { fromDay: 9 }), body('other', { fromDay: otherDay })],
      mesh,
      [0, 5, 0],
    ).map(({ elements, fromDay, toDay }) => [elements.join(), fromDay, toDay]);
  expect(at(5, 5)).toEqual([]);
  expect(at(8, 7)).toEqual([['slab,other', 5, 7]]);
  expect(at(8, 4)).toEqual([]);
});

test('two crews in one room, but not one crew with itself', () => {
  const boxes = timedBoxes(3);
  for (const [i, [x, from, to]] of [
    [0, 0, 5],
    [2, 4, 8],
    [3, 0, 9],
  ].entries()) {
    boxes.minX[i] = x;
    boxes.maxX[i] = x + 3;
    boxes.maxY[i] = 2;
    boxes.maxZ[i] = 2;
    boxes.fromDay[i] = from;
    boxes.toDay[i] = to;
  }
  const spaces = [
    { id: 'p', task: 'paint' },
    { id: 'q', task: 'floor' },
    { id: 'r', task: 'floor' },
  ];
  expect(workspaceOverlaps(spaces, boxes)).toMatchObject([{ elements: ['p', 'q'], value: 4, fromDay: 4, toDay: 5 }]);
});

const crane = (id: string, eastM: number, more: Partial<Crane> = {}): Crane => ({
  ...{ id, eastM, northM: 0, reachM: 40, leastReachM: 3, jibBottomM: 30, jibTopM: 32, mastHalfM: 1 },
  ...{ fromDay: 0, toDay: 100, momentTm: 100, ...more },
});

test('cranes: out of reach, too heavy, removed before the last lift, over a school, too near one another', () => {
  const lift = (id: string, eastM: number, massT: number, toDay = 10) => ({
    id,
    eastM,
    northM: 0,
    massT,
    fromDay: 5,
    toDay,
  });
  const school = {
    id: 'school',
    ring: [
      [-50, -10],
      [-30, -10],
      [-30, 10],
      [-50, 10],
    ] as const,
    fromDay: 20,
    toDay: 30,
  };
  const found = craneFindings(
    [crane('one', 0), crane('two', 70, { jibBottomM: 40, jibTopM: 42, fromDay: 50 })],
    [lift('ok', 20, 5), lift('far', 45, 1), lift('heavy', 20, 6), lift('late', 20, 1, 101)],
    [school],
    QUOTED_CRANE_CLEARANCE,
  );
  expect(
    found.map(({ rule, elements, value, limit, fromDay, toDay }) => [
      rule,
      elements.join(),
      value,
      limit,
      fromDay,
      toDay,
    ]),
  ).toEqual([
    ['reach', 'far,one', 45, 40, 5, 10],
    ['load', 'heavy,one', 1.2, 1, 5, 10],
    ['noCrane', 'late', 0, 1, 5, 101],
    ['oversail', 'one,school', 10, 0, 20, 30],
  ]);
  const near = craneFindings(
    [crane('one', 0), crane('two', 42, { jibBottomM: 33, jibTopM: 35 })],
    [],
    [],
    QUOTED_CRANE_CLEARANCE,
  );
  expect(near.map(({ rule, value }) => [rule, value])).toEqual([
    ['tipToMast', 1],
    ['height', 1],
  ]);
});

test.each(['2.1', '3.0'] as const)('BCF %s: one topic a group, the same bytes each time', async (version) => {
  const bodies = [body('0aBcDeFgHiJkLmNoPqRsTu'), body('b & c')];
  const groups = groupFindings(
    clashes(bodies, blocks([block([0, 0, 0], [2, 2, 2]), block([1, 1, 1], [2, 2, 2])]), [hard], []),
    bodies,
  );
  const options = {
    ...{ version, author: 'Shapan', createdIso: '2026-01-05T08:00:00Z', titleOf: () => 'wall < duct' },
    ...{ describe: ({ value }: { value: number }) => `${value} m`, isGlobalId: (id: string) => id.length === 22 },
  };
  const bytes = await writeBcf(groups, options);
  expect(await writeBcf(groups, options)).toEqual(bytes);
  const entries = await new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false }).getEntries();
  const names = entries.map(({ filename }) => filename.replace(/^[0-9a-f-]{36}/, 'topic'));
  expect(names).toEqual([
    'bcf.version',
    ...(version === '3.0' ? ['extensions.xml'] : []),
    'topic/markup.bcf',
    'topic/viewpoint.bcfv',
  ]);
  const text = async (end: string) => {
    const entry = entries.find(({ filename }) => filename.endsWith(end));
    if (!entry || entry.directory) throw new Error(`expected ${end}`);
    return entry.getData(new TextWriter(), { useWebWorkers: false });
  };
  expect(await text('markup.bcf')).toContain('<Title>wall &lt; duct</Title>');
  expect(await text('viewpoint.bcfv')).toContain('<Component IfcGuid="0aBcDeFgHiJkLmNoPqRsTu"/>');
  expect(await text('viewpoint.bcfv')).not.toContain('b &amp; c');
});

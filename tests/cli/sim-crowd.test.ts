import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { crowdCommand } from '../../cli/sim/sim-crowd.ts';
import { readTrajectories } from '../../workers/crowd/results/trajectories.ts';
import { box, drawnDxf, groups } from '../workers/crowd/drawn-dxf.ts';

const folders: string[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-crowd-'));
  folders.push(folder);
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

const square = (west: number, south: number, east: number, north: number) => ({
  outer: [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ],
});

/** A corridor of 40 × 2 m, people at its west end, the exit at its east end. */
const corridor = (count: number, more = {}) => ({
  format: 1,
  kind: 'crowd',
  id: 'corridor',
  title: { zh: '走廊', en: 'Corridor' },
  ground: { kind: 'plan', cellM: 0.5, floors: [{ id: 'floor', areas: [square(0, 0, 40, 2)] }] },
  exits: [{ id: 'east', floor: 'floor', from: [40, 0], to: [40, 2] }],
  populations: [{ id: 'people', floor: 'floor', count, where: { kind: 'areas', areas: [square(0.3, 0.3, 4, 1.7)] } }],
  endS: 200,
  ...more,
});

/** What is printed, in this process, quietly. */
async function printed(theCase: object, ...args: string[]): Promise<string> {
  const file = join(folder, 'case.json');
  writeFileSync(file, JSON.stringify(theCase));
  let said = '';
  const write = process.stdout.write;
  process.stdout.write = (text) => {
    said += text;
    return true;
  };
  try {
    const all = [file, '--out', join(folder, 'out'), ...args];
    await crowdCommand().parseAsync(all, { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return said;
}

const sim = async (theCase: object, ...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse(await printed(theCase, '--json', ...args)) as Record<string, unknown>;

test('the corridor from a DXF of millimetres is the corridor; its wall lets people through where a door cuts it', async () => {
  const written = await sim(corridor(8));
  const floor = (file: string) => ({ ground: { kind: 'plan', cellM: 0.5, floors: [{ id: 'floor', file }] } });
  writeFileSync(join(folder, 'corridor.dxf'), drawnDxf([box('SPACE', 0, 0, 40_000, 2_000)]));
  expect((await sim(corridor(8, floor('corridor.dxf')))).resultHash).toBe(written.resultHash);

  const walled = [box('SPACE', 0, 0, 40_000, 2_000), box('WALL', 20_000, -100, 20_200, 2_100)];
  writeFileSync(join(folder, 'walled.dxf'), drawnDxf(walled));
  await expect(sim(corridor(8, floor('walled.dxf')))).rejects.toThrow(
    'case.json: exits: expected one that somebody can walk to, got none of 1 (east)',
  );
  const door = box('门', 19_900, 400, 20_300, 1_600);
  writeFileSync(join(folder, 'door.dxf'), drawnDxf([...walled, door, groups(0, 'SPLINE', 8, 'Wall')]));
  const counters = [{ id: 'door', floor: 'floor', from: [20, 0], to: [20, 2] }];
  expect(await sim(corridor(8, { ...floor('door.dxf'), counters }))).toMatchObject({
    left: 8,
    notes: ['door.dxf: left out of its layers: 1 SPLINE'],
    counters: { door: { forward: 8, backward: 0 } },
  });
});

test('a drawing without a unit asks for one in the case', async () => {
  writeFileSync(
    join(folder, 'bare.dxf'),
    drawnDxf([box('AREA', 0, 0, 4_000, 200)], { header: groups(9, '$X', 70, 0) }),
  );
  const floor = (dxf: object) => ({
    ground: { kind: 'plan', cellM: 0.5, floors: [{ id: 'floor', file: 'bare.dxf', dxf }] },
  });
  await expect(sim(corridor(1, floor({})))).rejects.toThrow(/^bare.dxf: .*`dxf.unit` in the case, got none$/);
  expect(await sim(corridor(1, floor({ unit: 'cm' })))).toMatchObject({ left: 1 });
});

test('the times of one seed are not to be signed, which is said with what would be; those of four come with both percentiles', async () => {
  const refusal = 'one seed: no time to sign; --seeds 20 gives the median and the 95th percentile';
  expect(await printed(corridor(8))).toContain(refusal);
  const four = await printed(corridor(8), '--seeds', '4', '--workers', '1');
  expect(four).not.toContain(refusal);
  expect(four).toMatch(/4 seeds: all out at [\d.]+ s \(median\), [\d.]+ s \(95th percentile\)/);
});

test('four seeds by two workers are the four seeds by one, in their order', async () => {
  const alone = await sim(corridor(8), '--seeds', '4');
  const together = await sim(corridor(8), '--seeds', '4', '--workers', '2');
  expect(together.ensemble).toEqual(alone.ensemble);
  const { hashes, runs } = alone.ensemble as { hashes: string[]; runs: number };
  expect(runs).toBe(4);
  expect(new Set(hashes).size).toBe(4);
  expect(hashes[0]).toBe(alone.resultHash);
});

test('everyone’s ways as text and as bytes tell the same places', async () => {
  await sim(corridor(3), '--trajectories', 'both');
  const { frames, box } = readTrajectories(readFileSync(join(folder, 'out/trajectories.spcrowd')), 'ways');
  const [, , head, first] = readFileSync(join(folder, 'out/trajectories.txt'), 'utf8').split('\n');
  expect(head).toBe('# ID\tFR\tX/m\tY/m\tZ/m');
  const x = box.westM + frames[0].places[0] * box.unitM;
  const y = box.southM + frames[0].places[1] * box.unitM;
  expect(first).toBe(`1\t0\t${x.toFixed(3)}\t${y.toFixed(3)}\t0.000`);
});

test('smoke of 1/m from 0 s on halves the pace, as NIST 2.5 has it; none of it before its time', async () => {
  const walker = { profiles: [{ id: 'adult', speedMps: { kind: 'constant', value: 1.25 } }] };
  const smoke = (timeS: number) => ({
    smoke: {
      floors: ['floor'],
      law: 'nist',
      frames: [{ timeS, clouds: [{ area: square(-1, -1, 42, 3), extinctionPerM: 1 }] }],
    },
  });
  const travelS = async (more: object) => (await sim(corridor(1, { ...walker, ...more }))).meanTravelS as number;
  const clear = await travelS({});
  expect((await travelS(smoke(0))) / clear).toBeCloseTo(2, 1);
  expect(await travelS(smoke(150))).toBe(clear);
});

test('a floor of the smoke that is not there is named', async () => {
  const smoke = { floors: ['cellar'], frames: [{ timeS: 0, clouds: [] }] };
  await expect(sim(corridor(1, { smoke }))).rejects.toThrow(
    'case.json: smoke.floors: expected a floor or a stair, got "cellar"',
  );
});

test('what comes out otherwise than expected.json beside the case says is told', async () => {
  const source = '40 m at 1.34 m/s';
  const expected = [
    { kind: 'clearance', part: 1, atS: 30, toleranceS: 8, source },
    { kind: 'clearance', part: 0.5, atS: 10, toleranceS: 2, source },
    { kind: 'crossed', counters: ['middle'], part: 1, atS: 15, toleranceS: 5, source },
  ];
  writeFileSync(join(folder, 'expected.json'), JSON.stringify(expected));
  const counters = [{ id: 'middle', floor: 'floor', from: [20, 0], to: [20, 2] }];
  const { shortfalls } = await sim(corridor(1, { counters }));
  process.exitCode = 0;
  expect(shortfalls).toMatchObject([{ what: '50 % out', expected: '10 ± 2 s', source }]);
});

test('of many people it is told, before the first of them walks, what is under way', async () => {
  let said = '';
  const write = process.stderr.write;
  process.stderr.write = (text) => {
    said += text;
    return true;
  };
  const hall = { ground: { kind: 'plan', cellM: 1, floors: [{ id: 'floor', areas: [square(0, 0, 200, 150)] }] } };
  const where = { kind: 'areas', areas: [square(1, 1, 199, 149)] };
  const populations = [{ id: 'people', floor: 'floor', count: 20_000, where }];
  const exits = [{ id: 'east', floor: 'floor', from: [200, 40], to: [200, 60] }];
  try {
    await sim(corridor(1, { ...hall, populations, exits, endS: 1 }), '--trajectories', 'none');
  } finally {
    process.stderr.write = write;
  }
  expect(said.split('\n')[0]).toBe('crowd: laying out 20000 people');
  expect(said).toMatch(/crowd: finding their ways on \d+ cells\ncrowd: 0 of 1 s, 20000 inside\n/);
});

test('an outline that crosses itself is named among the notes', async () => {
  const bowTie = {
    outer: [
      [0, 0],
      [40, 2],
      [40, 0],
      [0, 2],
    ],
  };
  const ground = { kind: 'plan', cellM: 0.5, floors: [{ id: 'floor', areas: [square(0, 0, 40, 2), bowTie] }] };
  expect((await sim(corridor(1, { ground }))).notes).toEqual([
    'floor: the outline of area 2 crosses itself at [20, 1]; walked on by the even–odd rule',
  ]);
});

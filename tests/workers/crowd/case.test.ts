import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCrowdCase } from '../../../cli/sim/crowd-case.ts';
import { CrowdScenario } from '../../../model/questions/crowd.ts';
import schema from '../../../scenarios/crowd.schema.json' with { type: 'json' };
import { jsonSchemaOf } from '../../../scenarios/json-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'crowd-case-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASE = {
  format: 1,
  kind: 'crowd',
  id: 'small',
  title: { zh: '小', en: 'Small' },
  ground: { kind: 'plan', cellM: 0.25, floors: [{ id: 'floor', file: 'plan.wkt' }] },
  exits: [{ id: 'out', floor: 'floor', from: [10, 2], to: [10, 3] }],
  populations: [
    {
      id: 'people',
      floor: 'floor',
      count: 30,
      where: {
        kind: 'areas',
        areas: [
          {
            outer: [
              [1, 1],
              [9, 1],
              [9, 5],
              [1, 5],
            ],
          },
        ],
      },
    },
  ],
  endS: 200,
};

const read = (change: object) => {
  writeFileSync(join(folder, 'plan.wkt'), 'POLYGON((0 0,10 0,10 6,0 6,0 0))');
  writeFileSync(join(folder, 'case.json'), JSON.stringify({ ...CASE, ...change }));
  return readCrowdCase(join(folder, 'case.json'), folder);
};

describe('a case file', () => {
  test('is laid out', async () => expect((await read({})).setup.input.people.xM).toHaveLength(30));

  test('that is wrong says where', async () => {
    await expect(read({ endS: 'soon' })).rejects.toThrow('case.json: endS: expected 1 to 86400, got "soon"');
    await expect(read({ exits: [{ id: 'out', floor: 'cellar', from: [10, 2], to: [10, 3] }] })).rejects.toThrow(
      'case.json: exits.out.floor: expected a floor, got "cellar"',
    );
    await expect(read({ exits: [{ id: 'out', floor: 'floor', from: [10, 2], to: [10, 2] }] })).rejects.toThrow(
      'expected 0.4 m or more in width, got 0 m',
    );
    await expect(read({ exits: [{ id: 'out', floor: 'floor', from: [20, 2], to: [20, 3] }] })).rejects.toThrow(
      'expected floor on one side of it, got none on either',
    );
  });

  test('with people behind a wall that has no door is refused before it runs', async () => {
    const floors = [
      {
        id: 'floor',
        file: 'plan.wkt',
        walls: [
          [
            [5, 0],
            [5, 6],
          ],
        ],
      },
    ];
    await expect(read({ ground: { kind: 'plan', cellM: 0.25, floors } })).rejects.toThrow(
      /populations\.people: expected a way to an exit for everyone, \d+ have none/,
    );
  });
});

describe('people who share a floor', () => {
  const areas = (westM: number, eastM: number) => ({
    kind: 'areas',
    areas: [
      {
        outer: [
          [westM, 1],
          [eastM, 1],
          [eastM, 5],
          [westM, 5],
        ],
      },
    ],
  });
  const nearestM = ({ xM, yM }: { xM: Float32Array; yM: Float32Array }): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let a = 0; a < xM.length; a++)
      for (let b = 0; b < a; b++) least = Math.min(least, Math.hypot(xM[a] - xM[b], yM[a] - yM[b]));
    return least;
  };
  const [one] = CASE.populations;

  test.each([
    ['of one area', areas(1, 9), areas(1, 9)],
    ['of areas that overlap', areas(1, 7), areas(3, 9)],
  ])('stand beside each other: %s', async (_, first, second) => {
    const { input } = (
      await read({
        populations: [
          { ...one, where: first, count: 45 },
          { ...one, id: 'others', where: second, count: 45 },
        ],
      })
    ).setup;
    expect(input.people.xM).toHaveLength(90);
    expect(nearestM(input.people)).toBeGreaterThan(2 * input.people.radiusM[0]);
  });

  test('and find no more room than there is', async () =>
    await expect(
      read({
        populations: [
          { ...one, count: 120 },
          { ...one, id: 'others', count: 120 },
        ],
      }),
    ).rejects.toThrow(/populations\.others\.count/));
});

test('the schema on disk is that of the parser', () =>
  expect(jsonSchemaOf(CrowdScenario, 'Shapan crowd case')).toEqual(schema));

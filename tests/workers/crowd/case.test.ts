import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCrowdCase } from '../../../cli/crowd-case.ts';
import schema from '../../../scenarios/crowd.schema.json' with { type: 'json' };
import { CrowdScenario } from '../../../scenarios/crowd.ts';
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
  test('is laid out', async () => expect((await read({})).laid.input.people.xM).toHaveLength(30));

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

test('the schema on disk is that of the parser', () =>
  expect(jsonSchemaOf(CrowdScenario, 'Shapan crowd case')).toEqual(schema));

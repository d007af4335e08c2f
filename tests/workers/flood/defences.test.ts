import { describe, expect, test } from 'vitest';
import type { FloodWorks } from '../../../model/city/flood-works.ts';
import { bedAt, breachOf, defencesOf, densified, wallOf } from '../../../workers/flood/city/defences.ts';
import { watchedBy } from '../../../workers/flood/city/gauges.ts';
import { nearestOn, watersOf } from '../../../workers/flood/city/rivers.ts';

/** A thousand metres on a side, each cell 100 m; the bed rises by a metre a cell to the east. */
const grid = { columns: 10, rows: 10, cellM: 100, westM: 0, southM: 0 };
const bed = { grid, bedElevationM: Float32Array.from({ length: 100 }, (_, cell) => cell % 10) };
const LEVEE = {
  id: 'levee',
  line: [
    [500, 200, 12],
    [500, 800, 12],
  ] as [number, number, number][],
};

test('a line is made so dense that no two of its places are farther apart than a step', () => {
  const bent: [number, number][] = [
    [0, 0],
    [9, 0],
    [9, 5],
  ];
  expect(densified(bent, 4)).toEqual([
    [0, 0],
    [3, 0],
    [6, 0],
    [9, 0],
    [9, 2.5],
    [9, 5],
  ]);
});

describe('the bed', () => {
  test('at a place is that of its cell, and beyond the map that of the nearest', () => {
    expect([bedAt(bed, [250, 50]), bedAt(bed, [-90, 50]), bedAt(bed, [5000, 50])]).toEqual([2, 0, 9]);
  });
});

describe('a wall of sandbags', () => {
  test('is as high above the ground everywhere, from its hour on', () => {
    const wall = wallOf(bed, {
      id: 'w',
      line: [
        [150, 50],
        [350, 50],
      ],
      heightM: 1.5,
      fromH: 2,
    });
    expect(wall).toEqual({
      kind: 'crest',
      id: 'w',
      line: [
        [150, 50, 2.5],
        [250, 50, 3.5],
        [350, 50, 4.5],
      ],
      fromS: 7200,
    });
  });
});

describe('a defence', () => {
  const drawnOn = (line: [number, number, number][]) =>
    defencesOf({ defences: [{ ...LEVEE, line }] } as unknown as FloodWorks, grid as never)[0].line;

  test('that ends at the edge of the map goes on straight beyond it', () => {
    const line = drawnOn([
      [50, 500, 12],
      [400, 500, 12],
    ]);
    expect(line[0]).toEqual([-150, 500, 12]);
    expect(line).toHaveLength(3);
  });

  test('that ends in the middle of the map ends there', () => {
    expect(drawnOn(LEVEE.line)).toEqual(LEVEE.line);
  });
});

describe('a breach', () => {
  const works = { breaches: [], defences: [LEVEE] };
  const placed = (at: [number, number], more: object = {}) =>
    breachOf(bed, works, { kind: 'placed', id: 'b', at, beginH: 1, growH: 0.5, widthM: 60, ...more }, 4);

  test('is put on the nearest defence, down to the higher ground beside it', () => {
    expect(placed([530, 400])).toEqual({
      kind: 'breach',
      id: 'b',
      of: 'levee',
      at: [500, 400],
      beginS: 3600,
      growS: 1800,
      widthStartM: 20,
      widthEndM: 60,
      sillM: 5,
    });
  });

  test('narrower than a gap begins is as wide from the first moment on', () => {
    expect(placed([500, 400], { widthM: 5 })).toMatchObject({ widthStartM: 5, widthEndM: 5 });
  });

  test('far from every defence is refused with how far, and one of a name that nobody planned too', () => {
    expect(() => placed([700, 400])).toThrow(/200/);
    expect(() => breachOf(bed, works, { kind: 'planned', id: 'gone', beginH: 0 }, 4)).toThrow(/gone/);
  });
});

describe('a straight piece', () => {
  test('is nearest across it, or at its end', () => {
    expect(nearestOn([0, 0], [10, 0], [4, 3])).toEqual({ part: 0.4, awayM2: 9 });
    expect(nearestOn([0, 0], [10, 0], [13, 4])).toEqual({ part: 1, awayM2: 25 });
    expect(nearestOn([5, 5], [5, 5], [5, 9])).toEqual({ part: 0, awayM2: 16 });
  });
});

describe('the waters of a city', () => {
  const label = (zh: string) => ({ zh, en: zh });
  const ring = [
    [0, 0],
    [400, 0],
    [400, 40],
    [0, 40],
  ];
  const works = {
    inflows: [{ id: 'in', label: label('澄江') }],
    outflows: [{ id: 'out', label: label('澄江') }],
    waters: [
      { id: 'reach', label: label('澄江'), ring, levelM: [1, 1, 1, 1] },
      { id: 'pond', label: label('镜湖'), ring: ring.map(([x, y]) => [x, y + 1000]), levelM: [2, 2, 2, 2] },
    ],
  } as unknown as FloodWorks;

  test('are rivers by the label of their inflow, and lakes', () => {
    const { rivers, lakes } = watersOf(works);
    expect(rivers.map(({ outflow, waters }) => [outflow?.id, waters.map(({ id }) => id)])).toEqual([
      ['out', ['reach']],
    ]);
    expect(lakes.map(({ id }) => id)).toEqual(['pond']);
  });

  test('are watched by a gauge on their bank, in the middle of the river before it', () => {
    expect(watchedBy(works, [200, -50])).toEqual({ river: 'in', at: [200, 20] });
    expect(watchedBy(works, [200, -150])).toBeNull();
  });
});

import { expect, test } from 'vitest';
import { matchAddresses, plainAddress } from '../../../model/tables/join-address.ts';
import { nearestThings } from '../../../model/tables/join-place.ts';
import { cellsOfThings, joinByThing, NO_KEY, NO_THING, SEVERAL_THINGS } from '../../../model/tables/join-rows.ts';

const names = { thing: (thing: number) => `t${thing}`, row: (row: number) => `r${row}`, way: () => 'within' as const };

test('each row and each thing is counted once; a thing with several rows has their sum, and words that they share', () => {
  const thingOf = Int32Array.of(0, 0, 2, NO_THING, SEVERAL_THINGS, NO_KEY);
  const joined = joinByThing(3, thingOf, names);
  expect(joined.report).toEqual({
    things: { all: 3, matched: 2, unmatched: 1, blank: 0, ambiguous: 0, doubled: 1 },
    rows: { all: 6, used: 3, unused: 1, blank: 1, doubled: 2, ambiguous: 1 },
    by: { within: 3 },
    examples: {
      unmatchedThings: [{ key: 't1', count: 1 }],
      unusedRows: [{ key: 'r3', count: 1 }],
      doubledRows: [],
      doubledThings: [{ key: 't0', count: 2 }],
      ambiguous: [{ key: 'r4', count: 1 }],
    },
  });
  expect(cellsOfThings(joined, ['3', '1,000', '5', '', '', ''], true)).toEqual(['1003', null, '5']);
  expect(cellsOfThings(joined, ['甲', '乙', '丙', '', '', ''], false)).toEqual([null, null, '丙']);
});

test('a place goes to the nearest middle within the distance, to none between two as near, to none without coordinates', () => {
  const middles = Float64Array.of(0, 0, 100, 0, 1000, 1000);
  const places = Float64Array.of(10, 0, 50, 0, 300, 0, 1020, 980, Number.NaN, 0);
  expect([...nearestThings(middles, places, 60)]).toEqual([0, SEVERAL_THINGS, NO_THING, 2, NO_KEY]);
});

test('addresses are the same in another width, with other units, and with or without the city before them', () => {
  expect(plainAddress('文庙街３號')).toBe('文庙街3号');
  expect(plainAddress('文庙街 三号、２幢')).toBe('文庙街3号2栋');
  expect(plainAddress('文庙街二十一弄')).toBe('文庙街21弄');
  const things = ['文庙街 3 号', '文庙街 5 号', '澄心大道 88 号 1 栋', '澄心大道 88 号 2 栋', null, '12 Main Street'];
  const rows = [
    '文庙街３号',
    '川省澄川市东城区文庙街5号2单元301室',
    '澄心大道88号2号楼',
    '澄心大道88号',
    '文庙街7号',
    '',
    'Main St. 12',
    '双塔',
  ];
  const { thingOf, way } = matchAddresses(things, rows, [null, null, null, null, '双塔']);
  expect([...thingOf]).toEqual([0, 1, 3, SEVERAL_THINGS, NO_THING, NO_KEY, 5, 4]);
  expect([0, 1, 2, 6].map(way)).toEqual(['exact', 'building', 'exact', 'number']);
});

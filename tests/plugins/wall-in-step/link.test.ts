import { expect, test } from 'vitest';
import type { Manifest } from '../../../model/city/manifest.ts';
import { wallLink } from '../../../src/plugins/wall-in-step/link-part.ts';
import type { TwinState } from '../../../src/twin/twin.ts';

const CITY = {} as Manifest;
const written = (inStep: TwinState['inStep']) => wallLink.write({ inStep } as TwinState, CITY);

test.each([
  ['lead', '指挥中心-1'],
  ['follow', 'hall.2'],
] as const)('a machine that %ss a wall does so again by its link', (role, wall) => {
  const [[key, value]] = written({ role, wall });
  const reading = wallLink.read(key, value, CITY);
  expect(reading).toEqual({ linked: { inStep: { role, wall } } });
  expect(wallLink.open({ inStep: { role, wall } }, {} as TwinState, CITY)).toEqual({ inStep: { role, wall } });
});

test('a page that stands alone writes nothing', () => {
  expect(written(null)).toEqual([]);
  expect(wallLink.open({}, {} as TwinState, CITY)).toEqual({ inStep: null });
});

test.each(['', '<b>', 'a/b', '%E0%A4%A'])('%s names no wall', (value) => {
  expect(wallLink.read('follow', value, CITY)).toHaveProperty('expected.en');
});

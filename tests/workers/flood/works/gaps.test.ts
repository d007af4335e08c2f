import { expect, test } from 'vitest';
import { gapsAt } from '../../../../workers/flood/works/gaps.ts';
import type { Work } from '../../../../workers/flood/works/works.ts';

const levee: Work = {
  kind: 'crest',
  id: 'levee',
  line: [
    [0, 0, 3],
    [100, 0, 3],
    [100, 200, 3],
  ],
};
const breach: Work = {
  ...{ kind: 'breach', id: 'b', of: 'levee', at: [104, 50], beginS: 600, growS: 1200 },
  ...{ widthStartM: 20, widthEndM: 60, sillM: 1 },
};

test('a gap lies along the crest about the place nearest to where it was picked, and grows', () => {
  expect(gapsAt([levee, breach], 599)).toEqual([]);
  expect(gapsAt([levee, breach], 600)).toEqual([{ id: 'b', from: [100, 40], to: [100, 60], widthM: 20, sillM: 3 }]);
  expect(gapsAt([levee, breach], 1200)[0]).toMatchObject({ from: [100, 30], to: [100, 70], widthM: 40 });
  expect(gapsAt([levee, breach], 9999)[0].widthM).toBe(60);
});

test('one that opens at once, and one whose levee is not there', () => {
  expect(gapsAt([levee, { ...breach, growS: 0 } as Work], 600)[0].widthM).toBe(60);
  expect(gapsAt([breach], 900)).toEqual([]);
});

test('its sill goes from the crest down to its own, with the width unless it has a time of its own', () => {
  const sillAt = (part: object, timeS: number) => gapsAt([levee, { ...breach, ...part } as Work], timeS)[0].sillM;
  expect([sillAt({}, 1200), sillAt({}, 9999)]).toEqual([2, 1]);
  expect([sillAt({ fallS: 0 }, 600), sillAt({ fallS: 300 }, 750)]).toEqual([1, 2]);
});

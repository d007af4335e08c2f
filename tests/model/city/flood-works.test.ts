import { expect, test } from 'vitest';
import { parseFloodWorks } from '../../../model/city/flood-works.ts';
import { GridError } from '../../../model/city/grid.ts';

const works = {
  format: 1,
  defences: [
    {
      id: 'levee-1',
      label: { zh: '左堤', en: 'Left levee' },
      kind: 'levee',
      line: [
        [0, 0, 385.2],
        [25, 0, 385.1],
      ],
    },
  ],
  inflows: [],
  outflows: [],
  waters: [],
  gauges: [],
  breaches: [],
  openings: [],
  storm: { a: 1980, b: 16, c: 1.45, n: 0.86, r: 0.4, validMin: [5, 1440], depthMm: { '20': { '2h': 60.2 } } },
};

test('a levee and a design storm are enough', () => {
  expect(parseFloodWorks(structuredClone(works)).defences[0].line[1][2]).toBe(385.1);
});

test('a defence of one corner, a breach in none and a peak after the storm’s end are refused by place', () => {
  const short = structuredClone(works);
  short.defences[0].line.pop();
  expect(() => parseFloodWorks(short)).toThrow(GridError);
  expect(() => parseFloodWorks(short)).toThrow(/flood-works\.json: defences\.0\.line: expected 2 or more, got 1/);
  const breach = {
    ...{ id: 'b', label: { zh: '溃口', en: 'Breach' }, at: [0, 0], defence: 'levee-2', chainageM: 0, beginH: 0 },
    ...{ returnYears: 100, widthStartM: 20, widthEndM: 70, growH: 1.5, sillM: 380.4 },
  };
  expect(() => parseFloodWorks({ ...works, breaches: [breach] })).toThrow(
    'flood-works.json: breaches.0.defence: expected a defence, got "levee-2"',
  );
  const late = { ...works, storm: { ...works.storm, r: 1.4 } };
  expect(() => parseFloodWorks(late)).toThrow(/storm\.r: expected <=1, got 1\.4/);
});

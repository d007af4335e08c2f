import { expect, test } from 'vitest';
import { checkInput } from '../../../workers/flood/check.ts';
import type { FloodInput } from '../../../workers/flood/core/flood-input.ts';
import type { Work } from '../../../workers/flood/works/works.ts';
import { smallFlood, wallEdges } from './small-flood.ts';

const check = (change: Partial<FloodInput>) => () => checkInput(smallFlood(4, 3, 2, change));
const filled = (value: number, at = 6) => new Float32Array(12).fill(value, at, at + 1);
const SLOW = { kind: 'inflow', unitDischargeM2ps: 1, depthM: 0.6 } as const;
const levee: Work = {
  kind: 'crest',
  id: 'levee',
  line: [
    [0, 0, 1],
    [8, 6, 1],
  ],
};

test('what can be run passes', () => {
  expect(check({ works: [levee] })).not.toThrow();
});

test.each<[string, Partial<FloodInput>, string]>([
  [
    'a hole in the bed',
    { bedElevationM: filled(Number.NaN) },
    'bedElevationM[column 2, row 1]: expected metres, got NaN',
  ],
  ['a negative Manning', { manningN: filled(-0.5) }, 'manningN[column 2, row 1]: expected 0 to 10 s/m^(1/3), got -0.5'],
  ['a grid of another size', { soil: new Uint8Array(11) }, 'soil: expected 4 × 3 = 12 cells, got 11'],
  [
    'a class of soil that is not there',
    { soil: new Uint8Array(12) },
    'soil[column 0, row 0]: expected a class below 0 or 255, got 0',
  ],
  [
    'negative rain',
    { rain: { stepS: 60, ratesMmPerH: [5, -1] } },
    'rain.ratesMmPerH[1]: expected 0 to 2000 mm/h, got -1',
  ],
  [
    'rain that is no number',
    { rain: { stepS: 60, ratesMmPerH: [Number.NaN] } },
    'rain.ratesMmPerH[0]: expected 0 to 2000 mm/h, got NaN',
  ],
  [
    'a pump that stops above where it starts',
    { works: [{ kind: 'pump', id: 'p', from: [1, 1], to: null, rateM3ps: 1, startM: 1, stopM: 2 }] },
    'pump p.startM: expected stopM (2 m) or more, or it never runs on, got 1',
  ],
  [
    'Chezy in the fast scheme',
    { chezyC: new Float32Array(12).fill(40), scheme: { kind: 'fast' } },
    'scheme: expected "second" or "first", for fast has Manning alone, got fast',
  ],
  [
    'a swift inflow that is slow',
    { edges: { ...wallEdges(4, 3), west: Array.from({ length: 3 }, () => SLOW) } },
    'edges.west.depthM: expected less than the critical depth of 0.467 m at 1 m²/s (slower water takes its depth from within: leave it out), got 0.6',
  ],
  ['a cell without size', { cellM: 0 }, 'cellM: expected a number from 0.01 on, got 0'],
  [
    'a series that moves a wall',
    { changing: [{ side: 'west', from: 0, to: 2, series: { timesS: [0], values: [1] } }] },
    'changing[0]: expected edges of kind stage or inflow, got wall',
  ],
  [
    'NaN in a series',
    {
      works: [
        {
          kind: 'inflow',
          id: 'r',
          from: [1, 1],
          to: [1, 5],
          dischargeM3ps: { timesS: [0, 60], values: [1, Number.NaN] },
        },
      ],
    },
    'inflow r.dischargeM3ps.values[1]: expected a number, got NaN',
  ],
  [
    'NaN in a crest',
    {
      works: [
        {
          kind: 'crest',
          id: 'levee',
          line: [
            [0, 0, 1],
            [8, 6, Number.NaN],
          ],
        },
      ],
    },
    'crest levee.line: expected numbers, got 0, 0, 1, 8, 6, NaN',
  ],
  ['an id used twice', { works: [levee, levee] }, 'crest levee: expected an id not used before, got "levee"'],
  [
    'a breach in the fast scheme',
    {
      scheme: { kind: 'fast' },
      works: [
        levee,
        {
          kind: 'breach',
          id: 'b1',
          of: 'levee',
          at: [4, 3],
          beginS: 0,
          growS: 60,
          widthStartM: 2,
          widthEndM: 4,
          sillM: 0,
        },
      ],
    },
    'scheme: expected "second" or "first", for a breach sends a shock, got fast',
  ],
])('%s is refused', (_, change, message) => {
  expect(check(change)).toThrow(message);
});

import { expect, test } from 'vitest';
import { parseRoadNetwork } from '../../../model/roads/road-network.ts';
import { lanesTaken } from '../../../model/roads/site-works.ts';

/** A street of six lanes that runs south, a street of one lane that meets it from the west, and a path beside it. */
const network = (lanes = 6, direction = 'both') =>
  parseRoadNetwork({
    format: 1,
    junctions: [
      [0, 400],
      [0, 0],
      [-200, 0],
    ],
    segments: [
      {
        ...STREET,
        id: 'avenue',
        class: 'primary',
        lanes,
        widthM: 35,
        direction,
        from: 0,
        to: 1,
        points: [
          [0, 400],
          [0, 0],
        ],
      },
      {
        ...STREET,
        id: 'side',
        class: 'local',
        lanes: 1,
        widthM: 7,
        direction: 'along',
        from: 2,
        to: 1,
        points: [
          [-200, 0],
          [0, 0],
        ],
      },
      {
        ...STREET,
        id: 'path',
        class: 'path',
        lanes: 1,
        widthM: 3,
        direction: 'both',
        from: 0,
        to: 1,
        points: [
          [12, 400],
          [12, 0],
        ],
      },
    ],
    turnBans: [],
  });

const STREET = {
  name: { zh: '路', en: 'Road' },
  form: 'ground',
  speedKmPerH: 40,
  isPrivate: false,
  clearanceM: null,
  weightLimitT: null,
  assumed: [],
};

/** A hoarding over the east half of the avenue, 200 m long. */
const EAST: [number, number][] = [
  [3, 100],
  [20, 100],
  [20, 300],
  [3, 300],
];
const taken = (lanes: number, ring = EAST, of = network()) => lanesTaken(of, { id: 'works', lanes, ring });

test('three of six lanes on the east side close the way north, against a centre line that runs south', () => {
  expect(taken(3)).toEqual([{ segment: 'avenue', lanes: 3, of: 6, closes: 'against', heading: [0, -1] }]);
  const west = EAST.map(([x, y]): [number, number] => [-x, y]);
  expect(taken(3, west)).toMatchObject([{ segment: 'avenue', closes: 'along' }]);
});

test('two of them narrow it, all six close it', () => {
  expect(taken(2)).toMatchObject([{ segment: 'avenue', lanes: 2, closes: null }]);
  expect(taken(6)).toMatchObject([{ segment: 'avenue', lanes: 6, closes: 'both' }]);
});

test('a one-way street is closed when all its lanes are taken, and not before', () => {
  expect(taken(3, EAST, network(3, 'along'))).toMatchObject([{ closes: 'both' }]);
  expect(taken(2, EAST, network(3, 'along'))).toMatchObject([{ closes: null }]);
});

test('works beside a street, or at a corner of it, take none of its lanes', () => {
  expect(
    taken(
      3,
      EAST.map(([x, y]): [number, number] => [x + 30, y]),
    ),
  ).toEqual([]);
  expect(
    taken(3, [
      [3, 100],
      [20, 100],
      [20, 104],
      [3, 104],
    ]),
  ).toEqual([]);
});

import { parseGrid, parseWalkable } from '../../../model/city/grid.ts';
import type { CrowdRequest } from '../../../workers/crowd/engine-types.ts';
import { siteOptionsOf } from '../../../workers/crowd/offer.ts';

const box = (westM: number, southM: number, eastM: number, northM: number) => [
  [westM, southM],
  [eastM, southM],
  [eastM, northM],
  [westM, northM],
];
const area = (id: string, kind: string, outer: number[][], level = 'ground') => ({ id, level, kind, outer, holes: [] });
const door = (id: string, kind: string, from: string, to: string | null, a: number[], b: number[]) => ({
  ...{ id, kind, from, to, a, b },
  widthM: 4,
});

/** Two squares side by side, the eastern one beyond the box; a hall with a gate; a stair of 2 m down from the square. */
export const walkable = parseWalkable({
  format: 1,
  levels: [
    { id: 'ground', label: { zh: '地面', en: 'Ground' }, elevationM: null },
    { id: 'under', label: { zh: '地下', en: 'Under' }, elevationM: 98 },
  ],
  areas: [
    area('square', 'plaza', box(0, 0, 20, 20)),
    area('street', 'street', box(20, 0, 80, 20)),
    area('hall', 'room', box(0, 20, 20, 40)),
    area('cellar', 'underpass', box(-30, 0, -10, 20), 'under'),
  ],
  doors: [
    door('out', 'opening', 'square', 'street', [20, 8], [20, 12]),
    door('end', 'exit', 'square', null, [8, 0], [12, 0]),
    door('gate', 'gate', 'hall', 'square', [8, 20], [12, 20]),
  ],
  stairs: [
    {
      ...{ id: 'steps', kind: 'stair', from: 'cellar', to: 'square', widthM: 3, stepFree: false },
      foot: [-10, 10, 98],
      head: [0, 10, 100],
    },
  ],
});

export const BOX: readonly [number, number, number, number] = [-40, -10, 30, 50];
export const offer = siteOptionsOf(walkable, [...BOX], null, () => null);

export const asked: CrowdRequest = {
  ground: { cellM: 0.5, boxM: [...BOX] },
  preset: 'prescriptive',
  ...{
    profiles: [],
    bodies: [],
    stairs: [],
    lifts: [],
    counters: [],
    waitings: [],
    refuges: [],
    events: [],
    orders: [],
    choice: {},
  },
  doors: [],
  exits: offer.exits.map(({ id, floor, from, to }) => ({ id, floor, from, to })),
  populations: [
    {
      ...{ id: 'people', profile: 'adult', floor: 'ground', count: 40, familiar: [] },
      where: { kind: 'walkable', ids: ['square'] },
      premovementS: { kind: 'constant', value: 2 },
      groupSize: { kind: 'constant', value: 1 },
    },
  ],
  ...{ seed: 1, endS: 120, stepS: 0.05, frameEveryS: 1 },
};

export const grid = parseGrid({
  format: 1,
  datum: { vertical: 'test', geoidUndulationM: 0 },
  origin: { lonDeg: 108, latDeg: 34, heightM: 100 },
  ...{ westM: -60, southM: -60, cellM: 10, columns: 20, rows: 20 },
  bed: { file: 'bed.bin', minM: 100, maxM: 119 },
  buildingMask: { file: 'mask.bin', cells: 0 },
  landCover: null,
  classes: [],
});
/** Rises by 1 m a cell to the east. */
export const bed = Float32Array.from({ length: 400 }, (_, cell) => 100 + (cell % 20));

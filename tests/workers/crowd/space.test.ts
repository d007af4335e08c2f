import { describe, expect, test } from 'vitest';
import type { Point } from '../../../model/geo/plane/point.ts';
import { problemsOf, unreachableOf } from '../../../workers/crowd/check.ts';

/** IMO and SFPE. */
const MAX_EXIT_FLOW_PER_MS = 1.3;

import type { GateState } from '../../../workers/crowd/core/crowd.ts';
import { type Route, RouteFields } from '../../../workers/crowd/core/routes.ts';
import type { Population } from '../../../workers/crowd/crowd-case.ts';
import { buildCrowdSetup } from '../../../workers/crowd/lay-out.ts';
import { buildSpace } from '../../../workers/crowd/plan/space.ts';
import { cellAt, middleOf, type Space } from '../../../workers/crowd/plan/space-cells.ts';
import { wallsOf } from '../../../workers/crowd/plan/space-walls.ts';
import { caseOf, crossing, floorOf, play, room, spaceOf, stairFrom, walkers } from '../../validation/crowd-rooms.ts';

const lengthM = (walls: Float32Array): number => {
  let sum = 0;
  for (let k = 0; k < walls.length; k += 4) sum += Math.hypot(walls[k + 2] - walls[k], walls[k + 3] - walls[k + 1]);
  return sum;
};

describe('walls', () => {
  test('rooms that touch are one floor: two squares of 4 m have a rim of 24 m', () => {
    expect(lengthM(wallsOf([room(0, 0, 4, 4), room(4, 0, 8, 4)], 'joined', [], []))).toBeCloseTo(24, 3);
  });

  test('apart, the edge between them is a wall of each, but for its opening', () => {
    const openings = [{ from: [4, 1] as [number, number], to: [4, 2] as [number, number] }];
    expect(lengthM(wallsOf([room(0, 0, 4, 4), room(4, 0, 8, 4)], 'apart', openings, []))).toBeCloseTo(30, 3);
  });

  test('an exit opens the rim by its width, between two walls of 1 m that lead out', () => {
    const exit = crossing('out', [4, 1], [4, 2.5]);
    const { levels } = buildSpace(spaceOf([floorOf([room(0, 0, 4, 4)])], { exits: [exit] }));
    expect(lengthM(levels[0].walls)).toBeCloseTo(14.5 + 2, 3);
  });
});

describe('cells', () => {
  test('a wall without thickness lets no cell through; a door of 0.6 m does', () => {
    const shut = spaceOf(
      [
        {
          ...floorOf([room(0, 0, 4, 4)]),
          barriers: [
            [
              [2, 0],
              [2, 4],
            ],
          ],
        },
      ],
      {
        exits: [crossing('out', [4, 1], [4, 2])],
      },
    );
    const ajar = {
      ...shut,
      floors: [
        {
          ...shut.floors[0],
          barriers: [
            [
              [2, 0],
              [2, 1.7],
            ],
            [
              [2, 2.3],
              [2, 4],
            ],
          ] as [number, number][][],
        },
      ],
    };
    const people = walkers(3, room(0.5, 0.5, 1.5, 3.5));
    expect(unreachableOf(buildCrowdSetup(caseOf(shut, [people])))).toHaveLength(2);
    expect(unreachableOf(buildCrowdSetup(caseOf(ajar, [people])))).toEqual([]);
  });

  test('aprons lead out of the plan', () => {
    const space = buildSpace(spaceOf([floorOf([room(0, 0, 4, 4)])], { exits: [crossing('out', [4, 1], [4, 2])] }));
    const exit = space.exits.get('out');
    expect(exit).toMatchObject({ eastM: 1 });
    for (const cell of exit?.cells ?? []) expect(middleOf(space, cell)[0]).toBeGreaterThan(4);
  });
});

describe('a case that cannot be run says why', () => {
  const space = spaceOf([floorOf([room(0, 0, 4, 4)])], {
    exits: [crossing('out', [4, 1], [4, 2]), crossing('other', [0, 1], [0, 2])],
  });
  const people = walkers(2, room(0, 0, 4, 4));

  test('a door without width', () => {
    const narrow = { ...space, exits: [crossing('out', [4, 1], [4, 1])] };
    expect(problemsOf(caseOf(narrow, [people]))).toEqual([
      { code: 'too-narrow', values: { place: 'exits.out', least: 0.4, width: 0 } },
    ]);
  });

  test('orders that contradict each other', () => {
    const order = { population: 'people', followRatio: 1, fromS: 0, toS: 60 };
    const orders = [
      { ...order, id: 'a', exit: 'out' },
      { ...order, id: 'b', exit: 'other', fromS: 30 },
    ];
    expect(problemsOf(caseOf(space, [people], { orders }))).toEqual([
      {
        code: 'orders-contradict',
        values: {
          one: 'orders.a',
          other: 'orders.b',
          population: 'people',
          exit: 'out',
          otherExit: 'other',
          fromS: 30,
        },
      },
    ]);
  });

  test('people in a wall, and more than fit', () => {
    const placed = walkers(1, room(0, 0, 4, 4), { where: { kind: 'places', places: [[0.1, 2]] } });
    expect(() => buildCrowdSetup(caseOf(space, [placed]))).toThrow(
      'populations.people.places.0: expected a place on floor, 0.22 m clear of its walls, got (0.1, 2)',
    );
    expect(() => buildCrowdSetup(caseOf(space, [walkers(500, room(0, 0, 4, 4))]))).toThrow(
      /count: expected at most \d+, for more have no room, got 500/,
    );
  });
});

describe('doors', () => {
  const two = (state: { forward: boolean; backward: boolean; everyS: number }) =>
    spaceOf([floorOf([room(0, 0, 4, 4), room(4, 1, 4.2, 3), room(4.2, 0, 8, 4)])], {
      exits: [crossing('west', [0, 1], [0, 3]), crossing('east', [8, 1], [8, 3])],
      doors: [{ ...crossing('door', [4.1, 1], [4.1, 3]), state }],
    });
  const both = { forward: true, backward: true, everyS: 0 };

  test('one way leads east and not west', () => {
    const oneWay = two({ forward: true, backward: false, everyS: 0 });
    const east = play(caseOf(oneWay, [walkers(4, room(0.5, 0.5, 3, 3.5), { exits: ['east'] })], { endS: 30 }));
    expect(east.result.remained).toEqual([]);
    const west = buildCrowdSetup(caseOf(oneWay, [walkers(4, room(5, 0.5, 7, 3.5), { exits: ['west'] })]));
    expect(unreachableOf(west)).toHaveLength(2);
  });

  test('who finds the door shut goes the other way', () => {
    const people = walkers(6, room(0.5, 0.5, 3, 3.5), { familiar: ['east'] });
    const events = [{ door: 'door', atS: 1, state: { forward: false, backward: false, everyS: 0 } }];
    const { result, laid } = play(caseOf(two(both), [people], { events, endS: 60 }));
    expect(result.remained).toEqual([]);
    expect(new Set(Array.from(result.exit, (line) => laid.input.lines[line].id))).toEqual(new Set(['west']));
  });

  test('a turnstile of 2 s lets ten through in 18 s or more', () => {
    const people = walkers(10, room(0.5, 0.5, 3, 3.5), { exits: ['east'] });
    const { result } = play(caseOf(two({ ...both, everyS: 2 }), [people], { endS: 90 }));
    expect(result.clearance100S).toBeGreaterThan(18);
    expect(result.clearance100S).toBeLessThan(40);
  });
});

test('directions brought up to date are those written anew: two storeys, a door that turns, a crowd, water', () => {
  const floors = [floorOf([room(0, 0, 10, 6)], 'low'), floorOf([room(14, 0, 24, 6)], 'high', 3)];
  const space = buildSpace(
    spaceOf(floors, {
      exits: [crossing('out', [24, 1], [24, 3], 'high'), crossing('back', [0, 1], [0, 3], 'low')],
      stairs: [stairFrom(10, 14)],
      doors: [{ ...crossing('door', [6, 6], [6, 0], 'low'), state: { forward: true, backward: true, everyS: 0 } }],
    }),
  );
  const routes: Route[] = ['out', 'back'].map((exit) => ({ targets: [exit], steps: true, lifts: false, body: 0 }));
  const grids = () => routes.map(() => space.levels.map(({ columns, rows }) => new Int8Array(2 * columns * rows)));
  const change: ((fields: RouteFields) => void)[] = [
    () => {},
    (fields) => fields.setCrowd(cellNear(space, 0, 8, 3), 0.1),
    (fields) => fields.setGate('door', { forward: true, backward: false, everyS: 0 }),
    (fields) => fields.setGate('door', { forward: false, backward: true, everyS: 0 }),
    (fields) =>
      fields.setWater(
        0,
        new Float32Array(space.open.length).map((_, cell) => (cell % 7 === 0 ? 0.5 : 1)),
      ),
    (fields) => fields.setGate('door', { forward: true, backward: true, everyS: 0 }),
  ];
  const fieldsOf = () => new RouteFields(space, routes, new Map(), [], 1);
  const kept = fieldsOf();
  const here = grids();
  for (let k = 0; k < change.length; k++) {
    change[k](kept);
    const anew = fieldsOf();
    for (const done of change.slice(0, k + 1)) done(anew);
    const there = grids();
    for (const [fields, into] of [
      [kept, here],
      [anew, there],
    ] as const) {
      fields.update();
      for (const [route, levels] of into.entries())
        for (const [level, directions] of levels.entries()) fields.write(route, level, directions);
    }
    // A march after a change meets one from nothing but for rounding.
    let worst = 0;
    for (const [route, levels] of here.entries())
      for (const [level, directions] of levels.entries())
        for (const [i, value] of directions.entries())
          worst = Math.max(worst, Math.abs(value - there[route][level][i]));
    expect(worst, `after change ${k}`).toBeLessThanOrEqual(1);
  }
});

function cellNear(space: Space, level: number, x: number, y: number): number {
  const cell = [...space.open.keys()].find(
    (at) =>
      space.open[at] === 1 &&
      space.levelOf[at] === level &&
      Math.hypot(middleOf(space, at)[0] - x, middleOf(space, at)[1] - y) < 0.2,
  );
  if (cell === undefined) throw new Error(`no open cell at ${x}, ${y}`);
  return cell;
}

test('a run goes on from a snapshot to the same hash, with a jam, a choice of exits and a door that shuts', async () => {
  const { CrowdGuide } = await import('../../../workers/crowd/core/guide.ts');
  const { startCrowd } = await import('../../../workers/crowd/core/run.ts');
  const { WalkingOracle } = await import('../../../workers/crowd/core/walking.ts');
  const space = spaceOf([floorOf([room(0, 0, 10, 6)])], {
    exits: [crossing('a', [10, 1], [10, 2]), crossing('b', [0, 4], [0, 5])],
    doors: [{ ...crossing('door', [8, 6], [8, 0]), state: { forward: true, backward: true, everyS: 0 } }],
  });
  const events = [{ door: 'door', atS: 6, state: { forward: false, backward: false, everyS: 0 } }];
  const theCase = caseOf(space, [walkers(60, room(1, 1, 9, 5))], { events, endS: 60 });
  const start = () => {
    const laid = buildCrowdSetup(theCase);
    return startCrowd((input) => new WalkingOracle(input), laid.input, new CrowdGuide(laid));
  };
  const whole = start();
  whole.advanceTo(60);
  const first = start();
  first.advanceTo(12);
  const second = start();
  second.restore(first.snapshot());
  second.advanceTo(60);
  expect(second.result([]).hash).toBe(whole.result([]).hash);
});

test('walls go on for a step beyond an edge between floors, on either: past its end nobody steps beside a stair', () => {
  const floors = [floorOf([room(0, 2, 10, 4)], 'low'), floorOf([room(14, 0, 24, 6)], 'high', 3)];
  const { levels } = buildSpace(
    spaceOf(floors, { exits: [crossing('out', [24, 1], [24, 3], 'high')], stairs: [stairFrom(10, 14)] }),
  );
  const wallsOn = (level: number) =>
    Array.from({ length: levels[level].walls.length / 4 }, (_, k) =>
      [...levels[level].walls.subarray(4 * k, 4 * k + 4)].map((metres) => Math.round(metres * 100) / 100),
    );
  for (const y of [2, 4]) {
    expect(wallsOn(0)).toContainEqual([10, y, 10.3, y]);
    expect(wallsOn(1)).toContainEqual([14, y, 13.7, y]);
    expect(wallsOn(2)).toContainEqual([10, y, 9.7, y]);
    expect(wallsOn(2)).toContainEqual([14, y, 14.3, y]);
  }
});

describe('streets on cells of 1 m', () => {
  test('a slanting exit in the midst of a floor takes everyone who comes from either side', () => {
    const space = spaceOf([floorOf([room(0, 0, 40, 20)])], {
      exits: [crossing('out', [15, 9.75], [25, 10.25])],
      cellM: 1,
    });
    const people = [walkers(20, room(1, 1, 39, 4)), { ...walkers(20, room(1, 16, 39, 19)), id: 'north' }];
    const { result } = play(caseOf(space, people, { endS: 90, frameEveryS: 10 }));
    expect(result.remained).toEqual([]);
  });

  test('an exit in the midst of a floor lets through what a door of its width does', () => {
    const space = spaceOf([floorOf([room(0, 0, 40, 40)])], {
      exits: [crossing('out', [20, 20], [21.5, 20])],
      cellM: 1,
    });
    const { result } = play(caseOf(space, [walkers(400, room(10, 10, 30, 30))], { endS: 100, frameEveryS: 10 }));
    const out = result.leftS.filter((leftS) => leftS > 20 && leftS <= 80).length;
    expect(out / 60 / 1.5).toBeGreaterThan(0.9 * MAX_EXIT_FLOW_PER_MS);
    expect(out / 60 / 1.5).toBeLessThan(1.1 * MAX_EXIT_FLOW_PER_MS);
  });

  test('who stands at the side of a way out, where no cell has its middle, is led out too', () => {
    const plan = spaceOf([floorOf([room(0, 0, 20, 20)])], {
      exits: [crossing('out', [20, 4.4], [20, 12.6])],
      cellM: 1,
    });
    const space = buildSpace(plan);
    const lent = new Map(space.lenderCells.map(({ cell, from }) => [cell, from]));
    for (const y of [4.7, 12.3]) {
      const cell = cellAt(space, 0, 20.5, y);
      expect(space.open[cell] === 1 || space.open[lent.get(cell) ?? 0] === 1).toBe(true);
    }
  });

  describe('who stands beside a thin wall', () => {
    const wall: Point[] = [
      [8.5, 40],
      [9.6, 33.1],
      [9.2, 20.3],
      [9.7, 12.8],
      [9, 0],
    ];
    const beside = { outer: [...wall.map(([x, y]): Point => [x + 0.6, y]), ...wall.toReversed()], holes: [] };
    const remainedBy = (barrier: Point[], people: Population) => {
      const space = spaceOf([{ ...floorOf([room(0, 0, 20, 40)]), barriers: [barrier] }], {
        exits: [crossing('south-west', [1, 0], [6, 0]), crossing('north-east', [14, 40], [19, 40])],
        cellM: 1,
      });
      return play(caseOf(space, [people], { endS: 120, frameEveryS: 10 })).result.remained;
    };

    test('is not sent to a way out beyond it', () => {
      expect(remainedBy(wall, walkers(60, beside))).toEqual([]);
    });

    test('is led on this side of it, not by what leads on beyond', () => {
      expect(remainedBy(wall.slice(1), walkers(60, beside, { exits: ['south-west'] }))).toEqual([]);
    });
  });

  describe('at the ends of walls beside an opening', () => {
    const north: Point[] = [
      [20, 19.4],
      [14.57, 15.91],
      [10.43, 9.64],
      [10.42, 9.63],
    ];
    const south: Point[] = [
      [9.04, 7.3],
      [5.6, 0.95],
      [5, 0],
    ];
    const plan = (state: GateState) =>
      spaceOf([{ ...floorOf([room(0, 0, 20, 20)]), barriers: [north, south] }], {
        exits: [crossing('out', [9, 20], [12, 20])],
        doors: [{ ...crossing('gate', [10.42, 9.63], [9.04, 7.3]), state }],
        cellM: 1,
      });

    test('nobody walks to and fro between ways round and through', () => {
      const space = plan({ forward: true, backward: true, everyS: 0 });
      for (const [x, y] of [
        [10.95, 9.6],
        [11.2, 9.9],
        [9.5, 7.1],
      ]) {
        const people = walkers(1, room(x - 0.02, y - 0.03, x + 0.02, y + 0.03));
        expect(play(caseOf(space, [people], { endS: 60, frameEveryS: 10 })).result.remained).toEqual([]);
      }
    });

    test('a gate that is shut shuts all of it', () => {
      const laid = buildCrowdSetup(
        caseOf(plan({ forward: false, backward: false, everyS: 0 }), [walkers(1, room(15, 2, 18, 5))]),
      );
      expect(unreachableOf(laid).map(({ code }) => code)).toContain('cut-off');
    });
  });

  test('nobody is put beyond an exit, or beyond a wall that runs through a cell', () => {
    const slanting = {
      outer: [
        [0, 0],
        [20, 0],
        [20, 10.4],
        [0, 9.9],
      ] as [number, number][],
      holes: [],
    };
    const space = spaceOf([floorOf([slanting])], { exits: [crossing('out', [20, 2], [20, 8])], cellM: 1 });
    const { people } = buildCrowdSetup(caseOf(space, [walkers(200, room(-5, -5, 25, 15))])).input;
    for (let id = 0; id < 200; id++) {
      expect(people.xM[id]).toBeLessThan(20);
      expect(people.yM[id]).toBeLessThan(9.9 + people.xM[id] / 40);
    }
  });
});

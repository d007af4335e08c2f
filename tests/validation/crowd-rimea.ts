import { STATUS } from '../../workers/crowd/core/crowd.ts';
import type { Crowd } from '../../workers/crowd/core/run.ts';
import { PRESETS } from '../../workers/crowd/core/walking.ts';
import type { CrowdCase } from '../../workers/crowd/crowd-case.ts';
import { plot } from './crowd-report.ts';
import {
  ADULT,
  asPreset,
  caseOf,
  clearedS,
  crossing,
  floorOf,
  type Played,
  type PresetName,
  play,
  presetInUse,
  room,
  spaceOf,
  walkers,
} from './crowd-rooms.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/**
 * RiMEA guideline 4.1.1 (2025), annex 1, at its own widths. Marks as two public implementations quote them; the text itself is 待核. Test
 * 4 (fundamental diagram) and 16 (single file) are `crowd-walking.ts`'s.
 */
const within = (name: string, value: number, low: number, high: number, own = ''): Verdict => ({
  case: name,
  value: Number(value.toFixed(3)),
  mark: `${low} to ${high}${own}`,
  pass: value >= low && value <= high,
});

const OWN = ' (own mark)';

/**
 * Of the free speed, in plan: Weidmann (1993) has 0.610 m/s up and 0.694 m/s down of 1.34 m/s on the level. Until 2026-11 they were 0.58 and
 * 0.68, read off the middle of the very band that test 13 holds them to.
 */
export const STAIR = { up: 0.61 / 1.34, down: 0.694 / 1.34 };

const holds = (name: string, value: string, mark: string, pass: boolean): Verdict => ({
  case: name,
  value,
  mark,
  pass,
});

const constant = (value: number) => ({ kind: 'constant', value }) as const;
const at = (speed: number) => [{ ...ADULT, speedMps: constant(speed) }];

/** N–t: how many had left. */
export const leaving = ({ result }: Played): [number, number][] => {
  const times = [...result.leftS].filter((timeS) => timeS >= 0).sort((a, b) => a - b);
  return [[0, 0], ...times.map((timeS, k): [number, number] => [timeS, k + 1])];
};

const nt = (title: string, runs: readonly (readonly [string, Played])[]): void =>
  plot({ title, x: 'time, s', y: 'people out', series: runs.map(([name, run]) => ({ name, points: leaving(run) })) });

function corridor(): Verdict[] {
  const space = spaceOf([floorOf([room(0, 0, 41, 2)])], { exits: [crossing('out', [40.5, 0], [40.5, 2])] });
  const people = walkers(1, room(0, 0, 1, 1), { where: { kind: 'places', places: [[0.5, 1]] } });
  const run = play(caseOf(space, [people], { profiles: at(1.33) }));
  return [within('crowd.rimea.1: 40 m at 1.33 m/s, s', clearedS(run), 26, 34)];
}

/** A landing, a stair, a landing; how long the stair itself took. */
export function stairCase(
  lengthM: number,
  widthM: number,
  ratio: number,
  way: 'up' | 'down',
  more: Partial<CrowdCase> = {},
  count = 1,
) {
  const floors = [
    floorOf([room(0, 0, 6, widthM)], 'low'),
    floorOf([room(6 + lengthM, 0, 12 + lengthM, widthM)], 'high', lengthM / 2),
  ];
  const exit =
    way === 'up'
      ? crossing('out', [12 + lengthM, 0], [12 + lengthM, widthM], 'high')
      : crossing('out', [0, 0], [0, widthM], 'low');
  const stair = {
    id: 'stair',
    foot: { floor: 'low', left: [6, widthM] as [number, number], right: [6, 0] as [number, number] },
    head: {
      floor: 'high',
      left: [6 + lengthM, widthM] as [number, number],
      right: [6 + lengthM, 0] as [number, number],
    },
    ascentRatio: ratio,
    descentRatio: ratio,
    stepFree: false,
  };
  const start = way === 'up' ? room(0, 0, 2, widthM) : room(10 + lengthM, 0, 12 + lengthM, widthM);
  return caseOf(
    spaceOf(floors, { exits: [exit], stairs: [stair] }),
    [walkers(count, start, { floor: way === 'up' ? 'low' : 'high' })],
    more,
  );
}

export function stairTimeS(run: Played): number {
  const lines = run.laid.input.lines;
  const first = (id: string) => {
    const { forwardS, backwardS } = run.result.crossings[lines.findIndex((line) => line.id === id)];
    return [...forwardS, ...backwardS][0];
  };
  return Math.abs(first('stair:head') - first('stair:foot'));
}

function stairs(way: 'up' | 'down', test: number): Verdict[] {
  // 10 m along a slope of 32 degrees.
  const planM = 10 * Math.cos((32 * Math.PI) / 180);
  const ratio = STAIR[way];
  const run = play(stairCase(planM, 2, ratio, way, { profiles: at(1.34) }));
  const nominalS = planM / (1.34 * ratio);
  return [
    within(
      `crowd.rimea.${test}: stair of 10 m ${way}, of the nominal time`,
      stairTimeS(run) / nominalS,
      0.864,
      1.13,
      OWN,
    ),
  ];
}

function premovement(): Verdict[] {
  const space = spaceOf([floorOf([room(0, 0, 8, 5)])], { exits: [crossing('out', [8, 2], [8, 3])] });
  const people = walkers(10, room(0.5, 0.5, 7.5, 4.5), { premovementS: { kind: 'uniform', from: 10, to: 100 } });
  const movedS = new Map<number, number>();
  const run = play(caseOf(space, [people], { frameEveryS: 0.1, endS: 200 }), (crowd) => {
    for (let id = 0; id < 10; id++)
      if (crowd.people.speedMps[id] > 0.05 && !movedS.has(id)) movedS.set(id, crowd.timeS);
  });
  const off = [...movedS].map(([id, timeS]) => Math.abs(timeS - run.laid.input.people.startS[id]));
  return [
    atMost('crowd.rimea.5: start beside the own time, s (own mark)', Number(Math.max(...off).toFixed(2)), 0.5),
    exactly('crowd.rimea.5: who started', movedS.size, 10),
  ];
}

/** People who were ever outside some rooms. */
function strays(run: Crowd, areas: readonly ReturnType<typeof room>[]): number {
  const { people } = run;
  let count = 0;
  for (let id = 0; id < people.count; id++) {
    if (people.status[id] !== STATUS.inside) continue;
    const inside = areas.some(
      ({ outer: [[west, south], , [east, north]] }) =>
        people.xM[id] > west - 1e-6 &&
        people.xM[id] < east + 1e-6 &&
        people.yM[id] > south - 1e-6 &&
        people.yM[id] < north + 1e-6,
    );
    if (!inside) count++;
  }
  return count;
}

export function corner(test: string): Verdict[] {
  const areas = [room(0, 0, 12, 2), room(10, 2, 12, 12)];
  const space = spaceOf([floorOf(areas)], { exits: [crossing('out', [10, 12], [12, 12])] });
  let out = 0;
  const run = play(caseOf(space, [walkers(20, room(0, 0, 6, 2))], { endS: 120, frameEveryS: 0.05 }), (crowd) => {
    // With what lies behind the exit's sill, where who has left walks on.
    out += strays(crowd, [...areas, room(9.4, 12, 12.6, 15.2)]);
  });
  return [
    exactly(`${test}: of 20 people round the corner, arrived`, 20 - run.result.remained.length, 20),
    exactly(`${test}: places outside the walls`, out, 0),
  ];
}

/** Fifty people on fifty lanes, each at their own pace. */
export function lanes(profiles: CrowdCase['profiles'], populations: (id: string) => number, lengthM = 40): number[][] {
  const lane = (k: number) => room(0, 1.2 * k, lengthM + 1, 1.2 * k + 1);
  const count = profiles.reduce((sum, { id }) => sum + populations(id), 0);
  const areas = Array.from({ length: count }, (_, k) => lane(k));
  const exits = areas.map((_, k) => crossing(`out-${k}`, [lengthM + 0.5, 1.2 * k], [lengthM + 0.5, 1.2 * k + 1]));
  let k = 0;
  const people = profiles.flatMap(({ id }) =>
    Array.from({ length: populations(id) }, () => ({
      ...walkers(1, lane(k)),
      id: `p${k}`,
      profile: id,
      exits: [`out-${k}`],
      where: { kind: 'places' as const, places: [[0.5, 1.2 * k++ + 0.5] as [number, number]] },
    })),
  );
  const run = play(caseOf(spaceOf([floorOf(areas)], { exits }), people, { profiles, endS: 120 }));
  let id = 0;
  return profiles.map((profile) =>
    Array.from({ length: populations(profile.id) }, () => lengthM / run.result.leftS[id++]),
  );
}

const AGES = [
  { age: 20, count: 10, from: 1.6, to: 1.64 },
  { age: 30, count: 10, from: 1.52, to: 1.56 },
  { age: 40, count: 10, from: 1.46, to: 1.5 },
  { age: 50, count: 10, from: 1.39, to: 1.43 },
  { age: 60, count: 5, from: 1.27, to: 1.27 },
  { age: 70, count: 5, from: 1.07, to: 1.07 },
];

function ages(): Verdict[] {
  const profiles = AGES.map(({ age, from, to }) => ({
    ...ADULT,
    id: String(age),
    speedMps: { kind: 'uniform', from, to } as const,
  }));
  const speeds = lanes(profiles, (id) => AGES.find(({ age }) => String(age) === id)?.count ?? 0);
  plot({
    title: 'RiMEA 7: speeds measured over 40 m',
    x: 'age',
    y: 'm/s',
    series: [
      {
        name: 'walked',
        dots: true,
        points: speeds.flatMap((list, k) => list.map((speed): [number, number] => [AGES[k].age, speed])),
      },
    ],
  });
  return AGES.map(({ age, from, to }, k) => {
    const mean = speeds[k].reduce((sum, speed) => sum + speed, 0) / speeds[k].length;
    return within(
      `crowd.rimea.7: mean speed at ${age}, m/s`,
      mean,
      Number((from - 0.02).toFixed(2)),
      Number((to + 0.02).toFixed(2)),
      ' (table ± 0.02: own mark)',
    );
  });
}

function threeStoreys(): Verdict[] {
  const storey = (id: string, elevationM: number) =>
    floorOf(
      [room(0, 0, 30, 8), room(10, 8, 11, 8.3), room(20, 8, 21, 8.3), room(0, 8.3, 30, 16), room(30, 2, 32, 4)],
      id,
      elevationM,
    );
  const stair = (id: string, low: string, high: string) => ({
    id,
    foot: { floor: low, left: [32, 4] as [number, number], right: [32, 2] as [number, number] },
    head: { floor: high, left: [36, 4] as [number, number], right: [36, 2] as [number, number] },
    ascentRatio: STAIR.up,
    descentRatio: STAIR.down,
    stepFree: false,
  });
  // The flights lie side by side in plan: each storey reaches its stair's head over a landing.
  const floors = [
    storey('ground', 0),
    { ...storey('first', 3), areas: [...storey('first', 3).areas, room(30, 4.3, 36, 6), room(36, 2, 38, 6)] },
    { ...storey('second', 6), areas: [...storey('second', 6).areas, room(30, 4.3, 36, 6), room(36, 2, 38, 6)] },
  ];
  const space = spaceOf(floors, {
    exits: [crossing('out', [0, 3], [0, 5], 'ground')],
    stairs: [stair('first-flight', 'ground', 'first'), stair('second-flight', 'first', 'second')],
  });
  const runs = [0.5, 0.75, 1].map((speed) => {
    const people = [150, 149, 149].map((count, k) => ({
      ...walkers(count, room(0.5, 0.5, 29.5, 15.5), { floor: ['ground', 'first', 'second'][k] }),
      id: `storey-${k}`,
    }));
    return [`${speed} m/s`, play(caseOf(space, people, { profiles: at(speed), endS: 1800, frameEveryS: 5 }))] as const;
  });
  nt('RiMEA 8: 448 people, three storeys', runs);
  const times = runs.map(([, run]) => clearedS(run));
  return [
    holds(
      'crowd.rimea.8: clearance at 0.5, 0.75, 1.0 m/s, s',
      times.map((timeS) => timeS.toFixed(0)).join(', '),
      'does not rise with speed (own mark)',
      times[0] >= times[1] && times[1] >= times[2],
    ),
  ];
}

export function fourDoorsThenTwo(test: string, width: number, depth: number): Verdict[] {
  const exits = [
    crossing('e1', [width, depth / 4 - 0.5], [width, depth / 4 + 0.5]),
    crossing('e2', [width, (3 * depth) / 4 - 0.5], [width, (3 * depth) / 4 + 0.5]),
    crossing('w1', [0, depth / 4 - 0.5], [0, depth / 4 + 0.5]),
    crossing('w2', [0, (3 * depth) / 4 - 0.5], [0, (3 * depth) / 4 + 0.5]),
  ];
  const runs = [4, 2].map((count) => {
    const space = spaceOf([floorOf([room(0, 0, width, depth)])], { exits: count === 4 ? exits : exits.slice(0, 2) });
    return [
      `${count} doors`,
      play(caseOf(space, [walkers(1000, room(0.5, 0.5, width - 0.5, depth - 0.5))], { endS: 1800, frameEveryS: 5 })),
    ] as const;
  });
  nt(`${test}: 1,000 people, doors of 1 m`, runs);
  const [four, two] = runs.map(([, run]) => clearedS(run));
  return [
    within(
      `${test}: time with two doors of the time with four (${two.toFixed(0)} s, ${four.toFixed(0)} s)`,
      two / four,
      1.5,
      2.5,
      ' (about 2; band: own mark)',
    ),
  ];
}

export function cabins(test: string): Verdict[] {
  const doors = Array.from({ length: 12 }, (_, k) => {
    const west = (k % 6) * 4;
    return k < 6
      ? [room(west, 4.2, west + 3.8, 8), room(west + 1.4, 4, west + 2.3, 4.2)]
      : [room(west, -2, west + 3.8, 1.8), room(west + 1.4, 1.8, west + 2.3, 2)];
  });
  const space = spaceOf([floorOf([room(0, 2, 30, 4), ...doors.flat()])], {
    exits: [crossing('main', [0, 2], [0, 4]), crossing('secondary', [30, 2], [30, 4])],
  });
  const mains = new Set([0, 1, 2, 3, 6, 7, 8, 9]);
  const counts = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1];
  const people = counts.map((count, k) =>
    walkers(count, doors[k][0], { id: `cabin-${k + 1}`, exits: [mains.has(k) ? 'main' : 'secondary'] }),
  );
  const run = play(caseOf(space, people, { endS: 200 }));
  const right = [...run.result.exit].filter(
    (line, id) =>
      line >= 0 && run.laid.input.lines[line].id === (mains.has(run.laid.populationOf[id]) ? 'main' : 'secondary'),
  ).length;
  return [exactly(`${test}: of 23 people, out by the exit they were told`, right, 23)];
}

/** Adults as they come: Weidmann's mean free speed and spread. */
const MIXED = [{ ...ADULT, speedMps: { kind: 'normal', mean: 1.34, deviation: 0.26, from: 0.8, to: 1.9 } as const }];

function twoExits(): Verdict[] {
  const space = spaceOf([floorOf([room(0, 0, 30, 20)])], {
    exits: [crossing('near', [12, 0], [13, 0]), crossing('far', [27, 0], [28, 0])],
  });
  let queue = 0;
  const run = play(
    caseOf(space, [walkers(1000, room(0.3, 0.3, 12, 19.7), { id: 'people' })], {
      endS: 1800,
      frameEveryS: 2,
      profiles: MIXED,
    }),
    (crowd) => {
      const { xM, yM, status, speedMps } = crowd.people;
      let slow = 0;
      for (let id = 0; id < 1000; id++)
        if (status[id] === STATUS.inside && Math.hypot(xM[id] - 12.5, yM[id]) < 4 && speedMps[id] < 0.3) slow++;
      queue = Math.max(queue, slow);
    },
  );
  nt('RiMEA 11: 1,000 people at the left', [['both exits', run]]);
  const by = (name: string) =>
    [...run.result.exit].filter((line) => line >= 0 && run.laid.input.lines[line].id === name).length;
  const [near, far] = [by('near'), by('far')];
  return [
    holds(
      'crowd.rimea.11: by the near exit, by the far one',
      `${near}, ${far}`,
      'near > far > 0',
      near > far && far > 0,
    ),
    holds(
      'crowd.rimea.11: slower than 0.3 m/s before the near exit',
      `${queue}`,
      'congestion: 20 or more (own mark)',
      queue >= 20,
    ),
  ];
}

/** A room of 150 people, a bottleneck, as much room behind it, and the goal there so far behind. */
function bottleneck(widthM: number, lengthM: number, behindM: number, seed = 1): Played {
  const [low, high] = [5 - widthM / 2, 5 + widthM / 2];
  const door = 10 + lengthM;
  const areas = [room(0, 0, 10, 10), room(10, low, door, high), room(door, 0, door + 10, 10)];
  const exit =
    behindM > 0
      ? crossing('out', [door + behindM, 0], [door + behindM, 10])
      : crossing('out', [door, low], [door, high]);
  const space = spaceOf([floorOf(areas)], { exits: [exit], counters: [crossing('door', [10.01, low], [10.01, high])] });
  return play(caseOf(space, [walkers(150, room(0.3, 0.3, 9.7, 9.7))], { endS: 900, frameEveryS: 5, seed }));
}

/** A seed's time is off the mean by 4 s: with three of them the mean wandered by 9 s from goal to goal. */
const DOOR_SEEDS = Array.from({ length: 10 }, (_, k) => k + 1);

/** When the last passed the door, mean of the seeds; Infinity if somebody never did. */
function doorS(widthM: number, lengthM: number, behindM: number): number {
  const times = DOOR_SEEDS.map((seed) => {
    const { result, laid } = bottleneck(widthM, lengthM, behindM, seed);
    const { forwardS } = result.crossings[laid.input.lines.findIndex(({ id }) => id === 'door')];
    return result.remained.length > 0 ? Number.POSITIVE_INFINITY : Math.max(...forwardS);
  });
  return times.reduce((sum, timeS) => sum + timeS, 0) / times.length;
}

function bottlenecks(): Verdict[] {
  const distances = [0, 0.25, 0.5, 1, 2, 4, 7, 10];
  const times = distances.map((behindM) => doorS(1, 0.2, behindM));
  plot({
    title: 'RiMEA 12a: goal behind the door',
    x: 'distance, m',
    y: 'last through the door, s',
    series: [{ name: '150 people, 1 m', points: distances.map((d, k) => [d, times[k]]) }],
  });
  const late = times.slice(distances.indexOf(4));
  const [short, long] = [doorS(1, 0.2, 4), doorS(1, 5, 4)];
  const widths = [0.8, 1, 1.2].map((width) => 150 / doorS(width, 0.2, 4));
  return [
    holds(
      'crowd.rimea.12a: last through the door, goal 0 to 10 m behind, s',
      times.map((timeS) => timeS.toFixed(0)).join(', '),
      'falls nowhere by > 5 %, constant within 5 % beyond 4 m (own mark)',
      times.every((timeS, k) => k === 0 || timeS > 0.95 * times[k - 1]) && Math.max(...late) < 1.05 * Math.min(...late),
    ),
    holds(
      'crowd.rimea.12b: bottleneck of 5 m, of 0.2 m, s',
      `${long.toFixed(1)}, ${short.toFixed(1)}`,
      'long ≥ short',
      long >= short,
    ),
    ...inSeries(),
    holds(
      'crowd.rimea.12d: flow through 0.8, 1.0, 1.2 m, people/s',
      widths.map((flow) => flow.toFixed(2)).join(', '),
      'rises with the width',
      0 < widths[0] && widths[0] < widths[1] && widths[1] < widths[2],
    ),
  ];
}

function inSeries(): Verdict[] {
  const space = spaceOf(
    [
      floorOf([
        room(0, 0, 10, 10),
        room(10, 4.5, 10.2, 5.5),
        room(10.2, 0, 20.2, 10),
        room(20.2, 4.5, 20.4, 5.5),
        room(20.4, 0, 24.4, 10),
      ]),
    ],
    {
      exits: [crossing('out', [24.4, 0], [24.4, 10])],
      counters: [crossing('first', [10.1, 4.5], [10.1, 5.5]), crossing('second', [20.3, 4.5], [20.3, 5.5])],
    },
  );
  let [before, between] = [0, 0];
  const run = play(caseOf(space, [walkers(150, room(0.3, 0.3, 9.7, 9.7))], { endS: 900 }), (crowd) => {
    const { xM, status, speedMps } = crowd.people;
    let [first, second] = [0, 0];
    for (let id = 0; id < 150; id++) {
      if (status[id] !== STATUS.inside || speedMps[id] >= 0.3) continue;
      if (xM[id] < 10) first++;
      else if (xM[id] < 20.2) second++;
    }
    before = Math.max(before, crowd.timeS > 5 ? first : 0);
    between = Math.max(between, second);
  });
  const counts = ['first', 'second'].map(
    (id) => run.result.crossings[run.laid.input.lines.findIndex((line) => line.id === id)].forwardS,
  );
  plot({
    title: 'RiMEA 12c: two bottlenecks of 1 m in series',
    x: 'time, s',
    y: 'people through',
    series: counts.map((times, k) => ({
      name: k === 0 ? 'first' : 'second',
      points: times.map((timeS, n) => [timeS, n + 1]),
    })),
  });
  return [
    holds(
      'crowd.rimea.12c: most who stood before the first, before the second',
      `${before}, ${between}`,
      'no congestion at the second: at most a tenth (own mark)',
      between <= before / 10,
    ),
  ];
}

const BAND = {
  down: [
    [0.6, 0.66, 1.12],
    [0.8, 0.6, 1],
    [1, 0.55, 0.89],
    [1.2, 0.5, 0.81],
    [1.4, 0.48, 0.76],
    [1.5, 0.48, 0.73],
  ],
  up: [
    [0.6, 0.48, 1.02],
    [0.8, 0.46, 0.93],
    [1, 0.46, 0.86],
    [1.2, 0.46, 0.8],
    [1.4, 0.46, 0.76],
    [1.5, 0.46, 0.74],
  ],
} as const;

/** A band of the figure holds for densities this near to its own. */
const BESIDE_PER_M2 = 0.1;

/**
 * Speeds on the stair by density, as the guideline has it: a hundred people of spread free speeds set out at once, and each second the
 * people on the stair are one point. Until 2026-11 all were of one speed, five streams thinned them, and only seconds counted in which the
 * stair was neither filling nor emptying: so played every bin lay inside the band.
 */
function stairPoints(way: 'up' | 'down'): [perM2: number, mps: number][] {
  const theCase = stairCase(5, 2, STAIR[way], way, {
    endS: 400,
    profiles: MIXED.map((profile) => ({ ...profile, ...PRESETS.weidmann })),
  });
  const { populations, space } = theCase;
  const wide =
    way === 'up' ? [room(-14, -4, 6, 6), space.floors[1].areas[0]] : [space.floors[0].areas[0], room(11, -4, 31, 6)];
  const floors = space.floors.map((floor, k) => ({ ...floor, areas: [wide[k]] }));
  const people = {
    ...populations[0],
    count: 100,
    where: { kind: 'areas' as const, areas: [way === 'up' ? room(-13, -3, 5, 5) : room(12, -3, 30, 5)] },
  };
  const points: [number, number][] = [];
  play({ ...theCase, space: { ...space, floors }, populations: [people] }, (crowd) => {
    const { level, status, speedMps } = crowd.people;
    const on: number[] = [];
    for (let id = 0; id < 100; id++) if (status[id] === STATUS.inside && level[id] === 2) on.push(speedMps[id]);
    if (on.length > 0) points.push([on.length / 10, on.reduce((sum, speed) => sum + speed, 0) / on.length]);
  });
  return points;
}

/** The band of figure 16 at a density; null beside the densities that it is drawn for. */
function bandAt(way: 'up' | 'down', perM2: number): readonly [number, number] | null {
  const found = BAND[way].find(([density]) => Math.abs(density - perM2) <= BESIDE_PER_M2 + 1e-9);
  return found ? [found[1], found[2]] : null;
}

function stairBand(): Verdict[] {
  const points = { up: stairPoints('up'), down: stairPoints('down') };
  const means = (way: 'up' | 'down') =>
    BAND[way].map(([density]) => {
      const own = points[way].filter(([perM2]) => Math.abs(perM2 - density) <= BESIDE_PER_M2 + 1e-9);
      return [density, own.reduce((sum, [, mps]) => sum + mps, 0) / own.length] as const;
    });
  const verdicts = (['up', 'down'] as const).map((way) => {
    plot({
      title: `RiMEA 13: speeds ${way} a stair`,
      x: 'people/m²',
      y: 'm/s',
      series: [
        { name: 'each second', dots: true, points: points[way] },
        { name: 'band, from', points: BAND[way].map(([perM2, low]) => [perM2, low] as const) },
        { name: 'to', points: BAND[way].map(([perM2, , high]) => [perM2, high] as const) },
      ],
    });
    const held = means(way).filter(([, mps]) => Number.isFinite(mps));
    const inside = held.filter(([density, mps]) => {
      const [low, high] = bandAt(way, density) ?? [0, 0];
      return mps >= low && mps <= high;
    });
    const judged = points[way].filter(([perM2]) => bandAt(way, perM2) !== null);
    const single = judged.filter(([perM2, mps]) => {
      const [low, high] = bandAt(way, perM2) ?? [0, 0];
      return mps >= low && mps <= high;
    });
    return holds(
      `crowd.rimea.13: densities ${way} the stair inside the band`,
      `${inside.length} of ${held.length} (${held.map(([bin, mps]) => `${bin}: ${mps.toFixed(2)}`).join(', ')}); single points ${Math.round((100 * single.length) / judged.length)} %`,
      'all of figure 16',
      held.length > 0 && inside.length === held.length,
    );
  });
  const [up, down] = [means('up'), means('down')];
  const both = up.filter(([, mps], k) => Number.isFinite(mps) && Number.isFinite(down[k][1]));
  const faster = both.filter(([bin, mps]) => (down.find(([other]) => other === bin)?.[1] ?? 0) > mps);
  return [
    ...verdicts,
    holds(
      'crowd.rimea.13: densities at which down is faster than up',
      `${faster.length} of ${both.length}`,
      'all',
      both.length > 0 && faster.length === both.length,
    ),
  ];
}

function shortOrLong(): Verdict[] {
  const low = floorOf([room(0, 0, 10, 20), room(10, 16, 60, 20), room(10, 0, 12, 4), room(52, 0, 60, 16)], 'low');
  const high = floorOf([room(20, 0, 40, 4)], 'high', 3);
  const stair = (id: string, foot: number, head: number, flip: boolean) => ({
    id,
    foot: {
      floor: 'low',
      left: [foot, flip ? 1 : 3] as [number, number],
      right: [foot, flip ? 3 : 1] as [number, number],
    },
    head: {
      floor: 'high',
      left: [head, flip ? 1 : 3] as [number, number],
      right: [head, flip ? 3 : 1] as [number, number],
    },
    ascentRatio: STAIR.up,
    descentRatio: STAIR.down,
    stepFree: false,
  });
  const space = spaceOf([low, high], {
    exits: [crossing('out', [60, 1], [60, 3], 'low')],
    stairs: [stair('up', 12, 20, false), stair('down', 52, 40, true)],
  });
  const run = play(
    caseOf(space, [walkers(150, room(0.3, 0.3, 9.7, 9.7), { floor: 'low' })], { endS: 900, frameEveryS: 5 }),
  );
  const over = run.result.crossings[run.laid.input.lines.findIndex(({ id }) => id === 'up:head')];
  const short = over.forwardS.length + over.backwardS.length;
  return [
    holds(
      'crowd.rimea.14: of 150 people, over the short way with two stairs, on the long level way',
      `${short}, ${150 - short}; ${run.result.remained.length} remained`,
      'the choice is documented: mixed, as the jam at the stair grows (congestion in the field)',
      run.result.remained.length === 0,
    ),
  ];
}

/**
 * Round a corner in a street of 20 m: 44 m is the way along its inner wall, 75.4 m along the outer one, so people who spread over the width
 * need a time between those of the straight streets, and people who all take the shortest way queue at the inner wall for longer. Held on
 * Weidmann's curve, with which test 4 is held, and on the prescriptive time gap.
 */
const wideCorner = (): Verdict[] => {
  const preset = presetInUse();
  return preset
    ? cornerBy(preset)
    : (['weidmann', 'prescriptive'] as const).flatMap((name) => asPreset(name, () => cornerBy(name)));
};

/** Means of these: a seed's time round the corner is off by 0.8 s. */
const CORNER_SEEDS = [1, 2, 3, 4, 5];

function cornerBy(preset: PresetName): Verdict[] {
  const straight = (lengthM: number) => ({
    areas: [room(0, 0, lengthM + 20, 20)],
    exit: crossing('out', [lengthM + 20, 0], [lengthM + 20, 20]),
  });
  const bent = { areas: [room(0, 0, 54, 20), room(34, 20, 54, 50)], exit: crossing('out', [34, 50], [54, 50]) };
  const runs = [straight(44), bent, straight(75.4)].map(({ areas, exit }) =>
    CORNER_SEEDS.map((seed) =>
      play(
        caseOf(spaceOf([floorOf(areas)], { exits: [exit] }), [walkers(500, room(0.3, 0.3, 19.7, 19.7))], {
          endS: 600,
          frameEveryS: 5,
          seed,
        }),
      ),
    ),
  );
  nt(
    `RiMEA 15: 500 people, 20 m wide, ${preset}`,
    runs.map(([first], k) => [['straight 44 m', 'corner', 'straight 75.4 m'][k], first] as const),
  );
  const [near, corner, far] = runs.map((seeds) => seeds.reduce((sum, run) => sum + clearedS(run), 0) / seeds.length);
  return [
    holds(
      `crowd.rimea.15, ${preset}: straight 44 m, corner, straight 75.4 m, s`,
      `${near.toFixed(1)}, ${corner.toFixed(1)}, ${far.toFixed(1)}`,
      'corner between the two',
      near <= corner && corner <= far,
    ),
  ];
}

const one = (name: string, run: () => Verdict[], quick = true): ValidationCase => ({
  name: `crowd.rimea.${name}`,
  quick,
  run: async () => run(),
});

export const RIMEA: ValidationCase[] = [
  one('1', corridor),
  one('2', () => stairs('up', 2)),
  one('3', () => stairs('down', 3)),
  one('5', premovement),
  one('6', () => corner('crowd.rimea.6')),
  one('7', ages),
  one('8', threeStoreys, false),
  one('9', () => fourDoorsThenTwo('crowd.rimea.9', 20, 20), false),
  one('10', () => cabins('crowd.rimea.10')),
  one('11', twoExits, false),
  one('12', bottlenecks, false),
  one('13', stairBand, false),
  one('14', shortOrLong, false),
  one('15', wideCorner, false),
];

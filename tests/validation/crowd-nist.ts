import { STATUS } from '../../workers/crowd/core/crowd.ts';
import { draw, type Spread, streamOf } from '../../workers/crowd/core/premovement.ts';
import { counterflow, roomFlow } from './crowd-imo.ts';
import { corner, lanes, stairCase, stairTimeS } from './crowd-rimea.ts';
import {
  ADULT,
  caseOf,
  clearedS,
  crossing,
  floorOf,
  type Played,
  play,
  room,
  spaceOf,
  walkers,
} from './crowd-rooms.ts';
import { atLeast, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** NIST TN 1822 (Ronchi et al. 2013), verification; ISO 20414 took it over. Marks as public registries quote them; the texts are 待核. */
const constant = (value: number) => ({ kind: 'constant', value }) as const;
const at = (speed: number) => [{ ...ADULT, speedMps: constant(speed) }];
const holds = (name: string, value: string, mark: string, pass: boolean): Verdict => ({
  case: name,
  value,
  mark,
  pass,
});
const off = (name: string, value: number, mark: number, by: number): Verdict => ({
  case: name,
  value: Number(value.toFixed(4)),
  mark: `${mark} ± ${by}`,
  pass: Math.abs(value - mark) <= by,
});

/** Two-sided Kolmogorov–Smirnov test: probability of a distance as large, asymptotic series (Press et al., 14.3). */
function ksProbability(sample: readonly number[], cumulative: (value: number) => number): number {
  const rising = [...sample].sort((a, b) => a - b);
  const n = rising.length;
  const distance = rising.reduce(
    (most, value, k) => Math.max(most, (k + 1) / n - cumulative(value), cumulative(value) - k / n),
    0,
  );
  const lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * lambda * lambda);
  return Math.max(0, Math.min(1, sum));
}

/** Regularised incomplete gamma function, by its series. */
function gammaCumulative(shape: number, x: number): number {
  if (x <= 0) return 0;
  let [term, sum] = [1 / shape, 1 / shape];
  for (let n = 1; n < 500; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * Math.exp(-x + shape * Math.log(x) - logGamma(shape));
}

/** Stirling's series after lifting the argument above 10. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3);
}

/** Abramowitz and Stegun 7.1.26: 1.5e-7 at most off. */
function normalCumulative(x: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(x) / Math.SQRT2));
  const tail =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) *
    t *
    Math.exp((-x * x) / 2);
  return x >= 0 ? 1 - tail / 2 : tail / 2;
}

function premovement(): Verdict[] {
  const spreads: [string, Spread, (x: number) => number][] = [
    ['uniform(10, 100)', { kind: 'uniform', from: 10, to: 100 }, (x) => (x - 10) / 90],
    [
      'gamma(1.291, 103.901)',
      { kind: 'gamma', shape: 1.291, scale: 103.901 },
      (x) => gammaCumulative(1.291, x / 103.901),
    ],
    [
      'lognormal(4.586, 0.967)',
      { kind: 'lognormal', mean: 4.586, deviation: 0.967 },
      (x) => normalCumulative((Math.log(x) - 4.586) / 0.967),
    ],
    [
      'Weibull(139.285, 1.195)',
      { kind: 'weibull', scale: 139.285, shape: 1.195 },
      (x) => 1 - Math.exp(-((x / 139.285) ** 1.195)),
    ],
  ];
  return spreads.map(([name, spread, cumulative]) => {
    const random = streamOf(20260131, `nist/${name}`);
    const sample = Array.from({ length: 1000 }, () => draw(spread, random));
    return atLeast(
      `crowd.nist.1.1: ${name}, p of 1,000 draws (Kolmogorov–Smirnov)`,
      Number(ksProbability(sample, cumulative).toFixed(3)),
      0.05,
    );
  });
}

function oneWalker(lengthM: number, more: Parameters<typeof caseOf>[2] = {}): Played {
  const space = spaceOf([floorOf([room(0, 0, lengthM - 0.5, 2)])], {
    exits: [crossing('out', [lengthM - 0.5, 0], [lengthM - 0.5, 2])],
  });
  return play(
    caseOf(space, [walkers(1, room(0, 0, 1, 1), { where: { kind: 'places', places: [[0.5, 1]] } })], {
      endS: 1500,
      ...more,
    }),
  );
}

const smokeOf = (coPpmPerExtinction: number) => ({
  westM: -10,
  southM: -10,
  cellM: 200,
  columns: 1,
  rows: 1,
  floors: ['floor'],
  timesS: [0],
  extinctionPerM: [new Float32Array([1])],
  law: 'nist' as const,
  coPpmPerExtinction,
});

const smoke = (): Verdict[] => [
  off(
    'crowd.nist.2.5: speed of 1.25 m/s in smoke of 1/m',
    100 / clearedS(oneWalker(100, { profiles: at(1.25), smoke: smokeOf(0) })),
    0.625,
    0.01,
  ),
];

function incapacitation(): Verdict[] {
  // 5,000 ppm: 3.317e-5 · 5000^1.036 · 25 · t / 30 = 1.
  const exactS = (30 / (3.317e-5 * 5000 ** 1.036 * 25)) * 60;
  let stoodS = 0;
  const { result } = (() => {
    const space = spaceOf([floorOf([room(0, 0, 600, 2)])], { exits: [crossing('out', [600, 0], [600, 2])] });
    const people = walkers(1, room(0, 0, 1, 1), { where: { kind: 'places', places: [[0.5, 1]] } });
    return play(
      caseOf(space, [people], {
        profiles: at(1),
        smoke: { ...smokeOf(5000), cellM: 2000 },
        endS: exactS + 30,
        frameEveryS: 0.1,
      }),
      (crowd) => {
        if (crowd.people.speedMps[0] > 0) stoodS = crowd.timeS;
      },
    );
  })();
  return [
    off('crowd.nist.2.6: incapacitated by 5,000 ppm CO, s', stoodS, Number(exactS.toFixed(2)), 0.6),
    holds(
      'crowd.nist.2.6: reason',
      result.remained[0]?.reason ?? 'left',
      'incapacitated',
      result.remained[0]?.reason === 'incapacitated',
    ),
  ];
}

function lift(): Verdict[] {
  const floors = [floorOf([room(0, 0, 12, 6)], 'ground', 0), floorOf([room(0, 0, 12, 6)], 'upper', 3.5)];
  const space = spaceOf(floors, { exits: [crossing('out', [12, 2], [12, 4], 'ground')] });
  const lifts = [
    {
      id: 'lift',
      capacity: 4,
      stops: [
        { floor: 'ground', at: [2, 3] as [number, number] },
        { floor: 'upper', at: [2, 3] as [number, number] },
      ],
      travelS: 6,
      dwellS: 5,
      stopsAtS: null,
    },
  ];
  const profiles = [{ ...ADULT, steps: false, lifts: true }];
  const run = play(caseOf(space, [walkers(10, room(3, 1, 11, 5), { floor: 'upper' })], { lifts, profiles, endS: 400 }));
  const times = [...run.result.leftS].sort((a, b) => a - b);
  const cleared = clearedS(run);
  return [
    exactly('crowd.nist.2.7: of ten people upstairs, out by a lift of four', 10 - run.result.remained.length, 10),
    holds(
      'crowd.nist.2.7: first and last out, s',
      `${times[0]?.toFixed(0)}, ${cleared.toFixed(0)}`,
      'three trips down, two up: at least 5 × 11 s (own mark)',
      cleared >= 55 && cleared <= 250,
    ),
  ];
}

function group(): Verdict[] {
  const space = spaceOf([floorOf([room(0, 0, 60, 6)])], { exits: [crossing('out', [60, 0], [60, 6])] });
  const profiles = [{ ...ADULT, speedMps: { kind: 'uniform', from: 0.5, to: 1.6 } as const }];
  const spreadOf = (size: number): number => {
    let widest = 0;
    play(
      caseOf(space, [walkers(6, room(0.5, 0.5, 5, 5.5), { groupSize: constant(size) })], { profiles, endS: 200 }),
      (crowd) => {
        const { xM, status } = crowd.people;
        const inside = [0, 1, 2, 3, 4, 5].filter((id) => status[id] === STATUS.inside);
        if (inside.length === 6 && crowd.timeS > 15)
          widest = Math.max(widest, Math.max(...inside.map((id) => xM[id])) - Math.min(...inside.map((id) => xM[id])));
      },
    );
    return widest;
  };
  const [together, alone] = [spreadOf(6), spreadOf(1)];
  return [
    holds(
      'crowd.nist.2.9: six people, first to last, as a group and alone, m',
      `${together.toFixed(1)}, ${alone.toFixed(1)}`,
      'the group within 6 m, less than alone (own mark)',
      together <= 6 && together < alone,
    ),
  ];
}

function oneSlow(): Verdict[] {
  const space = spaceOf([floorOf([room(0, 0, 30, 1.2)])], { exits: [crossing('out', [30, 0], [30, 1.2])] });
  const slow = { ...ADULT, id: 'slow', speedMps: constant(0.4), radiusM: 0.35 };
  const others = walkers(20, room(0.3, 0.2, 14, 1));
  const times = [false, true].map((isThere) => {
    const first = {
      ...walkers(1, room(0, 0, 1, 1), { where: { kind: 'places', places: [[16, 0.6]] } }),
      id: 'first',
      profile: isThere ? 'slow' : 'adult',
    };
    return clearedS(play(caseOf(space, [others, first], { profiles: [ADULT, slow], endS: 300 })));
  });
  return [
    holds(
      'crowd.nist.2.10: without, with one slow wide person ahead, s',
      times.map((timeS) => timeS.toFixed(1)).join(', '),
      'longer with',
      times[1] > times[0],
    ),
  ];
}

const twoExits = spaceOf([floorOf([room(0, 0, 20, 10)])], {
  exits: [crossing('west', [0, 4], [0, 6]), crossing('east', [20, 4], [20, 6])],
});
const share = (run: Played, exit: string): number =>
  [...run.result.exit].filter((line) => line >= 0 && run.laid.input.lines[line].id === exit).length / run.result.count;
const calm = { scaleS: 5, familiarity: 2, social: 0, againEveryS: 0, betterRatio: 0.15, congestionEveryS: 0 };

function routes(): Verdict[] {
  const people = [
    { ...walkers(10, room(1, 1, 19, 9)), id: 'a', exits: ['west'] },
    {
      ...walkers(10, room(1, 1, 19, 9), { where: { kind: 'areas', areas: [room(9, 0.5, 11, 9.5)] } }),
      id: 'b',
      exits: ['east'],
    },
  ];
  const run = play(caseOf(twoExits, people, { endS: 120 }));
  const right = [...run.result.exit].filter(
    (line, id) => line >= 0 && run.laid.input.lines[line].id === (run.laid.populationOf[id] === 0 ? 'west' : 'east'),
  ).length;
  return [exactly('crowd.nist.3.1: of 20 people, by the route they were given', right, 20)];
}

function social(): Verdict[] {
  const led = { ...walkers(10, room(8, 2, 12, 8)), id: 'led', exits: ['east'] };
  const free = {
    ...walkers(1, room(0, 0, 1, 1), { where: { kind: 'places', places: [[9.75, 1]] } }),
    id: 'free',
    premovementS: constant(2),
  };
  const east = [0, 20].map((weight) => {
    let count = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const run = play(
        caseOf(twoExits, [led, free], { seed, endS: 60, frameEveryS: 10, choice: { ...calm, social: weight } }),
      );
      if (run.laid.input.lines[run.result.exit[10]]?.id === 'east') count++;
    }
    return count;
  });
  return [
    holds(
      'crowd.nist.3.2: of 20 people half-way, after ten who go east: without, with social influence',
      `${east[0]}, ${east[1]}`,
      'with: 18 or more, and more than without (own mark)',
      east[1] >= 18 && east[1] > east[0],
    ),
  ];
}

function affiliation(): Verdict[] {
  const run = (familiar: string[]) =>
    play(
      caseOf(
        twoExits,
        [
          walkers(200, room(9.5, 0.3, 10.5, 9.7), {
            familiar,
            where: { kind: 'areas', areas: [room(5, 0.3, 15, 9.7)] },
          }),
        ],
        { endS: 200, frameEveryS: 10, choice: { ...calm, scaleS: 40, familiarity: Math.log(4) } },
      ),
    );
  const [none, west] = [share(run([]), 'west'), share(run(['west']), 'west')];
  return [
    off('crowd.nist.3.3: share by one of two like exits', none, 0.5, 0.1),
    off('crowd.nist.3.3: share by it if they know it (odds 4)', west, 0.8, 0.1),
  ];
}

function closing(): Verdict[] {
  const space = {
    ...twoExits,
    doors: [{ ...crossing('gate', [19, 10], [19, 0]), state: { forward: true, backward: true, everyS: 0 } }],
  };
  const events = [{ door: 'gate', atS: 1, state: { forward: false, backward: false, everyS: 0 } }];
  const people = walkers(1, room(0, 0, 1, 1), { where: { kind: 'places', places: [[16, 5]] } });
  const run = play(caseOf(space, [people], { events, endS: 60, choice: calm }));
  return [
    holds(
      'crowd.nist.4.1: the near exit shuts at 1 s: leaves by',
      run.laid.input.lines[run.result.exit[0]]?.id ?? 'none',
      'west',
      run.laid.input.lines[run.result.exit[0]]?.id === 'west',
    ),
  ];
}

function densities(): Verdict[] {
  const space = spaceOf([floorOf([room(0, 0, 10, 10), room(10, 4.5, 10.2, 5.5), room(10.2, 3.5, 25, 6.5)])], {
    exits: [crossing('out', [25, 3.5], [25, 6.5])],
  });
  let [atDoor, inCorridor, looks] = [0, 0, 0];
  play(caseOf(space, [walkers(150, room(0.3, 0.3, 9.7, 9.7))], { endS: 60 }), (crowd) => {
    if (crowd.timeS < 20) return;
    const { xM, yM, status } = crowd.people;
    looks++;
    for (let id = 0; id < 150; id++) {
      if (status[id] !== STATUS.inside) continue;
      if (xM[id] > 7 && xM[id] < 10 && yM[id] > 3.5 && yM[id] < 6.5) atDoor++;
      if (xM[id] > 14 && xM[id] < 17) inCorridor++;
    }
  });
  const [door, corridor] = [atDoor / looks / 9, inCorridor / looks / 9];
  return [
    holds(
      'crowd.nist.5.1: density before the door, in the corridor, people/m²',
      `${door.toFixed(2)}, ${corridor.toFixed(2)}`,
      'before the door more',
      door > corridor,
    ),
  ];
}

const one = (name: string, run: () => Verdict[], quick = true): ValidationCase => ({
  name: `crowd.nist.${name}`,
  quick,
  run: async () => run(),
});

export const NIST: ValidationCase[] = [
  one('1.1', premovement),
  one('2.1', () => [
    off('crowd.nist.2.1: speed of 1 m/s over 40 m', 40 / clearedS(oneWalker(40, { profiles: at(1) })), 1, 0.05),
  ]),
  one('2.2', () =>
    (['up', 'down'] as const).map((way) =>
      off(
        `crowd.nist.2.2: speed of 1 m/s over 100 m of stair ${way}`,
        100 / stairTimeS(play(stairCase(100, 2, 1, way, { profiles: at(1) }))),
        1,
        0.05,
      ),
    ),
  ),
  one('2.3', () => corner('crowd.nist.2.3')),
  one(
    '2.4',
    () => {
      const [speeds] = lanes(
        [{ ...ADULT, speedMps: { kind: 'normal', mean: 1.2, deviation: 0.2, from: 0.5, to: 2 } }],
        () => 100,
        20,
      );
      return [
        off(
          'crowd.nist.2.4: mean of 100 speeds drawn from N(1.2, 0.2), m/s',
          speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length,
          1.2,
          0.06,
        ),
      ];
    },
    false,
  ),
  one('2.5', smoke),
  one('2.6', incapacitation, false),
  one('2.7', lift),
  one('2.8', () => counterflow('crowd.nist.2.8'), false),
  one('2.9', group),
  one('2.10', oneSlow),
  one('3.1', routes),
  one('3.2', social, false),
  one('3.3', affiliation, false),
  one('4.1', closing),
  one('5.1', densities),
  one('5.2', () => roomFlow('crowd.nist.5.2')),
];

import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FILMED_BOTH_WAYS, FILMED_EXITS, FILMED_ONE_WAY } from '../../model/scenarios/crowd-filmed.ts';
import { type CrowdPresetName, PRESET_TESTS } from '../../model/scenarios/crowd-preset-tests.ts';
import { STATUS } from '../../workers/crowd/core/crowd.ts';
import { PRESETS } from '../../workers/crowd/core/walking.ts';
import { flowPerS } from '../../workers/crowd/results/counters.ts';
import { IMO } from './crowd-imo.ts';
import { NIST } from './crowd-nist.ts';
import { RIMEA } from './crowd-rimea.ts';
import {
  ADULT,
  asPreset,
  caseOf,
  crossing,
  floorOf,
  type Played,
  play,
  room,
  spaceOf,
  walkers,
} from './crowd-rooms.ts';
import { bothWaysMps, fundamentalDiagram, oneWayMps, singleFile } from './crowd-walking.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const NAMES = ['weidmann', 'laboratory', 'pupils', 'pressing', 'prescriptive'] as const;

/** Free speeds of the students, as their tracks give them. */
const STUDENTS = { kind: 'normal', mean: 1.55, deviation: 0.18, from: 1, to: 2.1 } as const;
const FREE = { kind: 'normal', mean: 1.34, deviation: 0.26, from: 0.7, to: 2.1 } as const;
const isYoung = (preset: CrowdPresetName): boolean => preset === 'laboratory' || preset === 'pressing';

/** Figures that the guide shows otherwise than measured. */
const outdated: string[] = [];

/** `shown`: what the guide says that it is. */
function near(name: string, value: number, mark: number, ratio: number, shown?: number): Verdict {
  const rounded = Number(value.toFixed(2));
  if (shown !== undefined && shown !== rounded) outdated.push(`${name}: ${rounded} for ${shown}`);
  return { case: name, value: rounded, mark: `${mark} ± ${100 * ratio} %`, pass: Math.abs(value / mark - 1) <= ratio };
}
const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Straight corridors with an exit at their end (HERMES, Jülich and Düsseldorf 2009; counted from the published tracks): people wait at 3/m²
 * in an area 5 m wide, walk 4 m, then 8 m of the corridor to the exit, with open ground behind it. Steady flow between 20 and 80 % of them,
 * density in the last 2 m before the exit. In the last half metre at most 0.6 % of heads are within 0.3 m of the side walls.
 */
const HERMES = FILMED_EXITS;
const HERMES_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const FLOW_RATIO = 0.12;
const DENSITY_RATIO = 0.2;
const CORNER_RATIO = 0.1;
const CORNER_M = 0.3;

function hermesRun({ exitM, corridorM, people }: (typeof HERMES)[number], seed: number) {
  const waitM = people / 3 / 5;
  const [south, north] = [2.5 - corridorM / 2, 2.5 + corridorM / 2];
  const [low, high] = [2.5 - exitM / 2, 2.5 + exitM / 2];
  const behind = [room(8, low, 8.2, high), room(8.2, -2.5, 14, 7.5)];
  const areas = [room(-4 - waitM, 0, 0, 5), room(0, south, 8, north), ...behind];
  const space = spaceOf([floorOf(areas)], {
    exits: [crossing('out', [14, -2.5], [14, 7.5])],
    counters: [crossing('exit', [8.1, low], [8.1, high])],
    cellM: 0.1,
  });
  const crowd = [walkers(people, room(-4 - waitM + 0.2, 0.2, -4, 4.8))];
  const looks: { timeS: number; inside: number; half: number; corner: number }[] = [];
  const profiles = [{ ...ADULT, speedMps: STUDENTS }];
  const run = play(caseOf(space, crowd, { profiles, endS: 600, frameEveryS: 0.5, seed }), ({ people: of, timeS }) => {
    const look = { timeS, inside: 0, half: 0, corner: 0 };
    for (let id = 0; id < people; id++) {
      if (of.status[id] !== STATUS.inside || of.xM[id] <= 6 || of.xM[id] >= 8) continue;
      look.inside++;
      if (of.xM[id] <= 7.5) continue;
      look.half++;
      if (of.yM[id] < south + CORNER_M || of.yM[id] > north - CORNER_M) look.corner++;
    }
    looks.push(look);
  });
  const forwardS = crossedS(run, 'exit');
  const [from, to] = [Math.floor(0.2 * people), Math.floor(0.8 * people)];
  const flow = forwardS.length > to ? (to - from) / (forwardS[to] - forwardS[from]) : 0;
  const steady = looks.filter(({ timeS }) => timeS >= forwardS[from] && timeS <= forwardS[to]);
  const sum = (key: 'inside' | 'half' | 'corner') => steady.reduce((all, look) => all + look[key], 0);
  return {
    flow,
    density: sum('inside') / steady.length / (2 * corridorM),
    corner: sum('corner') / Math.max(1, sum('half')),
  };
}

function hermes(one: (typeof HERMES)[number]): Verdict[] {
  const runs = HERMES_SEEDS.map((seed) => hermesRun(one, seed));
  const of = `crowd.hermes, ${one.exitM} m of ${one.corridorM} m`;
  return [
    near(`${of}: flow, people/s`, meanOf(runs.map(({ flow }) => flow)), one.filmed.perS, FLOW_RATIO, one.walked.perS),
    near(
      `${of}: people/m² in the last 2 m`,
      meanOf(runs.map(({ density }) => density)),
      one.filmed.perM2,
      DENSITY_RATIO,
      one.walked.perM2,
    ),
    atMost(`${of}: share of heads beside the exit`, meanOf(runs.map(({ corner }) => corner)), CORNER_RATIO),
  ];
}

const crossedS = ({ result, laid }: Played, counter: string): number[] =>
  result.crossings[laid.input.lines.findIndex(({ id }) => id === counter)].forwardS;

/** A hundred people of a room of 8 × 8 m and a door in a wall of 0.2 m, open ground behind it. */
const DOORS_M = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2];
const DOOR_SEEDS = 20;
const DOOR_PEOPLE = 100;
/**
 * Persons/(m·s) through doors of 0.8 m and more. Young adults 1.9 (Seyfried et al. 2009; Liao et al. 2014); the public between what Weidmann
 * has in a corridor and that; a design value at most IMO's 1.33. Of pupils and of people urged on nothing is published for such rooms.
 */
const DOOR_PER_MS: Readonly<Partial<Record<CrowdPresetName, readonly [number, number]>>> = {
  weidmann: [1.22, 2.1],
  laboratory: [1.62, 2.19],
  prescriptive: [1, 1.33],
};

function doorRun(doorM: number, preset: CrowdPresetName, seed: number) {
  const [low, high] = [4 - doorM / 2, 4 + doorM / 2];
  const space = spaceOf([floorOf([room(0, 0, 8, 8), room(8, low, 8.2, high), room(8.2, 0, 12, 8)])], {
    exits: [crossing('out', [12, 0], [12, 8])],
    counters: [crossing('door', [8.1, low], [8.1, high])],
    cellM: 0.1,
  });
  const profiles = [{ ...ADULT, speedMps: isYoung(preset) ? STUDENTS : FREE }];
  const crowd = [walkers(DOOR_PEOPLE, room(0.3, 0.3, 7.5, 7.7))];
  const run = play(caseOf(space, crowd, { profiles, endS: 900, frameEveryS: 30, seed }));
  const forwardS = crossedS(run, 'door');
  return {
    out: DOOR_PEOPLE - run.result.remained.length,
    pauseS: Math.max(0, ...forwardS.slice(1).map((timeS, k) => timeS - forwardS[k])),
    perMs:
      flowPerS(forwardS, forwardS[Math.floor(0.1 * DOOR_PEOPLE)], forwardS[Math.floor(0.85 * DOOR_PEOPLE)]) / doorM,
  };
}

function door(doorM: number, preset: CrowdPresetName): Verdict[] {
  const runs = Array.from({ length: DOOR_SEEDS }, (_, seed) => doorRun(doorM, preset, seed + 1));
  const flow = meanOf(runs.map(({ perMs }) => perMs));
  const pauseS = Math.max(...runs.map(({ pauseS: each }) => each)).toFixed(1);
  const of = `crowd.door, ${doorM} m, ${preset}, ${DOOR_SEEDS} seeds, ${flow.toFixed(2)}/(m·s), longest pause ${pauseS} s`;
  const [least, most] = DOOR_PER_MS[preset] ?? [0, 0];
  return [
    exactly(`${of}: least that came out`, Math.min(...runs.map(({ out }) => out)), DOOR_PEOPLE),
    ...(most > 0 && doorM >= 0.8
      ? [
          {
            case: `${of}: flow`,
            value: Number(flow.toFixed(2)),
            mark: `${least} to ${most}`,
            pass: flow >= least && flow <= most,
          },
        ]
      : []),
  ];
}

/**
 * Adrian, Seyfried, Sieben 2020 (Wuppertal 2018, run 040_c_56_h-; counted from the tracks): 75 young adults urged on in a corridor of 5.6 m
 * before a door of 0.5 m; 64.3 s from the first to the last, 5.4/m² in 2 × 2 m before it.
 */
const ADRIAN = { people: 75, spanS: 64.3, perM2: 5.4, ratio: 0.15 };

function adrian(): Verdict[] {
  const space = spaceOf([floorOf([room(-4, 0, 0, 5.6), room(0, 2.55, 0.2, 3.05), room(0.2, 0, 4, 5.6)])], {
    exits: [crossing('out', [4, 0], [4, 5.6])],
    counters: [crossing('door', [0.1, 2.55], [0.1, 3.05])],
    cellM: 0.1,
  });
  const profiles = [{ ...ADULT, speedMps: STUDENTS }];
  const crowd = [walkers(ADRIAN.people, room(-3.6, 0.3, -0.4, 5.3))];
  const runs = HERMES_SEEDS.map((seed) => {
    let [heads, looks] = [0, 0];
    const run = play(caseOf(space, crowd, { profiles, endS: 300, frameEveryS: 0.5, seed }), ({ people }) => {
      const left = ADRIAN.people - people.status.filter((status) => status === STATUS.inside).length;
      if (left < 10 || left > 45) return;
      looks++;
      for (let id = 0; id < people.count; id++)
        if (people.xM[id] < 0 && people.xM[id] > -2 && Math.abs(people.yM[id] - 2.8) < 1) heads++;
    });
    const forwardS = crossedS(run, 'door');
    return { spanS: forwardS[forwardS.length - 1] - forwardS[0], perM2: heads / looks / 4, out: forwardS.length };
  });
  return [
    exactly('crowd.adrian: least that came out', Math.min(...runs.map(({ out }) => out)), ADRIAN.people),
    near('crowd.adrian: s from first to last', meanOf(runs.map(({ spanS }) => spanS)), ADRIAN.spanS, ADRIAN.ratio),
    near('crowd.adrian: people/m² before the door', meanOf(runs.map(({ perM2 }) => perM2)), ADRIAN.perM2, ADRIAN.ratio),
  ];
}

/** Speeds in a corridor of 3.6 m with open ends, one way and both ways. */
const CORRIDOR_RATIO = 0.15;

type Test = { name: string; of: readonly CrowdPresetName[]; run: (preset: CrowdPresetName) => Promise<Verdict[]> };

const PUBLIC_AND_DESIGN = ['weidmann', 'prescriptive'] as const;
/** A design value is held to no measured speed; and 1.33/(m·s) as the most that pass is a design value, which no filmed crowd keeps. */
const OF_DESIGN_ALONE = ['crowd.imo.4', 'crowd.nist.5.2'];
const OF_PUBLIC_ALONE = ['crowd.rimea.13'];

const ofCases = (cases: readonly ValidationCase[]): Test[] =>
  cases.map(({ name, run }) => ({
    name: name.replace('crowd.', ''),
    of: OF_DESIGN_ALONE.includes(name)
      ? ['prescriptive']
      : OF_PUBLIC_ALONE.includes(name)
        ? ['weidmann']
        : PUBLIC_AND_DESIGN,
    run: (preset) => asPreset(preset, run),
  }));

/** Each population is asked what was measured of it: people of another are no test of it. */
const TESTS: readonly Test[] = [
  ...ofCases(RIMEA),
  { name: 'rimea.4', of: ['weidmann'], run: async (preset) => fundamentalDiagram(PRESETS[preset]) },
  { name: 'rimea.16', of: ['weidmann', 'laboratory'], run: async (preset) => singleFile(PRESETS[preset]) },
  ...ofCases(IMO),
  ...ofCases(NIST),
  ...HERMES.flatMap((one): Test[] =>
    ['flow', 'density', 'corners'].map((what, k) => ({
      name: `hermes.${one.exitM}m-of-${one.corridorM}m.${what}`,
      of: ['laboratory'],
      run: async (preset) => [hermesOnce(one, preset)[k]],
    })),
  ),
  ...FILMED_ONE_WAY.map(
    ({ perM2, filmedMps, walkedMps }): Test => ({
      name: `one-way.${perM2}`,
      of: ['laboratory'],
      run: async (preset) => [
        near(
          `crowd.oneWay, ${perM2}/m², m/s`,
          oneWayMps(perM2, PRESETS[preset], STUDENTS),
          filmedMps,
          CORRIDOR_RATIO,
          walkedMps,
        ),
      ],
    }),
  ),
  ...FILMED_BOTH_WAYS.map(
    ({ perM2, filmedMps, walkedMps }): Test => ({
      name: `both-ways.${perM2}`,
      of: ['laboratory'],
      run: async (preset) => [
        near(
          `crowd.bothWays, ${perM2}/m², m/s`,
          bothWaysMps(perM2, PRESETS[preset], STUDENTS),
          filmedMps,
          CORRIDOR_RATIO,
          walkedMps,
        ),
      ],
    }),
  ),
  { name: 'adrian.0.5m', of: ['pressing'], run: async (preset) => asPreset(preset, adrian) },
  ...DOORS_M.map(
    (doorM): Test => ({
      name: `door.${doorM}m`,
      of: NAMES,
      run: async (preset) => asPreset(preset, () => door(doorM, preset)),
    }),
  ),
];

const played = new Map<(typeof HERMES)[number], Verdict[]>();

/** Flow, density and corners are of the same eight runs. */
function hermesOnce(one: (typeof HERMES)[number], preset: CrowdPresetName): Verdict[] {
  const known = played.get(one) ?? asPreset(preset, () => hermes(one));
  played.set(one, known);
  return known;
}

const MEASURED = 'build/validation/crowd-preset-tests.json';

/** Every test by every preset whose population it is of: a line each, which fails where one of its own verdicts does. */
async function table(): Promise<Verdict[]> {
  const measured: Record<string, Record<string, 0 | 1>> = {};
  const lines: Verdict[] = [];
  mkdirSync(resolve('build/validation'), { recursive: true });
  for (const { name, of, run } of TESTS) {
    measured[name] = {};
    for (const preset of of) {
      const verdicts = await run(preset);
      const failed = verdicts.filter(({ pass }) => !pass);
      measured[name][preset] = failed.length === 0 ? 1 : 0;
      writeFileSync(resolve(MEASURED), JSON.stringify(measured));
      lines.push({
        case: `crowd.presets: ${name}, ${preset}`,
        value: failed.length === 0 ? 'pass' : failed.map(({ case: test, value }) => `${test}: ${value}`).join(' | '),
        mark: failed.length === 0 ? `${verdicts.length} verdicts` : failed.map(({ mark }) => mark).join(' | '),
        pass: failed.length === 0,
      });
    }
  }
  const others = [
    ...Object.entries(measured).flatMap(([name, by]) =>
      NAMES.filter((preset) => PRESET_TESTS[name]?.[preset] !== by[preset]).map((preset) => `${name} ${preset}`),
    ),
    ...outdated,
  ];
  lines.push({
    case: 'crowd.presets: what the page, the guide and records show otherwise than measured',
    value: others.length === 0 ? 'nothing' : `${others.join(', ')}; see ${MEASURED}`,
    mark: 'nothing',
    pass: others.length === 0,
  });
  return lines;
}

export const CROWD_PRESETS: ValidationCase[] = [{ name: 'crowd.presets', quick: false, run: table }];

import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CrowdPresetName, PRESET_TESTS } from '../../model/scenarios/crowd-preset-tests.ts';
import { STATUS } from '../../workers/crowd/core/crowd.ts';
import { PRESETS } from '../../workers/crowd/core/walking.ts';
import { IMO } from './crowd-imo.ts';
import { NIST } from './crowd-nist.ts';
import { RIMEA } from './crowd-rimea.ts';
import { ADULT, asPreset, caseOf, crossing, floorOf, play, room, spaceOf, walkers } from './crowd-rooms.ts';
import { fundamentalDiagram, singleFile } from './crowd-walking.ts';
import type { ValidationCase, Verdict } from './verdict.ts';

const NAMES = ['prescriptive', 'weidmann', 'laboratory'] as const;

/**
 * Straight corridors with an exit at their end (HERMES, Jülich 2009): people wait at 3/m² in an area 5 m wide, walk 4 m, then 8 m of the
 * corridor to the exit, with open ground behind it. Steady flow between 20 and 80 % of them, density in the last 2 m before the exit.
 * Exits of 0.7 and 2.4 m were not built: their marks are the flow of 1.9 persons/(m·s), on which the four lie within 3 % (linear in the width,
 * as Seyfried et al. 2009 found it too), and the mean of the four densities.
 */
const HERMES = [
  { exitM: 0.7, corridorM: 1.8, people: 150, perS: 1.33, perM2: 1.96 },
  { exitM: 0.95, corridorM: 1.8, people: 159, perS: 1.76, perM2: 2.09 },
  { exitM: 1.2, corridorM: 1.8, people: 170, perS: 2.26, perM2: 1.82 },
  { exitM: 1.6, corridorM: 2.4, people: 276, perS: 3.12, perM2: 1.92 },
  { exitM: 2, corridorM: 3, people: 351, perS: 3.85, perM2: 2.02 },
  { exitM: 2.4, corridorM: 3.6, people: 420, perS: 4.56, perM2: 1.96 },
] as const;
const FLOW_RATIO = 0.1;
const DENSITY_RATIO = 0.25;

function corridorWithExit({ exitM, corridorM, people, perS, perM2 }: (typeof HERMES)[number]): Verdict[] {
  const waitM = people / 3 / 5;
  const [south, north] = [2.5 - corridorM / 2, 2.5 + corridorM / 2];
  const [low, high] = [2.5 - exitM / 2, 2.5 + exitM / 2];
  const behind = [room(8, low, 8.2, high), room(8.2, -2.5, 14, 7.5)];
  const areas = [room(-4 - waitM, 0, 0, 5), room(0, south, 8, north), ...behind];
  const space = spaceOf([floorOf(areas)], {
    exits: [crossing('out', [14, -2.5], [14, 7.5])],
    counters: [crossing('exit', [8.1, low], [8.1, high])],
  });
  const profiles = [{ ...ADULT, speedMps: { kind: 'normal', mean: 1.55, deviation: 0.18, from: 1, to: 2.1 } as const }];
  const crowd = [walkers(people, room(-4 - waitM + 0.2, 0.2, -4, 4.8))];
  const looks: { timeS: number; inside: number }[] = [];
  const run = play(caseOf(space, crowd, { profiles, endS: 600, frameEveryS: 0.5 }), ({ people: of, timeS }) => {
    let inside = 0;
    for (let id = 0; id < people; id++) if (of.status[id] === STATUS.inside && of.xM[id] > 6 && of.xM[id] < 8) inside++;
    looks.push({ timeS, inside });
  });
  const { forwardS } = run.result.crossings[run.laid.input.lines.findIndex(({ id }) => id === 'exit')];
  const [from, to] = [Math.floor(0.2 * people), Math.floor(0.8 * people)];
  const flow = forwardS.length > to ? (to - from) / (forwardS[to] - forwardS[from]) : 0;
  const steady = looks.filter(({ timeS }) => timeS >= forwardS[from] && timeS <= forwardS[to]);
  const density = steady.reduce((sum, { inside }) => sum + inside, 0) / steady.length / (2 * corridorM);
  const near = (what: string, value: number, mark: number, ratio: number): Verdict => ({
    case: `crowd.hermes, ${exitM} m: ${what}`,
    value: Number(value.toFixed(2)),
    mark: `${mark} ± ${100 * ratio} %`,
    pass: Math.abs(value / mark - 1) <= ratio,
  });
  return [
    near('flow, people/s', flow, perS, FLOW_RATIO),
    near('people/m² in the last 2 m', density, perM2, DENSITY_RATIO),
  ];
}

type Test = { name: string; run: (preset: CrowdPresetName) => Promise<Verdict[]> };

const ofCases = (cases: readonly ValidationCase[]): Test[] =>
  cases.map(({ name, run }) => ({ name: name.replace('crowd.', ''), run: (preset) => asPreset(preset, run) }));

const TESTS: readonly Test[] = [
  ...ofCases(RIMEA),
  { name: 'rimea.4', run: async (preset) => fundamentalDiagram(PRESETS[preset]) },
  { name: 'rimea.16', run: async (preset) => singleFile(PRESETS[preset]) },
  ...ofCases(IMO),
  ...ofCases(NIST),
  ...HERMES.flatMap((one): Test[] =>
    ['flow', 'density'].map((what, k) => ({
      name: `hermes.${one.exitM}m.${what}`,
      run: async (preset) => [asPreset(preset, () => corridorWithExit(one))[k]],
    })),
  ),
];

const MEASURED = 'build/validation/crowd-preset-tests.json';

/** Every published test by every preset: a line each, which fails where one of its own verdicts does. */
async function table(): Promise<Verdict[]> {
  const measured: Record<string, Record<string, 0 | 1>> = {};
  const lines: Verdict[] = [];
  mkdirSync(resolve('build/validation'), { recursive: true });
  for (const { name, run } of TESTS) {
    measured[name] = {};
    for (const preset of NAMES) {
      const verdicts = await run(preset);
      const failed = verdicts.filter(({ pass }) => !pass);
      measured[name][preset] = failed.length === 0 ? 1 : 0;
      writeFileSync(resolve(MEASURED), JSON.stringify(measured));
      lines.push({
        case: `crowd.presets: ${name}, ${preset}`,
        value: failed.length === 0 ? 'pass' : failed.map(({ case: of, value }) => `${of}: ${value}`).join(' | '),
        mark: failed.length === 0 ? `${verdicts.length} verdicts` : failed.map(({ mark }) => mark).join(' | '),
        pass: failed.length === 0,
      });
    }
  }
  const others = Object.entries(measured).flatMap(([name, by]) =>
    NAMES.filter((preset) => PRESET_TESTS[name]?.[preset] !== by[preset]).map((preset) => `${name} ${preset}`),
  );
  lines.push({
    case: 'crowd.presets: what the page, the guide and records show otherwise than measured',
    value: others.length === 0 ? 'nothing' : `${others.join(', ')}; see ${MEASURED}`,
    mark: 'nothing',
    pass: others.length === 0,
  });
  return lines;
}

export const CROWD_PRESETS: ValidationCase[] = [{ name: 'crowd.presets', quick: false, run: table }];

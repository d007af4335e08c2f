import type { CrowdInput, Guide, Level, Line, People, PeopleInput } from '../../workers/crowd/core/crowd.ts';
import { STATUS } from '../../workers/crowd/core/crowd.ts';
import { PRESETS } from '../../workers/crowd/core/walking.ts';
import { type Random, seeded } from '../../workers/shared/random.ts';

/** Plain plans for what is known of walking: a corridor, a room with a door, a hall. Directions are given by hand, without routes. */
export interface Plan {
  input: CrowdInput;
  guide: Guide;
}

export interface Person {
  x: number;
  y: number;
  desiredMps?: number;
  radiusM?: number;
  timeGapS?: number;
  stripM?: number;
  field?: number;
  level?: number;
  appearS?: number;
  startS?: number;
}

export type Preset = (typeof PRESETS)[keyof typeof PRESETS];

/** Weidmann's mean of free walking. */
export const FREE_MPS = 1.34;

export function peopleOf(people: readonly Person[], preset: Preset = PRESETS.prescriptive): PeopleInput {
  const of = (value: (person: Person) => number) => Float32Array.from(people, value);
  return {
    xM: of(({ x }) => x),
    yM: of(({ y }) => y),
    level: Uint8Array.from(people, ({ level }) => level ?? 0),
    radiusM: of(({ radiusM }) => radiusM ?? preset.radiusM),
    desiredMps: of(({ desiredMps }) => desiredMps ?? FREE_MPS),
    timeGapS: of(({ timeGapS }) => timeGapS ?? preset.timeGapS),
    stripM: of(({ stripM }) => stripM ?? preset.stripM),
    appearS: of(({ appearS }) => appearS ?? 0),
    startS: of(({ startS }) => startS ?? 0),
    field: Uint8Array.from(people, ({ field }) => field ?? 0),
  };
}

export function inputOf(
  levels: Level[],
  lines: Line[],
  people: PeopleInput,
  more: Partial<CrowdInput> = {},
): CrowdInput {
  return {
    levels,
    lines,
    people,
    fieldCount: 1,
    walking: { model: 'collision-free-speed' },
    seed: 1,
    endS: 600,
    stepS: 0.05,
    frameEveryS: 1,
    guideEveryS: 0.5,
    ...more,
  };
}

type Direction = (x: number, y: number, field: number, level: number) => readonly [number, number];

/** Leads everyone the same way for ever. */
export function fixedGuide({ levels, fieldCount }: CrowdInput, direction: Direction): Guide {
  let isDrawn = false;
  return {
    decide(_, people: People) {
      if (isDrawn) return;
      isDrawn = true;
      for (let field = 0; field < fieldCount; field++) {
        for (const [l, { westM, southM, columns, rows, cellM }] of levels.entries()) {
          const cells = people.directions(field, l);
          for (let i = 0; i < columns * rows; i++) {
            const x = westM + ((i % columns) + 0.5) * cellM;
            const y = southM + (Math.floor(i / columns) + 0.5) * cellM;
            const [dx, dy] = direction(x, y, field, l);
            const length = Math.hypot(dx, dy) || 1;
            cells[2 * i] = Math.round((127 * dx) / length);
            cells[2 * i + 1] = Math.round((127 * dy) / length);
          }
        }
      }
    },
    reasonOf: () => null,
    save: () => new Uint8Array(0),
    restore: () => {},
  };
}

export function levelOf(
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
  walls: readonly number[],
  cellM = 0.5,
): Level {
  const [columns, rows] = [Math.ceil((eastM - westM) / cellM), Math.ceil((northM - southM) / cellM)];
  return { id: 'ground', elevationM: 0, westM, southM, columns, rows, cellM, walls: Float32Array.from(walls) };
}

/** So many people at random on a hexagonal lattice in a box, each moved by a tenth of its spacing. */
export function lattice(
  count: number,
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
  random: Random,
): Person[] {
  const area = (eastM - westM) * (northM - southM);
  const spacing = Math.sqrt((area / count) * (2 / Math.sqrt(3)));
  const rows = Math.max(1, Math.round((northM - southM) / (spacing * Math.sqrt(0.75))));
  const people: Person[] = [];
  for (let row = 0; row < rows; row++) {
    const here = Math.round(((row + 1) * count) / rows) - Math.round((row * count) / rows);
    for (let i = 0; i < here; i++) {
      const jitter = () => (random() - 0.5) * 0.1 * spacing;
      const x = westM + ((i + (row % 2 === 0 ? 0.25 : 0.75)) * (eastM - westM)) / here + jitter();
      people.push({ x, y: southM + ((row + 0.5) * (northM - southM)) / rows + jitter() });
    }
  }
  return people;
}

/** `lengthM` × `widthM`, closed to a ring by a link, everyone walks east at a speed of their own where `spreadMps` is above 0. */
export function ring(
  lengthM: number,
  widthM: number,
  count: number,
  more: Partial<CrowdInput> = {},
  preset: Preset = PRESETS.prescriptive,
): Plan {
  const walls = [0, 0, lengthM, 0, 0, widthM, lengthM, widthM].map((value, i) =>
    i % 4 === 0 ? value - 3 : i % 4 === 2 ? value + 3 : value,
  );
  const level = levelOf([0, 0, lengthM, widthM], walls);
  const seam: Line = {
    id: 'seam',
    kind: 'link',
    level: 0,
    toLevel: 0,
    from: [lengthM, -1],
    to: [lengthM, widthM + 1],
    shift: [-lengthM, 0],
  };
  const random = seeded(more.seed ?? 1);
  const inset = widthM > 1 ? 0.25 : widthM / 2 - 0.01;
  const people = peopleOf(lattice(count, [0, inset, lengthM, widthM - inset], random), preset);
  const input = inputOf([level], [seam], people, more);
  return { input, guide: fixedGuide(input, () => [1, 0]) };
}

/** A room `sideM` square whose people leave by one door in its east wall, 0.2 m deep. */
export function roomWithDoor(
  sideM: number,
  doorM: number,
  count: number,
  preset: Preset,
  more: Partial<CrowdInput> = {},
): Plan {
  const [south, north] = [sideM / 2 - doorM / 2, sideM / 2 + doorM / 2];
  const walls = [
    ...[0, 0, sideM, 0, sideM, sideM, 0, sideM, 0, sideM, 0, 0],
    ...[sideM, 0, sideM, south, sideM, north, sideM, sideM],
    ...[sideM, south, sideM + 0.2, south, sideM, north, sideM + 0.2, north],
  ];
  const level = levelOf([-1, -1, sideM + 4, sideM + 1], walls, 0.1);
  const exit: Line = { id: 'out', kind: 'exit', level: 0, from: [sideM + 3, 0], to: [sideM + 3, sideM] };
  const door: Line = { id: 'door', kind: 'counter', level: 0, from: [sideM, south], to: [sideM, north] };
  const deepM = Math.min(sideM - 1, count / 4 / Math.max(2, doorM) + 2);
  const box = [sideM - deepM - 0.5, 0.5, sideM - 0.5, sideM - 0.5] as const;
  const people = peopleOf(lattice(count, box, seeded(more.seed ?? 1)), preset);
  const input = inputOf([level], [exit, door], people, more);
  const aimY = (y: number) => Math.min(north - 0.25, Math.max(south + 0.25, y));
  const guide = fixedGuide(input, (x, y) => {
    if (x > sideM - 0.1) return [1, 0];
    const target = doorM > 0.5 ? aimY(y) : sideM / 2;
    return [sideM + 0.2 - x, target - y];
  });
  return { input, guide };
}

/** Weidmann's spread of free speeds; the sum of twelve even throws is near enough to normal. */
export function spreadSpeeds({ input }: Plan, seed: number, mean = FREE_MPS, deviation = 0.26): Plan['input'] {
  const random = seeded(seed);
  const normal = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);
  input.people.desiredMps.forEach((_, id, all) => {
    all[id] = Math.max(0.6, mean + deviation * normal());
  });
  return input;
}

/** The mean speed of everyone inside along their way, as tracks give it: mean of half a second, for people sway while they walk. */
export function meanSpeedMps({ count, status, progressMps }: People): number {
  let [sum, inside] = [0, 0];
  for (let id = 0; id < count; id++) {
    if (status[id] !== STATUS.inside) continue;
    sum += progressMps[id];
    inside++;
  }
  return sum / inside;
}

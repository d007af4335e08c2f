import type { SunRules } from '../../model/questions/sun-rules.ts';
import { SUN_RULES } from '../../model/questions/sun-rules.ts';
import { PLAIN_ARENA } from '../../workers/shared/arena.ts';
import { playStudy, poseStudy, type Study, type StudyInput, type StudyMachine } from '../../workers/sun/study.ts';
import { ALWAYS, type ScenePrism } from '../../workers/sun/sun-scene.ts';
import { sunTerrain } from '../../workers/sun/terrain.ts';

/** A block in plan, its ring anticlockwise, on ground at 0. */
export function block(
  building: number,
  [west, south, east, north]: readonly [number, number, number, number],
  topM: number,
  more: Partial<ScenePrism> = {},
): ScenePrism {
  const rings = [[west, south, east, south, east, north, west, north]];
  return { building, phases: ALWAYS, groundM: 0, footM: 0, topM, storeys: 0, isPitched: false, rings, ...more };
}

export const rulesOf = (id: string, more: Partial<SunRules> = {}): SunRules => {
  const found = SUN_RULES.find((rules) => rules.id === id);
  if (!found) throw new Error(`${id}: expected a rule of SUN_RULES`);
  return { ...found, ...more };
};

/** The TypeScript core alone, which never stops. */
export const ORACLE: StudyMachine = {
  kernel: null,
  helpers: 0,
  dispatch() {},
  pause: async () => false,
};

const MANY_WINDOWS = 1_000_000;

/** A study of a scene by hand. */
export async function studyScene(
  input: Pick<StudyInput, 'prisms' | 'place' | 'rules'> & Partial<StudyInput>,
  machine: StudyMachine = ORACLE,
): Promise<Study> {
  const ends = input.prisms.flatMap(({ rings }) => rings.flat());
  const xs = ends.filter((_, i) => i % 2 === 0);
  const ys = ends.filter((_, i) => i % 2 === 1);
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  const posed = poseStudy(
    {
      year: 2026,
      buildings: new Set([0]),
      boxM: [least(xs), least(ys), most(xs), most(ys)],
      windows: { bayM: 3, storeyM: 3 },
      terrain: null,
      hasScheme: false,
      ...input,
    },
    machine.kernel !== null,
    MANY_WINDOWS,
  );
  const study = await playStudy(posed, input.rules, machine);
  if (!study) throw new Error('study: expected it played to its end');
  return study;
}

/** Nodes every 10 m over 400 m, with a hill 100 m south of the middle. */
export const hill = (heightM: number) => {
  const columns = 41;
  const elevationM = Float32Array.from({ length: columns * columns }, (_, i) => {
    const x = (i % columns) * 10 - 200;
    const y = Math.floor(i / columns) * 10 - 200;
    return heightM * Math.max(0, 1 - Math.hypot(x, y + 100) / 40);
  });
  const grid = { westM: -205, southM: -205, cellM: 10, columns, rows: columns };
  return (arena = PLAIN_ARENA) => sunTerrain(grid, elevationM, 0, arena);
};

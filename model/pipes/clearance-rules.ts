import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import type { PipeSystem } from '../city/pipe-system.ts';
import { PIPE_SYSTEMS } from '../plans/plan-kinds.ts';

const Metres = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const System = v.picklist(PIPE_SYSTEMS);
const Text = v.object({ zh: v.string(), en: v.string() });
/** `unverified`: the clause was not read at its source, and gives no verdict. */
const Status = v.picklist(['read', 'unverified']);

/** Clear metres between two systems, or between a system and what stands beside it. */
const Row = v.strictObject({
  a: System,
  b: v.union([System, v.literal('building')]),
  /** Clear width side by side, and clear height where they cross; absent: no figure. */
  horizontalM: v.optional(Metres),
  verticalM: v.optional(Metres),
  /** Only where the pipe of system a is wider, or under more pressure; the row with the highest that holds counts. */
  aboveDnMm: v.optional(v.pipe(v.number(), v.gtValue(0))),
  aboveMPa: v.optional(v.pipe(v.number(), v.gtValue(0))),
  clause: Text,
  status: Status,
});

/** Earth over the crown of a pipe. */
const Cover = v.strictObject({ system: System, coverM: Metres, clause: Text, status: Status });

/** A city may set these numbers of a clause otherwise. */
export const ClearanceNumbers = v.strictObject({
  rows: v.array(v.omit(Row, ['clause', 'status'])),
  cover: v.array(v.omit(Cover, ['clause', 'status'])),
  roadCover: v.array(v.omit(Cover, ['clause', 'status'])),
});
/** See the schema of the same name. */
export type ClearanceNumbers = v.InferOutput<typeof ClearanceNumbers>;

/** A table of clearances: how near pipes may lie to pipes, to buildings and to the ground over them. */
export const ClearanceRules = v.strictObject({
  format: v.literal(1),
  edition: v.string(),
  title: Text,
  /** Clear width is not asked for where one lies so far clear above the other. */
  stackedM: Metres,
  rows: v.pipe(v.array(Row), v.minLength(1), v.maxLength(500)),
  cover: v.array(Cover),
  /** Under a carriageway; absent: the covers of the program's own table, which are those. */
  roadCover: v.optional(v.array(Cover)),
});

/** A table of clearances with its edition. */
export type ClearanceRules = v.InferOutput<typeof ClearanceRules>;
/** One row of it. */
export type ClearanceRow = v.InferOutput<typeof Row>;

/** A city's own table, in place of the program's. */
export const PIPE_RULES_FILE = 'pipe-rules.json';

/** Reads a table of clearances; an error names the row and the field that is wrong. */
export const parseClearanceRules = (json: unknown, file = PIPE_RULES_FILE): ClearanceRules =>
  parseAs(ClearanceRules, json, file);

/** A side of a pair: inside diameter and pressure, where they are known. */
export interface ClearanceSide {
  system: PipeSystem;
  dnMm: number | null;
  pressureMPa: number | null;
}

/** The row that holds for a pair and has the figure that is asked for; null: the table has none. */
export function clearanceRow(
  { rows }: ClearanceRules,
  one: ClearanceSide,
  other: ClearanceSide | 'building',
  figure: 'horizontalM' | 'verticalM',
): ClearanceRow | null {
  let best: ClearanceRow | null = null;
  for (const row of rows) {
    if (row[figure] === undefined) continue;
    const sides = sidesOf(row, one, other);
    if (!sides.some((side) => holds(row, side))) continue;
    if (!best || (row[figure] ?? 0) > (best[figure] ?? 0)) best = row;
  }
  return best;
}

/** Which of a pair a row's system a may be. */
function sidesOf({ a, b }: ClearanceRow, one: ClearanceSide, other: ClearanceSide | 'building'): ClearanceSide[] {
  if (other === 'building') return b === 'building' && a === one.system ? [one] : [];
  const straight = a === one.system && b === other.system ? [one] : [];
  const turned = a === other.system && b === one.system ? [other] : [];
  return [...straight, ...turned];
}

/** Where the data tells no diameter or pressure, a row that asks for more of it does not hold. */
const holds = ({ aboveDnMm, aboveMPa }: ClearanceRow, { dnMm, pressureMPa }: ClearanceSide): boolean =>
  (aboveDnMm === undefined || (dnMm ?? 0) > aboveDnMm) && (aboveMPa === undefined || (pressureMPa ?? 0) > aboveMPa);

const PLAN_CLAUSE = { zh: 'GB 50289 表 4.1.9', en: 'GB 50289, table 4.1.9' };
const CROSSING_CLAUSE = { zh: 'GB 50289 表 4.1.14', en: 'GB 50289, table 4.1.14' };
const COVER_CLAUSE = { zh: 'GB 50289 表 4.1.1', en: 'GB 50289, table 4.1.1' };

/**
 * Clear width to buildings: the plan desk's rules of planned buildings take theirs from here. 待核, all of them: no figure was read in the
 * official text.
 */
const TO_BUILDING_M: Readonly<Record<PipeSystem, number>> = {
  storm: 2.5,
  sanitary: 2.5,
  water: 3,
  gas: 1.5,
  heat: 2.5,
  power: 0.6,
  telecom: 0.6,
};

/** Clear width of a system to buildings by the program's table. */
export const buildingClearanceM = (system: PipeSystem): number => TO_BUILDING_M[system];

/** Clear width, metres; of three figures more than the first hold above a diameter or a pressure. */
const PLAN_ROWS: readonly (readonly [PipeSystem, PipeSystem, number, Partial<ClearanceRow>?])[] = [
  ['water', 'storm', 1],
  ['water', 'storm', 1.5, { aboveDnMm: 200 }],
  ['water', 'sanitary', 1],
  ['water', 'sanitary', 1.5, { aboveDnMm: 200 }],
  ['gas', 'storm', 1],
  ['gas', 'storm', 1.2, { aboveMPa: 0.01 }],
  ['gas', 'storm', 1.5, { aboveMPa: 0.4 }],
  ['gas', 'storm', 2, { aboveMPa: 0.8 }],
  ['gas', 'sanitary', 1],
  ['gas', 'sanitary', 1.2, { aboveMPa: 0.01 }],
  ['gas', 'sanitary', 1.5, { aboveMPa: 0.4 }],
  ['gas', 'sanitary', 2, { aboveMPa: 0.8 }],
  ['storm', 'sanitary', 0.5],
  ['heat', 'storm', 1.5],
  ['heat', 'sanitary', 1.5],
  ['power', 'storm', 0.5],
  ['power', 'sanitary', 0.5],
  ['telecom', 'storm', 1],
  ['telecom', 'sanitary', 1],
  ['gas', 'water', 0.5],
  ['gas', 'water', 1, { aboveMPa: 0.4 }],
  ['gas', 'water', 1.5, { aboveMPa: 0.8 }],
  ['heat', 'water', 1.5],
  ['power', 'water', 0.5],
  ['telecom', 'water', 1],
  ['gas', 'heat', 1],
  ['gas', 'heat', 1.5, { aboveMPa: 0.4 }],
  ['gas', 'heat', 2, { aboveMPa: 0.8 }],
  ['gas', 'power', 0.5],
  ['gas', 'power', 1, { aboveMPa: 0.4 }],
  ['gas', 'telecom', 0.5],
  ['gas', 'telecom', 1, { aboveMPa: 0.4 }],
  ['heat', 'power', 2],
  ['heat', 'telecom', 1],
  ['power', 'telecom', 0.5],
];

/** Clear height where they cross, metres. */
const CROSSING_ROWS: readonly (readonly [PipeSystem, PipeSystem, number])[] = [
  ['water', 'water', 0.15],
  ['water', 'storm', 0.4],
  ['water', 'sanitary', 0.4],
  ['storm', 'storm', 0.15],
  ['storm', 'sanitary', 0.15],
  ['sanitary', 'sanitary', 0.15],
  ['heat', 'water', 0.15],
  ['heat', 'storm', 0.15],
  ['heat', 'sanitary', 0.15],
  ['heat', 'heat', 0.15],
  ['gas', 'water', 0.15],
  ['gas', 'storm', 0.15],
  ['gas', 'sanitary', 0.15],
  ['gas', 'heat', 0.15],
  ['gas', 'gas', 0.15],
  ['telecom', 'water', 0.15],
  ['telecom', 'storm', 0.15],
  ['telecom', 'sanitary', 0.15],
  ['telecom', 'heat', 0.15],
  ['telecom', 'gas', 0.15],
  ['telecom', 'telecom', 0.25],
  ['power', 'water', 0.15],
  ['power', 'storm', 0.5],
  ['power', 'sanitary', 0.5],
  ['power', 'heat', 0.5],
  ['power', 'gas', 0.15],
  ['power', 'telecom', 0.5],
  ['power', 'power', 0.5],
];

/** Least cover under a carriageway, metres. */
const COVER_M: Readonly<Record<PipeSystem, number>> = {
  storm: 0.7,
  sanitary: 0.7,
  water: 0.7,
  gas: 0.9,
  heat: 0.7,
  power: 0.5,
  telecom: 0.8,
};

/**
 * The program's table, after GB 50289-2016 as public copies quote it (ducts and medium pressure where they differ); distances to buildings
 * and covers in part from memory. No figure was read in the official text: every one is 待核, and none gives a verdict. A city may bring its own (`pipe-rules.json`).
 */
export const BASE_CLEARANCE_RULES: ClearanceRules = parseClearanceRules(
  {
    format: 1,
    edition: 'GB 50289-2016',
    title: { zh: '城市工程管线综合规划规范（转引，待核）', en: 'Code of urban pipelines, as quoted, unverified' },
    stackedM: 1,
    rows: [
      ...PLAN_ROWS.map(([a, b, horizontalM, when = {}]) => ({
        a,
        b,
        horizontalM,
        ...when,
        clause: PLAN_CLAUSE,
        status: 'unverified',
      })),
      ...CROSSING_ROWS.map(([a, b, verticalM]) => ({ a, b, verticalM, clause: CROSSING_CLAUSE, status: 'unverified' })),
      ...PIPE_SYSTEMS.map((a) => ({
        a,
        b: 'building',
        horizontalM: TO_BUILDING_M[a],
        clause: PLAN_CLAUSE,
        status: 'unverified',
      })),
    ],
    cover: PIPE_SYSTEMS.map((system) => ({
      system,
      coverM: COVER_M[system],
      clause: COVER_CLAUSE,
      status: 'unverified',
    })),
  },
  'clearance-rules.ts',
);

/** Earth that a pipe needs under a carriageway; null: the table has no figure. */
export const roadCoverOf = (
  { roadCover }: ClearanceRules,
  system: PipeSystem,
): ClearanceRules['cover'][number] | null =>
  (roadCover ?? BASE_CLEARANCE_RULES.cover).find((row) => row.system === system) ?? null;

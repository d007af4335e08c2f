import type { Text } from '../text/text.ts';
import { type Cell, type Columns, number, text, word } from './data-table.ts';

/** Parts of all vehicles whose time of leaving is told. */
export const CLEARED_PCT = [50, 95, 100] as const;

/** A street from which vehicles set out that have not left the area. */
export interface TrappedStreet {
  id: string;
  name: Text;
  line: readonly (readonly [eastM: number, northM: number])[];
  /** Vehicles that have no way out, and those that were still on their way when the play ended. */
  cutOff: number;
  late: number;
}

/** Tells how an area was left in one state of the roads. Minutes count from the beginning of the play. */
export interface EvacuationState {
  state: 'before' | 'after';
  out: number;
  /** Minute by which 50, 95 and 100 % of all vehicles were out; null: not within the play. */
  clearedMin: (number | null)[];
  cutOff: number;
  late: number;
  /** Vehicles that were out after each whole minute, from 0 on. */
  curve: number[];
  /** Most vehicles first. */
  trapped: TrappedStreet[];
}

/** Tells how an area was left by car. */
export interface EvacuationResult {
  residents: number;
  /** Residents of the area without a road for cars in reach. */
  residentsOff: number;
  vehicles: number;
  /** Vehicles on roads that begin and end beyond the edge: they are out when they set out. */
  atEdge: number;
  exits: number;
  states: EvacuationState[];
}

interface CurveRow {
  minute: number;
  before: number;
  after: number | null;
}

/** Lists who was out by the minute in each state. */
export function curveRows({ states: [before, after] }: EvacuationResult): CurveRow[] {
  return before.curve.map((out, minute) => ({
    minute,
    before: out,
    after: after ? (after.curve[minute] ?? null) : null,
  }));
}

/** Lists the streets from which vehicles did not get out, state by state. */
export const trappedRows = ({ states }: EvacuationResult): (TrappedStreet & Pick<EvacuationState, 'state'>)[] =>
  states.flatMap(({ state, trapped }) => trapped.map((street) => ({ ...street, state })));

/** Lists what an evacuation came to as a table of parameters has it. */
export const evacuationParameters = ({
  residents,
  residentsOff,
  vehicles,
  atEdge,
  exits,
  states,
}: EvacuationResult): [string, Cell][] => [
  ['evacuated_residents', residents],
  ['residents_without_road', residentsOff],
  ['vehicles', vehicles],
  ['vehicles_at_edge', atEdge],
  ['exits', exits],
  ...states.flatMap(({ state, out, clearedMin, cutOff, late }): [string, Cell][] => [
    [`out_${state}`, out],
    ...CLEARED_PCT.map((pct, i): [string, Cell] => [`cleared_${pct}_pct_min_${state}`, clearedMin[i]]),
    [`cut_off_${state}`, cutOff],
    [`still_inside_${state}`, late],
  ]),
];

/** Columns of vehicles that are out by the minute. */
export const EVACUATION_CURVE = {
  minute: number(({ minute }) => minute, 0),
  out_before: number(({ before }) => before, 0),
  out_after: number(({ after }) => after, 0),
} satisfies Columns<CurveRow>;

/** Columns of streets from which vehicles did not get out. */
export const TRAPPED_STREET = {
  state: word(({ state }) => state),
  id: text(({ id }) => id),
  name_zh: text(({ name }) => name.zh),
  name_en: text(({ name }) => name.en),
  cut_off: number(({ cutOff }) => cutOff, 0),
  still_inside: number(({ late }) => late, 0),
} satisfies Columns<TrappedStreet & Pick<EvacuationState, 'state'>>;

import type { WhatIf } from '../../../model/questions/construction-what-if.ts';
import { parseWhatIf } from '../../../scenarios/construction.ts';

type Weekday = 'Mo' | 'Tu' | 'We' | 'Th' | 'Fr' | 'Sa' | 'Su';
const WORKDAYS: Weekday[] = ['Mo', 'Tu', 'We', 'Th', 'Fr'];
const WEEKEND: Weekday[] = ['Sa', 'Su'];
/** Days on which a change holds. */
export const DAY_SETS = {
  workdays: WORKDAYS,
  sixDays: [...WORKDAYS, 'Sa'],
  everyDay: [...WORKDAYS, ...WEEKEND],
  weekend: WEEKEND,
} satisfies Record<string, Weekday[]>;
export type DaySet = keyof typeof DAY_SETS;

/** One change of the plan, as a form has it; `times` is a line of `08:00-12:00`, several apart by commas. */
export type ScenarioChange =
  | { kind: 'crews'; resource: string; capacity: number }
  | { kind: 'shifts'; calendar: string; days: DaySet; times: string; costRatio: number }
  | { kind: 'rates'; codes: string; rate: number; crewRatio: number }
  | { kind: 'noGo'; from: string; to: string; days: DaySet; times: string };
export const CHANGE_KINDS = ['crews', 'shifts', 'rates', 'noGo'] as const satisfies ScenarioChange['kind'][];

export interface ScenarioDraft {
  name: string;
  /** What-if whose differences it takes over, under its own, by its id; null: the plan, with none. */
  basedOn: string | null;
  change: ScenarioChange;
  /** Paid once, beside what the one that it is based on pays. */
  onceCost: number;
}

/** As a case writes it, under an id that is free. ScenarioError names what cannot be. */
export function scenarioOf({ name, basedOn, change, onceCost }: ScenarioDraft, others: readonly WhatIf[]): WhatIf {
  const base = others.find(({ id }) => id === basedOn);
  const { [change.kind]: before = [], cost = {}, ...rest } = base ?? {};
  const written = {
    ...rest,
    [change.kind]: [...before, writtenChange(change)],
    cost: { ...cost, once: (cost.once ?? 0) + onceCost },
    id: freeId(others),
    title: { zh: name.trim(), en: name.trim() },
  };
  return parseWhatIf(written, name.trim());
}

function writtenChange(change: ScenarioChange): object {
  if (change.kind === 'crews') return { resource: change.resource, capacity: change.capacity };
  if (change.kind === 'rates') return { codes: change.codes.trim(), rate: change.rate, crewRatio: change.crewRatio };
  const weekdays = DAY_SETS[change.days];
  if (change.kind === 'noGo') return { from: change.from, to: change.to, weekdays, times: change.times.trim() };
  const shifts = change.times.split(/[,，、;；\s]+/).filter((time) => time !== '');
  return { calendar: change.calendar, weekdays, shifts, costRatio: change.costRatio };
}

function freeId(others: readonly WhatIf[]): string {
  for (let n = 1; ; n++) if (others.every(({ id }) => id !== `own-${n}`)) return `own-${n}`;
}

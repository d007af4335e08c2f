import type { AllowedContact, Selector, SpaceRule } from './clash.ts';
import type { Crane } from './crane.ts';

/**
 * What a case says of space: what stands where and by which task, and what is not to meet. Metres east, north and of elevation in one
 * frame for all; tasks by code or id, days as `2026-11-20`.
 */
export interface SpaceCase {
  /** Files beside the case: IFC models, or boxes as CSV. */
  models: readonly { group: string; file: string }[];
  boxes: readonly BoxInput[];
  tubes: readonly TubeInput[];
  rules: readonly SpaceRuleInput[];
  allowed: readonly AllowedContact[];
  cranes: readonly (Omit<Crane, 'fromDay' | 'toDay'> & { when: When })[];
  lifts: readonly {
    id: string;
    task: string;
    crane?: string | undefined;
    eastM: number;
    northM: number;
    massT: number;
  }[];
  plots: readonly { id: string; name: string; ring: readonly (readonly [number, number])[]; when: When }[];
}

/** From the begin of a task or a day, until the begin of a task or a day; what is left out is always. */
export interface When {
  task?: string | undefined;
  removal?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

interface Placed {
  id: string;
  name: string;
  class: string;
  group: string;
  when: When;
}

export interface BoxInput extends Placed {
  min: readonly [number, number, number];
  max: readonly [number, number, number];
}

/** A pipe, a well, a tunnel: a way with a diameter. */
export interface TubeInput extends Placed {
  path: readonly (readonly [number, number, number])[];
  /** What it is a length of: findings of one line are one group. */
  line?: string | undefined;
  diameterM: number;
}

/** Where a limit comes from; one that nobody has read at its source (`verified` false, 待核) gives a number and no verdict. */
interface RuleWords {
  title: { zh: string; en: string };
  clause: string;
  verified: boolean;
}

type Rule =
  | SpaceRule
  /** Room that two tasks want at once; m³. */
  | { id: string; kind: 'workspace'; a: Selector; b: Selector }
  /** Nothing of these is begun before what it stands on; days. */
  | { id: string; kind: 'support'; of: Selector }
  /** Nothing of `b` is begun whose floor lies deeper than so below an `a` that is not yet there (struts over a dig); days. */
  | { id: string; kind: 'before'; a: Selector; b: Selector; deeperM: number }
  /** Where an edge of these must lie; metres of elevation. */
  | {
      id: string;
      kind: 'level';
      of: Selector;
      edge: 'top' | 'middle' | 'bottom';
      atLeastM?: number | undefined;
      atMostM?: number | undefined;
    };

export type SpaceRuleInput = Rule & RuleWords;

/** What cranes are held to, whether or not a case names it: `crane-findings.ts`. */
export const CRANE_RULES: Record<string, RuleWords> = {
  tipToMast: {
    title: { zh: '塔吊臂尖距邻机塔身', en: 'Jib tip to the other mast' },
    clause: 'GB 5144-2006 10.5',
    verified: true,
  },
  height: { title: { zh: '塔吊回转面高差', en: 'Height between jibs' }, clause: 'GB 5144-2006 10.5', verified: true },
  oversail: { title: { zh: '塔吊越界', en: 'Jib over a plot in use' }, clause: '', verified: true },
  reach: { title: { zh: '吊装超出幅度', en: 'Lift beyond reach' }, clause: '', verified: true },
  load: { title: { zh: '吊装超载', en: 'Lift too heavy' }, clause: '', verified: true },
  noCrane: { title: { zh: '吊装时无塔吊', en: 'No crane for a lift' }, clause: '', verified: true },
  removedEarly: {
    title: { zh: '塔吊先于末次吊装拆除', en: 'Crane gone before its last lift' },
    clause: '',
    verified: true,
  },
};

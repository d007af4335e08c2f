import { type CraneRule, QUOTED_CRANE_RULE, type SpaceCase } from '../../../model/questions/construction-space.ts';
import type { Schedule } from '../../../model/schedule/schedule.ts';
import type { CpmResult } from '../cpm.ts';
import { intervalsOf, type SiteBodies, siteBodies } from './bodies.ts';
import {
  type Body,
  type BodyMesh,
  boxesOf,
  clashSteps,
  type FindingGroup,
  fits,
  groupFindings,
  type Selector,
  type SpaceFinding,
} from './clash.ts';
import { type CraneLift, craneFindings, type Protected } from './crane-findings.ts';
import { beforeErrors, levelErrors } from './order-rules.ts';
import { sequenceErrors, workspaceOverlaps } from './sequence.ts';
import { CRANE_CLAUSE, CRANE_RULES, type SpaceRuleInput } from './space-case.ts';

/** All that was looked at, and what is wrong. Findings lie in their groups. */
export interface SpaceReport {
  groups: SpaceGroup[];
  /** Bodies that were held against one another, cranes and lifts. */
  counts: { bodies: number; cranes: number; lifts: number; rules: number };
}

export interface SpaceGroup extends FindingGroup {
  kind: SpaceFinding['kind'];
  title: { zh: string; en: string };
  clause: string;
  /** `unsure`: the limit is not read at its source (待核), so the value stands and no verdict. */
  verdict: 'fail' | 'unsure' | 'allowed';
  unit: 'm' | 'm³' | 'd' | '1' | 't';
  /** Value of the worst finding; its first day and the last day of all, Infinity for good. */
  value: number;
  limit: number;
  fromDay: number;
  toDay: number;
  /** Tasks that take part, by the names the case gives them; and what its elements are called. */
  tasks: string[];
  names: string[];
}

/** Bodies of the case by the plan's dates. */
export function poseSpace(
  space: SpaceCase,
  readFile: (name: string) => Promise<Uint8Array>,
  schedule: Schedule,
  result: CpmResult,
): Promise<SiteBodies> {
  return siteBodies(space, readFile, intervalsOf(schedule, result));
}

/** Everything that the case asks for; yields how far it is, 0 to 1. The same findings in the same order each time. */
export function* checkSpace(
  space: SpaceCase,
  { bodies, builtDay, mesh }: SiteBodies,
  schedule: Schedule,
  result: CpmResult,
  needed: CraneRule = QUOTED_CRANE_RULE,
): Generator<number, SpaceReport> {
  const pairs = yield* pairFindings(space, bodies, mesh);
  const findings = [...pairs];
  for (const rule of space.rules) findings.push(...ordered(rule, bodies, builtDay, mesh));
  findings.push(...cranesOf(space, schedule, result, needed));
  const groups = groupFindings(findings, bodies);
  const byId = new Map(bodies.map((body) => [body.id, body]));
  return {
    groups: groups
      .map((group) => groupRowOf(group, space, byId, needed))
      .sort((a, b) => RANK[a.verdict] - RANK[b.verdict]),
    counts: {
      bodies: bodies.length,
      cranes: space.cranes.length,
      lifts: space.lifts.length,
      rules: space.rules.length,
    },
  };
}

/** Bodies held against one another, rule by rule: a wide clearance must not widen what other rules look at. A pair is told once. */
function* pairFindings(
  { rules, allowed }: SpaceCase,
  bodies: readonly Body[],
  mesh: BodyMesh,
): Generator<number, SpaceFinding[]> {
  const own = rules.flatMap((rule) => (rule.kind === 'hard' || rule.kind === 'clearance' ? [rule] : []));
  const reportedPairs = new Set<string>();
  const findings: SpaceFinding[] = [];
  for (const [at, rule] of own.entries()) {
    const steps = clashSteps(...subset(bodies, mesh, [rule.a, rule.b]), [rule], allowed);
    let step = steps.next();
    while (!step.done) {
      yield (at + step.value) / own.length;
      step = steps.next();
    }
    for (const finding of step.value) {
      const pair = finding.elements.toSorted().join(' ');
      if (reportedPairs.has(pair)) continue;
      reportedPairs.add(pair);
      findings.push(finding);
    }
  }
  return findings;
}

const RANK = { fail: 0, unsure: 1, allowed: 2 };

/** Only those that a rule can speak of: a tower's own bolts need not be held against each other. */
function subset(bodies: readonly Body[], mesh: BodyMesh, selectors: readonly Selector[]): [Body[], BodyMesh] {
  const kept = bodies.flatMap((body, i) => (selectors.some((one) => fits(one, body)) ? [i] : []));
  const parts = kept.map((i) => mesh.index.subarray(mesh.firstIndex[i], mesh.firstIndex[i + 1] ?? mesh.index.length));
  const firstIndex = new Uint32Array(kept.length + 1);
  for (const [k, part] of parts.entries()) firstIndex[k + 1] = firstIndex[k] + part.length;
  const index = new Uint32Array(firstIndex[kept.length]);
  for (const [k, part] of parts.entries()) index.set(part, firstIndex[k]);
  return [kept.map((i) => bodies[i]), { firstIndex, positionM: mesh.positionM, index }];
}

function ordered(
  rule: SpaceRuleInput,
  bodies: readonly Body[],
  builtDay: Float64Array,
  mesh: BodyMesh,
): SpaceFinding[] {
  if (rule.kind === 'before') return beforeErrors(rule, bodies, builtDay, mesh);
  if (rule.kind === 'level') return levelErrors(rule, bodies, mesh);
  if (rule.kind === 'workspace') {
    const [own, part] = subset(bodies, mesh, [rule.a, rule.b]);
    const spaces = own.map(({ id, task }) => ({ id, task: task ?? id }));
    const byId = new Map(own.map((body) => [body.id, body]));
    const isMeant = ({ elements: [one, other] }: SpaceFinding) => {
      const p = byId.get(one);
      const q = byId.get(other);
      return p && q && ((fits(rule.a, p) && fits(rule.b, q)) || (fits(rule.a, q) && fits(rule.b, p)));
    };
    return workspaceOverlaps(spaces, boxesOf(own, part))
      .filter(isMeant)
      .map((finding) => ({ ...finding, rule: rule.id }));
  }
  if (rule.kind !== 'support') return [];
  const at = bodies.flatMap((body, i) => (fits(rule.of, body) ? [i] : []));
  const [own, part] = subset(bodies, mesh, [rule.of]);
  const built = own.map((body, k) => ({ ...body, fromDay: builtDay[at[k]] }));
  const begins = own.map(({ fromDay }) => fromDay);
  return sequenceErrors(built, part, begins).map((finding) => ({ ...finding, rule: rule.id }));
}

function cranesOf(space: SpaceCase, schedule: Schedule, result: CpmResult, needed: CraneRule): SpaceFinding[] {
  const interval = intervalsOf(schedule, result);
  const cranes = space.cranes.map(({ when, ...crane }) => ({ ...crane, ...interval(when, crane.id) }));
  const lifts = space.lifts.map(({ task, crane, ...lift }): CraneLift => {
    const { fromDay, builtDay } = interval({ task }, lift.id);
    return { ...lift, fromDay, toDay: builtDay, ...(crane === undefined ? {} : { crane }) };
  });
  const plots = space.plots.map(({ id, ring, when }): Protected => ({ id, ring, ...interval(when, id) }));
  return craneFindings(cranes, lifts, plots, needed);
}

const UNITS: Record<SpaceFinding['kind'], SpaceGroup['unit']> = {
  hard: 'm',
  clearance: 'm',
  workspace: 'm³',
  sequence: 'd',
  level: 'm',
  crane: 'm',
};
const CRANE_UNITS: Record<string, SpaceGroup['unit']> = { load: '1', noCrane: '1', removedEarly: 'd' };

function groupRowOf(
  group: FindingGroup,
  space: SpaceCase,
  byId: ReadonlyMap<string, Body>,
  needed: CraneRule,
): SpaceGroup {
  const own = space.rules.find(({ id }) => id === group.rule) ?? CRANE_RULES[group.rule];
  const { findings, allowed } = group;
  const { kind } = findings[0];
  // Jibs that would touch break no number of a standard: they cannot both turn.
  const isQuoted = own?.clause === CRANE_CLAUSE && !needed.isConfirmed && findings.every(({ value }) => value > 0);
  const rule = own && isQuoted ? { ...own, verified: false } : own;
  const over = ({ value, limit }: SpaceFinding) => Math.abs(value - limit);
  const worst = findings.reduce((most, one) => (over(one) > over(most) ? one : most), findings[0]);
  const named = [...new Set(findings.flatMap(({ elements }) => elements))];
  const names = [...named.map((id) => byId.get(id)?.name ?? space.plots.find((plot) => plot.id === id)?.name ?? id)];
  return {
    ...group,
    kind,
    title: rule?.title ?? { zh: group.rule, en: group.rule },
    clause: rule?.clause ?? '',
    verdict: allowed !== null ? 'allowed' : (rule?.verified ?? true) ? 'fail' : 'unsure',
    unit: kind === 'crane' ? (CRANE_UNITS[group.rule] ?? 'm') : UNITS[kind],
    value: worst.value,
    limit: worst.limit,
    fromDay: findings.reduce((least, one) => Math.min(least, one.fromDay), Infinity),
    toDay: findings.reduce((most, one) => Math.max(most, one.toDay), -Infinity),
    tasks: [...new Set(named.flatMap((id) => byId.get(id)?.task ?? []))],
    names: [...new Set(names)],
  };
}

import { DAY_MIN, type Schedule } from '../../../model/schedule/schedule.ts';
import type { CpmResult } from '../cpm.ts';
import type { SiteBodies } from '../space/bodies.ts';
import { carriedPairs } from '../space/sequence.ts';

/** A link that a person may accept: nothing is added in silence. */
export interface ProposedLink {
  /** Indices of activities; finish to start. */
  from: number;
  to: number;
  why: 'support' | 'dates';
  /** 0 to 1: of support the part of what `to` builds that stands on `from`; of dates how near they lie and how alike they are. */
  confidence: number;
  /** Bodies that stand on one another, or days between the two. */
  evidence: number;
}

/** Greatest confidence by dates alone, and the number of days between two tasks beyond which they are no neighbours. */
const MAX_CONFIDENCE_BY_DATES = 0.6;
const FAR_DAYS = 5;
const MAX_TASKS = 20_000;

/**
 * Links that the plan lacks, likeliest first: what stands on what (a task that builds the lower body goes before the one that builds
 * the upper), and for tasks whose logic is open the neighbour in time, rather of their own group and crew. Not what the plan's logic
 * says already by any way, nor what would close a circle, with the proposals before it or without.
 */
export function proposeLinks(schedule: Schedule, result: CpmResult, site: SiteBodies | null): ProposedLink[] {
  const { activities, links } = schedule;
  if (activities.length > MAX_TASKS) return [];
  const isTask = activities.map(
    ({ kind }) => kind === 'task' || kind === 'finishMilestone' || kind === 'startMilestone',
  );
  const after: number[][] = activities.map(() => []);
  for (const { from, to } of links) after[from].push(to);
  const leads = (from: number, to: number): boolean => {
    const seen = new Set([from]);
    for (const at of seen) {
      if (at === to) return true;
      for (const next of after[at]) seen.add(next);
    }
    return false;
  };
  const wanted = [
    ...(site ? bySupport(schedule, site, remembered(leads)) : []),
    ...byDates(schedule, result, isTask),
  ].sort((a, b) => b.confidence - a.confidence || a.from - b.from || a.to - b.to);
  return wanted.filter(({ from, to }) => {
    if (!isTask[from] || !isTask[to] || from === to || leads(from, to) || leads(to, from)) return false;
    after[from].push(to);
    return true;
  });
}

/** Thousands of bodies ask of a few pairs of tasks. */
function remembered(leads: (from: number, to: number) => boolean): (from: number, to: number) => boolean {
  const known = new Map<string, boolean>();
  return (from, to) => {
    const key = `${from} ${to}`;
    const linkEvidence = known.get(key) ?? leads(from, to);
    known.set(key, linkEvidence);
    return linkEvidence;
  };
}

function bySupport(
  { activities }: Schedule,
  site: SiteBodies,
  leads: (from: number, to: number) => boolean,
): ProposedLink[] {
  const at = new Map(activities.map(({ id }, i) => [id, i]));
  for (const [i, { code }] of activities.entries()) at.set(code, i);
  const taskOf = site.bodies.map(({ task }) => (task === undefined ? -1 : (at.get(task) ?? -1)));
  const built = new Map<number, number>();
  for (const task of taskOf) built.set(task, (built.get(task) ?? 0) + 1);
  const below = new Map<number, number[]>();
  for (const [lower, upper] of carriedPairs(site.bodies, site.mesh)) {
    const from = taskOf[lower];
    const to = taskOf[upper];
    if (from >= 0 && to >= 0) below.set(upper, [...(below.get(upper) ?? []), from]);
  }
  const standing = new Map<string, Set<number>>();
  for (const [upper, carriers] of below) {
    const to = taskOf[upper];
    // What one carrier holds already by the plan's own logic needs no other: a column stands on the last before its slab is there.
    if (carriers.some((from) => from === to || leads(from, to))) continue;
    for (const from of carriers) {
      const key = `${from} ${to}`;
      standing.set(key, (standing.get(key) ?? new Set()).add(upper));
    }
  }
  return [...standing].map(([key, uppers]): ProposedLink => {
    const [from, to] = key.split(' ').map(Number);
    const ratio = uppers.size / (built.get(to) ?? 1);
    return { from, to, why: 'support', confidence: 0.5 + 0.45 * Math.min(1, ratio), evidence: uppers.size };
  });
}

/** For each open end the nearest neighbour in time. */
function byDates(schedule: Schedule, result: CpmResult, isTask: readonly boolean[]): ProposedLink[] {
  const { activities, links, assignments } = schedule;
  const start = activities.map(({ stored }, i) => (stored?.startMin ?? result.earlyStartMin[i]) / DAY_MIN);
  const finish = activities.map(({ stored }, i) => (stored?.finishMin ?? result.earlyFinishMin[i]) / DAY_MIN);
  const resourceIds = activities.map((): Set<number> => new Set());
  for (const { activity, resource } of assignments) resourceIds[activity].add(resource);
  const hasBefore = new Set(links.map(({ to }) => to));
  const hasAfter = new Set(links.map(({ from }) => from));
  const all = activities.flatMap((_, i) => (isTask[i] && Number.isFinite(start[i]) ? [i] : []));
  const byFinish = all.toSorted((a, b) => finish[a] - finish[b] || a - b);
  const first = all.reduce((least, i) => Math.min(least, start[i]), Infinity);
  const last = all.reduce((most, i) => Math.max(most, finish[i]), -Infinity);
  const likeness = (from: number, to: number): number => {
    const gapDays = start[to] - finish[from];
    if (gapDays < 0 || gapDays > FAR_DAYS) return 0;
    const isKin = activities[from].parent === activities[to].parent && activities[from].wbs === activities[to].wbs;
    const sharesResource = [...resourceIds[from]].some((one) => resourceIds[to].has(one));
    const near = 1 - gapDays / FAR_DAYS;
    return MAX_CONFIDENCE_BY_DATES * (0.5 * near + (isKin ? 0.35 : 0) + (sharesResource ? 0.15 : 0));
  };
  const best = (candidates: readonly number[], score: (i: number) => number) =>
    candidates.reduce<[number, number]>((top, i) => (score(i) > top[1] ? [i, score(i)] : top), [-1, 0]);
  const near = (from: number, to: number) => byFinish.filter((i) => finish[i] >= from && finish[i] <= to);
  const proposals: ProposedLink[] = [];
  const add = (from: number, to: number, confidence: number) => {
    if (confidence > 0)
      proposals.push({ from, to, why: 'dates', confidence, evidence: Math.max(0, start[to] - finish[from]) });
  };
  for (const i of all) {
    if (!hasBefore.has(i) && start[i] > first) {
      const [from, score] = best(
        near(start[i] - FAR_DAYS, start[i]).filter((j) => j !== i),
        (j) => likeness(j, i),
      );
      add(from, i, score);
    }
    if (!hasAfter.has(i) && finish[i] < last) {
      const [to, score] = best(
        all.filter((j) => j !== i && start[j] >= finish[i] && start[j] <= finish[i] + FAR_DAYS),
        (j) => likeness(i, j),
      );
      add(i, to, score);
    }
  }
  return proposals;
}

import { MIN_PER_DAY } from '../../../model/time.ts';
import type { SpaceCheckResult } from '../../../workers/construction/review/review.ts';
import type { ScenarioRow } from '../../../workers/construction/what-if/compare-scenarios.ts';
import { formatNumber, NO_VALUE_MARK } from '../../kit/format.ts';
import { daysLate } from './days-late.ts';
import { overloads, planDate, planName, pointLimit, pointValue, type Speech } from './plan-text.ts';
import type { PlanFacts } from './schedule-controller.ts';

/** The five verdicts, in the order of a reviewer's questions. */
export const VERDICTS = ['logic', 'time', 'resources', 'risk', 'space'] as const;
export type VerdictId = (typeof VERDICTS)[number];

/** One of the five: whether it stands, its figure, and the line that says what the figure is held to. */
export interface JudgedVerdict {
  id: VerdictId;
  state: 'ok' | 'fail' | 'simulated' | 'unknown';
  figure: string;
  note: string;
}

/** Something that was not judged, and why. */
interface Unchecked {
  what: string;
  why: string;
}

/** What is known of a plan: its own verdict, and what was asked beyond it. */
export interface JudgedPlan {
  facts: PlanFacts;
  /** Null: space and time were not checked. */
  space: SpaceCheckResult | null;
  /** There is something to check: a model, or the plan's case. */
  canCheckSpace: boolean;
  /** The plan within its resources; null: not asked. */
  levelled: ScenarioRow | null;
  /** Its surroundings were computed. */
  hasEffect: boolean;
}

/** The verdict in words. */
export interface Verdict {
  isPassed: boolean;
  /** Calendar days after the date that is owed, else after the baseline; null: neither is known. */
  lateDays: number | null;
  headline: string;
  /** Sentences below the headline. */
  lines: string[];
  verdicts: JudgedVerdict[];
  unchecked: Unchecked[];
}

/** Judges a plan in sentences: what fails first, then when it ends and what holds it up. */
export function verdictOf(plan: JudgedPlan, speech: Speech): Verdict {
  const { t, language } = speech;
  const { facts, space } = plan;
  const late = daysLate(facts);
  const owed = facts.mustFinishMin;
  const failed = facts.points.filter(({ verdict }) => verdict === 'fail').length;
  const over = overloads(facts);
  const conflicts = space?.figures.conflicts ?? 0;
  const fails = [
    ...(failed > 0 ? [t('verdict.failLogic', { count: failed })] : []),
    ...(late !== null && late > 0
      ? [t(owed === null ? 'verdict.failBaseline' : 'verdict.failContract', { count: late })]
      : []),
    ...(over.length > 0 ? [t('verdict.failResources', { name: planName(over[0].name, language) })] : []),
    ...(conflicts > 0 ? [t('verdict.failSpace', { count: conflicts })] : []),
  ];
  const joined = fails.join(t('verdict.and'));
  const headline =
    fails.length > 0
      ? t('verdict.fails', { parts: joined })
      : t(space ? 'verdict.passes' : 'verdict.passesUnchecked', { date: planDate(facts.finishMin, language) });
  return {
    isPassed: fails.length === 0,
    lateDays: late,
    headline,
    lines: linesOf(plan, speech),
    verdicts: VERDICTS.map((id) => judged(id, plan, speech)),
    unchecked: uncheckedOf(plan, speech),
  };
}

function linesOf({ facts }: JudgedPlan, { t, language }: Speech): string[] {
  const date = (min: number) => planDate(min, language);
  const { finishMin, mustFinishMin, baseFinishMin, risk } = facts;
  const owed =
    mustFinishMin !== null
      ? t('verdict.lineContract', { date: date(mustFinishMin) })
      : Number.isFinite(baseFinishMin)
        ? t('verdict.lineBaseline', { date: date(baseFinishMin) })
        : t('verdict.lineNeither');
  const held = heldUpBy(facts);
  return [
    t('verdict.lineFinish', { finish: date(finishMin), owed, likely: date(risk.p80Min) }),
    ...(held ? [t('verdict.lineHeld', { name: planName(held.name, language), days: formatNumber(held.days) })] : []),
  ];
}

/** The critical activity that is farthest behind its baseline and not done; null: none is behind. */
function heldUpBy({ rows }: PlanFacts): { name: string; days: number } | null {
  const behind = rows
    .filter(({ critical, status, kind }) => critical && status !== 'done' && kind === 'task')
    .map(({ name, finishMin, baseFinishMin }) => ({
      name,
      days: Math.round((finishMin - baseFinishMin) / MIN_PER_DAY),
    }))
    .filter(({ days }) => days > 0);
  return behind.reduce<(typeof behind)[number] | null>(
    (most, one) => (most && most.days >= one.days ? most : one),
    null,
  );
}

function judged(id: VerdictId, plan: JudgedPlan, speech: Speech): JudgedVerdict {
  if (id === 'logic') return judgedLogic(plan, speech);
  if (id === 'time') return judgedTime(plan, speech);
  if (id === 'resources') return judgedResources(plan, speech);
  if (id === 'risk') return judgedRisk(plan, speech);
  return judgedSpace(plan, speech);
}

function judgedLogic({ facts }: JudgedPlan, { t, of }: Speech): JudgedVerdict {
  const failed = facts.points.filter(({ verdict }) => verdict === 'fail');
  const judgedPoints = facts.points.filter(({ verdict }) => verdict !== 'none').length;
  const [worst] = failed;
  return {
    id: 'logic',
    state: failed.length === 0 ? 'ok' : 'fail',
    figure: failed.length === 0 ? t('verdict.allPassed') : t('build.failedPoints', { count: failed.length }),
    note: worst
      ? t('verdict.worstPoint', { name: of(worst.name), value: pointValue(worst), limit: pointLimit(worst) })
      : t('verdict.pointsJudged', { count: judgedPoints }),
  };
}

function judgedTime({ facts }: JudgedPlan, { t, language }: Speech): JudgedVerdict {
  const late = daysLate(facts);
  const word = facts.mustFinishMin === null ? 'baseline' : 'contract';
  return {
    id: 'time',
    state: late === null ? 'unknown' : late > 0 ? 'fail' : 'ok',
    figure: t('verdict.finishOn', { date: planDate(facts.finishMin, language) }),
    note:
      late === null
        ? t('verdict.nothingOwed')
        : late > 0
          ? t(`verdict.after_${word}`, { count: late })
          : t(`verdict.before_${word}`, { count: -late }),
  };
}

function judgedResources({ facts, levelled }: JudgedPlan, { t, language }: Speech): JudgedVerdict {
  const [worst] = overloads(facts);
  const level =
    levelled?.resources.kind === 'within'
      ? t('verdict.levelled', { date: planDate(levelled.finishMin, language) })
      : null;
  const resources = { id: 'resources' as const };
  if (facts.resources.length === 0)
    return { ...resources, state: 'unknown', figure: NO_VALUE_MARK, note: t('build.noResources') };
  if (!worst)
    return {
      ...resources,
      state: 'ok',
      figure: t('build.withinCapacity'),
      note: level ?? t('build.resourceCount', { count: facts.resources.length }),
    };
  return {
    ...resources,
    state: 'fail',
    figure: t('verdict.peakOf', { name: planName(worst.name, language), peak: formatNumber(worst.peak) }),
    note: [t('verdict.capacity', { most: formatNumber(worst.capacity) }), ...(level ? [level] : [])].join(' · '),
  };
}

function judgedRisk({ facts }: JudgedPlan, { t, language }: Speech): JudgedVerdict {
  const { p50Min, p80Min, runs } = facts.risk;
  return {
    id: 'risk',
    state: 'simulated',
    figure: `P80 ${planDate(p80Min, language)}`,
    note: t('build.p50', { date: planDate(p50Min, language), runs: formatNumber(runs) }),
  };
}

function judgedSpace({ space, canCheckSpace }: JudgedPlan, { t }: Speech): JudgedVerdict {
  const id = 'space' as const;
  if (!space)
    return {
      id,
      state: 'unknown',
      figure: t('build.notChecked'),
      note: t(canCheckSpace ? 'verdict.pressToCheck' : 'verdict.noModel'),
    };
  const { conflicts, unsure, kinds } = space.figures;
  const parts = SPACE_KINDS.flatMap((kind) => (kinds[kind] ? [t(`space.kind.${kind}`, { count: kinds[kind] })] : []));
  return {
    id,
    state: conflicts > 0 ? 'fail' : unsure > 0 ? 'unknown' : 'ok',
    figure: t('space.conflicts', { count: conflicts }),
    note: parts.length > 0 ? parts.join(' · ') : t('verdict.unsureCount', { count: unsure }),
  };
}

const SPACE_KINDS = ['hard', 'clearance', 'workspace', 'sequence', 'level', 'crane'] as const;

function uncheckedOf({ facts, space, canCheckSpace, levelled, hasEffect }: JudgedPlan, { t, of }: Speech): Unchecked[] {
  const nothing = facts.points.filter(({ verdict }) => verdict === 'none');
  const list = (names: string[]) => names.join(t('verdict.and'));
  return [
    ...(space ? [] : [{ what: t('build.space'), why: t(canCheckSpace ? 'verdict.whySpaceOpen' : 'verdict.noModel') }]),
    ...(facts.mustFinishMin === null ? [{ what: t('verdict.contractDate'), why: t('verdict.whyContract') }] : []),
    ...(Number.isFinite(facts.baseFinishMin) ? [] : [{ what: t('gantt.baseline'), why: t('verdict.whyBaseline') }]),
    ...(facts.dataDateMin === null ? [{ what: t('gantt.dataDate'), why: t('verdict.whyDataDate') }] : []),
    ...(facts.resources.length === 0
      ? [{ what: t('build.resources'), why: t('build.noResources') }]
      : levelled
        ? []
        : [{ what: t('level.level'), why: t('verdict.whyLevel') }]),
    ...(nothing.length === 0 ? [] : [{ what: list(nothing.map(({ name }) => of(name))), why: t('points.nothing') }]),
    ...(hasEffect ? [] : [{ what: t('build.tab_effect'), why: t('verdict.whyEffect') }]),
  ];
}

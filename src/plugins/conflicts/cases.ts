import type { PlanEdit } from '../../../model/plans/plan-edits.ts';
import type { Decision } from '../../../model/plans/plan-journal.ts';
import type { PlanEngineTypes } from '../../../workers/plans/engine-types.ts';
import type { PlanConflict, PlanReport } from '../../../workers/plans/plan-types.ts';
import type { MeasuredShape } from '../../../workers/plans/proposals.ts';
import type { RemoteQuestions } from '../../twin/engine-host.ts';
import { offeredWays, presetWay } from './ways.ts';

/** Which open conflicts a report has a page of, beside those that were decided. */
export const CASE_SCOPES = ['decided', 'prohibited', 'all'] as const;
/** One of them. */
export type CaseScope = (typeof CASE_SCOPES)[number];

/** A conflict as a page of a report shows it. */
export interface PlanCase {
  conflict: PlanConflict;
  /** Null: nobody acted on it. */
  decision: Decision | null;
  /** Both shapes as they were published. */
  shapes: readonly MeasuredShape[];
  /** What a decision makes of them, or would the way that is preset; empty: there is none. */
  after: readonly PlanEdit[];
}

const DECIDED: readonly Decision['state'][] = ['proposed', 'signed'];

/** Decided conflicts in the order of their decisions, then the open ones in the order in which they were found. */
export async function casesOf(
  engine: RemoteQuestions<PlanEngineTypes['questions']>,
  report: PlanReport,
  decisions: ReadonlyMap<string, Decision>,
  scope: CaseScope,
): Promise<PlanCase[]> {
  const decided = [...decisions.values()].filter(({ state }) => DECIDED.includes(state));
  const ids = new Set(decided.map(({ conflict }) => conflict));
  const first = await engine.foundFirst([...ids]);
  const isWanted = ({ id, severity }: PlanConflict) =>
    !ids.has(id) && (scope === 'all' || (scope === 'prohibited' && severity === 'prohibited'));
  const conflicts = [...first, ...report.conflicts.filter(isWanted)];
  const cases: PlanCase[] = [];
  for (const conflict of conflicts) {
    const decision = decisions.get(conflict.id) ?? null;
    const isDecided = decision !== null && DECIDED.includes(decision.state);
    const preset = isDecided ? null : presetWay(offeredWays(conflict, report));
    const shapes = await engine.shapes([conflict.a, ...(conflict.b ? [conflict.b] : [])], true);
    const after = isDecided
      ? (decision.proposal?.act.edits ?? [])
      : preset?.way.kind === 'give-up'
        ? [await engine.giveUp(conflict, preset.way.side)]
        : [];
    cases.push({ conflict, decision, shapes, after });
  }
  return cases;
}

import type { PlanInfo } from '../../model/plans/plan.ts';
import type { PlanRules } from '../../model/plans/plan-rules.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { PlanReport, PlanRequest } from './plan-types.ts';

/** What the page must know of a city's plans before they are compared. */
export interface PlanFacts {
  /** None: the city has no list of plans. */
  plans: readonly PlanInfo[];
  rules: PlanRules;
}

/** What crosses between a page and this engine. */
export interface PlanEngineTypes extends EngineTypes {
  facts: PlanFacts;
  questions: PlanQuestions;
}

/** What a page asks of this engine; it plays no runs. */
interface PlanQuestions {
  /** All conflicts of the plans by the rules; null: stopped. */
  compare(request: PlanRequest, hear: (doneRatio: number) => void): Promise<PlanReport | null>;
  /** Ends a comparison. */
  stop(): Promise<void>;
}

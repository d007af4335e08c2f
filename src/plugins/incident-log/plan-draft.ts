import {
  HAZARDS,
  MAX_STEPS,
  type PlanStep,
  type PlanTrigger,
  type ResponsePlan,
} from '../../../model/incidents/response-plan.ts';

/** Time limit of a new step and of a step of a new plan, this project's own. */
const LIMIT_MIN = 15;
/** Changes that can be undone. */
const MAX_PAST = 200;

/** A plan that is being edited, with what it was before; letters typed one after the other into a field are one change. */
export interface PlanDraft {
  plan: ResponsePlan;
  /** Revision of the shared plan that it goes on from; 0: of none. */
  base: number;
  past: readonly ResponsePlan[];
  /** The field that was changed last. */
  field: string;
}

export const draftOf = (plan: ResponsePlan, base = 0): PlanDraft => ({ plan, base, past: [], field: '' });

/** The draft after a change of a field; an empty name of the field is a change of its own. */
export function changedDraft(
  { plan: before, base, past, field: last }: PlanDraft,
  field: string,
  plan: ResponsePlan,
): PlanDraft {
  const isSame = field !== '' && field === last;
  return { plan, base, past: isSame ? past : [...past, before].slice(-MAX_PAST), field };
}

/** The draft before its last change; as it is where nothing was changed. */
export function undoneDraft(draft: PlanDraft): PlanDraft {
  const plan = draft.past.at(-1);
  return plan ? { ...draft, plan, past: draft.past.slice(0, -1), field: '' } : draft;
}

const freeId = (prefix: string, taken: readonly string[]): string => {
  let n = 1;
  while (taken.includes(`${prefix}-${n}`)) n++;
  return `${prefix}-${n}`;
};

const newStep = (id: string): PlanStep => ({
  id,
  title: { zh: '', en: '' },
  owner: 'operations',
  trigger: { on: 'opened' },
  limitMin: LIMIT_MIN,
  weight: 1,
  toleranceRatio: 1,
});

/** A plan with one step, whose words are still to be written. */
export const newPlan = (taken: readonly string[]): ResponsePlan => ({
  format: 1,
  kind: 'response-plan',
  id: freeId('plan', taken),
  title: { zh: '', en: '' },
  hazard: HAZARDS[0],
  source: { zh: '', en: '' },
  steps: [newStep('step-1')],
});

/** With a step more at its end; as it is where it has as many as a plan may. */
export function withStep(plan: ResponsePlan): ResponsePlan {
  if (plan.steps.length >= MAX_STEPS) return plan;
  const ids = plan.steps.map(({ id }) => id);
  return { ...plan, steps: [...plan.steps, newStep(freeId('step', ids))] };
}

export const withoutStep = (plan: ResponsePlan, at: number): ResponsePlan => ({
  ...plan,
  steps: plan.steps.filter((_, i) => i !== at),
});

/** With a step one place up (−1) or down (1). */
export function withStepMoved(plan: ResponsePlan, at: number, by: -1 | 1): ResponsePlan {
  const to = at + by;
  if (to < 0 || to >= plan.steps.length) return plan;
  const steps = [...plan.steps];
  [steps[at], steps[to]] = [steps[to], steps[at]];
  return { ...plan, steps };
}

/** With a step changed; who waits for it follows a new id. */
export function withStepChanged(plan: ResponsePlan, at: number, change: Partial<PlanStep>): ResponsePlan {
  const { id: before } = plan.steps[at];
  const id = change.id ?? before;
  const isFree = !plan.steps.some((step, i) => i !== at && step.id === before);
  const follow = (step: PlanStep): PlanStep =>
    isFree && step.trigger.on === 'step-done' && step.trigger.step === before
      ? { ...step, trigger: { ...step.trigger, step: id } }
      : step;
  return { ...plan, steps: plan.steps.map((step, i) => (i === at ? { ...step, ...change } : follow(step))) };
}

/** A trigger of another kind as it begins; the minutes after it stay. */
export function triggerOn(on: PlanTrigger['on'], before: PlanTrigger, others: readonly string[]): PlanTrigger {
  const after = before.afterMin === undefined ? {} : { afterMin: before.afterMin };
  switch (on) {
    case 'level':
      return { on, level: 2, ...after };
    case 'step-done':
      return { on, step: others[0] ?? '', ...after };
    default:
      return { on, ...after };
  }
}

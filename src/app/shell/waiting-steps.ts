import { useApp, useTwin } from '../../kit/app-context.tsx';
import type { StepState } from '../../kit/plugin.ts';
import { type DeskStep, deskOf } from '../../twin/appearance.ts';

/** Marks of a step that wait for somebody, the worst first. */
const WAITING = ['severe', 'waits', 'open'] as const;
/** Three things are as many as one looks at before one begins. */
const MAX_WAITING = 3;

interface WaitingStep {
  readonly step: DeskStep;
  readonly state: StepState;
}

/** Steps of the open desk that wait for somebody, the worst first. */
export function useWaitingSteps(): readonly WaitingStep[] {
  const app = useApp();
  const desk = useTwin(deskOf);
  const text = useTwin(() => JSON.stringify(desk.steps.map(({ id }) => app.stepState(`${desk.id}.${id}`))));
  const states = JSON.parse(text) as (StepState | null)[];
  const rows = desk.steps.flatMap((step, i) => {
    const state = states[i];
    return state ? [{ step, state }] : [];
  });
  return WAITING.flatMap((mark) => rows.filter(({ state }) => state.mark === mark)).slice(0, MAX_WAITING);
}

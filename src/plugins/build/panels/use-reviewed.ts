import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import type { ReviewedProject } from '../build-report.ts';
import { buildController } from '../controller.ts';
import { openModelOf } from '../project-slice.ts';
import type { PlanFacts } from '../schedule-controller.ts';

/** All that is known of the open plan, once more whenever some of it changes. */
export function useReviewed(facts: PlanFacts): ReviewedProject {
  const { twin } = useApp();
  const { build, project } = useController(buildController);
  const space = useTwin((state) => state.space);
  const level = useTwin((state) => state.level);
  const effect = useTwin((state) => state.effect);
  const mend = useTwin((state) => state.mend);
  const canCheckSpace = useTwin((state) => state.hasCase || state.model.kind === 'open');
  const isCityPlan = useTwin((state) => state.isCityPlan);
  const model = useTwin(openModelOf);
  const { review } = build;
  const own = isCityPlan ? twin.city.layers.filter(({ kind, id }) => kind === 'element' && id !== model?.layerId) : [];
  const opened = model && project.facts();
  return {
    facts,
    space: space.kind === 'done' ? review.space() : null,
    canCheckSpace,
    levelled: level.kind === 'done' ? review.levelled() : null,
    hasEffect: effect.kind === 'done',
    effect: effect.kind === 'done' ? review.report() : null,
    remedies: mend.kind === 'done' ? review.remedies() : null,
    scheduleHash: build.hash(),
    models: [
      ...(own.length > 0 ? [{ name: own.map(({ id }) => id).join(', '), hash: twin.city.inputHash }] : []),
      ...(opened ? [{ name: opened.file, hash: opened.inputHash }] : []),
    ],
  };
}

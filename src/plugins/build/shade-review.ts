import type { ConstructionCase } from '../../../model/questions/construction.ts';
import { sunRequestOf } from '../../../model/questions/sun-study.ts';
import type { SunLosses, SunStudies } from '../../twin/sun-studies.ts';
import type { Twin } from '../../twin/twin.ts';
import type { RunTask } from './review-tasks.ts';

/** What the sun's plug-in is asked of the open plan. */
export interface ShadeReview {
  /** Nothing, where the case asks for none or nobody can answer. */
  checkShade(): Promise<void>;
  stopShade(): void;
  shade(): SunLosses | null;
  /** Colours the façades, with the tower; null: no more. Answers the home. */
  showShade(at: number | null): SunLosses['losers'][number] | null;
}

interface ShadeContext {
  twin: Twin;
  answers: { theCase: ConstructionCase | null; shade: SunLosses | null };
  runTask: RunTask;
  studies(): SunStudies | null;
}

/** Hours of sun at homes, before and after what the plan builds. */
export function reviewShade({ twin, answers, runTask, studies }: ShadeContext): ShadeReview {
  return {
    async checkShade() {
      const sunStudies = studies();
      const sunlight = answers.theCase?.sunlight;
      if (!sunStudies || !sunlight) return;
      await runTask(
        'shade',
        (onProgress) => sunStudies.losses(sunRequestOf(sunlight), onProgress),
        (losses) => {
          answers.shade = losses;
        },
      );
    },
    stopShade: () => studies()?.stop(),
    shade: () => answers.shade,
    showShade(at) {
      const home = at === null ? null : (answers.shade?.losers[at] ?? null);
      const { setReview, digPlan, isCityPlan } = twin.getState();
      setReview({ shadeFocus: home ? at : null });
      // The pit cuts what stands over it: the tower.
      if (isCityPlan) digPlan(home ? null : (twin.city.pit ?? null));
      studies()?.show(home ? 'after' : null);
      return home;
    },
  };
}

import type { SunRules } from '../../../model/scenarios/sun-rules.ts';
import type { ConstructionCase } from '../../../scenarios/construction.ts';
import { sunRequestOf } from '../../../scenarios/sun.ts';
import type { SunBuildingRow, SunResult } from '../../../workers/sun/engine-types.ts';
import type { SunStudies } from '../../twin/sun-studies.ts';
import type { Twin } from '../../twin/twin.ts';
import type { RunTask } from './review-tasks.ts';

/** A home with windows that what is built takes below the rule. */
export type ShadedHome = SunBuildingRow & { worst: NonNullable<SunBuildingRow['worst']> };

/** Homes that lose, the most windows first. */
export interface Shade {
  rules: SunRules;
  /** Homes that were looked at. */
  buildings: number;
  homes: readonly ShadedHome[];
}

/** What the sun's plug-in is asked of the open plan. */
export interface ShadeReview {
  /** Nothing, where the case asks for none or nobody can answer. */
  checkShade(): Promise<void>;
  stopShade(): void;
  shade(): Shade | null;
  /** Colours the façades, with the tower; null: no more. Answers the home. */
  showShade(at: number | null): ShadedHome | null;
}

export const shadeOf = ({ rules, buildings }: SunResult): Shade => ({
  rules,
  buildings: buildings.length,
  homes: buildings
    .flatMap((row) => (row.worst ? [{ ...row, worst: row.worst }] : []))
    .sort((a, b) => b.lost - a.lost || a.worst.afterMin - b.worst.afterMin),
});

interface ShadeContext {
  twin: Twin;
  answers: { theCase: ConstructionCase | null; shade: Shade | null };
  runTask: RunTask;
  studies(): SunStudies | null;
}

/** Hours of sun at homes, before and after what the plan builds. */
export function reviewShade({ twin, answers, runTask, studies }: ShadeContext): ShadeReview {
  return {
    async checkShade() {
      const asked = studies();
      const sunlight = answers.theCase?.sunlight;
      if (!asked || !sunlight) return;
      await runTask(
        'shade',
        (onProgress) => asked.study(sunRequestOf(sunlight), onProgress),
        (result) => {
          answers.shade = shadeOf(result);
        },
      );
    },
    stopShade: () => studies()?.stop(),
    shade: () => answers.shade,
    showShade(at) {
      const home = at === null ? null : (answers.shade?.homes[at] ?? null);
      const { setReview, digPlan, isCityPlan } = twin.getState();
      setReview({ shadeFocus: home ? at : null });
      // The pit cuts what stands over it: the tower.
      if (isCityPlan) digPlan(home ? null : (twin.city.pit ?? null));
      studies()?.show(home ? 'after' : null);
      return home;
    },
  };
}

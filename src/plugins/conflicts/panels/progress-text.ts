import type { Blueprint } from '../../../../workers/plans/blueprint.ts';
import type { PlanReport } from '../../../../workers/plans/plan-types.ts';
import { useController } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';

/** How far the conflicts of some plans are decided. */
interface Progress {
  found: number;
  open: number;
  prohibited: number;
}

/** Counts the conflicts of a blueprint, which are those of all plans, or else of a report. */
export function progressOf({ published, conflicts }: PlanReport, blueprint: Blueprint | null): Progress {
  if (blueprint) return { found: blueprint.found.all, open: blueprint.open.all, prohibited: blueprint.open.prohibited };
  return {
    found: published.all,
    open: conflicts.length,
    prohibited: conflicts.filter(({ severity }) => severity === 'prohibited').length,
  };
}

/** How many were found, how many decisions are signed, and what is left open; never silent about the rest. */
export function useProgressText(): (progress: Progress) => string {
  const { t } = useWords();
  const controller = useController(conflictsController);
  return ({ found, open, prohibited }) => {
    const signed = [...controller.decisions().values()].filter(({ state }) => state === 'signed').length;
    const words = { found: formatNumber(found), signed: formatNumber(signed) };
    return open === 0
      ? t('conflicts.progressDone', words)
      : t('conflicts.progress', { ...words, open: formatNumber(open), prohibited: formatNumber(prohibited) });
  };
}

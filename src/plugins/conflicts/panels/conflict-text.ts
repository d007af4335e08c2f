import { LAND_USE_CLASSES, type LandUseClass } from '../../../../model/plans/land-use.ts';
import type { ResolutionWay } from '../../../../model/plans/plan-journal.ts';
import { PLAN_KINDS, type PlanKind } from '../../../../model/plans/plan-kinds.ts';
import type { PlanConflict } from '../../../../workers/plans/plan-types.ts';
import { useController } from '../../../kit/app-context.tsx';
import { formatArea, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';

/** One side of a conflict, as a report or a record has it. */
interface NamedSide {
  plan: string;
  shape: string;
  kind?: PlanKind | undefined;
  use?: LandUseClass | null | undefined;
  code?: string | undefined;
}

/** Conflicts and ways in the words of a planner, the same on screen, in the record and on paper. */
interface ConflictText {
  planName(id: string): string;
  /** What a side wants of the ground: its use with the code, or the line that it is. */
  want(side: NamedSide): string;
  /** Both sides; of what is left of a, that side alone. */
  title(sides: { a: NamedSide; b: NamedSide | null }): string;
  /** The plans of both sides, one where they are the same. */
  between(sides: { a: NamedSide; b: NamedSide | null }): string;
  /** What a way does, and for whom. */
  way(way: ResolutionWay, sides: { a: NamedSide; b: NamedSide | null }): string;
}

export function useConflictText(): ConflictText {
  const { t, of } = useWords();
  const controller = useController(conflictsController);
  const planName = (id: string) => {
    const stock = controller.stock();
    const info = controller.plans().find((plan) => plan.id === id) ?? (stock?.id === id ? stock : undefined);
    const name = info ?? controller.report()?.plans.find((plan) => plan.id === id);
    return name ? of(name.name) : id;
  };
  const want = ({ kind, use, code, shape }: NamedSide) => {
    const word = use ? of(LAND_USE_CLASSES[use]) : kind && kind !== 'parcel' ? of(PLAN_KINDS[kind]) : null;
    if (kind === 'parcel' || kind === undefined) return [word, code].filter(Boolean).join(' ') || shape;
    return of(PLAN_KINDS[kind]);
  };
  return {
    planName,
    want,
    title: ({ a, b }) => (b ? `${want(a)} × ${want(b)}` : want(a)),
    between: ({ a, b }) => [...new Set([a.plan, ...(b ? [b.plan] : [])].map(planName))].join(' × '),
    way(way, { a, b }) {
      const own = planName(way.side === 'a' ? a.plan : (b?.plan ?? ''));
      const other = way.side === 'a' ? b : a;
      switch (way.kind) {
        case 'give-up':
          return other
            ? t('conflicts.giveTo', { plan: planName(other.plan), want: want(other) })
            : t('conflicts.cutOff', { plan: own });
        case 'limits':
          return t('conflicts.limitsOf', { plan: other ? planName(other.plan) : '' });
        case 'code':
          return t('conflicts.codeTo', { plan: own, code: way.code });
        case 'draw':
          return t('conflicts.redrawn', { plan: own });
      }
    },
  };
}

/** What a conflict is about, in one sentence with its area. */
export function useCaseSentence(): (
  conflict: Pick<PlanConflict, 'areaM2'> & { a: NamedSide; b: NamedSide | null },
) => string {
  const { t, language } = useWords();
  const text = useConflictText();
  return ({ a, b, areaM2 }) => {
    const { value, unit } = formatArea(areaM2, language);
    const area = `${value}${THIN_SPACE}${unit}`;
    const words = { planA: text.planName(a.plan), wantA: text.want(a), area };
    return b
      ? t('conflicts.caseOf', { ...words, planB: text.planName(b.plan), wantB: text.want(b) })
      : t('conflicts.caseLeft', words);
  };
}

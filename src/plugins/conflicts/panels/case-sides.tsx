import { HEIGHT_ORIGINS } from '../../../../model/city/height-origin.ts';
import type { PlanInfo } from '../../../../model/plans/plan.ts';
import { DEFAULT_ASSUMPTIONS } from '../../../../model/schemes/scheme.ts';
import { dwellingsIn } from '../../../../model/schemes/site-figures.ts';
import type { ConflictSide, PlanConflict, PlanReport } from '../../../../workers/plans/plan-types.ts';
import type { MeasuredShape } from '../../../../workers/plans/proposals.ts';
import { useController, useQuery } from '../../../kit/app-context.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { conflictsController } from '../controller.ts';
import { useConflictText } from './conflict-text.ts';

/** Homes that a plan allows on the ground of a conflict, by the usual assumptions of schemes. */
function plannedHomes({ use, farMax }: ConflictSide, areaM2: number): { dwellings: number; people: number } | null {
  if (use !== 'residential' || farMax === undefined) return null;
  const dwellings = dwellingsIn(areaM2 * farMax, DEFAULT_ASSUMPTIONS);
  return { dwellings, people: Math.round(dwellings * DEFAULT_ASSUMPTIONS.personsPerDwelling) };
}

type Row = readonly [label: string, a: string | null, b: string | null];

/** What either plan wants of the ground, beside each other, as cells of a table; rows that neither fills are left out. */
export function useSideRows(): (
  conflict: PlanConflict,
  report: Pick<PlanReport, 'plans'>,
  shapes: readonly MeasuredShape[],
) => Row[] {
  const { t, of } = useWords();
  const { want } = useConflictText();
  const metres = (value: number | undefined) =>
    value === undefined ? null : `${formatNumber(value, 1)}${THIN_SPACE}m`;
  return (conflict, { plans }, shapes) => {
    const cells = (side: ConflictSide | null): readonly (string | null)[] => {
      if (!side) return [];
      const plan = plans.find(({ id }) => id === side.plan);
      const shape = shapes.find((one) => one.plan === side.plan && one.shape === side.shape);
      const { densityMaxPct, greenMinPct } = shape?.state.properties ?? {};
      const homes = plannedHomes(side, conflict.areaM2);
      const height = metres(side.heightM);
      return [
        want(side),
        side.farMax === undefined ? null : `≤ ${formatNumber(side.farMax, 2)}`,
        side.heightMaxM === undefined ? null : `≤ ${metres(side.heightMaxM)}`,
        height && side.heightFrom ? `${height} ${of(HEIGHT_ORIGINS[side.heightFrom])}` : height,
        densityMaxPct === undefined ? null : `≤ ${formatNumber(densityMaxPct)}${THIN_SPACE}%`,
        greenMinPct === undefined ? null : `≥ ${formatNumber(greenMinPct)}${THIN_SPACE}%`,
        homes && t('conflicts.homes', { dwellings: formatNumber(homes.dwellings), people: formatNumber(homes.people) }),
        shape && shape.areaM2 > 0 ? `${formatNumber((100 * conflict.areaM2) / shape.areaM2, 1)}${THIN_SPACE}%` : null,
        plan ? of(plan.authority) : null,
        plan ? editionOf(plan) : null,
        side.name ?? null,
        side.shape,
      ];
    };
    const a = cells(conflict.a);
    const b = cells(conflict.b);
    return LABELS.map((label, i): Row => [t(`conflicts.side_${label}`), a[i] ?? null, b[i] ?? null]).filter(
      ([, one, other]) => one !== null || other !== null,
    );
  };

  function editionOf({ version, status, period }: PlanInfo): string {
    return [version, t(`conflicts.status_${status}`), period?.from].filter(Boolean).join(' · ');
  }
}

const LABELS = [
  'use',
  'far',
  'heightMax',
  'height',
  'density',
  'green',
  'homes',
  'share',
  'authority',
  'edition',
  'name',
  'shape',
] as const;

/** A wants, B wants. */
export function CaseSides({ conflict, report }: { conflict: PlanConflict; report: PlanReport }) {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const { planName } = useConflictText();
  const rowsOf = useSideRows();
  const sides = [conflict.a, ...(conflict.b ? [conflict.b] : [])];
  const measured = useQuery(`shapes of ${report.hash} ${conflict.id}`, () => controller.shapes(sides));
  const rows = rowsOf(conflict, report, measured.kind === 'answered' ? measured.answer : []);
  const hasHomes = sides.some((side) => plannedHomes(side, conflict.areaM2));
  const { dwellingM2, personsPerDwelling } = DEFAULT_ASSUMPTIONS;
  return (
    <>
      <Table
        isFixed
        name="conflict-sides"
        rows={rows}
        rowKey={([label]) => label}
        columns={[
          { head: t('conflicts.bothSay'), value: ([label]) => label },
          { head: planName(conflict.a.plan), align: 'end', value: ([, a]) => a },
          ...(conflict.b
            ? [{ head: planName(conflict.b.plan), align: 'end' as const, value: ([, , b]: Row) => b }]
            : []),
        ]}
      />
      {hasHomes && (
        <p className="note">
          {t('conflicts.homesAssumed', {
            area: formatNumber(dwellingM2),
            persons: formatNumber(personsPerDwelling, 1),
          })}
        </p>
      )}
    </>
  );
}

import type { PageReport } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { dayAndTime } from '../../../../model/wall-clock.ts';
import type { SunResult } from '../../../../workers/sun/engine-types.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useInferredLine } from '../../../kit/inferred-fact.tsx';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { sunController } from '../controller.ts';
import { dwellingRows } from '../dwelling.ts';
import { useDwellingName, useVerdict } from '../verdict-text.ts';

/** Band, step, sill and sweep in one line. */
export const parametersText = (
  t: ReturnType<typeof useWords>['t'],
  { rules: { bandH, stepMin, sillM, sweepDeg } }: SunResult,
): string => t('sun.parameters', { from: bandH[0], to: bandH[1], step: stepMin, sill: sillM, sweep: sweepDeg });

/** The sunlight study with every parameter, building by building and storey by storey. */
export function useSunSheet(): (result: SunResult) => PageReport {
  const { t, of } = useWords();
  const { twin } = useApp();
  const sun = useController(sunController);
  const common = useReportFacts();
  const verdictOf = useVerdict();
  const nameOf = useDwellingName();
  const inferred = useInferredLine();
  return (result) => {
    const { rules, buildings, counts, hasScheme, hash, fromMs, toMs } = result;
    const { zone } = twin.city;
    const scheme = sun.reckoned('study');
    const whole = (value: number): Cell => ({ value, digits: 0 });
    const minutes = (value: number): Cell => (Number.isFinite(value) ? whole(Math.round(value)) : null);
    const rows = [...buildings].sort((a, b) => b.lost - a.lost || a.metAfter / a.judged - b.metAfter / b.judged);
    const dwellings = dwellingRows(result);
    const verdict = verdictOf(result, dwellings);
    const hours = (value: number): Cell => ({ value: value / 60, digits: 1 });
    return {
      file: `${twin.city.id}-sun`,
      title: `${of(twin.city.name)} · ${t('sun.hours')}`,
      ...(dwellings.length > 0 ? { lead: verdict } : {}),
      facts: [
        ...common(),
        [t('sun.rule'), `${of(rules.label)}${rules.verified ? '' : ` (${t('sun.unverified')})`}`],
        [t('sun.basis'), of(rules.source)],
        [t('sun.band'), `${dayAndTime(fromMs, zone)} – ${dayAndTime(toMs, zone)}`],
        [t('sun.parametersWord'), `${parametersText(t, result)} · ≥ ${formatNumber(rules.minMinutes)} min`],
        [
          t('sun.leftOut'),
          t('sun.left', {
            inside: formatNumber(counts.insideParts),
            under: formatNumber(counts.underGround),
            assumed: formatNumber(counts.storeysAssumed),
            pitched: formatNumber(counts.pitched),
          }),
        ],
        ...(scheme ? ([[t('sun.scheme'), scheme.name]] as const) : []),
        ...inferred('prisms'),
        [t('sun.resultHash'), hash],
      ],
      tables: [
        {
          title: t('sun.dwellings'),
          head: [
            t('sun.dwelling'),
            'id',
            `${t('sun.hoursBefore')} (h)`,
            ...(hasScheme ? [`${t('sun.hoursAfter')} (h)`] : []),
            ...(rules.verified ? [t('sun.verdict')] : []),
          ],
          rows: dwellings.map((row): Cell[] => [
            nameOf(result, row),
            buildings[row.building].id,
            hours(row.beforeMin),
            ...(hasScheme ? [hours(row.afterMin)] : []),
            ...(rules.verified ? [t(row.metAfter ? 'sun.meets' : 'sun.fails')] : []),
          ]),
        },
        {
          title: t('sun.byBuilding'),
          head: [
            t('sun.building'),
            'id',
            t('sun.judged'),
            t('sun.metBefore'),
            ...(hasScheme ? [t('sun.metAfter'), t('sun.lost')] : []),
          ],
          rows: rows.map(({ name, id, judged, metBefore, metAfter, lost }) => [
            of(name),
            id,
            ...[judged, metBefore, ...(hasScheme ? [metAfter, lost] : [])].map(whole),
          ]),
        },
        {
          title: t('sun.byStorey'),
          head: [
            'id',
            ...[t('sun.storey'), t('sun.windows'), t('sun.leastBefore'), t('sun.mostBefore')],
            ...(hasScheme ? [t('sun.leastAfter'), t('sun.mostAfter')] : []),
          ],
          rows: rows.flatMap(({ id, storeys }) =>
            storeys.map((one): Cell[] => [
              id,
              whole(one.storey + 1),
              whole(one.judged),
              minutes(one.leastBeforeMin),
              minutes(one.mostBeforeMin),
              ...(hasScheme ? [minutes(one.leastAfterMin), minutes(one.mostAfterMin)] : []),
            ]),
          ),
        },
      ],
      signatures: [],
    };
  };
}

import type { PageReport } from '../../../../model/reports/report.ts';
import { basisOf } from '../../../../model/schemes/metric-basis.ts';
import { metricsOf } from '../../../../model/schemes/metrics.ts';
import type { Scheme } from '../../../../model/schemes/scheme.ts';
import { JUDGED_METRICS, type Scorecard } from '../../../../model/schemes/scorecard.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { limitsOf } from '../limit-text.ts';

/** What lies under schemes: it says of none that it is the better, so that it stands beside the scorecard. */
const BASEMENT_METRICS = ['basementM2', 'basementSpaces', 'dugM3', 'backfillM3', 'surplusM3'] as const;

/** The scorecard as it stands on the screen, with the source of each figure. */
export function useSchemeSheet(): (schemes: readonly Scheme[], card: Scorecard) => PageReport {
  const { t, of } = useWords();
  const { twin } = useApp();
  const common = useReportFacts();
  return (schemes, card) => {
    const { schemeAssumptions, schemeWeights, schemeSites } = twin.getState();
    const metrics = schemes.map((scheme) => metricsOf(scheme, schemeAssumptions, schemeSites[scheme.id] ?? null));
    const limitOf = limitsOf(schemes, { schemeAssumptions, schemeSites });
    const labelOf = (id: (typeof JUDGED_METRICS)[number]) => {
      const { label, unit, better } = basisOf(id);
      return `${of(label)} ${better === 'more' ? '↑' : '↓'}${unit && ` ${unit}`}`;
    };
    const cellOf = (value: number | null, digits: number): Cell => (value === null ? null : { value, digits });
    return {
      file: `${twin.city.id}-schemes`,
      title: `${of(twin.city.name)} · ${t('schemes.scorecard')}`,
      facts: [
        ...common(),
        [t('schemes.score'), schemes.map(({ name }, i) => `${name} ${formatNumber(card.scores[i], 1)}`).join(' · ')],
        [t('schemes.scorecard'), t('schemes.scoreNote')],
      ],
      tables: [
        {
          title: t('schemes.scorecard'),
          head: [t('schemes.metric'), t('schemes.weight'), t('schemes.limit'), ...schemes.map(({ name }) => name)],
          rows: [
            ...JUDGED_METRICS.map((id): Cell[] => [
              labelOf(id),
              { value: schemeWeights[id] ?? 0, digits: 0 },
              limitOf(id) || null,
              ...metrics.map((one) => cellOf(one[id], basisOf(id).decimals)),
            ]),
            [t('schemes.score'), null, null, ...card.scores.map((value) => ({ value, digits: 1 }))],
          ],
        },
        {
          title: t('schemes.basements'),
          head: [t('schemes.metric'), ...schemes.map(({ name }) => name)],
          rows: BASEMENT_METRICS.map((id): Cell[] => {
            const { label, unit, decimals } = basisOf(id);
            return [`${of(label)}${unit && ` ${unit}`}`, ...metrics.map((one) => cellOf(one[id], decimals))];
          }),
        },
        {
          title: t('schemes.sensitivity'),
          head: [t('schemes.metric'), t('schemes.weight'), t('schemes.turnsBelowWord'), t('schemes.turnsAboveWord')],
          rows: card.sensitivity.map(({ metric, weight, turnsBelow, turnsAbove }) => [
            labelOf(metric),
            { value: weight, digits: 0 },
            cellOf(turnsBelow, 2),
            cellOf(turnsAbove, 2),
          ]),
        },
        {
          title: t('schemes.provenance'),
          head: [t('schemes.metric'), t('schemes.formula'), t('schemes.basis')],
          rows: JUDGED_METRICS.map((id) => {
            const { formula, source, isUnread } = basisOf(id);
            return [labelOf(id), of(formula), `${of(source)}${isUnread ? ` (${t('schemes.unread')})` : ''}`];
          }),
        },
      ],
      signatures: [],
    };
  };
}

import { BANDS } from '../../../../model/city-index/bands.ts';
import type { IndexCard } from '../../../../model/city-index/index-card.ts';
import { BAND_LIMITS, type IndexScore, scoreIndex } from '../../../../model/city-index/score-index.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PageReport } from '../../../kit/report-file.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { yearsBeside } from './index-chart.tsx';

const SCORE_DIGITS = 1;
const VALUE_DIGITS = 2;

/** The scorecard for paper and a spreadsheet: total and band, first-level scores of the years, and every basis with what it takes to work it out again. */
export function useIndexReport(): (card: IndexCard, year: number) => PageReport {
  const { t, of } = useWords();
  const { twin } = useApp();
  const common = useReportFacts();
  const number = (value: number | null | undefined, digits: number): Cell =>
    value === null || value === undefined ? '—' : { value, digits };
  const between = ({ lowest, highest }: IndexScore): string =>
    t('cityIndex.between', { low: formatNumber(lowest, SCORE_DIGITS), high: formatNumber(highest, SCORE_DIGITS) });
  const scoreOf = (part: IndexScore): Cell =>
    part.score === null ? between(part) : { value: part.score, digits: SCORE_DIGITS };

  return (card, year) => {
    const values = card.years[year] ?? {};
    const scored = scoreIndex(card, values);
    const years = yearsBeside(card, year).map((one) => ({ year: one, ...scoreIndex(card, card.years[one] ?? {}) }));
    const band = scored.band === null ? null : BANDS[scored.band - 1];
    return {
      file: `${twin.city.id}-index-${card.card}-${year}`,
      title: `${of(twin.city.name)} · ${of(card.title)} · ${year}`,
      facts: [
        ...common(),
        [t('cityIndex.total'), scored.score === null ? between(scored) : formatNumber(scored.score, SCORE_DIGITS)],
        ...(band
          ? ([
              [t('cityIndex.band'), `${of(band.name)} · ${of(band.stage)}`],
              [t('cityIndex.looks'), of(band.looks)],
              [t('cityIndex.lacks'), of(band.lacks)],
              [t('cityIndex.next'), of(band.next)],
            ] as [string, string][])
          : ([[t('cityIndex.band'), t('cityIndex.missing', { count: scored.missing })]] as [string, string][])),
        [
          t('cityIndex.bands'),
          BANDS.map(({ name }, i) => `${of(name)} ${BAND_LIMITS[i]}–${BAND_LIMITS[i + 1]}`).join(', '),
        ],
        [t('cityIndex.source'), t(`cityIndex.${card.card}About`)],
      ],
      tables: [
        {
          title: t('cityIndex.chart'),
          head: [t('cityIndex.group'), t('cityIndex.weight'), ...years.map((one) => String(one.year))],
          rows: [
            ...card.groups.map((group, g): Cell[] => [
              of(group.name),
              number(group.weight, VALUE_DIGITS),
              ...years.map(({ groups }) => scoreOf(groups[g])),
            ]),
            [t('cityIndex.total'), '', ...years.map(scoreOf)],
          ],
        },
        {
          title: `${t('cityIndex.indicator')} · ${year}`,
          head: [
            t('cityIndex.indicator'),
            t('cityIndex.basis'),
            t('cityIndex.value'),
            t('cityIndex.unit'),
            t('cityIndex.score'),
            t('cityIndex.weight'),
            t('cityIndex.zeroAt'),
            t('cityIndex.fullAt'),
            t('cityIndex.origin'),
            t('cityIndex.formula'),
            t('cityIndex.source'),
            t('cityIndex.state'),
          ],
          rows: card.groups.flatMap((group, g) =>
            group.indicators.flatMap((indicator, i) =>
              indicator.bases.map((one, b): Cell[] => {
                const given = values[one.id];
                const origin = given ? [t(`cityIndex.${given.origin}`), given.note && of(given.note)] : ['—'];
                return [
                  of(indicator.name),
                  of(one.name),
                  number(given?.value, VALUE_DIGITS),
                  of(one.unit),
                  number(scored.groups[g].indicators[i].bases[b].score, SCORE_DIGITS),
                  number(one.weight, VALUE_DIGITS),
                  number(one.zeroAt, VALUE_DIGITS),
                  number(one.fullAt, VALUE_DIGITS),
                  origin.filter(Boolean).join(' · '),
                  of(one.formula),
                  of(one.source),
                  one.isChecked ? '✓' : t('cityIndex.unchecked'),
                ];
              }),
            ),
          ),
        },
      ],
      signatures: [],
    };
  };
}

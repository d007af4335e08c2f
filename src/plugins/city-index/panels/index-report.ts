import type { IndexCard } from '../../../../model/city-index/index-card.ts';
import { BAND_LIMITS, type ScoredIndex } from '../../../../model/city-index/score-index.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PageReport } from '../../../kit/report-file.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';

const SCORE_DIGITS = 1;
const VALUE_DIGITS = 2;

/** The scorecard for paper and a spreadsheet: total, first level, and every indicator with what it takes to work it out again. */
export function useIndexReport(): (card: IndexCard, scored: ScoredIndex) => PageReport {
  const { t, of } = useWords();
  const { twin } = useApp();
  const common = useReportFacts();
  return (card, scored) => {
    const number = (value: number | null | undefined, digits: number): Cell =>
      value === null || value === undefined ? '—' : { value, digits };
    const total =
      scored.score === null
        ? t('cityIndex.missing', { count: scored.missing })
        : formatNumber(scored.score, SCORE_DIGITS);
    return {
      file: `${twin.city.id}-index`,
      title: `${of(twin.city.name)} · ${of(card.title)}`,
      facts: [
        ...common(),
        [t('cityIndex.total'), total],
        [
          t('cityIndex.bands'),
          scored.band === null ? t('cityIndex.noBand') : t('cityIndex.band', { band: scored.band }),
        ],
        [
          t('cityIndex.bands'),
          BAND_LIMITS.slice(1)
            .map((limit, i) => `${BAND_LIMITS[i]}–${limit}`)
            .join(', '),
        ],
      ],
      tables: [
        {
          title: t('cityIndex.group'),
          head: [t('cityIndex.group'), t('cityIndex.weight'), t('cityIndex.score')],
          rows: card.groups.map((group, g): Cell[] => [
            of(group.name),
            number(group.weight, VALUE_DIGITS),
            number(scored.groups[g].score, SCORE_DIGITS),
          ]),
        },
        {
          title: t('cityIndex.indicator'),
          head: [
            t('cityIndex.indicator'),
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
            group.indicators.map((one, i): Cell[] => {
              const given = card.values[one.id];
              const origin = given ? [t(`cityIndex.${given.origin}`), given.note && of(given.note)] : ['—'];
              return [
                of(one.name),
                number(given?.value, VALUE_DIGITS),
                of(one.unit),
                number(scored.groups[g].indicators[i].score, SCORE_DIGITS),
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
        },
      ],
      signatures: [],
    };
  };
}

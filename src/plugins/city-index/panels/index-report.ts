import { BANDS } from '../../../../model/city-index/bands.ts';
import type { IndexCard } from '../../../../model/city-index/index-card.ts';
import {
  BAND_LIMITS,
  type IndexScore,
  type ScoredIndex,
  scoreIndex,
} from '../../../../model/city-index/score-index.ts';
import type { PageReport, ReportTable } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { yearsBeside } from './index-chart.tsx';

const SCORE_DIGITS = 1;
const VALUE_DIGITS = 2;

type Speech = Pick<ReturnType<typeof useWords>, 't' | 'of'>;

/** Makes the scorecard for paper and a spreadsheet: total and band, first-level scores of the years, and every basis with what it takes to work it out again. */
export function useIndexReport(): (card: IndexCard, year: number) => PageReport {
  const speech = useWords();
  const { of } = speech;
  const { twin } = useApp();
  const common = useReportFacts();
  return (card, year) => ({
    file: `${twin.city.id}-index-${card.card}-${year}`,
    title: `${of(twin.city.name)} · ${of(card.title)} · ${year}`,
    facts: [...common(), ...factsOf(card, scoreIndex(card, card.years[year] ?? {}), speech)],
    tables: [yearTable(card, year, speech), basisTable(card, year, speech)],
    signatures: [],
  });
}

const between = ({ lowest, highest }: IndexScore, { t }: Speech): string =>
  t('cityIndex.between', { low: formatNumber(lowest, SCORE_DIGITS), high: formatNumber(highest, SCORE_DIGITS) });

const numberCell = (value: number | null | undefined, digits: number): Cell =>
  value === null || value === undefined ? '—' : { value, digits };

const scoreCell = (part: IndexScore, speech: Speech): Cell =>
  part.score === null ? between(part, speech) : { value: part.score, digits: SCORE_DIGITS };

/** Tells total and band, what the band means, and where its limits are from. */
function factsOf(card: IndexCard, scored: ScoredIndex, speech: Speech): [string, string][] {
  const { t, of } = speech;
  const band = scored.band === null ? null : BANDS[scored.band - 1];
  const meaning: [string, string][] = band
    ? [
        [t('cityIndex.band'), `${of(band.name)} · ${of(band.stage)}`],
        [t('cityIndex.looks'), of(band.looks)],
        [t('cityIndex.lacks'), of(band.lacks)],
        [t('cityIndex.next'), of(band.next)],
      ]
    : [[t('cityIndex.band'), t('cityIndex.missing', { count: scored.missing })]];
  return [
    [t('cityIndex.total'), scored.score === null ? between(scored, speech) : formatNumber(scored.score, SCORE_DIGITS)],
    ...meaning,
    [
      t('cityIndex.bands'),
      BANDS.map(({ name }, i) => `${of(name)} ${BAND_LIMITS[i]}–${BAND_LIMITS[i + 1]}`).join(', '),
    ],
    [t('cityIndex.source'), t(`cityIndex.${card.card}About`)],
  ];
}

function yearTable(card: IndexCard, year: number, speech: Speech): ReportTable {
  const { t, of } = speech;
  const years = yearsBeside(card, year).map((one) => ({ year: one, ...scoreIndex(card, card.years[one] ?? {}) }));
  return {
    title: t('cityIndex.chart'),
    head: [t('cityIndex.group'), t('cityIndex.weight'), ...years.map((one) => String(one.year))],
    rows: [
      ...card.groups.map((group, g): Cell[] => [
        of(group.name),
        numberCell(group.weight, VALUE_DIGITS),
        ...years.map(({ groups }) => scoreCell(groups[g], speech)),
      ]),
      [t('cityIndex.total'), '', ...years.map((one) => scoreCell(one, speech))],
    ],
  };
}

function basisTable(card: IndexCard, year: number, { t, of }: Speech): ReportTable {
  const values = card.years[year] ?? {};
  const { groups } = scoreIndex(card, values);
  return {
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
            numberCell(given?.value, VALUE_DIGITS),
            of(one.unit),
            numberCell(groups[g].indicators[i].bases[b].score, SCORE_DIGITS),
            numberCell(one.weight, VALUE_DIGITS),
            numberCell(one.zeroAt, VALUE_DIGITS),
            numberCell(one.fullAt, VALUE_DIGITS),
            origin.filter(Boolean).join(' · '),
            of(one.formula),
            of(one.source),
            one.isChecked ? '✓' : t('cityIndex.unchecked'),
          ];
        }),
      ),
    ),
  };
}

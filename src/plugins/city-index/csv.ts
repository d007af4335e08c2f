import type { IndexCard } from '../../../model/city-index/index-card.ts';
import { scoreIndex } from '../../../model/city-index/score-index.ts';
import { csvText } from '../../../model/tables/csv-cell.ts';
import type { Text } from '../../../model/text/text.ts';

/** The heads are the same in every language: other programs read the file, and this page too. */
const HEAD =
  'year,group,of,indicator,name,value,unit,score,weight,share,zero_at,full_at,origin,note,formula,source,verified';

/** Writes a line for each basis, then one for the total of the year; a value that is missing is an empty cell. */
export function indexCsv(card: IndexCard, year: number, of: (text: Text) => string): string {
  const values = card.years[year] ?? {};
  const scored = scoreIndex(card, values);
  const lines = card.groups.flatMap((group, g) =>
    group.indicators.flatMap((indicator, i) =>
      indicator.bases.map((one, b) => {
        const given = values[one.id];
        const { score, shareRatio } = scored.groups[g].indicators[i].bases[b];
        return [
          year,
          of(group.name),
          of(indicator.name),
          one.id,
          of(one.name),
          given?.value ?? '',
          of(one.unit),
          score ?? '',
          one.weight,
          shareRatio,
          one.zeroAt,
          one.fullAt,
          given?.origin ?? '',
          given?.note ? of(given.note) : '',
          of(one.formula),
          of(one.source),
          one.isChecked ? 'yes' : 'no',
        ];
      }),
    ),
  );
  const total = [year, '', '', 'total', of(card.title), '', '', scored.score ?? '', '', 1, '', '', '', '', '', '', ''];
  return `${[HEAD, ...[...lines, total].map((line) => line.map(cell).join(','))].join('\n')}\n`;
}

const cell = (value: string | number): string => (typeof value === 'number' ? String(value) : csvText(value));

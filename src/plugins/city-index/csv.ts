import type { IndexCard } from '../../../model/city-index/index-card.ts';
import type { ScoredIndex } from '../../../model/city-index/score-index.ts';
import { csvText } from '../../../model/tables/csv-cell.ts';
import type { Text } from '../../../model/text/text.ts';

/** Heads of the columns, whatever the language: a file that other programs read. */
const HEAD = 'group,indicator,name,value,unit,score,weight,share,zero_at,full_at,origin,note,formula,source,verified';

/** One line an indicator, then one for the total; a value that is missing is an empty cell. */
export function indexCsv(card: IndexCard, scored: ScoredIndex, of: (text: Text) => string): string {
  const lines = card.groups.flatMap((group, g) =>
    group.indicators.map((one, i) => {
      const given = card.values[one.id];
      const { score, shareRatio } = scored.groups[g].indicators[i];
      return [
        of(group.name),
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
  );
  const total = ['', 'total', of(card.title), '', '', scored.score ?? '', '', 1, '', '', '', '', '', '', ''];
  return `${[HEAD, ...[...lines, total].map((line) => line.map(cell).join(','))].join('\n')}\n`;
}

const cell = (value: string | number): string => (typeof value === 'number' ? String(value) : csvText(value));

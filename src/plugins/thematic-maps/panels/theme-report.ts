import type { PageReport } from '../../../../model/reports/report.ts';
import type { Cell } from '../../../../model/tables/data-table.ts';
import type { ThemeResult } from '../../../../workers/thematic-maps/engine-types.ts';
import { useApp } from '../../../kit/app-context.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useReportFacts } from '../../../kit/report-sheet.tsx';
import { useWords } from '../../../kit/words.ts';
import { classText } from '../legend-text.ts';
import { useCaption } from '../use-caption.ts';

/** Decimals of values in a report. */
const DIGITS = 3;

/** The map's words, its classes with their counts, and its units by value. */
export function useThemeReport(): (result: ThemeResult, step: number) => PageReport {
  const words = useWords();
  const { t, of } = words;
  const { twin } = useApp();
  const common = useReportFacts();
  const captionOf = useCaption();
  return (result, step) => {
    const { legend, missing, spread, named, times, request, hash, classes } = result;
    const { title, shown, source, date } = captionOf(result);
    const whole = (value: number): Cell => ({ value, digits: 0 });
    const number = (value: number | null): Cell => (value === null ? null : { value, digits: DIGITS });
    const method = request.classes.by === 'own' ? t('theme.own') : t(`theme.${request.classes.by}`);
    return {
      file: `${twin.city.id}-theme`,
      title: `${of(twin.city.name)} · ${title}${times[step] === '' ? '' : ` · ${times[step]}`}`,
      facts: [
        ...common(),
        [t('theme.measure'), shown],
        [t('theme.source'), source],
        [t('theme.date'), date],
        [t('theme.classes'), spread ? `${method} · ${t('theme.fit', { fit: formatNumber(spread.fitRatio, 3) })}` : '—'],
        [t('theme.hash'), hash],
      ],
      tables: [
        {
          title: t('theme.classes'),
          head: [t('theme.class'), t('theme.from'), t('theme.to'), t('theme.units')],
          rows: [
            ...legend.map((one): Cell[] => [
              classText(one, spread, words),
              number(one.from),
              number(one.to),
              whole(one.counts[step]),
            ]),
            [t('theme.noData'), null, null, whole(missing[step])],
          ],
        },
        {
          title: t('theme.units'),
          head: ['id', t('theme.name'), t('theme.value'), t('theme.class')],
          rows: named.map(({ id, name, value, word, class: k }): Cell[] => [
            id,
            of(name),
            word ? of(word) : number(value),
            whole(k + 1),
          ]),
          ...(named.length < classes[step].length ? { note: t('theme.reportNote', { count: named.length }) } : {}),
        },
      ],
      signatures: [],
    };
  };
}

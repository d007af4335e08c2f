import type { SunResult } from '../../../workers/sun/engine-types.ts';
import { formatNumber } from '../../kit/format.ts';
import { useWords } from '../../kit/words.ts';
import type { DwellingRow } from './dwelling.ts';

/** A dwelling by its building, its storey, and its place on the storey. */
export function useDwellingName(): (result: SunResult, row: DwellingRow) => string {
  const { t, of } = useWords();
  return ({ buildings }, { building, storey, place, ofStorey, isAlongNorth }) => {
    const name = of(buildings[building].name);
    const end = t(isAlongNorth ? 'sun.fromSouth' : 'sun.fromWest');
    return t(ofStorey > 1 ? 'sun.dwellingName' : 'sun.dwellingWhole', {
      name,
      storey: storey + 1,
      end,
      place: place + 1,
    });
  };
}

/** What a study comes to: a figure, the sentence that it begins, and the worst dwelling. A rule that nobody confirmed gives hours and no verdict. */
export function useVerdict(): (
  result: SunResult,
  rows: readonly DwellingRow[],
) => { figure: string; sentence: string; worst: string | null } {
  const { t, of } = useWords();
  const nameOf = useDwellingName();
  return (result, rows) => {
    const { rules, hasScheme } = result;
    const { judged, metAfter, lost } = result.dwellings.counts;
    const hours = (minutes: number) => formatNumber(minutes / 60, 1);
    const words = { rule: of(rules.label), hours: formatNumber(rules.minMinutes / 60, rules.minMinutes % 60 ? 1 : 0) };
    const all = formatNumber(judged);
    const kind = rules.verified ? 'Verdict' : 'Hours';
    // Where nobody falls below, the worst is who loses most, and losing nothing is said.
    const loss = ({ beforeMin, afterMin }: DwellingRow) => beforeMin - afterMin;
    const most = rows.reduce<DwellingRow | undefined>((a, b) => (a && loss(a) >= loss(b) ? a : b), undefined);
    const first = hasScheme && lost === 0 ? most : rows[0];
    const name = first ? nameOf(result, first) : '';
    const worst =
      first === undefined
        ? null
        : hasScheme
          ? hours(first.beforeMin) === hours(first.afterMin)
            ? t('sun.noneLoses')
            : t('sun.worstChange', { name, before: hours(first.beforeMin), after: hours(first.afterMin) })
          : t('sun.worst', { name, hours: hours(first.afterMin) });
    if (hasScheme) return { figure: formatNumber(lost), sentence: t(`sun.lost${kind}`, { ...words, all }), worst };
    return { figure: formatNumber(metAfter), sentence: t(`sun.met${kind}`, { ...words, all }), worst };
  };
}

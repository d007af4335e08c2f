import type { ThemeClass, ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';
import { formatLimit, formatUnit, HECTARE } from '../../kit/format.ts';
import type { useWords } from '../../kit/words.ts';

type Words = Pick<ReturnType<typeof useWords>, 't' | 'of' | 'language'>;

/** A limit as it is read: no more digits than tell it from its neighbours by a thousandth of the whole. */
export function limitText(value: number, spread: ThemeResult['spread']): string {
  const span = spread ? spread.max - spread.min : 0;
  if (span <= 0) return formatLimit(value);
  const step = 10 ** Math.floor(Math.log10(span / 1000));
  return formatLimit(Number((Math.round(value / step) * step).toPrecision(12)));
}

/** A class as the legend writes it; one of a single value is that value. */
export function classText({ from, to, word }: ThemeClass, spread: ThemeResult['spread'], { t, of }: Words): string {
  if (from === null || to === null) return word ? of(word) : t('theme.others');
  const limits = new Set([limitText(from, spread), limitText(to, spread)]);
  return [...limits].join('–');
}

/** The unit of what is shown: of the number, over hectares where it is divided by area. */
export function unitText(
  { request: { per, measure }, unit }: ThemeResult,
  { t, language }: Pick<Words, 't' | 'language'>,
): string {
  const own = unit === '1' ? '' : formatUnit(unit, language);
  if (measure.by === 'words') return '';
  if (per.by === 'area') return `${own || '1'}/${HECTARE[language]}`;
  return per.by === 'nothing' ? own : t('theme.ratio');
}

/** How large the cells are and what falls together in one, or in an area; null: each thing has its own value. */
export function unitsText({ request: { unit, measure } }: ThemeResult, { t }: Pick<Words, 't'>): string | null {
  if (unit.by === 'things') return null;
  const fold = measure.by === 'number' ? t(`theme.${measure.fold}`) : t('theme.count');
  if (unit.by !== 'grid') return t('theme.inAreas', { fold });
  return t('theme.inCells', { fold, cell: formatLimit(unit.cellM) });
}

import { cityTime, formatTime } from '../../kit/city-time.ts';
import { formatNumber, NO_VALUE_MARK } from '../../kit/format.ts';
import { words } from '../../kit/words.ts';
import type { RunFacts } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';
import type { AHEAD_FIGURES, AheadChange, AheadItem, AheadSubject } from './look-ahead.ts';

type FigureName = (typeof AHEAD_FIGURES)[AheadSubject][number];

/** Decimals of the figures: metres and hours are not whole. */
export const AHEAD_DIGITS: Readonly<Record<FigureName, number>> = {
  wetResidents: 0,
  wetDwellings: 0,
  closedRoads: 0,
  roadClosure: 1,
  wetEntrances: 0,
  deepest: 2,
  people: 0,
  left: 0,
  jammed: 0,
  waded: 0,
  clearance95: 0,
  clearance100: 0,
};

/** Characters of a hash that separate results in a line. */
const HASH_SHOWN = 12;

/** A change is told with its sign. */
export function signed(value: number, digits: number): string {
  const text = formatNumber(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** What a variant changes as a line of the log, in the page's language, with the hashes of both results. */
export function changeText(
  twin: Twin,
  { name }: Pick<AheadItem, 'name'>,
  noAction: Pick<RunFacts, 'name' | 'hash'>,
  run: Pick<RunFacts, 'hash'>,
  { changes, firstMs }: AheadChange,
): string {
  const t = words.in(twin.getState().language);
  const parts = changes.map((each) => {
    const figure = each.name as FigureName;
    const value = each.change === null ? NO_VALUE_MARK : signed(each.change, AHEAD_DIGITS[figure]);
    return `${t(`lookAhead.figures.${figure}`)} ${value}`;
  });
  return t('lookAhead.changeLine', {
    name,
    base: noAction.name,
    changes: parts.join(' · '),
    first: firstMs === null ? t('lookAhead.never') : formatTime(cityTime(firstMs, twin.city.zone), true),
    hash: run.hash?.slice(0, HASH_SHOWN) ?? NO_VALUE_MARK,
    baseHash: noAction.hash?.slice(0, HASH_SHOWN) ?? NO_VALUE_MARK,
  });
}

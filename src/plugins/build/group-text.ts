import { MIN_PER_DAY } from '../../../model/time.ts';
import { formatNumber, NO_VALUE_MARK } from '../../kit/format.ts';
import type { Language } from '../../twin/appearance.ts';
import { planDate, planName, type Speech } from './plan-text.ts';
import type { SeenGroup } from './review-controller.ts';

/** Names that are written out of those of a group. */
const MAX_NAMES = 2;

/** What meets in a group of findings. */
export function groupNames({ names }: Pick<SeenGroup, 'names'>, language: Language): string {
  const all = [...new Set(names.map((name) => planName(name, language)))];
  const rest = all.length - MAX_NAMES;
  return `${all.slice(0, MAX_NAMES).join(' × ')}${rest > 0 ? ` +${rest}` : ''}`;
}

/** From when to when it meets. */
export function groupSpan(
  { fromDay, toDay }: Pick<SeenGroup, 'fromDay' | 'toDay'>,
  { t, language }: Pick<Speech, 't' | 'language'>,
): string {
  const [from, to] = [fromDay, toDay].map((day) =>
    Number.isFinite(day) ? planDate(day * MIN_PER_DAY, language) : null,
  );
  const forGood = t('space.forGood');
  return from === null && to === null ? forGood : `${from ?? ''} – ${to ?? forGood}`;
}

/** A value or a limit of a group with its unit. */
export function groupAmount(value: number, unit: string, day: string): string {
  if (!Number.isFinite(value)) return NO_VALUE_MARK;
  const decimals = unit === 'd' || unit === 'm³' ? 0 : 2;
  return `${formatNumber(value, decimals)}${unit === '1' ? '' : ` ${unit === 'd' ? day : unit}`}`;
}

import { formatNumber } from '../text/number-text.ts';

/** A figure should lie within these; a side that is not named is open. */
export interface TargetBand {
  from?: number | undefined;
  to?: number | undefined;
}

/** Whether a figure is where it should be; null: nobody said where, or there is no figure. */
export function isOnTarget(figure: number | null, target: TargetBand | undefined): boolean | null {
  if (figure === null || !target || (target.from === undefined && target.to === undefined)) return null;
  return figure >= (target.from ?? -Infinity) && figure <= (target.to ?? Infinity);
}

/** A target as it is read: from, to, or both. */
export function targetText({ from, to }: TargetBand): string {
  const text = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 2);
  if (from === undefined) return `≤ ${text(to ?? 0)}`;
  return to === undefined ? `≥ ${text(from)}` : `${text(from)}–${text(to)}`;
}

/** Text that is a number: digits with at most one point, a sign and a power of ten. A decimal comma is none: in `1,234` it may mean either. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MAX_NUMBER_CHARS = 64;

/**
 * The number that a measured result stands for, by one rule at every door of hub and page: a finite number is itself, on and off are 1 and 0, and a
 * text that is a number is that number, as many gateways send it. Null: it is no number.
 */
export function measuredNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > MAX_NUMBER_CHARS) return null;
  const text = value.trim();
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

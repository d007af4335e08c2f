import { formatNumber, NO_VALUE_MARK } from '../text/number-text.ts';
import type { Cell } from './data-table.ts';

/** The number of a cell; null where it holds a text or none. */
export function numberOf(cell: Cell): number | null {
  if (typeof cell === 'string' || cell === null) return null;
  const value = typeof cell === 'number' ? cell : cell.value;
  return Number.isFinite(value) ? value : null;
}

/** A cell in words, a number with so many decimals unless it says its own. */
export function cellText(cell: Cell, digits = 0): string {
  if (typeof cell === 'string') return cell;
  const known = numberOf(cell);
  const decimals = typeof cell === 'object' && cell ? cell.digits : digits;
  return known === null ? NO_VALUE_MARK : formatNumber(known, decimals);
}

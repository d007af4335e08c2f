import type { Text } from '../../model/text/text.ts';
import type { LeftItem, LinkReading } from './link-part.ts';

/** Reads one value of a link. */
type ReadValue<L> = (value: string) => LinkReading<L>;

/** Rounds to so many digits, without trailing zeros. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Numbers between separators; null where one of them is none. */
export function numbersOf(text: string, separator: string): number[] | null {
  const numbers = text.split(separator).map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return numbers.every(Number.isFinite) ? numbers : null;
}

/** Percent-decoded text; null where it is not encoded so. */
export function decoded(text: string | undefined): string | null {
  try {
    return text === undefined ? null : decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** A number within limits, converted to the state's unit. */
export function number<K extends string>(
  key: K,
  min: number,
  max: number,
  convert = (value: number) => value,
): ReadValue<Record<K, number>> {
  return (text) => {
    const value = text === '' ? Number.NaN : Number(text);
    if (!(value >= min && value <= max)) return { expected: { zh: `${min} 至 ${max}`, en: `${min} to ${max}` } };
    return { linked: { [key]: convert(value) } as Record<K, number> };
  };
}

/** 0 or 1. */
export function flag<K extends string>(key: K): ReadValue<Record<K, boolean>> {
  return (text) => {
    if (text !== '0' && text !== '1') return { expected: { zh: '0 或 1', en: '0 or 1' } };
    return { linked: { [key]: text === '1' } as Record<K, boolean> };
  };
}

/** What is expected where one of some words may stand. */
export const anyOf = (values: readonly string[]): Text => ({ zh: values.join('、'), en: values.join(', ') });

/** One of these words. */
export function oneOf<K extends string, T extends string>(key: K, values: readonly T[]): ReadValue<Record<K, T>> {
  return (text) => {
    const value = values.find((known) => known === text);
    if (value === undefined) return { expected: anyOf(values) };
    return { linked: { [key]: value } as Record<K, T> };
  };
}

/** Tells what an item of a list says, or what was expected instead. */
type ItemReading<T> = { item: T } | { expected: Text };

/**
 * Reads a list item by item: one that names what this city has no longer is left out and told, the others hold. A list of which nothing
 * holds is refused.
 */
export function readItems<T, L extends object>(
  items: readonly string[],
  read: (text: string) => ItemReading<T>,
  linkedOf: (items: T[]) => Partial<L>,
): LinkReading<L> {
  const known: T[] = [];
  const left: LeftItem[] = [];
  for (const got of items) {
    const reading = read(got);
    if ('item' in reading) known.push(reading.item);
    else left.push({ got, expected: reading.expected });
  }
  if (known.length === 0 && left.length > 0) return { expected: left[0].expected };
  return { linked: linkedOf(known), ...(left.length > 0 ? { left } : {}) };
}

/** What is expected in place of a name that no part of a link has. */
export const KEY_OF_A_LINK: Text = { zh: '链接可用的名称', en: 'a key of a link' };

/** Reads each key by its own reader; the part's type says what they read together. */
export function byKey<L extends object>(
  readers: Readonly<Record<string, (value: string) => LinkReading<object>>>,
): (key: string, value: string) => LinkReading<L> {
  return (key, value) => {
    const read = Object.hasOwn(readers, key) ? readers[key] : null;
    return (read ? read(value) : { expected: KEY_OF_A_LINK }) as LinkReading<L>;
  };
}

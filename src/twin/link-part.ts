import type { Manifest } from '../../model/city/manifest.ts';
import type { Message } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
import type { TwinState } from './slice.ts';

/** An item of a list in a link that names nothing this city knows: its text, and what was expected. */
export interface LeftItem {
  got: string;
  expected: Text;
}

/** Tells what a value of a link says, with the items that were left out of it, or what was expected instead. */
export type LinkReading<L> = { linked: Partial<L>; left?: readonly LeftItem[] } | { expected: Text };

/**
 * A subject's part of the address: `key=value` pairs of the hash. Only what differs from a fresh start is written. The separators `& =` are the
 * link's own; a value that may hold them is percent-encoded by its part. `L` is what the part's values say together.
 */
export interface LinkPart<L extends object = object> {
  /** All that this part writes and reads. */
  readonly keys: readonly string[];
  /** In the order in which they stand in the link. */
  write(state: TwinState, city: Manifest): readonly (readonly [key: string, value: string])[];
  /** The value of one of `keys`; `expected` says what should have come. */
  read(key: string, value: string, city: Manifest): LinkReading<L>;
  /** What a link that says this makes of the state; what it does not name is as at a fresh start. */
  open(linked: Partial<L>, state: TwinState, city: Manifest): Partial<TwinState>;
  /** What such a link names and only the window that wrote it has: it is told by name, since it cannot be opened here. */
  absent?(linked: Partial<L>, state: TwinState, city: Manifest): readonly Message[];
}

/** Text by key for `LinkPart.write`: those pairs whose text differs from the usual one. */
export function changed(
  pairs: readonly (readonly [key: string, value: string | number, usual: string | number])[],
): [key: string, value: string][] {
  return pairs.filter(([, value, usual]) => value !== usual).map(([key, value]) => [key, String(value)]);
}

/** These values, each in place of the fresh one where the link has it. */
export function over<T extends object>(fresh: T, linked: Partial<T>): T {
  const named = Object.entries(linked).filter(([key, value]) => key in fresh && value !== undefined);
  return { ...fresh, ...Object.fromEntries(named) };
}

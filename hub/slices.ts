import { setImmediate } from 'node:timers/promises';

/** Does long work slice by slice; whoever else has something to do in this thread does it between two of them. */
export async function inSlices<Item>(
  items: readonly Item[],
  size: number,
  work: (slice: readonly Item[]) => unknown,
): Promise<void> {
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await setImmediate();
    await work(items.slice(from, from + size));
  }
}

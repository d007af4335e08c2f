import { MS_PER_MIN } from '../../model/time.ts';

/** Wrong tries that are heard within a span; the next ones wait until the first of them is older than it. */
interface Limit {
  most: number;
  withinMs: number;
}

/** Limit of one name from one address from which it has logged in before. */
const KNOWN: Limit = { most: 8, withinMs: MS_PER_MIN };
/** Limit of one name from all other addresses together: whoever has many addresses guesses no faster. */
const STRANGERS: Limit = { most: 10, withinMs: 15 * MS_PER_MIN };
/** Limit of one address, whatever the names: each try costs half a second and 128 MiB. Many people may be behind one proxy. */
const ADDRESS: Limit = { most: 60, withinMs: MS_PER_MIN };

/** Names are the callers' to choose: so many are remembered. */
const MAX_KEYS = 20_000;

/**
 * Wrong tries to log in, counted by name and by address. Where a name has logged in from an address before, tries from there are counted
 * apart: a guesser at many other addresses does not shut out the person.
 */
export class Tries {
  private readonly wrong = new Map<string, number[]>();
  private readonly nowMs: () => number;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /**
   * How long until a try of this name from there is heard; 0: now, and it counts as wrong from here on, so that a hundred at once are not
   * all heard before the first was found wrong.
   */
  begin(name: string, address: string, isKnown: boolean): number {
    const limits = limitsOf(name, address, isKnown);
    const waitMs = Math.max(...limits.map(([key, limit]) => this.waitOf(key, limit)));
    if (waitMs > 0) return waitMs;
    for (const [key] of limits) {
      const times = this.wrong.get(key) ?? [];
      // Put in anew, so that the map's first keys are those that nobody has tried for longest.
      this.wrong.delete(key);
      this.wrong.set(key, [...times, this.nowMs()].slice(-ADDRESS.most));
    }
    for (const key of this.wrong.keys()) {
      if (this.wrong.size <= MAX_KEYS) break;
      this.wrong.delete(key);
    }
    return 0;
  }

  /** It was right, and does not count; nor do those before it of the person who is known there. */
  succeeded(name: string, address: string, isKnown: boolean): void {
    this.unheard(name, address, isKnown);
    this.wrong.delete(knownKey(name, address));
  }

  /** It was neither right nor wrong: the hub could not look. */
  unheard(name: string, address: string, isKnown: boolean): void {
    for (const [key] of limitsOf(name, address, isKnown)) this.wrong.get(key)?.pop();
  }

  private waitOf(key: string, { most, withinMs }: Limit): number {
    const first = this.wrong.get(key)?.at(-most);
    return first === undefined ? 0 : Math.max(0, first + withinMs - this.nowMs());
  }
}

const knownKey = (name: string, address: string): string => JSON.stringify([name, address]);

function limitsOf(name: string, address: string, isKnown: boolean): [key: string, limit: Limit][] {
  const ofName: [string, Limit] = isKnown ? [knownKey(name, address), KNOWN] : [JSON.stringify([name]), STRANGERS];
  return [ofName, [`address ${address}`, ADDRESS]];
}

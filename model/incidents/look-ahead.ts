import { MS_PER_MIN, S_PER_H } from '../time.ts';

/** Figures by name; one that the data do not tell is absent. */
type Figures = Readonly<Partial<Record<string, number>>>;

/** Figures of a run at one of its frames. */
interface Moment {
  timeS: number;
  figures: Figures;
}

/** A figure of a run without action, of another run, and the second less the first; null: one of the two does not tell it. */
interface FigureChange {
  name: string;
  noAction: number | null;
  other: number | null;
  change: number | null;
}

/** "What changes if": figure by figure, in the order of `names`. What a run does not tell is not taken for 0. */
export function figureChanges(names: readonly string[], noAction: Figures, other: Figures): FigureChange[] {
  return names.map((name) => {
    const before = noAction[name] ?? null;
    const after = other[name] ?? null;
    return {
      name,
      noAction: before,
      other: after,
      change: before === null || after === null ? null : after - before,
    };
  });
}

/** The first second, of those that both have a frame of, at which any figure that both tell differs; null: none does. */
export function firstDifferenceS(noAction: readonly Moment[], other: readonly Moment[]): number | null {
  const before = new Map(noAction.map(({ timeS, figures }) => [timeS, figures]));
  for (const { timeS, figures } of other) {
    const base = before.get(timeS);
    if (!base) continue;
    const differs = Object.entries(figures).some(([name, value]) => base[name] !== undefined && base[name] !== value);
    if (differs) return timeS;
  }
  return null;
}

/** Runs of variants beside one another: as many as cores but the page's own, yet two, that both come on by and by; no more than memory holds. */
export const parallelRuns = (cores: number): number => Math.min(MAX_PARALLEL, Math.max(2, cores - 1));
const MAX_PARALLEL = 4;

/** The places in a queue that begin now: the first that wait, as many as lanes are free. */
export function startable(queue: readonly ('waiting' | 'active' | 'over')[], parallel: number): number[] {
  const active = queue.filter((each) => each === 'active').length;
  const waiting = queue.flatMap((each, i) => (each === 'waiting' ? [i] : []));
  return waiting.slice(0, Math.max(0, parallel - active));
}

/** An order as the look-ahead reads it. */
interface GivenOrder {
  order: string;
  resource: string;
  name: string;
  placeM: readonly [eastM: number, northM: number] | null;
  /** When it is said to be there, or was. */
  arrivesMs: number;
  /** It was refused or recalled. */
  isOff: boolean;
}

/** A pump of an order: from when after now on it runs, and what it lifts. */
export interface OrderedPump {
  id: string;
  name: string;
  at: readonly [eastM: number, northM: number];
  rateM3ps: number;
  fromMin: number;
}

/** Pumps among the orders, by the ratings of the city's resources, m³/h; an order without a place, or that was recalled, pumps nothing. */
export function orderedPumps(
  orders: readonly GivenOrder[],
  ratingsM3PerH: ReadonlyMap<string, number>,
  nowMs: number,
): OrderedPump[] {
  return orders.flatMap(({ order, resource, name, placeM, arrivesMs, isOff }) => {
    const rating = ratingsM3PerH.get(resource);
    if (isOff || placeM === null || rating === undefined || rating <= 0) return [];
    const fromMin = Math.max(0, arrivesMs - nowMs) / MS_PER_MIN;
    return [{ id: `order-${order}`, name, at: placeM, rateM3ps: rating / S_PER_H, fromMin }];
  });
}

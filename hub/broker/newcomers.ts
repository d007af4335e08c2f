/** Ends a connection. */
type End = () => void;

interface NewcomerLimits {
  /** Connections at once. */
  most: number;
  /** Time after which a client that has not said who it is is turned away. */
  patienceMs?: number;
}

/**
 * Connections that have not said who they are. A flood of them must keep nobody out: where there are too many, the address with the most
 * of them loses its oldest, so that whoever comes and speaks at once gets in.
 */
export class Newcomers {
  private readonly byAddress = new Map<string, Set<End>>();
  private readonly limits: NewcomerLimits;
  private size = 0;

  constructor(limits: NewcomerLimits) {
    this.limits = limits;
  }

  /** Returns the function that takes it from the list: it has said who it is, or is gone. */
  add(address: string, end: End): () => void {
    const own = this.byAddress.get(address) ?? new Set<End>();
    this.byAddress.set(address, own);
    const { patienceMs, most } = this.limits;
    const timer = patienceMs === undefined ? undefined : setTimeout(() => turnAway(), patienceMs).unref();
    const leave = () => {
      clearTimeout(timer);
      if (!own.delete(turnAway)) return;
      this.size--;
      if (own.size === 0 && this.byAddress.get(address) === own) this.byAddress.delete(address);
    };
    const turnAway = () => {
      leave();
      end();
    };
    own.add(turnAway);
    this.size++;
    if (this.size > most) this.largest().values().next().value?.();
    return leave;
  }

  private largest(): Set<End> {
    let largest = new Set<End>();
    for (const own of this.byAddress.values()) if (own.size > largest.size) largest = own;
    return largest;
  }
}

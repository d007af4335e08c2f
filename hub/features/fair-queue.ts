/** Things that wait, each of somebody: whoever has many waits behind the first of whoever has one. */
export class FairQueue<Item> {
  private readonly waiting = new Map<string, Item[]>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  sizeOf(asker: string): number {
    return this.waiting.get(asker)?.length ?? 0;
  }

  add(asker: string, item: Item): void {
    const own = this.waiting.get(asker) ?? [];
    own.push(item);
    this.waiting.set(asker, own);
    this.count++;
  }

  /** Takes the first thing of the asker who has waited longest for a turn; undefined: nothing waits. */
  next(): Item | undefined {
    const [turn] = this.waiting;
    if (!turn) return undefined;
    const [asker, own] = turn;
    const item = own.shift();
    this.waiting.delete(asker);
    if (own.length > 0) this.waiting.set(asker, own);
    this.count--;
    return item;
  }

  /** Empties the queue. */
  takeAll(): Item[] {
    const all = [...this.waiting.values()].flat();
    this.waiting.clear();
    this.count = 0;
    return all;
  }
}

/** What drawings of one pane can say of a place: from the same arrays that they have given to the card. */
export interface Readers {
  /** Joins a reader of water; returns what ends it. */
  readDepth(depthM: (eastM: number, northM: number) => number | null): () => void;
  /** Joins a counter of people within metres of a place; returns what ends it. */
  countPeople(count: (eastM: number, northM: number, radiusM: number) => number): () => void;
  /** Metres of water there; null: nobody draws water, or there is none. */
  depthAt(eastM: number, northM: number): number | null;
  /** Null: nobody draws people. */
  peopleAt(eastM: number, northM: number, radiusM: number): number | null;
}

export function openReaders(): Readers {
  const depths = new Set<(eastM: number, northM: number) => number | null>();
  const counts = new Set<(eastM: number, northM: number, radiusM: number) => number>();
  const join = <T>(set: Set<T>, one: T): (() => void) => {
    set.add(one);
    return () => set.delete(one);
  };
  return {
    readDepth: (one) => join(depths, one),
    countPeople: (one) => join(counts, one),
    depthAt(east, north) {
      const read = [...depths].map((depth) => depth(east, north)).filter((depth) => depth !== null);
      return read.length > 0 ? Math.max(...read) : null;
    },
    peopleAt(east, north, radiusM) {
      if (counts.size === 0) return null;
      return [...counts].reduce((sum, count) => sum + count(east, north, radiusM), 0);
    },
  };
}

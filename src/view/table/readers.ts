import type { TableStage } from './stage.ts';

/** What drawings of the table can say of a place: the same arrays that they draw. */
export interface Readers {
  readDepth(depthM: (eastM: number, northM: number) => number | null): () => void;
  countPeople(count: (eastM: number, northM: number, radiusM: number) => number): () => void;
  /** Metres of water there; null: nobody draws water, or there is none. */
  depthAt(eastM: number, northM: number): number | null;
  /** Null: nobody draws people. */
  peopleAt(eastM: number, northM: number, radiusM: number): number | null;
}

export function openReaders({ requestFrame }: Pick<TableStage, 'requestFrame'>): Readers {
  const depths = new Set<(eastM: number, northM: number) => number | null>();
  const counts = new Set<(eastM: number, northM: number, radiusM: number) => number>();
  const join = <T>(set: Set<T>, one: T): (() => void) => {
    set.add(one);
    requestFrame();
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

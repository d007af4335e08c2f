import type { FormerBake } from './reuse/former-bake.ts';

export interface BakeProgress {
  /** A layer's id, or 'terrain', 'ground', 'grid'. */
  stage: string;
  done: number;
  total: number;
}

/** Which part of a city's work a bake does: units whose number, divided by `count`, leaves `index`. A whole bake is the share 0 of 1. */
export interface Share {
  index: number;
  count: number;
}

/** What a stage beside the layers is given. */
export interface BakeContext {
  threads: number;
  signal: AbortSignal | undefined;
  onProgress: (progress: BakeProgress) => void;
  share: Share;
  /** Writes into the new folder what the last bake does not have. */
  reuse: FormerBake;
}

/** Is this unit of work the share's? */
export function isOwn({ index, count }: Share, unit: number): boolean {
  return unit % count === index;
}

export interface BakeProgress {
  /** A layer's id, or 'terrain', 'ground', 'grid'. */
  stage: string;
  done: number;
  total: number;
}

/** What a stage beside the layers is given. */
export interface BakeContext {
  threads: number;
  signal: AbortSignal | undefined;
  onProgress: (progress: BakeProgress) => void;
}

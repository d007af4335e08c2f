/** Runs every function, last first; for drawings and `show…` functions that are made of others. */
export function endAll(ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of [...ends].reverse()) end();
  };
}

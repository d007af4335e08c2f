/** Keeps what a key was loaded as; a load that fails is tried again the next time, because a lost connection is not for ever. */
export interface Cached<T> {
  (key: string): Promise<T>;
  /** Drops whatever was loaded of a layer. */
  forget(layerId: string): void;
}

/** What `load` answers for each key, loaded once; keys begin with the id of their layer, or are JSON lists that do. */
export function cached<T>(load: (key: string) => Promise<T>): Cached<T> {
  const known = new Map<string, Promise<T>>();
  const get = (key: string): Promise<T> => {
    const kept = known.get(key);
    if (kept) return kept;
    const loading = load(key);
    known.set(key, loading);
    loading.catch(() => known.delete(key));
    return loading;
  };
  return Object.assign(get, {
    forget(layerId: string) {
      for (const key of known.keys())
        if (key === layerId || key.startsWith(`${layerId}/`) || key.startsWith(`["${layerId}",`)) known.delete(key);
    },
  });
}

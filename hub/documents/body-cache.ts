/** Bytes that never change, kept in memory while there is room. */
interface BodyCache {
  /** The bytes of a key: as kept, as somebody else is loading them just now, or loaded. Null is not kept. */
  get(key: string, load: () => Promise<Buffer | null>): Promise<Buffer | null>;
}

/**
 * Opens a cache that holds so many bytes at most; those that nobody asked for longest go first. A plan of 12 MB takes the embedded
 * database 0.2 s, and forty pages that open the same one would ask it forty times.
 */
export function openBodyCache(mostBytes: number): BodyCache {
  const kept = new Map<string, Buffer>();
  const loading = new Map<string, Promise<Buffer | null>>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  }

  function keep(key: string, body: Buffer): void {
    forget(key);
    if (body.length > mostBytes) return;
    kept.set(key, body);
    bytes += body.length;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break;
      forget(oldest);
    }
  }

  async function get(key: string, load: () => Promise<Buffer | null>): Promise<Buffer | null> {
    const begun = loading.get(key);
    // That it failed for somebody else, or that they have gone, is no answer to this one.
    const loaded = begun ? await begun.catch(() => null) : null;
    const body = loaded ?? kept.get(key) ?? (await begin(key, load));
    if (body !== null) keep(key, body);
    return body;
  }

  function begin(key: string, load: () => Promise<Buffer | null>): Promise<Buffer | null> {
    const begun = load().finally(() => {
      if (loading.get(key) === begun) loading.delete(key);
    });
    loading.set(key, begun);
    return begun;
  }

  return { get };
}

/** Texts that never change, kept in memory while there is room. */
interface BodyCache {
  /** The text of a key: as kept, as somebody else is loading it just now, or loaded. Null is not kept. */
  get(key: string, load: () => Promise<string | null>): Promise<string | null>;
}

/**
 * Opens a cache that holds so many characters at most; those that nobody asked for longest go first. A plan of 12 MB takes the embedded
 * database 0.2 s, and forty pages that open the same one would ask it forty times.
 */
export function openBodyCache(mostCharacters: number): BodyCache {
  const kept = new Map<string, string>();
  const loading = new Map<string, Promise<string | null>>();
  let characters = 0;

  function forget(key: string): void {
    characters -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  }

  function keep(key: string, text: string): void {
    forget(key);
    if (text.length > mostCharacters) return;
    kept.set(key, text);
    characters += text.length;
    for (const oldest of kept.keys()) {
      if (characters <= mostCharacters) break;
      forget(oldest);
    }
  }

  async function get(key: string, load: () => Promise<string | null>): Promise<string | null> {
    const begun = loading.get(key);
    // That it failed for somebody else, or that they have gone, is no answer to this one.
    const loaded = begun ? await begun.catch(() => null) : null;
    const text = loaded ?? kept.get(key) ?? (await begin(key, load));
    if (text !== null) keep(key, text);
    return text;
  }

  function begin(key: string, load: () => Promise<string | null>): Promise<string | null> {
    const begun = load().finally(() => {
      if (loading.get(key) === begun) loading.delete(key);
    });
    loading.set(key, begun);
    return begun;
  }

  return { get };
}

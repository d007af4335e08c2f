/** Bytes of a file by its path below a folder; refuses more than `maxBytes`. */
export type ReadBelow = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

/** A city need not have the file; one that it has must be read. `error` is of `fetchBelow`. */
export function noneAt404(error: unknown): null {
  if (error instanceof Error && error.message.endsWith('expected 200, got 404')) return null;
  throw error;
}

/**
 * Reads below `baseUrl` only: a manifest that names another host or climbs out of its folder is refused before any
 * request leaves. Stops as soon as more comes than a file may hold, whatever its head promised. `Refusal` is what it throws.
 */
export function fetchBelow(baseUrl: string, Refusal: new (message: string) => Error): ReadBelow {
  return async (path, maxBytes) => {
    const { href } = new URL(path, baseUrl);
    if (!href.startsWith(baseUrl)) throw new Refusal(`${path}: expected a path below the city, got ${href}`);
    const response = await fetch(href);
    if (!response.ok || !response.body) throw new Refusal(`${path}: expected 200, got ${response.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        throw new Refusal(`${path}: expected ${maxBytes} bytes or fewer, got more`);
      }
      parts.push(part.value);
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.byteLength;
    }
    return bytes;
  };
}

import { CITY_FACTS, type CityFact } from '../model/city/facts.ts';
import type { Manifest } from '../model/city/manifest.ts';
import { type Message, MessageError } from '../model/text/message.ts';
import { readerMessage } from './shared/messages.ts';

/** Bytes of a file by its path below a folder; refuses more than `maxBytes`. */
type FetchLimited = (path: string, maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>;

/** A city need not have the file; one that it has must be read. `error` is of `fetchBelow`. */
function nullAt404(error: unknown): null {
  if (error instanceof Error && error.message.endsWith('expected 200, got 404')) return null;
  throw error;
}

/**
 * Reads below `baseUrl` only: a manifest that names another host or climbs out of its folder is refused before any
 * request leaves. Stops as soon as more comes than a file may hold, whatever its head promised. `Refusal` is what it throws.
 */
export function fetchLimited(baseUrl: string, Refusal: new (message: Message) => Error): FetchLimited {
  return async (path, maxBytes) => {
    const { href } = new URL(path, baseUrl);
    if (!href.startsWith(baseUrl)) throw new Refusal(readerMessage('city-path', { path, href }));
    const response = await fetch(href);
    if (!response.ok || !response.body) throw new Refusal(readerMessage('city-status', { path, got: response.status }));
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        throw new Refusal(readerMessage('city-large', { path, maxBytes }));
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

/** A raster of 4,000 × 4,000 float32; no file that an engine reads of a city is larger. */
const MAX_CITY_FILE_BYTES = 1 << 28;

class CityFileError extends MessageError {
  override name = 'CityFileError';
}

/** Files of a baked city, below its folder. */
export function cityFilesBelow(manifest: Manifest, baseUrl: string) {
  const readBelow = fetchLimited(baseUrl, CityFileError);
  const read = (path: string, maxBytes = MAX_CITY_FILE_BYTES) => readBelow(path, maxBytes);
  const readJson = async (path: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await read(path)));
  const findJson = async (path: string): Promise<unknown> =>
    isAbsent(manifest, path) ? null : readJson(path).catch(nullAt404);
  return { manifest, read, readJson, findJson };
}

/** Whether the manifest says that the city has no such file: what is known to be absent is not asked for. */
function isAbsent({ facts }: Manifest, path: string): boolean {
  if (!facts) return false;
  const fact = (Object.keys(CITY_FACTS) as CityFact[]).find((name) => CITY_FACTS[name].file === path);
  return fact !== undefined && facts[fact] === undefined;
}

import type { TileService } from '../../model/city/feature-service.ts';

const MAX_QUERY_LETTERS = 500;
const MAX_PATH_LETTERS = 1000;

/**
 * The address of a file of a tileset elsewhere by its path below the folder of the address that was named; null: the path leads out of it.
 * Parameters of the named address, a key for instance, go with every file.
 */
export function tileAddress({ url }: TileService, path: string, query: string): URL | null {
  const first = new URL(url);
  const parts = path.split('/');
  const isPlain = parts.every((part) => /^[^.\\\0][^\\\0]*$/.test(part));
  if (!isPlain || path.length > MAX_PATH_LETTERS || query.length > MAX_QUERY_LETTERS) return null;
  const folder = new URL('.', first);
  const address = new URL(parts.map(encodeURIComponent).join('/'), folder);
  if (address.origin !== first.origin || !address.pathname.startsWith(folder.pathname)) return null;
  address.search = query;
  for (const [name, value] of first.searchParams) address.searchParams.set(name, value);
  return address;
}

/** A value that names a file: `uri` of contents and buffers, `url` of tilesets of 3D Tiles 1.0. */
const NAMED_FILE = /("ur[il]"\s*:\s*")((?:https?:|\\?\/)[^"]{1,2000})"/g;

/**
 * Makes whole addresses in a tileset relative to its own file, so that the page asks the hub for them too. What lies outside the folder stays
 * as it is: the page may not ask for it.
 */
export function relativeFiles(text: string, at: URL, service: TileService): string {
  const folder = new URL('.', service.url);
  return text.replace(NAMED_FILE, (whole, head: string, written: string) => {
    const plain = written.replaceAll('\\/', '/');
    if (!URL.canParse(plain, at.href)) return whole;
    const to = new URL(plain, at);
    if (to.origin !== folder.origin || !to.pathname.startsWith(folder.pathname)) return whole;
    const below = at.pathname.slice(folder.pathname.length).split('/').length - 1;
    return `${head}${'../'.repeat(below)}${to.pathname.slice(folder.pathname.length)}${to.search}"`;
  });
}

import { expose, transfer } from 'comlink';
import type { Catalogue, CatalogueService } from './catalogue.ts';
import { CatalogueError, openCatalogue, type ReadFile } from './catalogue-core.ts';

/**
 * Reads below `baseUrl` only: a manifest that names another host or climbs out of its folder is refused before any
 * request leaves. Stops as soon as more comes than a file may hold, whatever its head promised.
 */
function fetchBelow(baseUrl: string): ReadFile {
  return async (path, maxBytes) => {
    const { href } = new URL(path, baseUrl);
    if (!href.startsWith(baseUrl)) throw new CatalogueError(`${path}: expected a path below the city, got ${href}`);
    const response = await fetch(href);
    if (!response.ok || !response.body) throw new CatalogueError(`${path}: expected 200, got ${response.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        throw new CatalogueError(`${path}: expected ${maxBytes} bytes or fewer, got more`);
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

let catalogue: Catalogue | null = null;

function opened(): Catalogue {
  if (!catalogue) throw new CatalogueError('catalogue: expected open() first');
  return catalogue;
}

const service: CatalogueService = {
  open: async (manifest, baseUrl) => {
    catalogue = openCatalogue(manifest, fetchBelow(baseUrl));
  },
  describe: (gid) => opened().describe(gid),
  gidOf: (id) => opened().gidOf(id),
  related: (id) => opened().related(id),
  search: (text, limit) => opened().search(text, limit),
  summarise: (layerId, attribute, method) => opened().summarise(layerId, attribute, method),
  paint: async (request) => {
    const rgba = await opened().paint(request);
    return transfer(rgba, [rgba.buffer]);
  },
};

expose(service);

import { expose, transfer, transferHandlers } from 'comlink';
import type { Catalogue, CatalogueService, LayerHolder } from '../../../model/city/catalogue.ts';
import { carryMessages } from '../../../model/text/carry-messages.ts';
import { fetchLimited } from '../../../readers/fetch-below.ts';
import { openCatalogue } from './catalogue-core.ts';
import { CatalogueError } from './catalogue-files.ts';

let catalogue: (Catalogue & LayerHolder) | null = null;

function opened(): Catalogue & LayerHolder {
  if (!catalogue) throw new Error('catalogue: expected open() first');
  return catalogue;
}

const moved = (rgba: Uint8Array) => transfer(rgba, [rgba.buffer as ArrayBuffer]);
carryMessages(transferHandlers);
expose({
  open: async (manifest, baseUrl) => {
    catalogue = openCatalogue(manifest, fetchLimited(baseUrl, CatalogueError));
  },
  describe: (gid) => opened().describe(gid),
  gidOf: (id) => opened().gidOf(id),
  related: (id) => opened().related(id),
  nearest: (place, layerIds, count) => opened().nearest(place, layerIds, count),
  areasAt: (place, layerIds) => opened().areasAt(place, layerIds),
  search: (text, limit) => opened().search(text, limit),
  countIn: (outline) => opened().countIn(outline),
  adopt: (layer, files) => opened().adopt(layer, files),
  drop: (layerId) => opened().drop(layerId),
  summarise: (layerId, attribute, method) => opened().summarise(layerId, attribute, method),
  paint: async (request) => moved(await opened().paint(request)),
} satisfies CatalogueService);

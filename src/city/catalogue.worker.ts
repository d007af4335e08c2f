import { expose, transfer } from 'comlink';
import type { Catalogue, CatalogueService, LayerHolder } from './catalogue.ts';
import { CatalogueError, openCatalogue } from './catalogue-core.ts';
import { fetchBelow } from './fetch-below.ts';

let catalogue: (Catalogue & LayerHolder) | null = null;

function opened(): Catalogue & LayerHolder {
  if (!catalogue) throw new CatalogueError('catalogue: expected open() first');
  return catalogue;
}

const service: CatalogueService = {
  open: async (manifest, baseUrl) => {
    catalogue = openCatalogue(manifest, fetchBelow(baseUrl, CatalogueError));
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
  paint: async (request) => {
    const rgba = await opened().paint(request);
    return transfer(rgba, [rgba.buffer]);
  },
};

expose(service);

import type { Catalogue, CatalogueService, LayerHolder } from '../../../model/city/catalogue.ts';
import { fetchLimited } from '../../../readers/fetch-below.ts';
import { handedOver } from '../../../workers/shared/engine.ts';
import { openCatalogue } from '../../twin/catalogue/catalogue-core.ts';
import { CatalogueError } from '../../twin/catalogue/catalogue-files.ts';

/** There from the first call on: whoever starts this worker opens the catalogue before it asks. */
let catalogue: Catalogue & LayerHolder;
const moved = <A extends Uint8Array | Float32Array>(values: A) => handedOver(values, [values]);

/** The columns of the open city. */
export const catalogueService = {
  open: async (manifest, baseUrl) => {
    catalogue = openCatalogue(manifest, fetchLimited(baseUrl, CatalogueError));
  },
  describe: (gid) => catalogue.describe(gid),
  gidOf: (id) => catalogue.gidOf(id),
  related: (id) => catalogue.related(id),
  nearest: (place, layerIds, count) => catalogue.nearest(place, layerIds, count),
  areasAt: (place, layerIds) => catalogue.areasAt(place, layerIds),
  around: (place, radiusM) => catalogue.around(place, radiusM),
  overLimits: () => catalogue.overLimits(),
  search: (text, limit) => catalogue.search(text, limit),
  heights: async (layerId) => moved(await catalogue.heights(layerId)),
  countIn: (outline) => catalogue.countIn(outline),
  keys: (layerId, attribute) => catalogue.keys(layerId, attribute),
  middles: (layerId) => catalogue.middles(layerId),
  thingsAt: (layerId, placesM) => catalogue.thingsAt(layerId, placesM),
  query: async (query) => {
    const found = await catalogue.query(query);
    return handedOver(found, [found.rows]);
  },
  records: (layerId, rows) => catalogue.records(layerId, rows),
  outlines: (layerId, rows) => catalogue.outlines(layerId, rows),
  solids: (layerId, rows) => catalogue.solids(layerId, rows),
  adopt: (layer, files) => catalogue.adopt(layer, files),
  drop: (layerId) => catalogue.drop(layerId),
  held: (layerId) => catalogue.held(layerId),
  summarise: (layerId, attribute, method) => catalogue.summarise(layerId, attribute, method),
  paint: async (request) => moved(await catalogue.paint(request)),
} satisfies CatalogueService;

import type { BreakMethod, Catalogue, LayerHolder, Near } from '../../../model/city/catalogue.ts';
import { OWNER } from '../../../model/city/catalogue.ts';
import type { LayerInfo, Manifest } from '../../../model/city/manifest.ts';
import { cached } from './cached.ts';
import { CatalogueFiles, type ReadFile } from './catalogue-files.ts';
import { paint, summarise } from './catalogue-paint.ts';
import { searchNames } from './catalogue-search.ts';
import { findOverLimits } from './over-limits.ts';
import { keysOf, middlesOf, outlinesOf, recordsOf, runQuery, solidsOf, thingsAt } from './query.ts';
import { surroundingsOf } from './surroundings.ts';

/**
 * The catalogue over column files, which are read when first asked for and kept. A file that fails is asked for again
 * the next time: a lost connection is not for ever.
 */
export function openCatalogue(city: Manifest, fetchFile: ReadFile): Catalogue & LayerHolder {
  const files = new CatalogueFiles(city, fetchFile);
  const summaries = cached((key) => {
    const [layerId, attribute, method] = JSON.parse(key) as [string, string, BreakMethod | null];
    return summarise(files, layerId, attribute, method ?? undefined);
  });

  return {
    describe: (gid) => files.describe(gid),

    async related(id) {
      const found = await Promise.all(files.layers.filter(belongs).map((layer) => files.rowsOf(layer, id)));
      const described = await Promise.all(found.flat().map((gid) => files.describe(gid)));
      return described.filter((description) => description !== null);
    },

    nearest: ({ eastM, northM }, layerIds, count) => findNearest(files, eastM, northM, layerIds, count),

    async areasAt(place, layerIds) {
      const chosen = files.layers.filter(({ id }) => layerIds.includes(id));
      const found = await Promise.all(
        chosen.map(({ id, tileset }) => files.areasIn(id, tileset.replace(/.*\//, ''), place)),
      );
      const described = await Promise.all([...new Set(found.flat())].map((gid) => files.describe(gid)));
      return described.filter((description) => description !== null);
    },

    around: (place, radiusM) => surroundingsOf(files, place, radiusM),

    overLimits: () => findOverLimits(files),

    async gidOf(id) {
      for (const layer of files.layers) {
        const row = await files.rowOf(layer, id);
        if (row !== null) return layer.gidBase + row;
      }
      return null;
    },

    search: (text, limit) => searchNames(files, text, limit),

    summarise: (layerId, attribute, method) => summaries(JSON.stringify([layerId, attribute, method ?? null])),

    paint: (request) => paint(files, request),

    heights: (layerId) => files.heights(layerId),

    countIn: async (outline) => (await files.gidsIn(outline)).length,

    keys: (layerId, attribute) => keysOf(files, layerId, attribute),

    middles: (layerId) => middlesOf(files, layerId),

    thingsAt: (layerId, placesM) => thingsAt(files, layerId, placesM),

    query: (query) => runQuery(files, query),

    records: (layerId, rows) => recordsOf(files, layerId, rows),

    outlines: (layerId, rows) => outlinesOf(files, layerId, rows),

    solids: (layerId, rows) => solidsOf(files, layerId, rows),

    adopt(layer, held) {
      files.adopt(layer, held);
      summaries.forget(layer.id);
    },

    held: (layerId) => files.heldFiles(layerId),

    drop(layerId) {
      files.drop(layerId);
      summaries.forget(layerId);
    },
  };
}

/** Finds the nearest objects of each layer, centre to centre in the plane; objects whose facts do not come are left out. */
async function findNearest(
  files: CatalogueFiles,
  eastM: number,
  northM: number,
  layerIds: readonly string[],
  count: number,
): Promise<Near[]> {
  const found = await Promise.all(
    files.layers
      .filter(({ id }) => layerIds.includes(id))
      .map(async (layer) => {
        const at = await files.places(layer.id);
        const distances = Array.from({ length: layer.count }, (_, row) => ({
          gid: layer.gidBase + row,
          distanceM: Math.hypot(at[4 * row] - eastM, at[4 * row + 1] - northM),
        }));
        return distances.sort((a, b) => a.distanceM - b.distanceM).slice(0, count);
      }),
  );
  const near = await Promise.all(
    found.flat().map(async ({ gid, distanceM }) => ({ object: await files.describe(gid), distanceM })),
  );
  return near.flatMap(({ object, distanceM }) => (object ? [{ object, distanceM }] : []));
}

function belongs({ count, attributes }: LayerInfo): boolean {
  return count > 0 && attributes.some(({ name, type }) => name === OWNER && type !== 'number');
}

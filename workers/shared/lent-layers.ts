import type { LayerInfo } from '../../model/city/manifest.ts';
import type { CityFiles } from './engine.ts';

/** A layer that a page lends an engine: one that a person brought, or one of the city's own that got a role. */
export interface LentLayer {
  layer: LayerInfo;
  /** Files that lie nowhere else, by their paths in `layer`. */
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A city's files with layers that were lent: one of a known id takes the place of the city's own. */
export function withLent(files: CityFiles, lent: readonly LentLayer[]): CityFiles {
  const held = new Map(lent.flatMap((one) => [...one.files]));
  const layers = new Map([...files.manifest.layers, ...lent.map(({ layer }) => layer)].map((one) => [one.id, one]));
  return {
    manifest: { ...files.manifest, layers: [...layers.values()] },
    read: async (path, maxBytes) => held.get(path) ?? (await files.read(path, maxBytes)),
    readJson: (path) => files.readJson(path),
    findJson: (path) => files.findJson(path),
  };
}

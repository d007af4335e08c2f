import type { Catalogue } from '../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import type { Twin } from '../../twin/twin.ts';

/** More elements than these are drawn whole while they are at work: what draws them would have to be read once more. */
const MAX_ELEMENTS = 200_000;

/** Foot and top of elements by layer: what is at work grows from its foot. Read once a plan plays them, and again where a model was moved. */
interface ElementHeights {
  heights(): ReadonlyMap<string, Float32Array>;
  close(): void;
}

export function openElementHeights(
  twin: Twin,
  catalogue: Pick<Catalogue, 'heights'>,
  report: (about: string, error: unknown) => void,
): ElementHeights {
  const heights = new Map<string, Float32Array>();
  /** As it stood when it was read. */
  const read = new Map<string, LayerInfo>();

  async function readLayer(layer: LayerInfo): Promise<void> {
    read.set(layer.id, layer);
    try {
      const found = await catalogue.heights(layer.id);
      if (read.get(layer.id) !== layer) return;
      heights.set(layer.id, found);
      twin.setState(({ elementHeights }) => ({ elementHeights: elementHeights + 1 }));
    } catch (error) {
      report(`heights of ${layer.id}`, error);
    }
  }

  const readAll = () => {
    if (twin.getState().plan.kind !== 'open') return;
    for (const layer of twin.city.layers)
      if (layer.kind === 'element' && layer.count <= MAX_ELEMENTS && read.get(layer.id) !== layer)
        void readLayer(layer);
  };
  const ends = [twin.follow(({ plan }) => plan, readAll), twin.follow(({ model }) => model, readAll)];
  return {
    heights: () => heights,
    close() {
      for (const end of ends) end();
    },
  };
}

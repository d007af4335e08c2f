import type { Twin } from '../../twin/twin.ts';
import type { Mark } from './review-slice.ts';

/** More elements than these need not be told apart on the map. */
const MAX_MARKED = 400;

/** Others never fade further (LOOK §6). */
const FADED = 0.55;

/** Elements that are marked on the map for a finding or a scenario, one set at a time. */
export interface ElementMarks {
  /** Marks these in place of the ones before, and shows their layers. */
  mark(ids: readonly string[], tokenOf: (id: string) => string): Promise<void>;
  /** Elements that are not marked step back behind those that are; until `cancel` or the next `mark`. */
  fadeOthers(): void;
  /** What is still being looked up is marked no more; what is marked stays until the twin is told otherwise. */
  cancel(): void;
  /** Makes the ground translucent for what lies in it, where it is whole. */
  lookThroughGround(): void;
  /** The ground that was made translucent here closes again. */
  closeGround(): void;
}

/** Marks by the numbers that the picture knows elements by. */
export function openElementMarks(twin: Twin, gidOf: (id: string) => Promise<number | null>): ElementMarks {
  let shown = 0;
  let isLookedThrough = false;
  /** Opacities as they were, by layer. */
  const faded = new Map<string, number>();
  const unfade = () => {
    const { layers, setLayerOpacity } = twin.getState();
    for (const [id, opacityRatio] of faded) if (layers[id]) setLayerOpacity(id, opacityRatio);
    faded.clear();
  };
  return {
    async mark(ids, tokenOf) {
      const own = ++shown;
      unfade();
      const gids = await Promise.all(ids.slice(0, MAX_MARKED).map((id) => gidOf(id)));
      if (own !== shown) return;
      const marks = gids.flatMap((gid, i): Mark[] => (gid === null ? [] : [{ gid, token: tokenOf(ids[i]) }]));
      for (const { gidBase, count, id } of twin.city.layers)
        if (marks.some(({ gid }) => gid >= gidBase && gid < gidBase + count)) twin.getState().showLayer(id, true);
      twin.getState().setReview({ marks });
    },
    fadeOthers() {
      const { layers, setLayerOpacity } = twin.getState();
      for (const { id, kind } of twin.city.layers) {
        const layer = layers[id];
        if (kind !== 'element' || !layer?.shown || layer.opacityRatio <= FADED) continue;
        faded.set(id, layer.opacityRatio);
        setLayerOpacity(id, FADED);
      }
    },
    cancel() {
      shown++;
      unfade();
    },
    lookThroughGround() {
      const { underground, setUnderground } = twin.getState();
      if (underground !== 'off') return;
      setUnderground('translucent');
      isLookedThrough = true;
    },
    closeGround() {
      const { underground, setUnderground } = twin.getState();
      if (isLookedThrough && underground === 'translucent') setUnderground('off');
      isLookedThrough = false;
    },
  };
}

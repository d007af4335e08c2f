import type { LayerInfo, Manifest } from '../../model/city/manifest.ts';
import type { Reason } from './failure.ts';
import type { Slice } from './slice.ts';

declare module './slice.ts' {
  interface TwinState extends LayersSlice {}
}

type LayerStatus = { kind: 'idle' } | { kind: 'loading' } | { kind: 'ready' } | { kind: 'failed'; reason: Reason };

/** On which side of the comparison a layer is drawn: of several pictures `left` is the first and `right` every other. Without comparison all are drawn. */
export type Side = 'both' | 'left' | 'right';

export interface LayerState {
  shown: boolean;
  opacityRatio: number;
  side: Side;
  status: LayerStatus;
}

export interface LayersSlice {
  layers: Record<string, LayerState>;
  /** Layers outside these are hidden whatever their own switch says; empty = no filter. */
  cimLevels: number[];
  states: LayerInfo['state'][];
  showLayer(id: string, shown: boolean): void;
  setLayerOpacity(id: string, opacityRatio: number): void;
  setLayerSide(id: string, side: Side): void;
  setLayerStatus(id: string, status: LayerStatus): void;
  filterCimLevels(levels: number[]): void;
  filterStates(states: LayerInfo['state'][]): void;
}

export const layersSlice =
  (city: Manifest): Slice<LayersSlice> =>
  (set) => {
    const change = (id: string, part: Partial<LayerState>) =>
      set(({ layers }) => (layers[id] ? { layers: { ...layers, [id]: { ...layers[id], ...part } } } : {}));
    return {
      layers: Object.fromEntries(city.layers.map((layer) => [layer.id, newLayer(layer)])),
      cimLevels: [],
      states: [],
      showLayer: (id, shown) => change(id, { shown }),
      setLayerOpacity: (id, opacityRatio) => change(id, { opacityRatio: Math.min(1, Math.max(0, opacityRatio)) }),
      setLayerSide: (id, side) => change(id, { side }),
      setLayerStatus: (id, status) => change(id, { status }),
      filterCimLevels: (cimLevels) => set({ cimLevels }),
      filterStates: (states) => set({ states }),
    };
  };

export const newLayer = ({ shownAtStart }: LayerInfo): LayerState => ({
  shown: shownAtStart,
  opacityRatio: 1,
  side: 'both',
  status: { kind: 'idle' },
});

/** Whether a layer is drawn: its own switch, and the filters by CIM level and state. */
export function isDrawn(layer: LayerInfo, { layers, cimLevels, states }: LayersSlice): boolean {
  if (!layers[layer.id]?.shown) return false;
  if (cimLevels.length > 0 && !cimLevels.includes(layer.cimLevel)) return false;
  return states.length === 0 || states.includes(layer.state);
}

import type { LayerInfo } from '../../../model/city/manifest.ts';
import type { ModelPlace, PlaceDoubt } from '../../../model/city/model-place.ts';
import { isInRing } from '../../../model/geo/plane/ring.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice, TwinState } from '../../twin/slice.ts';
import type { Excavation, Pit } from '../../twin/underground.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ProjectSlice {}
}

export type { ModelPlace, PlaceDoubt } from '../../../model/city/model-place.ts';
export type { ModelFacts } from '../../../workers/construction/model/model-facts.ts';

/** The building model that a person brought: a layer of the city like any other, and where it stands. */
export type ModelStatus =
  | { kind: 'none' }
  /** `doneRatio` null: the file is being opened, and nobody can tell how far. */
  | { kind: 'reading'; file: string; doneRatio: number | null }
  | { kind: 'failed'; file: string; reason: Reason }
  | OpenModel;

export interface OpenModel {
  kind: 'open';
  file: string;
  layerId: string;
  place: ModelPlace;
  /** Column-major 4 × 4, see `enuFromModel`. */
  enuFromModel: number[];
  /** In plan, ENU metres. */
  outlineM: [number, number][];
  /** Buildings of the city that stand in its outline are hidden. */
  clears: boolean;
  /** Ground and tiles are cut where it reaches below them. */
  digs: boolean;
  /** What is dug for it. */
  pit: Pit;
  /** The file stated no place: it stands in the middle of what was in sight. */
  isGuess: boolean;
}

/** How the model is linked to the plan; what was found is asked of the desk. */
type LinkingStatus = { kind: 'idle' } | { kind: 'failed'; reason: Reason } | { kind: 'told'; serial: number };

interface ProjectSlice {
  model: ModelStatus;
  linking: LinkingStatus;
  /** The layer whose links the desk shows; null: the first of `linkableOf`. */
  linkLayer: string | null;
  setModel(model: ModelStatus): void;
  clearForModel(clears: boolean): void;
  digForModel(digs: boolean): void;
  setLinking(linking: LinkingStatus): void;
  chooseLinkLayer(layerId: string): void;
}

export const projectSlice: Slice<ProjectSlice> = (set) => ({
  model: { kind: 'none' },
  linking: { kind: 'idle' },
  linkLayer: null,
  clearForModel: (clears) => set(({ model }) => (model.kind === 'open' ? { model: { ...model, clears } } : {})),
  digForModel: (digs) => set(({ model }) => (model.kind === 'open' ? { model: { ...model, digs } } : {})),
  setLinking: (linking) => set({ linking }),
  chooseLinkLayer: (layerId) => set({ linkLayer: layerId }),
  setModel: (model) => set({ model }),
});

/** Where buildings of the city give way. */
export const clearedBy = ({ model }: Pick<ProjectSlice, 'model'>): OpenModel['outlineM'] | null =>
  model.kind === 'open' && model.clears ? model.outlineM : null;

/** What is dug for the model; nothing is where it stands on the ground. */
export const pitOf = ({ model }: Pick<ProjectSlice, 'model'>): Pit | null =>
  model.kind === 'open' && model.digs ? model.pit : null;

/** Chooses the one pit of the desk: the model's where it stands outside that of the plan, which is dug for all that stands in it. */
export function projectPit(state: Pick<TwinState, 'model' | 'planPit'>): Pit | Excavation | null {
  const { planPit } = state;
  const own = pitOf(state);
  const isOfPlan = own && planPit && own.ringM.every(([eastM, northM]) => isInRing(planPit.ringM, eastM, northM));
  return own && !isOfPlan ? own : planPit;
}

/** What is drawn now of the model, while it is open. */
export const openModelOf = ({ model }: ProjectSlice): OpenModel | null => (model.kind === 'open' ? model : null);

/** Layers whose elements rules may link to activities: the open model, then those that were baked with tasks, the largest first. */
export function linkableOf(layers: readonly LayerInfo[], state: Pick<ProjectSlice, 'model'>): LayerInfo[] {
  const { model } = state;
  const openId = model.kind === 'open' ? model.layerId : null;
  const baked = layers.filter(({ id, kind, attributes }) => {
    return kind === 'element' && id !== openId && attributes.some(({ name }) => name === 'task');
  });
  return [...layers.filter(({ id }) => id === openId), ...baked.sort((a, b) => b.count - a.count)];
}

/** The one that the desk shows. */
export function linkLayerOf(
  layers: readonly LayerInfo[],
  state: Pick<ProjectSlice, 'model' | 'linkLayer'>,
): LayerInfo | null {
  const linkable = linkableOf(layers, state);
  return linkable.find(({ id }) => id === state.linkLayer) ?? linkable[0] ?? null;
}

/** What a person may do about a doubt: keep what was taken, or go by the letter. */
export function placeByLetter(place: ModelPlace, doubt: PlaceDoubt): ModelPlace {
  if (doubt.code === 'scale') return place.kind === 'map' ? { ...place, scale: doubt.stated[0] } : place;
  const [eastM, northM, elevationM] = doubt.stated;
  if (place.kind === 'point') return { ...place, anchorM: [eastM, northM] };
  return { ...place, eastM, northM, elevationM };
}

import * as v from 'valibot';
import type { Text } from '../text/text.ts';

/**
 * What a city tells the engines and desks beside its layers and grids, each a file of its folder. The manifest says of each whether it was
 * given or inferred; what it does not name is absent.
 */
export const CITY_FACTS = {
  walkable: { file: 'walkable.json', label: { zh: '步行地面', en: 'Walking ground' } },
  roads: { file: 'road-network.json', label: { zh: '道路网', en: 'Road network' } },
  tracks: { file: 'tracks.json', label: { zh: '列车与船的线路', en: 'Lines of trains and boats' } },
  drains: { file: 'drain-network.json', label: { zh: '雨水管网', en: 'Storm drains' } },
  floodWorks: {
    file: 'flood-works.json',
    label: { zh: '堤防、河道与设计暴雨', en: 'Levees, rivers and design storms' },
  },
  sensors: { file: 'sensors.json', label: { zh: '传感器', en: 'Sensors' } },
  population: { file: 'population.json', label: { zh: '居民与作息', en: 'Residents and their day' } },
  resources: { file: 'resources.json', label: { zh: '应急资源', en: 'Emergency resources' } },
  cameras: { file: 'cameras.json', label: { zh: '摄像头', en: 'Cameras' } },
  prisms: { file: 'prisms.json', label: { zh: '建筑体块', en: 'Building volumes' } },
  tubes: { file: 'tubes.json', label: { zh: '管线与隧道', en: 'Pipes and tunnels' } },
  light: { file: 'light.json', label: { zh: '预计算光照', en: 'Precomputed light' } },
  pipes: { file: 'pipe-network.json', label: { zh: '管网拓扑', en: 'Pipe network' } },
} as const satisfies Record<string, { file: string; label: Text }>;

/** A kind of knowledge about a city that an engine or desk works on. */
export type CityFact = keyof typeof CITY_FACTS;
/** Also what the manifest itself holds. */
export type ManifestFact = CityFact | 'labels' | 'tour';

/** Facts that the baker makes of the layers, and no recipe gives. */
export const MADE_FACTS = ['prisms', 'tubes', 'pipes', 'light'] as const;

/** A fact that a recipe may give as a file; the others the baker makes of the layers. */
export type GivenFact = Exclude<CityFact, (typeof MADE_FACTS)[number]>;

/** Whether a fact was given or inferred; an inferred one says by which rule, with its counts. */
export const FactOrigin = v.variant('state', [
  v.object({ state: v.literal('given') }),
  v.object({
    state: v.literal('inferred'),
    code: v.string(),
    values: v.record(v.string(), v.union([v.string(), v.number()])),
  }),
]);

/** Where a fact of a city is from. */
export type FactOrigin = v.InferOutput<typeof FactOrigin>;

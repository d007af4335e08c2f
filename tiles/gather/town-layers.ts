import type { LayerGroup, LayerKind, Text } from '../../model/city/manifest.ts';

/** A layer that objects of OpenStreetMap make: which ones, and how its recipe reads them. */
export interface TownLayer {
  id: string;
  kind: LayerKind;
  group: LayerGroup;
  label: Text;
  geometry: 'polygon' | 'line';
  /** Taken whole where its first corner lies in the box. */
  isWhole?: true;
  keys: readonly { key: string; values?: readonly string[] }[];
  /** Tags that are kept, and as what where it is not their own name. */
  tags: readonly (readonly [tag: string, as?: string])[];
  /** Objects that are not to be seen from above. */
  leavesOut?: (tags: Record<string, string>) => boolean;
  /** What the recipe says beside its file, its source and its columns. */
  recipe: Record<string, unknown>;
  columns: readonly {
    field: string;
    type: 'string' | 'code' | 'number' | 'integer';
    label: Text;
    values?: Record<string, Text>;
  }[];
}

const NAME = { field: 'name', type: 'string', label: { zh: '名称', en: 'Name' } } as const;
const CLASS = { field: 'class', type: 'code', label: { zh: '类别', en: 'Class' } } as const;
const ROAD_COLUMNS = [
  NAME,
  { field: 'class', type: 'code', label: { zh: '等级', en: 'Class' } },
  { field: 'bridge', type: 'code', label: { zh: '桥', en: 'Bridge' } },
  { field: 'tunnel', type: 'code', label: { zh: '隧道', en: 'Tunnel' } },
  { field: 'lanes', type: 'code', label: { zh: '车道数', en: 'Lanes' } },
] as const;
const ROAD_TAGS = [['name'], ['highway', 'class'], ['bridge'], ['tunnel'], ['lanes'], ['width'], ['layer']] as const;

const MAIN = ['motorway', 'trunk', 'primary', 'secondary'].flatMap((name) => [name, `${name}_link`]);
const STREETS = [
  'tertiary',
  'tertiary_link',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'busway',
  'road',
];
const PATHS = ['pedestrian', 'footway', 'path', 'cycleway', 'steps', 'track', 'bridleway', 'corridor'];

const isBuried = ({ tunnel }: Record<string, string>): boolean => tunnel !== undefined && tunnel !== 'no';

const road = (id: string, label: Text, values: readonly string[], widthM: number): TownLayer => ({
  id,
  kind: 'area',
  group: 'road',
  label,
  geometry: 'line',
  keys: [{ key: 'highway', values }],
  tags: ROAD_TAGS,
  leavesOut: isBuried,
  recipe: { geometry: 'line', fields: { id: 'id', width: 'width' }, assume: { widthM }, colour: { token: 'map-road' } },
  columns: ROAD_COLUMNS,
});

/** Facade classes by what OpenStreetMap says a building is for: 1 residential, 2 glass, 3 shed, 4 public. */
const FACADES = {
  ...Object.fromEntries(
    ['residential', 'apartments', 'house', 'detached', 'semidetached_house', 'terrace', 'dormitory', 'bungalow'].map(
      (use) => [use, 1],
    ),
  ),
  ...Object.fromEntries(['commercial', 'office', 'retail', 'hotel', 'supermarket'].map((use) => [use, 2])),
  ...Object.fromEntries(
    ['industrial', 'warehouse', 'garage', 'garages', 'shed', 'barn', 'farm_auxiliary', 'hangar'].map((use) => [use, 3]),
  ),
  ...Object.fromEntries(
    ['school', 'university', 'hospital', 'church', 'civic', 'public', 'government', 'train_station', 'stadium'].map(
      (use) => [use, 4],
    ),
  ),
};

/** The layers of a town, from the lowest to the highest. */
export const LAYERS: readonly TownLayer[] = [
  {
    id: 'buildings',
    kind: 'building',
    group: 'building',
    label: { zh: '建筑', en: 'Buildings' },
    geometry: 'polygon',
    isWhole: true,
    keys: [{ key: 'building' }],
    tags: [
      ['name'],
      ['building', 'use'],
      ['height'],
      ['building:levels', 'levels'],
      ['min_height'],
      ['addr:street', 'street'],
      ['addr:housenumber', 'number'],
    ],
    leavesOut: ({ location }) => location === 'underground',
    recipe: {
      fields: { id: 'id', height: 'height', levels: 'levels', facade: 'use' },
      facades: FACADES,
      assume: { heightM: 9, storeyHeightM: 3.2 },
    },
    columns: [
      NAME,
      { field: 'use', type: 'code', label: { zh: '用途', en: 'Use' } },
      { field: 'street', type: 'string', label: { zh: '街道', en: 'Street' } },
      { field: 'number', type: 'string', label: { zh: '门牌', en: 'Number' } },
    ],
  },
  road('roads-main', { zh: '主要道路', en: 'Main roads' }, MAIN, 14),
  road('roads', { zh: '街道', en: 'Streets' }, STREETS, 7),
  road('paths', { zh: '步道', en: 'Paths' }, PATHS, 2.5),
  {
    id: 'railway',
    kind: 'area',
    group: 'facility',
    label: { zh: '铁路与轨道', en: 'Railways' },
    geometry: 'line',
    keys: [
      { key: 'railway', values: ['rail', 'light_rail', 'tram', 'subway', 'narrow_gauge', 'monorail', 'funicular'] },
    ],
    tags: [['name'], ['railway', 'class'], ['tunnel']],
    leavesOut: isBuried,
    recipe: { geometry: 'line', fields: { id: 'id' }, assume: { widthM: 3 }, colour: { token: 'line-strong' } },
    columns: [NAME, CLASS],
  },
  {
    id: 'water',
    kind: 'water',
    group: 'water',
    label: { zh: '水面', en: 'Water' },
    geometry: 'polygon',
    keys: [
      { key: 'natural', values: ['water', 'bay'] },
      { key: 'waterway', values: ['riverbank', 'dock'] },
      { key: 'landuse', values: ['reservoir', 'basin'] },
    ],
    tags: [['name'], ['natural', 'class']],
    recipe: { fields: { id: 'id' } },
    columns: [NAME],
  },
  {
    id: 'rivers',
    kind: 'area',
    group: 'water',
    label: { zh: '河流与沟渠', en: 'Rivers and ditches' },
    geometry: 'line',
    keys: [{ key: 'waterway', values: ['river', 'canal', 'stream', 'drain', 'ditch'] }],
    tags: [['name'], ['waterway', 'class'], ['width'], ['tunnel']],
    leavesOut: isBuried,
    recipe: {
      geometry: 'line',
      fields: { id: 'id', width: 'width' },
      assume: { widthM: 3 },
      colour: { token: 'map-water' },
    },
    columns: [NAME, CLASS],
  },
  {
    id: 'green',
    kind: 'area',
    group: 'green',
    label: { zh: '绿地', en: 'Green' },
    geometry: 'polygon',
    keys: [
      { key: 'leisure', values: ['park', 'garden', 'golf_course', 'nature_reserve', 'playground', 'pitch'] },
      {
        key: 'landuse',
        values: [
          'grass',
          'forest',
          'meadow',
          'recreation_ground',
          'village_green',
          'cemetery',
          'allotments',
          'orchard',
          'vineyard',
        ],
      },
      { key: 'natural', values: ['wood', 'scrub', 'grassland', 'heath'] },
    ],
    tags: [['name'], ['leisure', 'class'], ['landuse', 'use'], ['natural', 'cover']],
    recipe: { fields: { id: 'id' }, geometry: 'polygon', colour: { token: 'map-green' } },
    columns: [NAME],
  },
];

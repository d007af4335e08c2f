import type { LayerGroup, LayerKind, Text } from '../../model/city/manifest.ts';
import { PART_OF } from '../../readers/shared/building-columns.ts';
import { ROAD_COLUMNS } from '../read/road-columns.ts';
import { BUILDINGS, GROUND_USES, HIGHWAYS, RAILWAYS, WATERWAYS } from './osm-values.ts';

/** A layer that objects of OpenStreetMap make: which ones, and how its recipe reads them. */
export interface TownLayer {
  id: string;
  kind: LayerKind;
  group: LayerGroup;
  label: Text;
  /** As points: nodes, and areas by their middle. */
  geometry: 'polygon' | 'line' | 'point';
  /** Taken whole where its first corner lies in the box. */
  isWhole?: true;
  keys: readonly { key: string; values?: readonly string[] }[];
  /** Tags that are kept, and as what where it is not their own name. */
  tags: readonly (readonly [tag: string, as?: string])[];
  /** Objects that are not to be seen from above. */
  leavesOut?: (tags: Record<string, string>) => boolean;
  /** What the recipe says beside its file, its source and its columns. */
  recipe: {
    fields?: Readonly<Record<string, string>>;
    roles?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    [key: string]: unknown;
  };
  columns: readonly {
    field: string;
    type: 'string' | 'code' | 'number' | 'integer';
    unit?: string;
    label: Text;
    values?: Readonly<Record<string, Text>>;
  }[];
}

const NAMES = [
  { field: 'name', type: 'string', label: { zh: '名称', en: 'Name' } },
  { field: 'name_zh', type: 'string', label: { zh: '中文名', en: 'Chinese name' } },
  { field: 'name_en', type: 'string', label: { zh: '英文名', en: 'English name' } },
] as const;
export const NAME_TAGS = [['name'], ['name:zh', 'name_zh'], ['name:en', 'name_en']] as const;
const USE = { field: 'use', type: 'code', label: { zh: '用地', en: 'Land use' }, values: GROUND_USES } as const;
const COVER = { field: 'cover', type: 'code', label: { zh: '地表', en: 'Cover' }, values: GROUND_USES } as const;
const LEAVES = [
  { field: 'leafType', type: 'code', label: { zh: '叶型', en: 'Leaf type' } },
  { field: 'leafCycle', type: 'code', label: { zh: '常绿或落叶', en: 'Leaf cycle' } },
] as const;
const CLASS = { field: 'class', type: 'code', label: { zh: '类别', en: 'Class' } } as const;
const ROAD_LAYER_COLUMNS = [
  ...NAMES,
  ...Object.values(ROAD_COLUMNS).map(
    ({ name, label }) =>
      ({ field: name, type: 'code', label, ...(name === ROAD_COLUMNS.class.name && { values: HIGHWAYS }) }) as const,
  ),
];
const ROAD_TAGS = [
  ...NAME_TAGS,
  ...Object.values(ROAD_COLUMNS).map(({ field, name }) => [field, name] as const),
  ['width'],
  ['layer'],
] as const;

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

/** Walked over, not along. */
const isSquare = ({ area, place }: Record<string, string>): boolean => area === 'yes' || place === 'square';

/** Metres above the ground of what lies on it, so that a street in a wood is seen: the wider cover lies lower. */
const LIFT_M = {
  settled: 0.01,
  fields: 0.02,
  green: 0.03,
  woods: 0.04,
  rivers: 0.05,
  parking: 0.06,
  squares: 0.07,
  paths: 0.08,
  railway: 0.09,
  roads: 0.1,
  'roads-main': 0.12,
} as const;

const road = (id: keyof typeof LIFT_M, label: Text, values: readonly string[], widthM: number): TownLayer => ({
  id,
  kind: 'area',
  group: 'road',
  label,
  geometry: 'line',
  keys: [{ key: 'highway', values }],
  tags: ROAD_TAGS,
  leavesOut: (tags) => isBuried(tags) || isSquare(tags),
  recipe: {
    liftM: LIFT_M[id],
    geometry: 'line',
    fields: { id: 'id', width: 'width', class: 'class', lanes: 'lanes' },
    assume: { widthM },
    colour: { token: 'map-road' },
  },
  columns: ROAD_LAYER_COLUMNS,
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

/** Kinds of places for cars that lie open on the ground. */
const SURFACE_PARKING = new Set(['surface', 'street_side', 'lane', 'layby']);
const ACCESS = {
  yes: { zh: '公共', en: 'Public' },
  permissive: { zh: '允许通行', en: 'Permissive' },
  customers: { zh: '顾客', en: 'Customers' },
  private: { zh: '专用', en: 'Private' },
  permit: { zh: '凭证', en: 'By permit' },
  no: { zh: '不开放', en: 'Closed' },
};

/** The layers of a town, as they are listed. */
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
      ...NAME_TAGS,
      ['building', 'use'],
      ['height'],
      ['building:levels', 'levels'],
      ['min_height'],
      ['building:min_level', 'min_level'],
      ['roof:height', 'roof_height'],
      ['roof:levels', 'roof_levels'],
      ['roof:shape', 'roof_shape'],
      [PART_OF],
      ['addr:street', 'street'],
      ['addr:housenumber', 'number'],
    ],
    leavesOut: ({ location }) => location === 'underground',
    recipe: {
      fields: {
        id: 'id',
        height: 'height',
        levels: 'levels',
        baseHeight: 'min_height',
        baseLevels: 'min_level',
        roofHeight: 'roof_height',
        roofLevels: 'roof_levels',
        roofShape: 'roof_shape',
        partOf: PART_OF,
        facade: 'use',
      },
      facades: FACADES,
      assume: { heightM: 9, outbuilding: { toM2: 45, heightM: 3.6 }, storeyHeightM: 3.2, gables: true },
    },
    columns: [
      ...NAMES,
      { field: 'use', type: 'code', label: { zh: '用途', en: 'Use' }, values: BUILDINGS },
      { field: 'street', type: 'string', label: { zh: '街道', en: 'Street' } },
      { field: 'number', type: 'string', label: { zh: '门牌', en: 'Number' } },
    ],
  },
  road('roads-main', { zh: '主要道路', en: 'Main roads' }, MAIN, 14),
  road('roads', { zh: '街道', en: 'Streets' }, STREETS, 7),
  road('paths', { zh: '步道', en: 'Paths' }, PATHS, 2.5),
  {
    id: 'parking',
    kind: 'area',
    group: 'road',
    label: { zh: '停车场', en: 'Car parks' },
    geometry: 'polygon',
    keys: [{ key: 'amenity', values: ['parking'] }],
    tags: [...NAME_TAGS, ['capacity'], ['access']],
    // Bays within, under and on top of buildings are not seen on the ground.
    leavesOut: ({ parking = 'surface', building }) => !SURFACE_PARKING.has(parking) || building !== undefined,
    recipe: { fields: { id: 'id' }, geometry: 'polygon', liftM: LIFT_M.parking, colour: { token: 'map-road' } },
    columns: [
      ...NAMES,
      { field: 'capacity', type: 'integer', unit: '1', label: { zh: '车位', en: 'Spaces' } },
      { field: 'access', type: 'code', label: { zh: '开放', en: 'Open to' }, values: ACCESS },
    ],
  },
  {
    id: 'squares',
    kind: 'area',
    group: 'road',
    label: { zh: '广场', en: 'Squares' },
    geometry: 'polygon',
    keys: [
      { key: 'place', values: ['square'] },
      { key: 'highway', values: ['pedestrian', 'footway'] },
    ],
    tags: [...NAME_TAGS, ['place', 'class'], ['highway', 'class']],
    leavesOut: (tags) => isBuried(tags) || !isSquare(tags),
    recipe: {
      fields: { id: 'id' },
      geometry: 'polygon',
      liftM: LIFT_M.squares,
      colour: { token: 'sunken' },
    },
    columns: [...NAMES, { ...CLASS, values: { ...HIGHWAYS, square: { zh: '广场', en: 'Square' } } }],
  },
  {
    id: 'lamps',
    kind: 'point',
    group: 'facility',
    label: { zh: '路灯', en: 'Street lamps' },
    geometry: 'point',
    keys: [{ key: 'highway', values: ['street_lamp'] }],
    tags: [['height']],
    recipe: { fields: { id: 'id' }, colour: { token: 'line-strong' }, model: 'lamp' },
    columns: [{ field: 'height', type: 'number', unit: 'm', label: { zh: '高度', en: 'Height' } }],
  },
  {
    id: 'railway',
    kind: 'area',
    group: 'facility',
    label: { zh: '铁路与轨道', en: 'Railways' },
    geometry: 'line',
    keys: [
      { key: 'railway', values: ['rail', 'light_rail', 'tram', 'subway', 'narrow_gauge', 'monorail', 'funicular'] },
    ],
    tags: [...NAME_TAGS, ['railway', 'class'], ['tunnel']],
    leavesOut: isBuried,
    recipe: {
      geometry: 'line',
      fields: { id: 'id' },
      assume: { widthM: 3 },
      liftM: LIFT_M.railway,
      colour: { token: 'line-strong' },
    },
    columns: [...NAMES, { ...CLASS, values: RAILWAYS }],
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
    tags: [...NAME_TAGS, ['natural', 'class']],
    recipe: { fields: { id: 'id' } },
    columns: [...NAMES],
  },
  {
    id: 'rivers',
    kind: 'area',
    group: 'water',
    label: { zh: '河流与沟渠', en: 'Rivers and ditches' },
    geometry: 'line',
    keys: [{ key: 'waterway', values: ['river', 'canal', 'stream', 'drain', 'ditch'] }],
    tags: [...NAME_TAGS, ['waterway', 'class'], ['width'], ['tunnel']],
    leavesOut: isBuried,
    recipe: {
      geometry: 'line',
      fields: { id: 'id', width: 'width' },
      assume: { widthM: 3 },
      liftM: LIFT_M.rivers,
      colour: { token: 'map-water' },
    },
    columns: [...NAMES, { ...CLASS, values: WATERWAYS }],
  },
  {
    id: 'settled',
    kind: 'area',
    group: 'terrain',
    label: { zh: '建成区用地', en: 'Built-up land' },
    geometry: 'polygon',
    keys: [
      {
        key: 'landuse',
        values: [
          'residential',
          'commercial',
          'retail',
          'industrial',
          'farmyard',
          'garages',
          'depot',
          'port',
          'railway',
        ],
      },
    ],
    tags: [...NAME_TAGS, ['landuse', 'use']],
    recipe: { fields: { id: 'id' }, geometry: 'polygon', liftM: LIFT_M.settled, colour: { token: 'sunken' } },
    columns: [...NAMES, USE],
  },
  {
    id: 'fields',
    kind: 'area',
    group: 'green',
    label: { zh: '农田', en: 'Farmland' },
    geometry: 'polygon',
    keys: [{ key: 'landuse', values: ['farmland', 'farm', 'orchard', 'vineyard', 'plant_nursery'] }],
    tags: [...NAME_TAGS, ['landuse', 'use'], ['crop']],
    recipe: { fields: { id: 'id' }, geometry: 'polygon', liftM: LIFT_M.fields, colour: { token: 'map-field' } },
    columns: [...NAMES, USE, { field: 'crop', type: 'code', label: { zh: '作物', en: 'Crop' } }],
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
        values: ['grass', 'meadow', 'recreation_ground', 'village_green', 'cemetery', 'allotments'],
      },
      { key: 'natural', values: ['scrub', 'grassland', 'heath'] },
    ],
    tags: [...NAME_TAGS, ['leisure', 'class'], ['landuse', 'use'], ['natural', 'cover']],
    recipe: { fields: { id: 'id' }, geometry: 'polygon', liftM: LIFT_M.green, colour: { token: 'map-green' } },
    columns: [...NAMES, { ...CLASS, values: GROUND_USES }, USE, COVER],
  },
  {
    // Crowns are far darker than grass: drawn alike, a town in woods would lie in a pale plain.
    id: 'woods',
    kind: 'area',
    group: 'green',
    label: { zh: '林地', en: 'Woods' },
    geometry: 'polygon',
    keys: [
      { key: 'landuse', values: ['forest'] },
      { key: 'natural', values: ['wood'] },
    ],
    tags: [
      ...NAME_TAGS,
      ['landuse', 'use'],
      ['natural', 'cover'],
      ['leaf_type', 'leafType'],
      ['leaf_cycle', 'leafCycle'],
    ],
    recipe: { fields: { id: 'id' }, geometry: 'polygon', liftM: LIFT_M.woods, colour: { token: 'map-wood' } },
    columns: [...NAMES, USE, COVER, ...LEAVES],
  },
  {
    id: 'trees',
    kind: 'tree',
    group: 'green',
    label: { zh: '树木', en: 'Trees' },
    geometry: 'point',
    keys: [{ key: 'natural', values: ['tree'] }],
    tags: [
      ['height'],
      ['diameter_crown', 'crown'],
      ['species'],
      ['genus'],
      ['leaf_type', 'leafType'],
      ['leaf_cycle', 'leafCycle'],
    ],
    recipe: { fields: { id: 'id', height: 'height', crown: 'crown' }, assume: { heightM: 7, crownM: 5 } },
    columns: [
      { field: 'species', type: 'code', label: { zh: '树种', en: 'Species' } },
      { field: 'genus', type: 'code', label: { zh: '属', en: 'Genus' } },
      ...LEAVES,
    ],
  },
  {
    // The Command desk asks this layer who is near.
    id: 'resources',
    kind: 'point',
    group: 'facility',
    label: { zh: '应急与公共设施', en: 'Emergency and public services' },
    geometry: 'point',
    keys: [
      { key: 'amenity', values: ['fire_station', 'hospital', 'police', 'clinic', 'townhall', 'community_centre'] },
      { key: 'emergency', values: ['ambulance_station', 'assembly_point'] },
    ],
    tags: [...NAME_TAGS, ['emergency', 'kind'], ['amenity', 'kind'], ['emergency'], ['capacity'], ['beds']],
    recipe: { fields: { id: 'id' }, colour: { token: 'ok' }, model: 'marker' },
    columns: [
      ...NAMES,
      {
        field: 'kind',
        type: 'code',
        label: { zh: '类别', en: 'Kind' },
        values: {
          fire_station: { zh: '消防站', en: 'Fire station' },
          hospital: { zh: '医院', en: 'Hospital' },
          police: { zh: '警察局', en: 'Police' },
          clinic: { zh: '诊所', en: 'Clinic' },
          townhall: { zh: '市政厅', en: 'Town hall' },
          community_centre: { zh: '社区中心', en: 'Community centre' },
          ambulance_station: { zh: '急救站', en: 'Ambulance station' },
          assembly_point: { zh: '集合点', en: 'Assembly point' },
        },
      },
      {
        field: 'emergency',
        type: 'code',
        label: { zh: '急救', en: 'Emergency' },
        values: {
          yes: { zh: '设急诊', en: 'Takes emergencies' },
          no: { zh: '无急诊', en: 'Takes none' },
          ambulance_station: { zh: '急救站', en: 'Ambulance station' },
          assembly_point: { zh: '集合点', en: 'Assembly point' },
        },
      },
      { field: 'capacity', type: 'integer', unit: '1', label: { zh: '可容纳', en: 'Places' } },
      { field: 'beds', type: 'integer', unit: '1', label: { zh: '床位', en: 'Beds' } },
    ],
  },
  {
    // What cameras see is asked of this layer, as far as its cameras tell a heading.
    id: 'cameras',
    kind: 'point',
    group: 'facility',
    label: { zh: '摄像头', en: 'Cameras' },
    geometry: 'point',
    keys: [{ key: 'man_made', values: ['surveillance'] }],
    tags: [
      ...NAME_TAGS,
      ['direction', 'heading'],
      ['camera:direction', 'heading'],
      ['height'],
      ['camera:type', 'type'],
    ],
    recipe: {
      fields: { id: 'id' },
      colour: { token: 'accent' },
      model: 'marker',
      roles: { cameras: { heading: 'heading' } },
    },
    columns: [
      ...NAMES,
      { field: 'heading', type: 'string', label: { zh: '朝向', en: 'Heading' } },
      { field: 'height', type: 'number', unit: 'm', label: { zh: '离地高度', en: 'Height above ground' } },
      {
        field: 'type',
        type: 'code',
        label: { zh: '类型', en: 'Type' },
        values: {
          fixed: { zh: '固定', en: 'Fixed' },
          panning: { zh: '云台', en: 'Panning' },
          dome: { zh: '球机', en: 'Dome' },
        },
      },
    ],
  },
];

/** What the coast leaves of the box: made of lines, so not one of the layers above. */
export const SEA: TownLayer = {
  id: 'sea',
  kind: 'water',
  group: 'water',
  label: { zh: '海面', en: 'Sea' },
  geometry: 'polygon',
  keys: [{ key: 'natural', values: ['coastline'] }],
  tags: [],
  recipe: { fields: { id: 'id' }, geometry: 'polygon', assume: { waterLevelM: 0 } },
  columns: [],
};

/** Lines of trains and boats, under the ground too: no layer of the map but the file of what runs there. */
export const TRACKS: TownLayer = {
  id: 'tracks',
  kind: 'area',
  group: 'facility',
  label: { zh: '列车与船的线路', en: 'Lines of trains and boats' },
  geometry: 'line',
  keys: [
    { key: 'railway', values: Object.keys(RAILWAYS) },
    { key: 'route', values: ['ferry'] },
  ],
  tags: [...NAME_TAGS, ['route', 'kind'], ['railway', 'kind'], ['tunnel'], ['bridge'], ['service']],
  recipe: {},
  columns: [],
};

/** Places and stations, whose names stand on the map: as the names of areas are found at their features, these are found at points. */
export const NAMED_POINTS: readonly { kind: 'district' | 'station'; key: string; values: readonly string[] }[] = [
  {
    kind: 'district',
    key: 'place',
    values: ['city', 'town', 'borough', 'suburb', 'quarter', 'neighbourhood', 'village', 'island'],
  },
  { kind: 'station', key: 'railway', values: ['station', 'halt'] },
];

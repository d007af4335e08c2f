import type { Reader } from '../../../../readers/reader.ts';
import { HEIGHT_COLUMN, LEVELS_COLUMN } from '../../../../readers/shared/building-columns.ts';
import type { GeometryType } from '../../../../readers/shared/raw-features.ts';
import type { LayerRecipe } from '../../../../tiles/recipe.ts';

/** What a property is called that holds …, in the languages of the data seen. */
const DIAMETER = /^(?:diam(?:eter)?|diameter_?mm|dn|管径|gj)$/i;
const CROWN = /^(?:crown|crown_?(?:m|diameter)|冠幅)$/i;
const CLASS = /^(?:highway|fclass|road_?class|等级|道路等级)$/i;

const NAMED_BUILDING = /build|footprint|house|建筑|房屋|楼/i;
const NAMED_WATER = /water|river|lake|水系|水面|河|湖/i;
const NAMED_TREE = /tree|树/i;
const NAMED_PIPE = /pipe|sewer|drain|管线|管网|管道/i;

/** Guesses that a layer is drawn with where the file lacks them; each is said in the report, and can be changed. */
const GUESSED_STOREY_M = 3;
const BUILDING_M = 6;
const LINE_WIDTH_M = 3;
const CROWN_M = 5;
const DIAMETER_MM = 300;
/** Colour of areas of which nothing is known. */
export const PLAIN_AREA = 'cat-1';
/** Areas and lines lie a little above the ground, so that they are seen on what is there. */
const LIFT_M = 0.6;

/** Tells what land is used for in OpenStreetMap, in the colours of land-use classes. */
const LAND_USES: Readonly<Record<string, string>> = {
  residential: 'lu-r',
  commercial: 'lu-b',
  retail: 'lu-b',
  education: 'lu-a',
  institutional: 'lu-a',
  religious: 'lu-a',
  military: 'lu-a',
  industrial: 'lu-m',
  quarry: 'lu-m',
  landfill: 'lu-m',
  depot: 'lu-w',
  port: 'lu-w',
  railway: 'lu-s',
  garages: 'lu-s',
  grass: 'lu-g',
  cemetery: 'lu-g',
  recreation_ground: 'lu-g',
  village_green: 'lu-g',
  allotments: 'lu-g',
  flowerbed: 'lu-g',
  forest: 'lu-eco',
  farmland: 'lu-farm',
  farmyard: 'lu-farm',
  meadow: 'lu-farm',
  orchard: 'lu-farm',
  vineyard: 'lu-farm',
  plant_nursery: 'lu-farm',
  reservoir: 'lu-e',
  basin: 'lu-e',
};

/** Layers of OpenStreetMap, where each is a key: what a town has of it. */
export const OSM_LAYERS: readonly (Pick<LayerRecipe, 'kind' | 'osm' | 'group' | 'colour'> & {
  geometry: GeometryType;
  zh: string;
  en: string;
})[] = [
  { kind: 'building', geometry: 'polygon', osm: { key: 'building' }, zh: '建筑', en: 'buildings' },
  {
    kind: 'area',
    geometry: 'line',
    osm: { key: 'highway' },
    group: 'road',
    colour: { token: 'map-road' },
    zh: '道路',
    en: 'roads',
  },
  {
    kind: 'area',
    geometry: 'line',
    osm: { key: 'railway' },
    group: 'facility',
    colour: { token: 'line-strong' },
    zh: '铁路',
    en: 'railways',
  },
  { kind: 'water', geometry: 'polygon', osm: { key: 'natural', values: ['water'] }, zh: '水面', en: 'water' },
  {
    kind: 'area',
    geometry: 'line',
    osm: { key: 'waterway' },
    group: 'water',
    colour: { token: 'map-water' },
    zh: '河渠',
    en: 'waterways',
  },
  {
    // As a plan: half seen through, and its classes are in the legend.
    kind: 'area',
    geometry: 'polygon',
    osm: { key: 'landuse' },
    group: 'plan',
    colour: { token: 'lu-s', attribute: 'landuse', tokens: LAND_USES },
    zh: '用地',
    en: 'land use',
  },
  {
    kind: 'area',
    geometry: 'polygon',
    osm: { key: 'leisure' },
    group: 'green',
    colour: { token: 'map-green' },
    zh: '公园与场地',
    en: 'leisure',
  },
  { kind: 'tree', geometry: 'point', osm: { key: 'natural', values: ['tree'] }, zh: '树木', en: 'trees' },
  { kind: 'point', geometry: 'point', osm: { key: 'amenity' }, zh: '设施点', en: 'amenities' },
];

export const GEOMETRY_WORDS: Readonly<Record<GeometryType, { zh: string; en: string }>> = {
  polygon: { zh: '面', en: 'areas' },
  line: { zh: '线', en: 'lines' },
  point: { zh: '点', en: 'points' },
};

type Guess = Pick<LayerRecipe, 'kind' | 'fields' | 'assume'> & Partial<Pick<LayerRecipe, 'liftM' | 'model' | 'colour'>>;

/** What features are most likely, by their geometry, the file's name and the names of their properties. */
export function guessLayer(
  name: string,
  geometry: GeometryType,
  reader: Pick<Reader, 'layerKind'>,
  properties: readonly { name: string; isNumeric: boolean }[],
): Guess {
  const numeric = (pattern: RegExp) => properties.find((one) => one.isNumeric && pattern.test(one.name))?.name;
  const height = numeric(HEIGHT_COLUMN);
  const levels = numeric(LEVELS_COLUMN);
  const has = (pattern: RegExp) => properties.some((one) => pattern.test(one.name));
  if (reader.layerKind === 'pipe' && geometry === 'line') return ofKind('pipe', properties);
  if (geometry === 'polygon') {
    if (height || levels || has(/^building(?::|$)/) || NAMED_BUILDING.test(name)) return ofKind('building', properties);
    return ofKind(NAMED_WATER.test(name) ? 'water' : 'area', properties);
  }
  if (geometry === 'line') return ofKind(numeric(DIAMETER) || NAMED_PIPE.test(name) ? 'pipe' : 'area', properties);
  return ofKind(NAMED_TREE.test(name) ? 'tree' : 'point', properties);
}

/** What a layer of a kind takes from these properties, and what is guessed where they are silent. */
export function ofKind(kind: LayerRecipe['kind'], properties: readonly { name: string; isNumeric: boolean }[]): Guess {
  const numeric = (pattern: RegExp) => properties.find((one) => one.isNumeric && pattern.test(one.name))?.name;
  const field = (name: string, pattern: RegExp) => {
    const found = numeric(pattern);
    return found === undefined ? {} : { [name]: found };
  };
  const common = { ids: 'sequence' } as const;
  switch (kind) {
    case 'building':
      return {
        kind,
        fields: { ...field('height', HEIGHT_COLUMN), ...field('levels', LEVELS_COLUMN) },
        assume: { ...common, storeyHeightM: GUESSED_STOREY_M, heightM: BUILDING_M },
      };
    case 'pipe':
      return { kind, fields: field('diameter', DIAMETER), assume: { ...common, diameterMm: DIAMETER_MM } };
    case 'tree':
      return { kind, fields: field('crown', CROWN), assume: { ...common, crownM: CROWN_M } };
    case 'point':
      return { kind, fields: {}, assume: common, model: 'pin', colour: { token: 'cat-1' } };
    case 'area':
    case 'water': {
      const named = properties.find((one) => CLASS.test(one.name))?.name;
      return {
        kind,
        fields: named === undefined ? {} : { class: named },
        assume: { ...common, widthM: LINE_WIDTH_M },
        liftM: LIFT_M,
        ...(kind === 'area' ? { colour: { token: PLAIN_AREA } } : {}),
      };
    }
    default:
      return { kind, fields: {}, assume: common };
  }
}

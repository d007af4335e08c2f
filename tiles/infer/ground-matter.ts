import {
  GROUND_MATTERS,
  type GroundMatter,
  MATTER_HEADING_FROM,
  MATTER_HEADING_STEP_DEG,
} from '../../model/city/ground-matter.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { columnWords } from '../columns.ts';
import type { LayerInput, PolygonGeometry } from '../model.ts';

/** Columns in whose words it may stand, under the names of OpenStreetMap, of land-use surveys and of this project's own recipes. */
const MATTER_COLUMNS = [
  'leisure',
  'class',
  'landuse',
  'use',
  'natural',
  'cover',
  'place',
  'highway',
  'fclass',
  'type',
  'kind',
];

/** Words of OpenStreetMap and in Chinese, looked through in this order. */
const WORDS: readonly (readonly [GroundMatter, RegExp])[] = [
  ['crops', /\b(?:farmland|farm|field|arable|cropland|greenhouse_horticulture)\b|耕地|农田|水田|旱地/i],
  ['orchard', /\b(?:orchard|vineyard|plant_nursery)\b|果园|茶园|园地/i],
  ['turf', /\b(?:pitch|golf_course|stadium|sports? ?ground|recreation_ground)\b|运动场|球场/i],
  ['slabs', /\b(?:square|plaza|pedestrian)\b|广场/i],
  [
    'meadow',
    /\b(?:meadow|grassland|grass|heath|scrub|park|garden|levee|wetland|greenway|village_green|common)\b|草地|公园|湿地/i,
  ],
];

type MatterOfRow = (row: number) => number;
/** Every tile of a layer asks, and each of them would read the words of all its rows. */
const matterOfLayer = new WeakMap<LayerInput, MatterOfRow | null>();

/** What lies on each of a layer's areas, as the tiles' property `matter` says it; null: of none of them it is known. */
export function groundMatter(layer: LayerInput): MatterOfRow | null {
  const known = matterOfLayer.get(layer);
  if (known !== undefined) return known;
  const made = matterOfRows(layer);
  matterOfLayer.set(layer, made);
  return made;
}

function matterOfRows(layer: LayerInput): MatterOfRow | null {
  const { kind, group, state, decorates, features } = layer;
  const { geometry, columns } = features;
  const isGround = kind === 'area' && (group === 'green' || group === 'road') && state === 'existing';
  if (!isGround || decorates !== undefined || geometry.kind !== 'polygon') return null;
  const wordsOf = columnWords(columns, MATTER_COLUMNS);
  if (!wordsOf) return null;
  const known = new Map<string, number>();
  const matterAt = (row: number): number => {
    const words = wordsOf(row);
    const number = known.get(words) ?? GROUND_MATTERS.indexOf(matterOf(words));
    known.set(words, number);
    return number;
  };
  if (!Array.from({ length: features.count }, (_, row) => matterAt(row)).some((number) => number > 0)) return null;
  return (row) => {
    const number = matterAt(row);
    if (number === 0) return 0;
    return number + MATTER_HEADING_FROM * Math.round(longestEdgeDeg(geometry, row) / MATTER_HEADING_STEP_DEG);
  };
}

/** What a person's words say that an area is; plain where they say nothing of it. */
function matterOf(words: string): GroundMatter {
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'plain';
}

/** Heading of the longest edge of a row's first ring, 0 up to 180° anticlockwise from east. */
function longestEdgeDeg({ featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry, row: number): number {
  const ring = partRing[featurePart[row]];
  const last = ringVertex[ring + 1] - 1;
  let longest = 0;
  let deg = 0;
  for (let v = ringVertex[ring]; v <= last; v++) {
    const next = v === last ? ringVertex[ring] : v + 1;
    const north = lonLatDeg[2 * next + 1] - lonLatDeg[2 * v + 1];
    const east = (lonLatDeg[2 * next] - lonLatDeg[2 * v]) * Math.cos(lonLatDeg[2 * v + 1] * RAD_PER_DEG);
    const length = Math.hypot(east, north);
    if (length <= longest) continue;
    longest = length;
    deg = (Math.atan2(north, east) / RAD_PER_DEG + 360) % 180;
  }
  return deg;
}

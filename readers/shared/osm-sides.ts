import { areasBesides, partsOfRings, stretchesBesides } from '../../model/geo/plane/area-in-box.ts';
import { type Box, isInBox } from '../../model/geo/plane/box.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { alongInBox, type CutArea, type CutBoundary } from './osm-areas.ts';

type Tags = readonly (readonly [string, string])[];

const tagOf = (tags: Tags, key: string): string | undefined => tags.find(([name]) => name === key)?.[1];

/**
 * On which side of a boundary an area lies that the edge of a file cuts: the ways of a relation run either way round, so that what is mapped
 * on both sides has to tell it.
 */

/** Tells what a way shows of the ground it runs over. */
type Witness = 'water' | 'coast' | 'building' | 'road';

/** A way that shows it, with its name. */
export interface WitnessLine {
  kind: Witness;
  name: string;
  places: Point[];
}

const FLOWING = new Set(['river', 'canal', 'fairway']);
/** Roads that nobody has built, or that are ice or water. */
const NO_GROUND = new Set(['construction', 'proposed', 'corridor', 'ferry']);

/** Buildings that stand in water. */
const OVER_WATER = new Set(['bridge', 'boathouse', 'houseboat', 'pier']);

/** Returns what the tags of a way show; null where it may run over land and water alike, as a bridge does. */
export function witnessOf(tags: Tags): Witness | null {
  const has = (key: string) => tagOf(tags, key);
  const isOver = ['bridge', 'tunnel', 'ford', 'covered'].some((key) => (has(key) ?? 'no') !== 'no');
  if (isOver || has('man_made') === 'pier') return null;
  if (FLOWING.has(has('waterway') ?? '') || has('route') === 'ferry') return 'water';
  if (has('natural') === 'coastline') return 'coast';
  if ((has('building') ?? 'no') !== 'no') return OVER_WATER.has(has('building') ?? '') ? null : 'building';
  const highway = has('highway');
  return highway === undefined || NO_GROUND.has(highway) ? null : 'road';
}

/** Returns what stands in an area, and what does not, by what is tagged. */
function rulesOf(tags: Tags): Partial<Record<Witness, boolean>> {
  const has = (key: string) => tagOf(tags, key) ?? '';
  const isWater =
    ['water', 'bay', 'strait'].includes(has('natural')) ||
    ['riverbank', 'dock'].includes(has('waterway')) ||
    ['reservoir', 'basin'].includes(has('landuse')) ||
    tags.some(([key]) => key === 'water');
  if (isWater) return { water: true, coast: true, building: false, road: false };
  if (['residential', 'commercial', 'retail', 'industrial'].includes(has('landuse'))) return { building: true };
  return { building: false };
}

/** Fewest places that tell a side, and how many of them agree. */
const FEWEST = 3;
const AGREED_SHARE = 0.8;
/** A line is looked at so often across the box, and so many places in all. */
const STEPS_ACROSS = 200;
const MAX_PLACES = 6000;
/** An island that is whole tells as much as so many places beside it. */
const ISLAND_WEIGHT = 50;
/** A coast has its water to the right (OpenStreetMap wiki, "Tag:natural=coastline"): so far beside it is looked, degrees. */
const BESIDE_COAST_DEG = 1e-6;

/** A place that tells whether it is in the area. */
interface Sample {
  at: Point;
  isIn: boolean;
  weight: number;
}

/**
 * The parts of a cut area in the box: by its outer rings where only islands are missing, else by the islands that are whole and by what is
 * mapped on either side. Null where nothing tells the side.
 */
export function closedInBox(
  area: CutArea,
  { islands, holes, pieces }: CutBoundary,
  tags: Tags,
  lines: readonly WitnessLine[],
  box: Box,
): Point[][][] | null {
  const both = areasBesides(pieces, box);
  if (!both) return null;
  const samples = [
    ...holes.map(([at]): Sample => ({ at, isIn: true, weight: ISLAND_WEIGHT })),
    ...islands.map(([at]): Sample => ({ at, isIn: false, weight: ISLAND_WEIGHT })),
    ...samplesOf(tags, lines, box),
  ];
  const isFirst =
    (area.isOuterWhole ? isFirstByRings(area.outers, pieces, box) : null) ?? isFirstBy(samples, both.first);
  if (isFirst === null) return null;
  return partsOfRings([...(isFirst ? both.first : both.second), ...islands], holes);
}

/** By the stretches of the edge that lie in whole outer rings; null where those of either area do. */
function isFirstByRings(outers: readonly Point[][], pieces: readonly Point[][], box: Box): boolean | null {
  let inM = 0;
  let allM = 0;
  for (const { middle, length, isFirst } of stretchesBesides(pieces, box)) {
    const isInside = outers.some((ring) => isInRing(ring, ...middle));
    if (isInside === isFirst) inM += length;
    allM += length;
  }
  const share = inM / allM;
  return share >= AGREED_SHARE ? true : share <= 1 - AGREED_SHARE ? false : null;
}

function isFirstBy(samples: readonly Sample[], first: readonly Point[][]): boolean | null {
  let agree = 0;
  let all = 0;
  for (const { at, isIn, weight } of samples) {
    all += weight;
    if (first.some((ring) => isInRing(ring, ...at)) === isIn) agree += weight;
  }
  if (all < FEWEST) return null;
  return agree >= AGREED_SHARE * all ? true : agree <= (1 - AGREED_SHARE) * all ? false : null;
}

/** Rivers and ferries tell by their course, the river of the area's own name alone where there is one; buildings and roads by their corners. */
function samplesOf(tags: Tags, lines: readonly WitnessLine[], box: Box): Sample[] {
  const rules = rulesOf(tags);
  const name = tagOf(tags, 'name') ?? '';
  const inBox = lines.filter(({ kind, places }) => rules[kind] !== undefined && places.some((at) => isInBox(at, box)));
  const isNamesake = (line: WitnessLine) => line.kind === 'water' && name !== '' && line.name === name;
  const hasNamesake = lines.some(isNamesake);
  const step = Math.max(box[2] - box[0], box[3] - box[1]) / STEPS_ACROSS;
  const samples: Sample[] = [];
  for (const line of lines.filter(({ kind }) => kind === 'water' && rules.water)) {
    if (hasNamesake && !isNamesake(line)) continue;
    for (const at of alongInBox(line.places, box, step)) samples.push({ at, isIn: true, weight: 1 });
  }
  for (const { kind, places } of inBox) {
    const isIn = rules[kind];
    if (kind === 'water' || isIn === undefined) continue;
    if (kind === 'coast') samples.push(...besideCoast(places, box));
    else for (const at of places) if (isInBox(at, box)) samples.push({ at, isIn, weight: 1 });
  }
  const every = Math.ceil(samples.length / MAX_PLACES);
  return samples.filter((_, i) => i % every === 0);
}

function besideCoast(places: readonly Point[], box: Box): Sample[] {
  return places.slice(1).flatMap(([bx, by], i): Sample[] => {
    const [ax, ay] = places[i];
    const length = Math.hypot(bx - ax, by - ay);
    const beside = BESIDE_COAST_DEG / length;
    const at: Point = [(ax + bx) / 2 + (by - ay) * beside, (ay + by) / 2 - (bx - ax) * beside];
    return length > 0 && isInBox(at, box) ? [{ at, isIn: true, weight: 1 }] : [];
  });
}

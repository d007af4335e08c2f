import { CITY_FACTS } from '../../../model/city/facts.ts';
import { directionAt, lineOf, pointAt } from '../../../model/geo/plane/line.ts';
import { parseRoadNetwork, type RoadClass, type RoadSegment } from '../../../model/roads/road-network.ts';
import type { CityInput, LayerInput } from '../../model.ts';
import type { Ground } from '../../shape/ground.ts';
import type { Blocks } from './height-field.ts';

/** Lamps of a city: east, north and height of each above the ground, and of those on bridges above their decks, metres. */
export interface Lamps {
  eastNorthHeightM: Float32Array;
  /** All of them supposed. */
  deckEastNorthHeightM: Float32Array;
  /** How many of those on the ground no data tell. */
  supposed: number;
}

/** Where a pole's height is not told. */
const DEFAULT_POLE_M = 8;
const HIGHEST_POLE_M = 40;

/** Streets that are lit among houses: distance of poles along one side, whether both sides have them, and their height. */
const LIGHTING: Partial<Record<RoadClass, { spacingM: number; bothSides: boolean; poleM: number }>> = {
  expressway: { spacingM: 32, bothSides: true, poleM: 12 },
  primary: { spacingM: 32, bothSides: true, poleM: 11 },
  secondary: { spacingM: 36, bothSides: true, poleM: 10 },
  tertiary: { spacingM: 38, bothSides: false, poleM: 8 },
  local: { spacingM: 38, bothSides: false, poleM: 7 },
  residential: { spacingM: 40, bothSides: false, poleM: 6 },
  link: { spacingM: 38, bothSides: false, poleM: 9 },
  pedestrian: { spacingM: 28, bothSides: false, poleM: 5 },
};

/** Pole behind the kerb. */
const BEHIND_KERB_M = 0.7;

/** A street is lit where a house has a corner this near: the side of a cell of the houses' map, and a cell beside it. */
const AMONG_M = 40;

/** A bridge is lit where the streets that it joins are: where a lamp on the ground is this near, the side of a cell and a cell beside it. */
const NEAR_DECK_M = 150;

/** A lamp of the data this near stands for the one that its street would have there. */
const STANDS_FOR_M = 60;
/** Data that have lamps at this share of the places that would have one are whole: where they have none it is dark. */
const WHOLE_RATIO = 0.5;

/**
 * The lamps of a city's own layers with their poles' heights, and those that the streets of its road network would have among houses by class
 * of street where the data, too thin to be whole, have none; country roads are dark. Bridges of lit streets have theirs by class too: a lamp of
 * the data lies on the ground, whatever deck is above it.
 */
export function lampsOf({ layers, files }: Pick<CityInput, 'layers' | 'files'>, ground: Ground, blocks: Blocks): Lamps {
  const surveyed = layers.filter(isLampLayer).flatMap((layer) => lampsOfLayer(layer, ground));
  const segments = segmentsOf(files);
  const isAmongHouses = placesWithin(AMONG_M, blocks.eastNorthM, 2);
  const supposed = segments.flatMap((segment) => lampsAlong(segment, 'ground', isAmongHouses));
  const isSurveyed = placesWithin(STANDS_FOR_M, surveyed, 3);
  const unsurveyed = supposed.filter(([eastM, northM]) => !isSurveyed(eastM, northM));
  const isWhole = supposed.length - unsurveyed.length >= WHOLE_RATIO * supposed.length;
  const added = isWhole ? [] : unsurveyed;
  const onGround = [...surveyed, ...added.flat()];
  const isNearLamps = placesWithin(NEAR_DECK_M, onGround, 3);
  const onDecks = segments.flatMap((segment) => lampsAlong(segment, 'bridge', isNearLamps));
  return {
    eastNorthHeightM: Float32Array.from(onGround),
    deckEastNorthHeightM: Float32Array.from(onDecks.flat()),
    supposed: added.length,
  };
}

type Lamp = readonly [eastM: number, northM: number, heightM: number];

function segmentsOf(files: CityInput['files']): readonly RoadSegment[] {
  const { file } = CITY_FACTS.roads;
  const text = files[file];
  return text === undefined ? [] : parseRoadNetwork(JSON.parse(Buffer.from(text).toString('utf8')), file).segments;
}

const isLampLayer = ({ kind, state, models }: LayerInput): boolean =>
  kind === 'point' && state !== 'planned' && models?.length === 1 && models[0] === 'lamp';

function lampsOfLayer({ features: { geometry, count, columns } }: LayerInput, ground: Ground): number[] {
  if (geometry.kind !== 'point') return [];
  const column = columns.find(({ name, type }) => (name === 'pole' || name === 'height') && type !== 'string');
  const heights = column?.type === 'string' ? undefined : column?.values;
  const found: number[] = [];
  const enu = new Float64Array(3);
  for (let row = 0; row < count; row++) {
    ground.enu(geometry.lonLatDeg[2 * row], geometry.lonLatDeg[2 * row + 1], ground.originElevationM, enu, 0);
    const heightM = Number(heights?.[row]);
    found.push(enu[0], enu[1], heightM > 0 && heightM <= HIGHEST_POLE_M ? heightM : DEFAULT_POLE_M);
  }
  return found;
}

/** Returns the lamps along a street of that form, where it is lit. */
function lampsAlong(
  { class: kind, form, widthM, points }: RoadSegment,
  of: RoadSegment['form'],
  isLit: (eastM: number, northM: number) => boolean,
): Lamp[] {
  const rule = LIGHTING[kind];
  if (!rule || form !== of) return [];
  const line = lineOf(points);
  const count = Math.max(1, Math.round(line.lengthM / rule.spacingM));
  const step = line.lengthM / count;
  const found: Lamp[] = [];
  for (let k = 0; k < count; k++)
    for (const side of rule.bothSides ? [1, -1] : [k % 2 === 0 ? 1 : -1]) {
      const at = step * (k + (side === 1 ? 0.25 : 0.75));
      const [x, y] = pointAt(line, at);
      if (!isLit(x, y)) continue;
      const [right, up] = directionAt(line, at);
      const offM = side * (widthM / 2 + BEHIND_KERB_M);
      found.push([x - up * offM, y + right * offM, rule.poleM]);
    }
  return found;
}

/** Whether one of some places, each of `stride` numbers, lies in the same square of that side or in one beside it; sorted when first asked. */
function placesWithin(
  sideM: number,
  places: ArrayLike<number>,
  stride: number,
): (eastM: number, northM: number) => boolean {
  let held: Set<number> | undefined;
  const keyOf = (column: number, row: number) => column * COLUMN + row;
  const cellOf = (m: number) => Math.floor(m / sideM);
  const sorted = () => {
    const cells = new Set<number>();
    for (let i = 0; i < places.length; i += stride) cells.add(keyOf(cellOf(places[i]), cellOf(places[i + 1])));
    return cells;
  };
  return (eastM, northM) => {
    held ??= sorted();
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++) if (held.has(keyOf(cellOf(eastM) + dx, cellOf(northM) + dy))) return true;
    return false;
  };
}

/** More rows than any city has squares. */
const COLUMN = 2 ** 26;

import { CITY_FACTS } from '../../../model/city/facts.ts';
import { parseRoadNetwork, type RoadClass, type RoadSegment } from '../../../model/roads/road-network.ts';
import type { CityInput, LayerInput } from '../../model.ts';
import { directionAt, lineOf, pointAt } from '../../plane/line.ts';
import type { Ground } from '../../shape/ground.ts';
import type { Blocks } from './height-field.ts';

/** Lamps of a city: east, north and height of each above the ground, metres. */
export interface Lamps {
  eastNorthHeightM: Float32Array;
  /** How many of them no data tell. */
  supposed: number;
}

/** Where a pole's height is not told. */
const USUAL_POLE_M = 8;
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

/**
 * The lamps of a city's own layers with their poles' heights; where no layer has one, those that the streets of its road network would have
 * among houses, by class of street: country roads are dark.
 */
export function lampsOf({ layers, files }: Pick<CityInput, 'layers' | 'files'>, ground: Ground, blocks: Blocks): Lamps {
  const told = layers.filter(isLampLayer).flatMap((layer) => lampsOfLayer(layer, ground));
  if (told.length > 0) return { eastNorthHeightM: Float32Array.from(told), supposed: 0 };
  const { file } = CITY_FACTS.roads;
  const text = files[file];
  if (text === undefined) return { eastNorthHeightM: new Float32Array(0), supposed: 0 };
  const { segments } = parseRoadNetwork(JSON.parse(Buffer.from(text).toString('utf8')), file);
  const isAmongHouses = houseMap(blocks);
  const supposed = segments.flatMap((segment) => lampsAlong(segment, isAmongHouses));
  return { eastNorthHeightM: Float32Array.from(supposed), supposed: supposed.length / 3 };
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
    const told = Number(heights?.[row]);
    found.push(enu[0], enu[1], told > 0 && told <= HIGHEST_POLE_M ? told : USUAL_POLE_M);
  }
  return found;
}

function lampsAlong(
  { class: kind, form, widthM, points }: RoadSegment,
  isAmongHouses: (eastM: number, northM: number) => boolean,
): number[] {
  const rule = LIGHTING[kind];
  if (!rule || form === 'tunnel' || form === 'underpass') return [];
  const line = lineOf(points);
  const count = Math.max(1, Math.round(line.lengthM / rule.spacingM));
  const step = line.lengthM / count;
  const found: number[] = [];
  for (let k = 0; k < count; k++)
    for (const side of rule.bothSides ? [1, -1] : [k % 2 === 0 ? 1 : -1]) {
      const at = step * (k + (side === 1 ? 0.25 : 0.75));
      const [x, y] = pointAt(line, at);
      if (!isAmongHouses(x, y)) continue;
      const [right, up] = directionAt(line, at);
      const offM = side * (widthM / 2 + BEHIND_KERB_M);
      found.push(x - up * offM, y + right * offM, rule.poleM);
    }
  return found;
}

function houseMap({ eastNorthM }: Blocks): (eastM: number, northM: number) => boolean {
  const held = new Set<string>();
  const cellOf = (m: number) => Math.floor(m / AMONG_M);
  for (let i = 0; i < eastNorthM.length; i += 2) held.add(`${cellOf(eastNorthM[i])} ${cellOf(eastNorthM[i + 1])}`);
  return (eastM, northM) => {
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++) if (held.has(`${cellOf(eastM) + dx} ${cellOf(northM) + dy}`)) return true;
    return false;
  };
}

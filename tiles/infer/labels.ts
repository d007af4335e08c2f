import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
import type { CityContents } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import type { NamedFeature } from './names.ts';

type Labels = CityContents['labels'];
type LabelKind = Labels[number]['kind'];

/** How high a name stands above what it names, so many of a kind at most (those that reach farthest), and from which reach on. */
const RULES: Record<'street' | 'water' | 'landmark', { aboveM: number; most: number; leastM: number }> = {
  street: { aboveM: 3, most: 400, leastM: 120 },
  water: { aboveM: 4, most: 80, leastM: 100 },
  landmark: { aboveM: 6, most: 150, leastM: 8 },
};

/** Parks and squares below this, m², are no landmarks. */
const MIN_GREEN_M2 = 5_000;

/**
 * Names on the map out of what the data calls its streets, waters, parks and buildings: the largest of each kind, each name once and where
 * most of it lies. Kinds that somebody gave are left to them.
 */
export function inferLabels(features: readonly NamedFeature[], given: Labels, ground: Ground): Labels {
  const isGiven = new Set<LabelKind>(given.map(({ kind }) => kind));
  return (['water', 'landmark', 'street'] as const).flatMap((kind) =>
    isGiven.has(kind) ? [] : labelsOf(kind, features, ground),
  );
}

function labelsOf(kind: keyof typeof RULES, features: readonly NamedFeature[], ground: Ground): Labels {
  const { aboveM, most, leastM } = RULES[kind];
  const byName = new Map<string, { largest: NamedFeature; reachM: number }>();
  for (const feature of features) {
    if (!feature.name || kindOf(feature) !== kind) continue;
    const known = byName.get(feature.name.zh);
    if (!known) byName.set(feature.name.zh, { largest: feature, reachM: reachM(feature) });
    else {
      known.reachM += reachM(feature);
      if (reachM(feature) > reachM(known.largest)) known.largest = feature;
    }
  }
  return [...byName.values()]
    .filter((one) => one.reachM >= leastM)
    .sort((a, b) => b.reachM - a.reachM)
    .slice(0, most)
    .map(({ largest: { name, at, heightM, bearingDeg } }) => ({
      text: name ?? { zh: '', en: '' },
      kind,
      ...labelPlace(at, aboveM + heightM, ground),
      ...(bearingDeg === null ? {} : { bearingDeg }),
    }));
}

function kindOf({ layer: { kind, group, features }, size }: NamedFeature): keyof typeof RULES | null {
  if (kind === 'water' || group === 'water') return 'water';
  if (group === 'road') return features.geometry.kind === 'line' ? 'street' : null;
  if (kind === 'building') return 'landmark';
  return group === 'green' && size >= MIN_GREEN_M2 ? 'landmark' : null;
}

/** Lines, areas and solids on one scale: as long as they are, or as wide, and as high as they rise above it. */
const reachM = ({ layer: { features }, size, heightM }: NamedFeature): number =>
  features.geometry.kind === 'line' ? size : Math.max(Math.sqrt(size), heightM);

/** Where a label stands over a place: in the plane of the origin, less the fall of the Earth away from it. */
export function labelPlace(
  [x, y]: readonly [eastM: number, northM: number],
  aboveM: number,
  ground: Ground,
): Pick<Labels[number], 'eastM' | 'northM' | 'upM'> {
  const dropM = (x * x + y * y) / (2 * EARTH_RADIUS_M);
  return {
    eastM: round(x),
    northM: round(y),
    upM: round(ground.elevationAt(x, y) + aboveM - ground.originElevationM - dropM),
  };
}

const round = (metres: number): number => Math.round(metres * 10) / 10;

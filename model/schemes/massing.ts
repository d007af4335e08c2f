import type { Point } from '../geo/plane/point.ts';
import { anticlockwise, isInRing } from '../geo/plane/ring.ts';
import { parcelRing } from './metrics.ts';
import { DEFAULT_CONTROLS, MAX_CORNERS, type Scheme, type SchemeBuilding, type SchemeParcel } from './scheme.ts';
import { areaM2, isSimpleRing, pointInside, pointToEdgeM, type Ring } from './site-geometry.ts';

/** An upright volume of a file, in the city's plane, before it belongs to a parcel. */
export type Mass = Pick<SchemeBuilding, 'ringM' | 'baseM' | 'heightM' | 'storeys' | 'use'>;

/** What becomes of volumes that stand on no parcel of the scheme: left out, or given a site of their own. */
export type OutsideRule = 'leave-out' | 'own-site';

/** A scheme with volumes of a file on it. */
interface PlacedMassing {
  scheme: Scheme;
  taken: number;
  /** On no parcel, and left out. */
  outside: number;
  /** The site that was made, whose edge is a guess; null: none was needed. */
  site: SchemeParcel | null;
}

/** Corners that lie less off the line of their neighbours say nothing of a building. */
const STRAIGHT_M = 0.001;
/** The edge of a site that is made lies so far off its volumes: a guess that the panel states. */
const GUESSED_SITE_M = 6;

/**
 * Lays volumes on the parcels of a scheme, each on the one that a point inside its footprint lies on; what came from a file before gives way
 * on the parcels that are built on now. Figures are those of any scheme: `metricsOf` knows no difference.
 */
export function placeMassing(
  scheme: Scheme,
  masses: readonly Mass[],
  rule: OutsideRule,
  site: { id: string; name: string },
): PlacedMassing {
  const placeOf = (mass: Mass) => scheme.parcels.find(({ ringM }) => isInRing(ringM, ...pointInside(mass.ringM)));
  const outer = masses.filter((mass) => !placeOf(mass));
  const own = rule === 'own-site' && outer.length > 0 ? siteAround(outer, site) : null;
  const built = masses.flatMap((mass): { mass: Mass; parcel: string }[] => {
    const parcel = placeOf(mass)?.id ?? own?.id;
    return parcel === undefined ? [] : [{ mass, parcel }];
  });
  const touched = new Set(built.map(({ parcel }) => parcel));
  const buildings = built.map(
    ({ mass, parcel }, i): SchemeBuilding => ({
      ...mass,
      id: `${parcel}-m${i + 1}`,
      parcel,
      made: 'imported',
    }),
  );
  return {
    scheme: {
      ...scheme,
      parcels: own ? [...scheme.parcels, own] : scheme.parcels,
      buildings: [...scheme.buildings.filter(({ parcel }) => !touched.has(parcel)), ...buildings],
    },
    taken: buildings.length,
    outside: masses.length - buildings.length,
    site: own,
  };
}

/** The box around all footprints, widened; its controls are the usual ones. */
function siteAround(masses: readonly Mass[], { id, name }: { id: string; name: string }): SchemeParcel {
  const corners = masses.flatMap(({ ringM }) => ringM);
  const [west, east] = rangeOf(corners.map(([x]) => x));
  const [south, north] = rangeOf(corners.map(([, y]) => y));
  const box: Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
  const [{ use }] = masses;
  return { id, name, source: null, ...parcelRing(box), controls: { ...DEFAULT_CONTROLS, use } };
}

const rangeOf = (values: readonly number[]): [number, number] => [
  values.reduce((least, value) => Math.min(least, value), Infinity) - GUESSED_SITE_M,
  values.reduce((most, value) => Math.max(most, value), -Infinity) + GUESSED_SITE_M,
];

/** A footprint as a scheme has it, and what of the file's shape it does not show. */
interface MassRing {
  ringM: [number, number][];
  /** Holes that became a court by a cut of no width, and those that were filled since no straight cut reaches them. */
  cut: number;
  filled: number;
  /** Corners were left out so that no more than `MAX_CORNERS` are left. */
  isCoarser: boolean;
}

/**
 * One ring of an outer ring and its holes: each hole is joined to the ring by a cut of no width, there and back, so that area, footprint and
 * setbacks are those of the shape. Null: nothing with an area is left.
 */
export function massRing(outer: Ring, holes: readonly Ring[]): MassRing | null {
  const edge = withoutStraight(anticlockwise(outer));
  if (!isSimpleRing(edge)) return null;
  let ring = edge;
  let filled = 0;
  for (const hole of holes) {
    const inner = withoutStraight(anticlockwise(hole)).reverse();
    const joined = inner.length >= 3 ? withHole(ring, inner) : null;
    if (joined && isSimpleRing(joined)) ring = joined;
    else filled++;
  }
  const { ring: few, isCoarser } = withFewCorners(ring);
  if (!isSimpleRing(few)) return null;
  return { ringM: few.map(([x, y]): [number, number] => [x, y]), cut: holes.length - filled, filled, isCoarser };
}

/** Between the two corners that lie nearest to each other; `hole` runs clockwise. */
function withHole(ring: Ring, hole: Ring): Point[] | null {
  let best: { from: number; to: number; atM: number } | null = null;
  for (const [from, [x, y]] of ring.entries())
    for (const [to, [u, v]] of hole.entries()) {
      const atM = Math.hypot(u - x, v - y);
      if (!best || atM < best.atM) best = { from, to, atM };
    }
  if (!best) return null;
  const { from, to } = best;
  const turned = [...hole.slice(to), ...hole.slice(0, to + 1)];
  return [...ring.slice(0, from + 1), ...turned, ...ring.slice(from)];
}

/** Without corners on the line of their neighbours. */
function withoutStraight(ring: Ring): Point[] {
  const kept: Point[] = [...ring];
  for (let i = 0; kept.length > 3 && i < kept.length; ) {
    const before = kept[(i + kept.length - 1) % kept.length];
    const after = kept[(i + 1) % kept.length];
    if (pointToEdgeM(kept[i], [before, after]) < STRAIGHT_M) kept.splice(i, 1);
    else i++;
  }
  return kept;
}

/** The corner that bears least goes first, until few enough are left. */
function withFewCorners(ring: Ring): { ring: Point[]; isCoarser: boolean } {
  const kept: Point[] = [...ring];
  while (kept.length > MAX_CORNERS) {
    const weights = kept.map((corner, i) =>
      areaM2([kept[(i + kept.length - 1) % kept.length], corner, kept[(i + 1) % kept.length]]),
    );
    const least = [...weights].sort((a, b) => a - b)[Math.ceil((kept.length - MAX_CORNERS) / 4)];
    const gone = weights
      .flatMap((weight, i) => (weight <= least ? [i] : []))
      .filter((i, n, all) => i !== all[n - 1] + 1);
    for (const i of gone.slice(0, kept.length - MAX_CORNERS).reverse()) kept.splice(i, 1);
  }
  return { ring: kept, isCoarser: kept.length < ring.length };
}

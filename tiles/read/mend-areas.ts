import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { overlay } from '../../model/geo/plane/overlay.ts';
import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import { isInRing, signedAreaM2 } from '../../model/geo/plane/ring.ts';
import { sharedCopy } from '../../readers/shared/growable.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import type { PolygonGeometry } from '../model.ts';
import { type BoundsDeg, isWithin, validOf } from './clip-bounds.ts';
import { RingCheck } from './ring.ts';
import { ringsMeet } from './rings-meet.ts';
import { ofParts } from './split-parts.ts';
import type { ValidFeatures } from './validate-features.ts';

/** Areas that differ by less than a millimetre along all edges are the same. */
const SAME_EDGE_M = 0.001;
const SAME_M2 = 0.01;

type AreaFault = 'hole-apart' | 'hole-crossing' | 'hole-overlap' | 'hole-whole' | 'parts-overlap' | 'rings-intricate';

/** Tells what is said of areas that were not as they stood. */
export const AREA_FAULTS: Readonly<Record<AreaFault, string>> = {
  'hole-apart': 'expected a hole within its ring, got one outside; nothing is cut out',
  'hole-crossing': 'expected a hole within its ring, got one that crosses it; what lies inside is cut out',
  'hole-overlap': 'expected holes apart from each other, got some that overlap or repeat; each place is cut out once',
  'hole-whole': 'expected a hole smaller than its ring, got one that leaves nothing of it',
  'parts-overlap': 'expected parts apart from each other, got some that overlap; they became one',
  'rings-intricate':
    'expected rings that can be compared, got too many sides beside each other; they are taken as they are',
};

/**
 * Areas as they are meant, whatever the format: holes cut out what they cover and no more, parts that overlap are one. Rings that are right
 * among each other, touching ones too, stay as they are to the bit. Each of the rings has been mended by itself before. What lies outside of
 * `bounds` is cut off.
 */
export function mendAreas(
  valid: ValidFeatures,
  geometry: PolygonGeometry,
  place: (row: number) => string,
  problems: Problems,
  bounds: BoundsDeg | null = null,
): { valid: ValidFeatures; geometry: PolygonGeometry } {
  const { featurePart, partRing } = geometry;
  const mended = new Map<number, MendedPart[]>();
  for (let i = 0; i < valid.rows.length; i++) {
    const isCut = bounds !== null && reachesOut(geometry, i, bounds);
    if (!isCut && partRing[featurePart[i + 1]] - partRing[featurePart[i]] < 2) continue;
    const { parts, found } = mendedFeature(geometry, i, isCut ? bounds : null);
    for (const code of found) {
      const example = (): string => `${place(valid.rows[i])}: ${AREA_FAULTS[code]}`;
      if (code === 'hole-whole' && parts?.length === 0) problems.leaveOut(code, example);
      else problems.report(code, example);
    }
    if (parts) mended.set(i, parts);
  }
  return mended.size === 0 ? { valid, geometry } : rebuilt(valid, geometry, mended);
}

/** Longitudes and latitudes by turns; rings are open, outer ones anticlockwise, holes clockwise. */
type Ring = Float64Array;

function partsOf({ featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry, feature: number): Ring[][] {
  return Array.from({ length: featurePart[feature + 1] - featurePart[feature] }, (_, k) => {
    const part = featurePart[feature] + k;
    return Array.from({ length: partRing[part + 1] - partRing[part] }, (_one, n) => {
      const ring = partRing[part] + n;
      return lonLatDeg.subarray(2 * ringVertex[ring], 2 * ringVertex[ring + 1]);
    });
  });
}

interface MendedPart {
  rings: Ring[];
  /** The part of the geometry whose heights it has. */
  like: number;
}

/** Parts of one height are one area; a podium and the tower on it overlap on purpose, so each is mended alone. */
function mendedFeature(
  geometry: PolygonGeometry,
  feature: number,
  bounds: BoundsDeg | null,
): { parts: MendedPart[] | null; found: ReadonlySet<AreaFault> } {
  const { featurePart, partBaseM, partTopM } = geometry;
  const first = featurePart[feature];
  const parts = partsOf(geometry, feature);
  const isLevel = parts.every(
    (_, k) => partTopM?.[first + k] === partTopM?.[first] && partBaseM?.[first + k] === partBaseM?.[first],
  );
  const groups = isLevel ? [parts] : parts.map((part) => [part]);
  const found = new Set<AreaFault>();
  let isChanged = false;
  const all = groups.flatMap((group, k) => {
    const own = mendedArea(group, bounds);
    for (const code of own.found) found.add(code);
    if (own.parts) isChanged = true;
    return (own.parts ?? group).map((rings, n): MendedPart => {
      const like = first + (isLevel && !own.parts ? n : k);
      return { rings: [...rings], like };
    });
  });
  return { parts: isChanged ? all : null, found };
}

/** One feature's parts as they are meant, each a ring and its holes that are right by themselves; null where they are right as they stand. */
export function mendedArea(
  parts: readonly (readonly Ring[])[],
  bounds: BoundsDeg | null,
): { parts: Ring[][] | null; found: ReadonlySet<AreaFault> } {
  const area = new FeatureArea(parts);
  return { parts: area.mended(bounds), found: area.found };
}

/** The rings of a polygon as `mendedArea` takes them; null where one of them is no ring by itself. */
export function plainRings(rings: readonly (readonly number[][])[]): Ring[] | null {
  const plain = rings.flatMap(
    (corners, i) => plainRing(Float64Array.from(corners.flatMap(([x, y]) => [x, y])), i === 0) ?? [],
  );
  return plain.length === rings.length ? plain : null;
}

/** A ring without what `RingCheck` mends, run the way that it has to; null where it encloses nothing or crosses itself. */
function plainRing(ring: Ring, isOuter: boolean): Ring | null {
  const check = new RingCheck();
  const [eastM, northM] = metresPerDegree(ring[1]);
  check.load(ring, 0, ring.length / 2, eastM, northM);
  if (check.bad >= 0 || check.fault()) return null;
  const { count, from, areaM2 } = check;
  const isTurned = areaM2 > 0 !== isOuter;
  return Float64Array.from({ length: 2 * count }, (_, k) => {
    const nth = isTurned ? count - 1 - (k >> 1) : k >> 1;
    return ring[2 * from[nth] + (k & 1)];
  });
}

/** One feature in metres about its first corner. */
class FeatureArea {
  readonly found = new Set<AreaFault>();
  readonly #lonDeg: number;
  readonly #latDeg: number;
  readonly #metres: readonly [eastM: number, northM: number];
  readonly #parts: Polygon[];
  /** Corners of the file as they stand in it. */
  readonly #stated = new Map<Point, Point>();

  constructor(parts: readonly (readonly Ring[])[]) {
    [this.#lonDeg, this.#latDeg] = parts[0][0];
    this.#metres = metresPerDegree(this.#latDeg);
    this.#parts = parts.map((rings) => {
      const [outer, ...holes] = rings.map((ring) => this.#cornersOf(ring));
      return { outer, holes };
    });
  }

  #cornersOf(ring: Ring): Point[] {
    return Array.from({ length: ring.length / 2 }, (_, i) => {
      const corner = this.#placeOf(ring[2 * i], ring[2 * i + 1]);
      this.#stated.set(corner, [ring[2 * i], ring[2 * i + 1]]);
      return corner;
    });
  }

  #placeOf(lonDeg: number, latDeg: number): Point {
    return [(lonDeg - this.#lonDeg) * this.#metres[0], (latDeg - this.#latDeg) * this.#metres[1]];
  }

  /** The feature's parts as they are meant; null where they are right as they stand. */
  mended(bounds: BoundsDeg | null): Ring[][] | null {
    let isChanged = false;
    const parts = this.#parts.flatMap((part) => {
      const own = this.#withoutHoles(part);
      if (own) isChanged = true;
      return own ?? [part];
    });
    const united = this.#united(parts);
    const meant = united ?? parts;
    const within = bounds ? this.#cut(meant, bounds) : null;
    if (!within && !united && !isChanged) return null;
    return (within ?? meant).flatMap((part) => this.#ringsOf(part));
  }

  #cut(parts: readonly Polygon[], [west, south, east, north]: BoundsDeg): Polygon[] | null {
    const at = (lonDeg: number, latDeg: number): Point => this.#placeOf(lonDeg, latDeg);
    const frame = [at(west, south), at(east, south), at(east, north), at(west, north)];
    const rings = parts.flatMap(({ outer, holes }) => [outer, ...holes]).map((ring) => ({ ring, group: 0 }));
    const within = overlay([...rings, { ring: frame, group: 1 }], 2, ([area, inFrame]) => area > 0 && inFrame > 0);
    return within?.polygons ?? null;
  }

  #withoutHoles(part: Polygon): Polygon[] | null {
    const { outer, holes } = part;
    if (holes.length === 0) return null;
    const doMeet = ringsMeet([outer, ...holes]);
    if (doMeet === 'intricate') this.found.add('rings-intricate');
    if (doMeet !== 'meet' && (doMeet === 'intricate' || areNested(part))) return null;
    const rings = [outer, ...holes].map((ring, i) => ({ ring, group: Math.min(i, 1) }));
    const left = overlay(rings, 2, ([whole, cut]) => whole > 0 && cut === 0);
    if (!left) return null;
    const outerM2 = signedAreaM2(outer);
    const expectedM2 = holes.reduce((sum, hole) => sum + signedAreaM2(hole), outerM2);
    const isAsStated = Math.abs(left.areaM2 - expectedM2) <= sameM2([outer, ...holes]);
    if (isAsStated && left.polygons.length > 0) return null;
    this.#judgeHoles(outer, holes, left.areaM2);
    return left.polygons;
  }

  /** Finds which of the holes are wrong, each by what it leaves of the ring alone; together they cut out less where they overlap. */
  #judgeHoles(outer: Point[], holes: readonly Point[][], leftM2: number): void {
    const outerM2 = signedAreaM2(outer);
    let cutM2 = 0;
    for (const hole of holes) {
      const rings = [
        { ring: outer, group: 0 },
        { ring: hole, group: 1 },
      ];
      const aloneM2 = overlay(rings, 2, ([whole, cut]) => whole > 0 && cut === 0)?.areaM2 ?? outerM2;
      const same = sameM2([outer, hole]);
      cutM2 += outerM2 - aloneM2;
      if (aloneM2 <= same) this.found.add('hole-whole');
      else if (aloneM2 >= outerM2 - same) this.found.add('hole-apart');
      else if (aloneM2 > outerM2 + signedAreaM2(hole) + same) this.found.add('hole-crossing');
    }
    if (cutM2 > outerM2 - leftM2 + sameM2([outer, ...holes])) this.found.add('hole-overlap');
  }

  /** Parts that overlap, as one; null where none do. */
  #united(parts: readonly Polygon[]): Polygon[] | null {
    if (parts.length < 2) return null;
    const areas = parts.map(({ outer, holes }) => [outer, ...holes]);
    const doMeet = ringsMeet(
      areas.flat(),
      areas.flatMap((rings, part) => rings.map(() => part)),
    );
    if (doMeet === 'intricate') this.found.add('rings-intricate');
    if (doMeet === 'intricate' || (doMeet === 'apart' && !isOneInAnother(parts))) return null;
    const union = overlay(
      areas.flat().map((ring) => ({ ring, group: 0 })),
      1,
      ([winding]) => winding > 0,
    );
    const sumM2 = areas.flat().reduce((sum, ring) => sum + signedAreaM2(ring), 0);
    if (!union || union.areaM2 >= sumM2 - sameM2(areas.flat())) return null;
    this.found.add('parts-overlap');
    return union.polygons;
  }

  /** Rings in degrees, mended like those of the file: one that encloses nothing goes, an outer one with its holes. */
  #ringsOf({ outer, holes }: Polygon): Ring[][] {
    const whole = this.#ringOf(outer, true);
    if (!whole) return [];
    return [[whole, ...holes.flatMap((hole) => this.#ringOf(hole, false) ?? [])]];
  }

  #ringOf(corners: readonly Point[], isOuter: boolean): Ring | null {
    const [eastM, northM] = this.#metres;
    const ring = new Float64Array(2 * corners.length);
    for (const [i, corner] of corners.entries()) {
      const stated = this.#stated.get(corner);
      ring[2 * i] = stated?.[0] ?? this.#lonDeg + corner[0] / eastM;
      ring[2 * i + 1] = stated?.[1] ?? this.#latDeg + corner[1] / northM;
    }
    return plainRing(ring, isOuter);
  }
}

function reachesOut({ featurePart, partRing, ringVertex, lonLatDeg }: PolygonGeometry, i: number, bounds: BoundsDeg) {
  const end = ringVertex[partRing[featurePart[i + 1]]];
  for (let v = ringVertex[partRing[featurePart[i]]]; v < end; v++)
    if (!isWithin(bounds, lonLatDeg[2 * v], lonLatDeg[2 * v + 1])) return true;
  return false;
}

function sameM2(rings: readonly (readonly Point[])[]): number {
  let aroundM = 0;
  for (const ring of rings)
    for (const [i, [x, y]] of ring.entries()) {
      const [toX, toY] = ring[(i + 1) % ring.length];
      aroundM += Math.hypot(toX - x, toY - y);
    }
  return SAME_M2 + SAME_EDGE_M * aroundM;
}

/** Whether each hole lies in the outer ring and in no other hole; rings that meet nowhere, so that one corner tells. */
function areNested({ outer, holes }: Polygon): boolean {
  if (!holes.every(([[x, y]]) => isInRing(outer, x, y))) return false;
  return !isOneInAnother(holes.map((hole) => ({ outer: hole, holes: [] })));
}

/** Whether one of several areas lies in another: in its outer ring and in none of its holes. */
function isOneInAnother(areas: readonly Polygon[]): boolean {
  const boxes = areas.map((area) => ({ area, ...boxOf(area.outer) })).sort((a, b) => a.west - b.west);
  for (const [i, a] of boxes.entries())
    for (let j = i + 1; j < boxes.length && boxes[j].west <= a.east; j++) {
      const b = boxes[j];
      if (b.south > a.north || b.north < a.south) continue;
      if (isIn(a.area, b.area.outer[0]) || isIn(b.area, a.area.outer[0])) return true;
    }
  return false;
}

const isIn = ({ outer, holes }: Polygon, [x, y]: Point): boolean =>
  isInRing(outer, x, y) && !holes.some((hole) => isInRing(hole, x, y));

function boxOf(ring: readonly Point[]): { west: number; south: number; east: number; north: number } {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of ring) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

/** The same features with other parts in the place of some of them; one without parts goes. */
function rebuilt(
  valid: ValidFeatures,
  geometry: PolygonGeometry,
  mended: ReadonlyMap<number, readonly MendedPart[]>,
): { valid: ValidFeatures; geometry: PolygonGeometry } {
  const { featurePart } = geometry;
  const kept: number[] = [];
  const featureParts = [0];
  const partRings = [0];
  const ringVertices = [0];
  /** The part whose heights each part has. */
  const from: number[] = [];
  const pieces: Float64Array[] = [];
  const add = (rings: readonly Float64Array[], like: number): void => {
    for (const ring of rings) {
      pieces.push(ring);
      ringVertices.push(ringVertices[ringVertices.length - 1] + ring.length / 2);
    }
    partRings.push(pieces.length);
    from.push(like);
  };
  for (let i = 0; i < valid.rows.length; i++) {
    const parts = mended.get(i);
    if (parts?.length === 0) continue;
    if (parts) for (const { rings, like } of parts) add(rings, like);
    else for (const [k, rings] of partsOf(geometry, i).entries()) add(rings, featurePart[i] + k);
    kept.push(i);
    featureParts.push(partRings.length - 1);
  }
  const places = new Float64Array(new SharedArrayBuffer(16 * ringVertices[ringVertices.length - 1]));
  for (const [ring, piece] of pieces.entries()) places.set(piece, 2 * ringVertices[ring]);
  return {
    valid: validOf(valid, kept),
    geometry: {
      ...geometry,
      featurePart: sharedCopy(Uint32Array, featureParts),
      partRing: sharedCopy(Uint32Array, partRings),
      ringVertex: sharedCopy(Uint32Array, ringVertices),
      lonLatDeg: places,
      ...ofParts(geometry, from),
    },
  };
}

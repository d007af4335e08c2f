import { metresPerDegree } from '../../model/geo/metres-per-degree.ts';
import { sharedCopy, Utf8List } from '../../readers/shared/growable.ts';
import type { Problems } from '../../readers/shared/problems.ts';
import type { PolygonGeometry } from '../model.ts';
import type { ValidFeatures } from './validate-features.ts';

/** Parts no farther than this from each other are wings of one building, or one yard's: whoever drew them as one feature means one thing. */
const ONE_BUILDING_M = 200;
/** A feature of more parts is no building, and is not compared pair by pair. */
const MAX_PAIRED_PARTS = 1000;
/** Parts that come so near to each other touch: surveys round to decimetres. */
const TOUCH_M = 0.5;
/** Corner by corner, more than this is not compared: such parts count as apart. */
const MAX_COMPARED = 4e6;

/**
 * Features two of whose parts lie farther apart than those of one building do are collections of buildings, as an export that was dissolved by
 * height or owner makes them. Each group of their parts that touch becomes an object `id/1`, `id/2` … with the feature's attributes, so
 * that each can be pointed at; said in `problems`. Features that are one building stay as they are.
 */
export function splitFarParts(
  valid: ValidFeatures,
  geometry: PolygonGeometry,
  place: (row: number) => string,
  problems: Problems,
): { valid: ValidFeatures; geometry: PolygonGeometry } {
  const groups = new Map<number, number[][]>();
  for (let i = 0; i < valid.rows.length; i++) {
    if (geometry.featurePart[i + 1] - geometry.featurePart[i] < 2) continue;
    const parts = partsOf(geometry, i);
    if (!areApart(geometry, parts)) continue;
    const touching = groupsOf(geometry, parts);
    if (touching.length < 2) continue;
    groups.set(i, touching);
    problems.report(
      'parts-apart',
      () =>
        `${place(valid.rows[i])}: expected one building, got ${parts.length} parts more than ${ONE_BUILDING_M} m from each other; those that touch became one object each, ${touching.length} in all, as /1, /2 … behind its id, with its attributes`,
    );
  }
  return groups.size === 0 ? { valid, geometry } : rebuilt(valid, geometry, groups);
}

const partsOf = ({ featurePart }: PolygonGeometry, feature: number): number[] =>
  Array.from({ length: featurePart[feature + 1] - featurePart[feature] }, (_, k) => featurePart[feature] + k);

/** West, south, east, north in degrees of a part's outer ring. */
function boxOf({ partRing, ringVertex, lonLatDeg }: PolygonGeometry, part: number): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = ringVertex[partRing[part]]; v < ringVertex[partRing[part] + 1]; v++) {
    box[0] = Math.min(box[0], lonLatDeg[2 * v]);
    box[1] = Math.min(box[1], lonLatDeg[2 * v + 1]);
    box[2] = Math.max(box[2], lonLatDeg[2 * v]);
    box[3] = Math.max(box[3], lonLatDeg[2 * v + 1]);
  }
  return box;
}

/** Whether the boxes of two parts lie farther from each other than those of one building. */
function areApart(geometry: PolygonGeometry, parts: readonly number[]): boolean {
  const boxes = parts.map((part) => boxOf(geometry, part));
  const [eastM, northM] = metresPerDegree(boxes[0][1]);
  const most = (axis: number): number => boxes.reduce((value, box) => Math.max(value, box[axis]), -Infinity);
  const least = (axis: number): number => boxes.reduce((value, box) => Math.min(value, box[axis]), Infinity);
  if ((most(0) - least(2)) * eastM > ONE_BUILDING_M || (most(1) - least(3)) * northM > ONE_BUILDING_M) return true;
  if (Math.hypot((most(2) - least(0)) * eastM, (most(3) - least(1)) * northM) <= ONE_BUILDING_M) return false;
  if (boxes.length > MAX_PAIRED_PARTS) return true;
  return boxes.some((a, i) =>
    boxes.slice(i + 1).some((b) => {
      const gapEastM = Math.max(0, a[0] - b[2], b[0] - a[2]) * eastM;
      const gapNorthM = Math.max(0, a[1] - b[3], b[1] - a[3]) * northM;
      return Math.hypot(gapEastM, gapNorthM) > ONE_BUILDING_M;
    }),
  );
}

interface Outline {
  part: number;
  /** Metres about the feature's first vertex. */
  x: Float64Array;
  y: Float64Array;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Parts that touch, directly or through others; groups and parts in the order of the file. */
function groupsOf(geometry: PolygonGeometry, parts: readonly number[]): number[][] {
  const { partRing, ringVertex, lonLatDeg } = geometry;
  const first = ringVertex[partRing[parts[0]]];
  const lon0 = lonLatDeg[2 * first];
  const lat0 = lonLatDeg[2 * first + 1];
  const [eastM, northM] = metresPerDegree(lat0);
  const outlines = parts.map((part): Outline => {
    const from = ringVertex[partRing[part]];
    const count = ringVertex[partRing[part] + 1] - from;
    const x = Float64Array.from({ length: count }, (_, i) => (lonLatDeg[2 * (from + i)] - lon0) * eastM);
    const y = Float64Array.from({ length: count }, (_, i) => (lonLatDeg[2 * (from + i) + 1] - lat0) * northM);
    const least = (values: Float64Array) => values.reduce((a, b) => Math.min(a, b));
    const most = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b));
    return { part, x, y, west: least(x), south: least(y), east: most(x), north: most(y) };
  });
  const leader = new Map(parts.map((part) => [part, part]));
  const find = (part: number): number => {
    let at = part;
    for (let up = leader.get(at) ?? at; up !== at; up = leader.get(at) ?? at) at = up;
    leader.set(part, at);
    return at;
  };
  const byWest = [...outlines].sort((a, b) => a.west - b.west);
  for (const [i, a] of byWest.entries())
    for (let j = i + 1; j < byWest.length && byWest[j].west <= a.east + TOUCH_M; j++) {
      const b = byWest[j];
      if (b.south > a.north + TOUCH_M || a.south > b.north + TOUCH_M) continue;
      const one = find(a.part);
      const other = find(b.part);
      if (one !== other && touch(a, b)) leader.set(Math.max(one, other), Math.min(one, other));
    }
  const groups = new Map<number, number[]>();
  for (const part of parts) groups.set(find(part), [...(groups.get(find(part)) ?? []), part]);
  return [...groups.values()];
}

function touch(a: Outline, b: Outline): boolean {
  if (a.x.length * b.x.length > MAX_COMPARED) return false;
  return hasCornerAt(a, b) || hasCornerAt(b, a);
}

/** Does a corner of one lie on a side of the other? */
function hasCornerAt(corners: Outline, sides: Outline): boolean {
  const near2 = TOUCH_M * TOUCH_M;
  for (let c = 0; c < corners.x.length; c++) {
    const px = corners.x[c];
    const py = corners.y[c];
    if (px < sides.west - TOUCH_M || px > sides.east + TOUCH_M) continue;
    if (py < sides.south - TOUCH_M || py > sides.north + TOUCH_M) continue;
    for (let i = 0, j = sides.x.length - 1; i < sides.x.length; j = i++) {
      const dx = sides.x[i] - sides.x[j];
      const dy = sides.y[i] - sides.y[j];
      const long2 = dx * dx + dy * dy;
      const along = long2 === 0 ? 0 : ((px - sides.x[j]) * dx + (py - sides.y[j]) * dy) / long2;
      const t = Math.min(1, Math.max(0, along));
      const ox = px - sides.x[j] - t * dx;
      const oy = py - sides.y[j] - t * dy;
      if (ox * ox + oy * oy <= near2) return true;
    }
  }
  return false;
}

/** The same features with groups in the place of some of them. */
function rebuilt(
  valid: ValidFeatures,
  geometry: PolygonGeometry,
  groups: ReadonlyMap<number, readonly number[][]>,
): { valid: ValidFeatures; geometry: PolygonGeometry } {
  const { offsets, bytes } = valid.ids;
  let objects = valid.rows.length;
  for (const touching of groups.values()) objects += touching.length - 1;
  const rows = new Uint32Array(objects);
  const order = new Uint32Array(geometry.partRing.length - 1);
  const featurePart = new Uint32Array(new SharedArrayBuffer(4 * (objects + 1)));
  const ids = new Utf8List(objects, bytes.length + 64 * groups.size);
  const separator = separatorFor(valid, groups);
  let object = 0;
  let placed = 0;
  for (let i = 0; i < valid.rows.length; i++) {
    const touching = groups.get(i);
    for (let n = 0; n < (touching?.length ?? 1); n++) {
      rows[object] = valid.rows[i];
      if (touching) {
        for (const part of touching[n]) order[placed++] = part;
        ids.pushText(`${textAt(valid, i)}${separator}${n + 1}`);
      } else {
        for (let part = geometry.featurePart[i]; part < geometry.featurePart[i + 1]; part++) order[placed++] = part;
        ids.pushBytes(bytes, offsets[i], offsets[i + 1]);
      }
      featurePart[++object] = placed;
    }
  }
  const isSame = order.every((part, k) => part === k);
  const parts = isSame ? { ...geometry, featurePart } : reordered(geometry, order, featurePart);
  return { valid: { rows, ids: ids.view(), filtered: valid.filtered }, geometry: parts };
}

const DECODER = new TextDecoder();

function textAt({ ids }: ValidFeatures, i: number): string {
  return DECODER.decode(ids.bytes.slice(ids.offsets[i], ids.offsets[i + 1]));
}

/** As many slashes as it takes that no new id is one that the file has. */
function separatorFor(valid: ValidFeatures, groups: ReadonlyMap<number, readonly number[][]>): string {
  for (let separator = '/'; ; separator += '/') {
    const wanted = new Set<string>();
    for (const [i, objects] of groups)
      for (let n = 1; n <= objects.length; n++) wanted.add(`${textAt(valid, i)}${separator}${n}`);
    if (!hasOneOf(valid, wanted)) return separator;
  }
}

const SLASH = 0x2f;

/** Is one of these, which all have a slash, an id of the file? Most files have none with a slash, and are not decoded. */
function hasOneOf(valid: ValidFeatures, wanted: ReadonlySet<string>): boolean {
  const { offsets, bytes } = valid.ids;
  let slash = bytes.indexOf(SLASH);
  for (let i = 0; slash >= 0 && i < valid.rows.length; i++) {
    if (offsets[i + 1] <= slash) continue;
    if (wanted.has(textAt(valid, i))) return true;
    slash = bytes.indexOf(SLASH, offsets[i + 1]);
  }
  return false;
}

/** The parts in another order, their rings and vertices with them. */
function reordered(geometry: PolygonGeometry, order: Uint32Array, featurePart: Uint32Array): PolygonGeometry {
  const { partRing, ringVertex, lonLatDeg } = geometry;
  const rings = [0];
  const vertices = [0];
  const places = new Float64Array(lonLatDeg.length);
  let at = 0;
  for (const part of order) {
    for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
      const from = lonLatDeg.subarray(2 * ringVertex[ring], 2 * ringVertex[ring + 1]);
      places.set(from, 2 * at);
      at += from.length / 2;
      vertices.push(at);
    }
    rings.push(vertices.length - 1);
  }
  return {
    ...geometry,
    featurePart,
    partRing: sharedCopy(Uint32Array, rings),
    ringVertex: sharedCopy(Uint32Array, vertices),
    lonLatDeg: sharedCopy(Float64Array, places),
    ...ofParts(geometry, order),
  };
}

/** Returns what a geometry says of its parts, in another order of them. */
export function ofParts(
  { partBaseM, partTopM, partRoof, partRoofM }: PolygonGeometry,
  order: ArrayLike<number>,
): Pick<PolygonGeometry, 'partBaseM' | 'partTopM' | 'partRoof' | 'partRoofM'> {
  const ordered = (values: ArrayLike<number>): number[] => Array.from(order, (part) => values[part]);
  return {
    ...(partBaseM ? { partBaseM: sharedCopy(Float32Array, ordered(partBaseM)) } : {}),
    ...(partTopM ? { partTopM: sharedCopy(Float32Array, ordered(partTopM)) } : {}),
    ...(partRoof ? { partRoof: sharedCopy(Uint8Array, ordered(partRoof)) } : {}),
    ...(partRoofM ? { partRoofM: sharedCopy(Float32Array, ordered(partRoofM)) } : {}),
  };
}

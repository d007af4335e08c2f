import { signedAreaM2 } from '../../../model/geo/plane/ring.ts';
import type { Scheme, SchemeBuilding } from '../../../model/schemes/scheme.ts';
import { edgeOf } from '../../../model/schemes/site-geometry.ts';

/** A face of a drawing: corners in pixels, and what it is. */
interface ThumbnailFace {
  kind: 'site' | 'lit' | 'dark' | 'roof';
  points: string;
}

/** A drawing of a scheme as seen from the south-east, in parallel rays. */
interface Thumbnail {
  viewBox: string;
  faces: readonly ThumbnailFace[];
}

/** East goes to the right and down, north to the right and up; a metre of height is as long as one of ground. */
const COS_30 = Math.cos(Math.PI / 6);
const across = (x: number, y: number) => (x + y) * COS_30;
const down = (x: number, y: number, z: number) => (x - y) / 2 - z;
/** Around the drawing, of its longer side. */
const MARGIN_RATIO = 0.05;

/** Draws the parcels and volumes of a scheme, those behind first; null: it has none. */
export function thumbnailOf({ parcels, buildings }: Pick<Scheme, 'parcels' | 'buildings'>): Thumbnail | null {
  const seen: [number, number][] = [];
  const face = (
    kind: ThumbnailFace['kind'],
    corners: readonly (readonly [number, number, number])[],
  ): ThumbnailFace => {
    const points = corners.map(([x, y, z]): [number, number] => [across(x, y), down(x, y, z)]);
    seen.push(...points);
    return { kind, points: points.map((point) => point.map((part) => part.toFixed(1)).join(',')).join(' ') };
  };
  const faces = parcels.map(({ ringM }) =>
    face(
      'site',
      ringM.map(([x, y]) => [x, y, 0]),
    ),
  );
  for (const building of [...buildings].sort((a, b) => farOf(b) - farOf(a) || a.baseM - b.baseM))
    faces.push(...facesOf(building, face));
  if (seen.length === 0) return null;
  const xs = seen.map(([x]) => x);
  const ys = seen.map(([, y]) => y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  const width = Math.max(...xs) - left;
  const height = Math.max(...ys) - top;
  const margin = MARGIN_RATIO * Math.max(width, height);
  const box = [left - margin, top - margin, width + 2 * margin, height + 2 * margin];
  return { viewBox: box.map((part) => part.toFixed(1)).join(' '), faces };
}

/** How far behind others a volume lies as seen from the south-east: by its middle, to the north and west. */
function farOf({ ringM }: SchemeBuilding): number {
  return ringM.reduce((sum, [x, y]) => sum + y - x, 0) / ringM.length;
}

function facesOf(
  { ringM, baseM, heightM }: SchemeBuilding,
  face: (kind: ThumbnailFace['kind'], corners: readonly (readonly [number, number, number])[]) => ThumbnailFace,
): ThumbnailFace[] {
  const ring = signedAreaM2(ringM) < 0 ? ringM.toReversed() : ringM;
  const top = baseM + heightM;
  const walls = ring.flatMap((_, i): ThumbnailFace[] => {
    const [[ax, ay], [bx, by]] = edgeOf(ring, i);
    // Walls that look to the south or east are seen.
    const isSeen = by - ay + (bx - ax) > 0;
    if (!isSeen) return [];
    const isLit = bx - ax > by - ay;
    return [
      face(isLit ? 'lit' : 'dark', [
        [ax, ay, baseM],
        [bx, by, baseM],
        [bx, by, top],
        [ax, ay, top],
      ]),
    ];
  });
  return [
    ...walls,
    face(
      'roof',
      ring.map(([x, y]) => [x, y, top]),
    ),
  ];
}

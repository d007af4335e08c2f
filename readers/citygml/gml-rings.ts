import type { GmlNode } from './gml-node.ts';
import { dimensionOf, GmlPositions } from './gml-positions.ts';

/** The rings of a polygon that has just been closed. `unread` names a curve in them that is taken by its vertices: a spline or the like. */
export function ringsOf(polygon: GmlNode): { rings: Float64Array[]; unread: string | null } {
  const rings: Float64Array[] = [];
  const positions = new GmlPositions();
  for (const side of polygon.children) {
    if (!/^(exterior|interior|outerBoundaryIs|innerBoundaryIs)$/.test(side.name)) continue;
    const ring = withoutRepeats(positions.below(side, dimensionOf(polygon)));
    // The outer ring has to be the first, whatever the order in the file.
    if (side.name === 'exterior' || side.name === 'outerBoundaryIs') rings.unshift(ring);
    else rings.push(ring);
  }
  return { rings, unread: positions.unread };
}

function withoutRepeats(values: readonly number[]): Float64Array {
  const out = new Float64Array(values.length - (values.length % 3));
  let size = 0;
  for (let i = 0; i < out.length; i += 3) {
    if (size > 0 && isSame(out, size - 3, values, i)) continue;
    out[size] = values[i];
    out[size + 1] = values[i + 1];
    out[size + 2] = values[i + 2];
    size += 3;
  }
  if (size > 3 && isSame(out, size - 3, out, 0)) size -= 3;
  return out.slice(0, size);
}

const isSame = (a: ArrayLike<number>, i: number, b: ArrayLike<number>, k: number): boolean =>
  a[i] === b[k] && a[i + 1] === b[k + 1] && a[i + 2] === b[k + 2];

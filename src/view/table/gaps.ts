import { DataTexture, FloatType, type IUniform, RGBAFormat } from 'three';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { TableBlock } from '../../twin/table-block.ts';

/** Edges of gaps a row of their texture. */
const ROW = 1024;

export interface GapUniforms {
  /** Edges of all gaps, each in a texel: from and to, in the table's x and z. */
  readonly u_gaps: IUniform<DataTexture>;
  readonly u_gapEdges: IUniform<number>;
}

export const gapUniforms = (): GapUniforms => ({
  u_gaps: { value: textureOf([]) },
  u_gapEdges: { value: 0 },
});

/** Where a point of ground is left out: within an odd number of rings. */
export const IS_IN_GAP = `
uniform sampler2D u_gaps;
uniform int u_gapEdges;
bool isInGap(vec2 at) {
  bool isIn = false;
  for (int i = 0; i < u_gapEdges; i++) {
    vec4 edge = texelFetch(u_gaps, ivec2(i % ${ROW}, i / ${ROW}), 0);
    if ((edge.y > at.y) != (edge.w > at.y) && at.x < edge.x + (at.y - edge.y) * (edge.z - edge.x) / (edge.w - edge.y)) isIn = !isIn;
  }
  return isIn;
}
`;

/** Holes in the block's ground and in what lies on it, as rings of the city's plane by owner. */
export function openGaps({ u_gaps, u_gapEdges }: GapUniforms, block: TableBlock, changed: () => void) {
  const owners = new Map<string, readonly (readonly Point[])[]>();
  return {
    /** In place of those that the owner had before. */
    set(owner: string, rings: readonly (readonly Point[])[]): void {
      if (rings.length === 0 && !owners.has(owner)) return;
      owners.set(owner, rings);
      const edges = [...owners.values()].flat().flatMap((ring) => edgesOf(ring, block));
      u_gaps.value.dispose();
      u_gaps.value = textureOf(edges);
      u_gapEdges.value = edges.length;
      changed();
    },
    close(): void {
      u_gaps.value.dispose();
    },
  };
}

type Edge = readonly [fromX: number, fromZ: number, toX: number, toZ: number];

/** None where the ring lies beside the block. */
function edgesOf(ring: readonly Point[], { eastM, northM, sizeM }: TableBlock): Edge[] {
  const places = ring.map(([east, north]) => [east - eastM, northM - north]);
  const half = sizeM / 2;
  const isBeside = [0, 1].some(
    (axis) => places.every((place) => place[axis] > half) || places.every((place) => place[axis] < -half),
  );
  if (isBeside) return [];
  return places.map(([x, z], i): Edge => {
    const [toX, toZ] = places[(i + 1) % places.length];
    return [x, z, toX, toZ];
  });
}

function textureOf(edges: readonly Edge[]): DataTexture {
  const rows = Math.max(1, Math.ceil(edges.length / ROW));
  const texels = new Float32Array(4 * ROW * rows);
  texels.set(edges.flat());
  const texture = new DataTexture(texels, ROW, rows, RGBAFormat, FloatType);
  texture.needsUpdate = true;
  return texture;
}

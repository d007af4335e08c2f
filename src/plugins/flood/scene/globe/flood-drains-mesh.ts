import { dropM } from '../../../../view/globe/layers/cell-mesh.ts';
import { meshGlb } from '../../../../view/globe/layers/glb.ts';
import type { DrainsLaid } from '../../slice.ts';

/** Pipes of the city are drawn at their own size: these go around them. */
const CASING_M = 0.12;
const SHAFT_M = 0.5;
const ABOVE_STREET_M = 0.3;
/** A shader widens what is far away and lifts what spills. */
const GROWTH_M = 300;

/** A vertex's row tells whose value it takes: conduits first, then nodes; by half a row more the upper end of a shaft. */
const UPPER_END = 0.5;

/** Ends of the four edges of a tube, by turns about it. */
const TURNS = [
  [1, 1],
  [-1, 1],
  [-1, -1],
  [1, -1],
] as const;

/**
 * Conduits as square tubes, nodes as square shafts from the bottom to the street. Normals point outwards from the axis, as long as
 * it takes to widen a tube by one on every side.
 */
export function drainsGlb({ conduits, nodes }: DrainsLaid, upM: number): Uint8Array<ArrayBuffer> {
  const pipes = conduits.length / 7;
  const shafts = nodes.length / 4;
  const count = 8 * (pipes + shafts);
  const positionM = new Float32Array(3 * count);
  const normal = new Float32Array(3 * count);
  const row = new Float32Array(count);
  const index = new Uint32Array(30 * (pipes + shafts));
  const corner = middleOf(nodes);
  let vertex = 0;
  let next = 0;

  const put = (at: readonly number[], outwards: readonly number[], reachM: number, ownRow: number) => {
    for (let axis = 0; axis < 3; axis++) {
      positionM[3 * vertex + axis] = at[axis] - corner[axis] + reachM * outwards[axis];
      normal[3 * vertex + axis] = outwards[axis];
    }
    row[vertex++] = ownRow;
  };
  const tube = (first: number, hasLid: boolean) => {
    for (let side = 0; side < 4; side++) {
      const a = first + side;
      const b = first + ((side + 1) % 4);
      for (const corner of [a, b, b + 4, a, b + 4, a + 4]) index[next++] = corner;
    }
    for (const corner of hasLid ? [4, 5, 6, 4, 6, 7] : []) index[next++] = first + corner;
  };
  /** Returns a place in the model's axes: east, up, south. */
  const place = (eastM: number, northM: number, elevationM: number) => [
    eastM,
    elevationM + upM - dropM(eastM, northM),
    -northM,
  ];

  for (let pipe = 0; pipe < pipes; pipe++) {
    const [e0, n0, z0, e1, n1, z1, heightM] = conduits.subarray(7 * pipe, 7 * pipe + 7);
    const lengthM = Math.hypot(e1 - e0, n1 - n0) || 1;
    const acrossX = (n1 - n0) / lengthM;
    const acrossZ = (e1 - e0) / lengthM;
    const first = vertex;
    for (const at of [place(e0, n0, z0 + heightM / 2), place(e1, n1, z1 + heightM / 2)])
      for (const [across, up] of TURNS) put(at, [across * acrossX, up, across * acrossZ], heightM / 2 + CASING_M, pipe);
    tube(first, false);
  }
  for (let node = 0; node < shafts; node++) {
    const [eastM, northM, bottomM, streetM] = nodes.subarray(4 * node, 4 * node + 4);
    const first = vertex;
    const topM = streetM > bottomM ? streetM + ABOVE_STREET_M : bottomM;
    for (const [elevationM, end] of [
      [bottomM, 0],
      [topM, UPPER_END],
    ])
      for (const [x, z] of TURNS) put(place(eastM, northM, elevationM), [x, 0, z], SHAFT_M, pipes + node + end);
    tube(first, true);
  }
  const [low, high] = boundsOf(positionM);
  return meshGlb({ positionM, normal, row, index: index.subarray(0, next), cornerM: corner, low, high });
}

/** Returns the middle of all nodes, so that 32-bit floats keep millimetres. */
function middleOf(nodes: Float32Array): [number, number, number] {
  const [east, north] = [0, 1].map((axis) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = axis; i < nodes.length; i += 4) {
      low = Math.min(low, nodes[i]);
      high = Math.max(high, nodes[i]);
    }
    return Math.round((low + high) / 2);
  });
  return [east, 0, -north];
}

function boundsOf(positionM: Float32Array): [number[], number[]] {
  const low = [0, 1, 2].map(() => Number.POSITIVE_INFINITY);
  const high = [0, 1, 2].map(() => Number.NEGATIVE_INFINITY);
  for (let i = 0; i < positionM.length; i++) {
    low[i % 3] = Math.min(low[i % 3], positionM[i]);
    high[i % 3] = Math.max(high[i % 3], positionM[i]);
  }
  return [low.map((least) => least - GROWTH_M), high.map((most) => most + GROWTH_M)];
}

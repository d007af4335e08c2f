import type { DrainNetwork } from '../../../model/city/grid.ts';
import type { CoupledDrains } from './coupling.ts';
import type { Layout } from './layout.ts';

/** Storm drains of a run as a picture lays them, in the order of `DrainsSeen`: east, north and elevations above the datum, metres. */
export interface DrainGeometry {
  /** East, north, bottom and street: four a node. An outfall has no shaft: its street is its bottom. */
  nodes: Float32Array;
  /** East, north and invert of either end, and height inside: seven a conduit. */
  conduits: Float32Array;
  /** East and north of the well that each pump lifts from: two a pump. Runs kept from before have none. */
  pumps?: Float32Array;
}

/** One instant of them, a byte a node and conduit. */
export interface DrainFrame {
  /** `FREE`, `PRESSED` or `SPILLING`. */
  nodes: Uint8Array;
  /** Part of each conduit's section that is wet, of 255. */
  conduits: Uint8Array;
  /** What each pump lifts at this instant; 0: it stands still. Runs kept from before have none. */
  pumpsM3ps?: Float32Array;
}

/** Places are the network's, everything else is as the solver has it. */
export function drainGeometryOf(
  { manholes, sumps, outfalls }: Pick<DrainNetwork, 'manholes' | 'sumps' | 'outfalls'>,
  { nodes, pipes, pumps, invertM }: Pick<Layout, 'nodes' | 'pipes' | 'pumps' | 'invertM'>,
): DrainGeometry {
  const at = new Map([...manholes, ...sumps, ...outfalls].map((node) => [node.id, node.at]));
  const placeOf = (node: number) => at.get(nodes[node].id) ?? [Number.NaN, Number.NaN];
  return {
    nodes: Float32Array.from(
      nodes.flatMap((node, i) => [
        ...placeOf(i),
        invertM[i],
        invertM[i] + (node.kind === 'junction' ? node.topDepthM : 0),
      ]),
    ),
    conduits: Float32Array.from(
      pipes.flatMap(({ upper, lower, upperInvertM, lowerInvertM, heightM }) => [
        ...[...placeOf(upper), upperInvertM, ...placeOf(lower), lowerInvertM],
        heightM,
      ]),
    ),
    pumps: Float32Array.from(pumps.flatMap(({ from }) => placeOf(from))),
  };
}

/**
 * One instant of the drains as a frame carries it: a state a node, how full each conduit is, 255 being full, and what
 * each pump lifts.
 */
export function drainFrameOf(coupled: CoupledDrains): DrainFrame {
  const { state, fullRatio, flowM3ps } = coupled.picture();
  const { pipes, pumps } = coupled.drains.layout;
  return {
    nodes: state,
    conduits: Uint8Array.from(pipes, ({ link }) => Math.round(255 * fullRatio[link])),
    pumpsM3ps: Float32Array.from(pumps, ({ link }) => flowM3ps[link]),
  };
}

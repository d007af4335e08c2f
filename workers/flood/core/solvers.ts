import type { Float32Water } from './float32-water.ts';
import type { Scheme } from './flood-input.ts';
import { ShallowWaterKernel } from './kernel.ts';
import { LocalInertial } from './local-inertial.ts';
import { LocalInertialKernel } from './local-inertial-kernel.ts';
import { ShallowWater } from './shallow-water.ts';
import type { Solver } from './solver.ts';
import type { Edges, Terrain } from './terrain.ts';

/** The compiled kernel of a scheme; its `workerInits` are for as many helpers (`shared/pool.ts`). */
export function kernelOf(
  module: WebAssembly.Module,
  terrain: Terrain,
  edges: Edges,
  scheme: Scheme,
  rainCatchRatio: Float64Array,
  workerCount = 0,
): Float32Water {
  return scheme.kind === 'fast'
    ? new LocalInertialKernel(module, terrain, edges, rainCatchRatio, workerCount)
    : new ShallowWaterKernel(module, terrain, edges, scheme.order, rainCatchRatio, workerCount);
}

/** The same arithmetic in float64, for where there is neither SIMD nor shared memory: about a tenth of the speed. */
export function oracleOf(terrain: Terrain, edges: Edges, scheme: Scheme, rainCatchRatio: Float64Array): Solver {
  return scheme.kind === 'fast'
    ? new LocalInertial(terrain, edges, rainCatchRatio)
    : new ShallowWater(terrain, edges, scheme.order, rainCatchRatio);
}

import type { Float32Water } from './float32-water.ts';
import type { Scheme } from './flood.ts';
import { ShallowWaterKernel } from './kernel.ts';
import { LocalInertial } from './local-inertial.ts';
import { LocalInertialKernel } from './local-inertial-kernel.ts';
import { ShallowWater } from './shallow-water.ts';
import type { Solver } from './solver.ts';
import type { Edges, Terrain } from './terrain.ts';

/** The compiled kernel of a scheme; its `invitations` are for as many helpers (`shared/crew.ts`). */
export function kernelOf(
  module: WebAssembly.Module,
  terrain: Terrain,
  edges: Edges,
  scheme: Scheme,
  rainCatchRatio: Float64Array,
  helpers = 0,
): Float32Water {
  return scheme.kind === 'fast'
    ? new LocalInertialKernel(module, terrain, edges, rainCatchRatio, helpers)
    : new ShallowWaterKernel(module, terrain, edges, scheme.order, rainCatchRatio, helpers);
}

/** The same arithmetic in float64, for where there is neither SIMD nor shared memory: about a tenth of the speed. */
export function oracleOf(terrain: Terrain, edges: Edges, scheme: Scheme, rainCatchRatio: Float64Array): Solver {
  return scheme.kind === 'fast'
    ? new LocalInertial(terrain, edges, rainCatchRatio)
    : new ShallowWater(terrain, edges, scheme.order, rainCatchRatio);
}

import type { FloodInput } from '../core/flood-input.ts';
import { FloodInputError } from '../core/input-error.ts';
import { type Flood, type FloodSnapshot, type SolverOf, startFlood } from '../flood.ts';
import { floodMessage } from '../messages.ts';
import { maximaArrays } from '../results/maxima.ts';

/** Works and drains that stand from a moment on, and the ground under them: a levee's body is out of it where it will give way. */
export type Change = Pick<FloodInput, 'works' | 'drains' | 'bedElevationM'>;

/** A flood with other works from now on. On other ground it is another flood, which goes on from the next moment at rest. */
export function changed(solverOf: SolverOf, flood: Flood, change: Change): Flood {
  if (flood.input.bedElevationM.every((bedM, cell) => bedM === change.bedElevationM[cell])) {
    flood.edit(change.works, change.drains);
    return flood;
  }
  const next = startFlood(solverOf, inputWith(flood.input, change), flood.snapshot());
  if (next.baseM === flood.baseM) return next;
  throw new FloodInputError(floodMessage('sill-low', { baseM: flood.baseM, got: next.baseM }));
}

/** An input with other works: the run that it starts is to be restored at a moment after the change. */
export function inputWith(input: FloodInput, { works, drains, bedElevationM }: Change): FloodInput {
  return { ...input, works, bedElevationM, ...(drains ? { drains } : {}) };
}

/** Roughly: all its large arrays. */
export function bytesOf({ water, soil, drains, maxima }: FloodSnapshot): number {
  const planes = maximaArrays(maxima).reduce((sum, { byteLength }) => sum + byteLength, 0);
  return water.byteLength + soil.byteLength + (drains?.byteLength ?? 0) + planes;
}

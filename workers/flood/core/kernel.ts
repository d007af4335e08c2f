import { Float32Water, STAGE } from './float32-water.ts';
import { stableStepS } from './shallow-water.ts';
import type { Edges, Order, Terrain } from './terrain.ts';

/**
 * The full shallow-water scheme in float32 and WebAssembly, which the `ShallowWater` of TypeScript checks as its
 * oracle.
 */
export class ShallowWaterKernel extends Float32Water {
  constructor(
    module: WebAssembly.Module,
    terrain: Terrain,
    edges: Edges,
    order: Order,
    rainCatchRatio: Float64Array,
    workerCount = 0,
  ) {
    super(module, terrain, edges, rainCatchRatio, workerCount, { order, states: 2, borders: false });
  }

  stableStepS(): number {
    return stableStepS(this.terrain, this.fastestWaveMps());
  }

  protected move(_moved: number, listed: number, dtS: number, rainM: number): void {
    this.stage(listed, this.now, this.next, STAGE.move, dtS, rainM);
    [this.now, this.next] = [this.next, this.now];
  }

  protected taken(): void {}
}

import { Float32Water, STAGE } from './float32-water.ts';
import { stableStepS } from './shallow-water.ts';
import type { Edges, Order, Terrain } from './terrain.ts';

/** `ShallowWater` in float32. */
export class ShallowWaterKernel extends Float32Water {
  private readonly order: Order;

  constructor(
    module: WebAssembly.Module,
    terrain: Terrain,
    edges: Edges,
    order: Order,
    rainCatchRatio: Float64Array,
    helpers = 0,
  ) {
    super(module, terrain, edges, rainCatchRatio, helpers, { order, states: 2, borders: false });
    this.order = order;
  }

  stableStepS(): number {
    return stableStepS(this.terrain, this.fastestWaveMps());
  }

  protected move(moved: number, listed: number, dtS: number, rainM: number): void {
    if (this.order === 1) {
      this.stage(listed, this.now, this.next, STAGE.whole, dtS, rainM);
      [this.now, this.next] = [this.next, this.now];
      return;
    }
    this.stage(listed, this.now, this.next, STAGE.first, dtS, 0);
    this.stage(moved, this.next, this.now, STAGE.second, dtS, rainM);
  }

  protected taken(): void {}
}

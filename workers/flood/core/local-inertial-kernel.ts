import { Float32Water, STAGE } from './float32-water.ts';
import { fastStepS } from './local-inertial.ts';
import { cellAt, type Edges, type Terrain } from './terrain.ts';

/** `LocalInertial` in float32: one state of 36 bytes a cell with its terrain. */
export class LocalInertialKernel extends Float32Water {
  constructor(
    module: WebAssembly.Module,
    terrain: Terrain,
    edges: Edges,
    rainCatchRatio: Float64Array,
    workerCount = 0,
  ) {
    super(module, terrain, edges, rainCatchRatio, workerCount, { order: 0, states: 1, borders: true });
  }

  stableStepS(): number {
    const waveMps = this.fastestWaveMps();
    return waveMps === 0 ? Number.POSITIVE_INFINITY : fastStepS(this.terrain, waveMps);
  }

  protected move(moved: number, listed: number, dtS: number, rainM: number): void {
    this.stage(listed, this.now, this.now, STAGE.flow, dtS, 0);
    this.stage(moved, this.now, this.now, STAGE.level, dtS, rainM);
  }

  protected taken(): void {
    this.stage(this.listAll(), this.now, this.now, STAGE.read, 0, 0);
  }

  /** A cell's flow is the mean of those through its two faces; straight from the planes, since a pass over a copy costs as much as a step. */
  override sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    const { terrain, now } = this;
    this.readPlane(now, 0, depthM);
    for (let row = 0; row < terrain.rows; row++) {
      const first = cellAt(terrain, -1, row);
      const x = this.cellsOf(now, 2, row);
      const y = this.cellsOf(now, 3, row);
      const ySouth = this.cellsOf(now, 3, row - 1);
      for (let k = 1; k <= terrain.columns; k++) {
        unitDischargeXM2ps[first + k] = (x[k] + x[k - 1]) / 2;
        unitDischargeYM2ps[first + k] = (y[k] + ySouth[k]) / 2;
      }
    }
  }
}

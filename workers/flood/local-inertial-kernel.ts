import { Float32Water, STAGE } from './float32-water.ts';
import { FAST_COURANT, meanOfFaces } from './local-inertial.ts';
import type { Edges, Terrain } from './terrain.ts';

/** `LocalInertial` in float32: one state of 36 bytes a cell with its terrain. */
export class LocalInertialKernel extends Float32Water {
  constructor(module: WebAssembly.Module, terrain: Terrain, edges: Edges, rainCatchRatio: Float64Array, helpers = 0) {
    super(module, terrain, edges, rainCatchRatio, helpers, { order: 0, states: 1, borders: true });
  }

  stableStepS(): number {
    const waveMps = this.fastestWaveMps();
    return waveMps === 0 ? Number.POSITIVE_INFINITY : (FAST_COURANT * this.terrain.cellM) / waveMps;
  }

  protected move(moved: number, listed: number, dtS: number, rainM: number): void {
    this.stage(listed, this.now, this.now, STAGE.flow, dtS, 0);
    this.stage(moved, this.now, this.now, STAGE.level, dtS, rainM);
  }

  protected taken(): void {
    this.stage(this.listAll(), this.now, this.now, STAGE.read, 0, 0);
  }

  override sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    super.sample(depthM, unitDischargeXM2ps, unitDischargeYM2ps);
    meanOfFaces(unitDischargeXM2ps, 1);
    meanOfFaces(unitDischargeYM2ps, this.terrain.stride);
  }
}

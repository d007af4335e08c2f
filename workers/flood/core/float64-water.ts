import { FramePacker } from '../results/frames.ts';
import { type Maxima, noMaxima, type Sample, watchMaxima } from '../results/maxima.ts';
import { heldIn } from '../works/cuts.ts';
import { joinBytes, partBytes, type Solver } from './solver.ts';
import { copyWater, dryWater, type EdgeVolumes, type Terrain, type Water } from './terrain.ts';

/** Water in float64 over a terrain, and what is done to it beside moving it: what the oracles of all schemes share. */
export abstract class Float64Water implements Solver {
  protected readonly terrain: Terrain;
  protected readonly state: Water;
  /** Flows of the fast scheme belong to two cells each and stay when one of them loses water. */
  protected readonly flowsOnFaces: boolean = false;
  /** Part of the rain caught, over the area on which water is held. */
  private readonly rainCatchRatio: Float64Array;
  private worst: Maxima | null = null;
  private seen: Sample | null = null;
  private packer: FramePacker | null = null;

  constructor(terrain: Terrain, rainCatchRatio: Float64Array) {
    this.terrain = terrain;
    this.state = dryWater(terrain);
    this.rainCatchRatio = rainCatchRatio.map((ratio, cell) => ratio / heldIn(terrain.cuts, cell));
  }

  abstract stableStepS(): number;
  abstract advance(dtS: number, rainM: number): EdgeVolumes;

  load(water: Water): void {
    copyWater(water, this.state);
  }

  water(): Water {
    const copy = dryWater(this.terrain);
    copyWater(this.state, copy);
    return copy;
  }

  save(): Uint8Array {
    return joinBytes(this.statePlanes());
  }

  restore(state: Uint8Array): void {
    partBytes(state, this.statePlanes());
  }

  private statePlanes(): Float64Array[] {
    const { depthM, unitDischargeXM2ps, unitDischargeYM2ps } = this.state;
    return [depthM, unitDischargeXM2ps, unitDischargeYM2ps];
  }

  volumeM3(): number {
    const { cuts, cellM } = this.terrain;
    return this.state.depthM.reduce((sum, depthM, cell) => sum + depthM * heldIn(cuts, cell), 0) * cellM ** 2;
  }

  depthM(cell: number): number {
    return this.state.depthM[cell];
  }

  pour(cell: number, depthM: number): number {
    const { depthM: h, unitDischargeXM2ps: qx, unitDischargeYM2ps: qy } = this.state;
    const poured = Math.max(-h[cell], depthM);
    if (poured < 0 && !this.flowsOnFaces) {
      const dilutionRatio = (h[cell] + poured) / h[cell];
      qx[cell] *= dilutionRatio;
      qy[cell] *= dilutionRatio;
    }
    h[cell] += poured;
    return poured;
  }

  soak(maxM: Float32Array): number {
    let sumM = 0;
    for (let i = 0; i < maxM.length; i++) {
      if (!(maxM[i] > 0)) continue;
      const takenM = -this.pour(i, -maxM[i]);
      maxM[i] = takenM;
      sumM += takenM * heldIn(this.terrain.cuts, i);
    }
    return sumM;
  }

  setCrest(face: 'east' | 'north', cell: number, crestM: number): void {
    (face === 'east' ? this.terrain.eastCrestM : this.terrain.northCrestM)[cell] = crestM;
  }

  watch(timeS: number, spanS: number): void {
    this.worst ??= noMaxima(this.terrain);
    watchMaxima(this.worst, this.terrain, this.sampleMaxima(), timeS, spanS);
  }

  pack(baseM: number): Uint16Array {
    this.packer ??= new FramePacker(this.terrain, baseM);
    return this.packer.pack(this.sampleMaxima());
  }

  private sampleMaxima(): Sample {
    const plane = () => new Float32Array(this.state.depthM.length);
    this.seen ??= { depthM: plane(), unitDischargeXM2ps: plane(), unitDischargeYM2ps: plane() };
    const { depthM, unitDischargeXM2ps, unitDischargeYM2ps } = this.seen;
    this.sample(depthM, unitDischargeXM2ps, unitDischargeYM2ps);
    return this.seen;
  }

  maxima(): Maxima {
    return this.worst ? structuredClone(this.worst) : noMaxima(this.terrain);
  }

  restoreMaxima(maxima: Maxima): void {
    this.worst = structuredClone(maxima);
  }

  sample(depthM: Float32Array, unitDischargeXM2ps: Float32Array, unitDischargeYM2ps: Float32Array): void {
    depthM.set(this.state.depthM);
    unitDischargeXM2ps.set(this.state.unitDischargeXM2ps);
    unitDischargeYM2ps.set(this.state.unitDischargeYM2ps);
  }

  protected rain(rainM: number): void {
    const { rainCatchRatio, state } = this;
    for (let i = 0; i < rainCatchRatio.length; i++) state.depthM[i] += rainM * rainCatchRatio[i];
  }
}

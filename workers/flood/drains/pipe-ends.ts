import type { Layout, Pipe } from './layout.ts';
import type { Ends } from './pipe-flow.ts';

/** Levels that a pipe meets at its ends: those of its nodes, of the nappe where it falls into air, of the water outside an outfall. */
export class PipeEnds implements Ends {
  upperM = 0;
  lowerM = 0;
  freeUpper = true;
  freeLower = true;
  outfall = false;
  /** Water falls freely at one end. */
  falls = false;
  private readonly invertM: Float64Array;
  private readonly isOutfall: Uint8Array;
  private readonly isNormal: Uint8Array;
  private readonly gated: Uint8Array;
  private readonly tailwaterM: Float64Array;

  /** `tailwaterM` is read anew each time: NaN where nothing is outside. */
  constructor({ nodes, invertM }: Layout, tailwaterM: Float64Array) {
    this.invertM = invertM;
    this.isOutfall = Uint8Array.from(nodes, ({ kind }) => (kind === 'outfall' ? 1 : 0));
    this.isNormal = Uint8Array.from(nodes, (node) =>
      node.kind === 'outfall' && node.tailwater.kind === 'normal' ? 1 : 0,
    );
    this.gated = Uint8Array.from(nodes, (node) => (node.kind === 'outfall' && node.flapGate ? 1 : 0));
    this.tailwaterM = tailwaterM;
  }

  isGated(node: number): boolean {
    return this.gated[node] === 1;
  }

  /** Finds the ends of a pipe that carries `flow` downhill. */
  find(pipe: Pipe, levelM: Float64Array, flow: number): void {
    const { upper, lower, upperInvertM, lowerInvertM } = pipe;
    this.upperM = Math.max(levelM[upper], upperInvertM);
    this.lowerM = Math.max(levelM[lower], lowerInvertM);
    this.freeUpper = levelM[upper] > upperInvertM;
    this.freeLower = levelM[lower] > lowerInvertM;
    this.outfall = this.isOutfall[lower] === 1 || this.isOutfall[upper] === 1;
    this.falls = false;
    if (this.isOutfall[lower] === 1) {
      this.lowerM = this.outsideM(lower, pipe, lowerInvertM, flow);
      this.freeLower = false;
    } else if (this.outfall) {
      this.upperM = this.outsideM(upper, pipe, upperInvertM, flow);
      this.freeUpper = false;
    } else if (flow >= 0 && lowerInvertM > this.invertM[lower]) {
      const fallM = nappeM(pipe, lowerInvertM, flow);
      this.falls = this.lowerM < fallM;
      this.freeLower = !this.falls && this.freeLower;
      this.lowerM = Math.max(this.lowerM, fallM);
    } else if (flow < 0 && upperInvertM > this.invertM[upper]) {
      const fallM = nappeM(pipe, upperInvertM, flow);
      this.falls = this.upperM < fallM;
      this.freeUpper = !this.falls && this.freeUpper;
      this.upperM = Math.max(this.upperM, fallM);
    }
  }

  /** Level at a pipe's end in an outfall: its tailwater, no lower than the nappe. */
  outsideM(node: number, pipe: Pipe, invertM: number, flow: number): number {
    if (this.isNormal[node] === 1) return invertM + pipe.normalDepthM(Math.abs(flow));
    const fallM = nappeM(pipe, invertM, flow);
    const outM = this.tailwaterM[node];
    return outM > fallM ? outM : fallM;
  }
}

/** A pipe ends in the air at critical depth, or at uniform depth where it is steep. */
const nappeM = (pipe: Pipe, invertM: number, flow: number): number =>
  invertM + Math.min(pipe.normalDepthM(Math.abs(flow)), pipe.criticalDepthM(Math.abs(flow)));

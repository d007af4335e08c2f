import type { Layout, Pipe } from './layout.ts';
import { DRY_M, type Ends } from './pipe-flow.ts';
import { isOpenSection, type Section, sectionHeightM, type Wetted, wetted } from './sections.ts';

/** Above this part of its height SWMM takes a closed pipe's surface for as wide as here (EXTRAN's crown cutoff). */
const CUTOFF_RATIO = 0.96;

/** How wide the surface is at a depth, as SWMM takes it. */
export function surfaceM(section: Section, depthM: number, at: Wetted): number {
  const heightM = sectionHeightM(section) * (isOpenSection(section) ? 1 : CUTOFF_RATIO);
  wetted(section, Math.min(Math.max(depthM, DRY_M), heightM), at);
  return at.topM;
}

/**
 * What SWMM makes of a conduit's ends before it asks for the flow (Reference Manual II, EPA/600/R-17/111, ch. 3.3): whether an end is dry, whether
 * water falls from one at critical or uniform depth, and how the surface of the conduit is shared between its nodes. Results stand in its fields.
 */
export class SwmmEnds implements Ends {
  upperM = 0;
  lowerM = 0;
  readonly freeUpper = true;
  readonly freeLower = true;
  outfall = false;
  falls = false;
  /** Nothing can flow. */
  isDry = false;
  /** Surfaces of one barrel on its upper and lower node's account. */
  upperM2 = 0;
  lowerM2 = 0;
  private readonly invertM: Float64Array;
  private readonly isOutfall: Uint8Array;
  private readonly at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };

  constructor({ nodes, invertM }: Layout) {
    this.invertM = invertM;
    this.isOutfall = Uint8Array.from(nodes, ({ kind }) => (kind === 'outfall' ? 1 : 0));
  }

  /** By the levels of all nodes, outfalls too, and what the last trial let flow downhill in one barrel. */
  find(pipe: Pipe, levelM: Float64Array, m3ps: number): void {
    const { upper, lower, upperInvertM, lowerInvertM, heightM, lengthM } = pipe;
    this.upperM = Math.max(levelM[upper], upperInvertM);
    this.lowerM = Math.max(levelM[lower], lowerInvertM);
    this.outfall = this.isOutfall[upper] === 1 || this.isOutfall[lower] === 1;
    this.falls = false;
    this.isDry = false;
    const up = Math.min(heightM, Math.max(DRY_M, this.upperM - upperInvertM));
    const low = Math.min(heightM, Math.max(DRY_M, this.lowerM - lowerInvertM));
    if (up >= heightM && low >= heightM) this.meet(pipe, up, low, 1, 1);
    else if (up > DRY_M && low > DRY_M) this.wet(pipe, levelM, up, low, m3ps);
    else if (low > DRY_M) this.dryAbove(pipe, levelM, up, low, m3ps);
    else if (up > DRY_M) this.dryBelow(pipe, levelM, up, low, m3ps);
    else {
      this.isDry = true;
      this.upperM2 = this.lowerM2 = (DRY_M * lengthM) / 2;
    }
  }

  private wet(pipe: Pipe, levelM: Float64Array, up: number, low: number, m3ps: number): void {
    const isRaised = m3ps < 0 ? this.isUpperRaised(pipe, levelM) : this.isLowerRaised(pipe, levelM);
    if (!isRaised) {
      this.meet(pipe, up, low, 1, 1);
      return;
    }
    const normalM = pipe.normalDepthM(Math.abs(m3ps));
    const criticalM = pipe.criticalDepthM(Math.abs(m3ps));
    const leastM = Math.min(normalM, criticalM);
    const mostM = Math.max(normalM, criticalM);
    if (m3ps < 0) {
      if (up < leastM) this.fallAbove(pipe, leastM, low);
      else this.meet(pipe, up, low, 1, 1);
      return;
    }
    if (low < leastM) {
      this.fallBelow(pipe, up, leastM);
      return;
    }
    const share = low >= mostM ? 1 : mostM - leastM < DRY_M ? 0 : (mostM - low) / (mostM - leastM);
    this.meet(pipe, up, low, 1, share);
  }

  private dryAbove(pipe: Pipe, levelM: Float64Array, up: number, low: number, m3ps: number): void {
    if (this.lowerM < pipe.upperInvertM) {
      this.isDry = true;
      this.meet(pipe, up, low, pipe.upperInvertM > this.invertM[pipe.upper] ? 0 : 1, 1);
    } else if (this.isUpperRaised(pipe, levelM)) this.fallAbove(pipe, nappeM(pipe, m3ps), low);
    else this.meet(pipe, up, low, 1, 1);
  }

  private dryBelow(pipe: Pipe, levelM: Float64Array, up: number, low: number, m3ps: number): void {
    if (this.upperM < pipe.lowerInvertM) {
      this.isDry = true;
      this.meet(pipe, up, low, 1, pipe.lowerInvertM > this.invertM[pipe.lower] ? 0 : 1);
    } else if (this.isLowerRaised(pipe, levelM)) this.fallBelow(pipe, up, nappeM(pipe, m3ps));
    else this.meet(pipe, up, low, 1, 1);
  }

  private isUpperRaised({ upper, upperInvertM }: Pipe, levelM: Float64Array): boolean {
    return upperInvertM > (this.isOutfall[upper] === 1 ? levelM[upper] : this.invertM[upper]);
  }

  private isLowerRaised({ lower, lowerInvertM }: Pipe, levelM: Float64Array): boolean {
    return lowerInvertM > (this.isOutfall[lower] === 1 ? levelM[lower] : this.invertM[lower]);
  }

  /** Water on all of the pipe: half of its surface at either node, or a share of that. */
  private meet({ section, lengthM }: Pipe, up: number, low: number, upperShare: number, lowerShare: number): void {
    const middle = surfaceM(section, (up + low) / 2, this.at);
    this.upperM2 = ((surfaceM(section, up, this.at) + middle) * lengthM * upperShare) / 4;
    this.lowerM2 = ((surfaceM(section, low, this.at) + middle) * lengthM * lowerShare) / 4;
  }

  /** Water falls out at one end: all of the surface is the other's. */
  private fallAbove({ section, lengthM, upperInvertM }: Pipe, fallM: number, low: number): void {
    const up = Math.max(fallM, DRY_M);
    this.falls = true;
    this.upperM = upperInvertM + up;
    this.upperM2 = 0;
    const middle = surfaceM(section, (up + low) / 2, this.at);
    this.lowerM2 = ((surfaceM(section, low, this.at) + middle) * lengthM) / 2;
  }

  private fallBelow({ section, lengthM, lowerInvertM }: Pipe, up: number, fallM: number): void {
    const low = Math.max(fallM, DRY_M);
    this.falls = true;
    this.lowerM = lowerInvertM + low;
    this.lowerM2 = 0;
    const middle = surfaceM(section, (up + low) / 2, this.at);
    this.upperM2 = ((surfaceM(section, up, this.at) + middle) * lengthM) / 2;
  }
}

/** A pipe ends in the air at critical depth, or at uniform depth where it is steep. */
const nappeM = (pipe: Pipe, m3ps: number): number =>
  Math.min(pipe.normalDepthM(Math.abs(m3ps)), pipe.criticalDepthM(Math.abs(m3ps)));

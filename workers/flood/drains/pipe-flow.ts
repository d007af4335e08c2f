import { fullFrictionPerS } from './force-main.ts';
import type { Pipe } from './layout.ts';
import type { DrainOptions } from './plan.ts';
import { isOpenSection, type Wetted, wetted } from './sections.ts';

/** Thinner water does not flow (.0001 ft). */
export const DRY_M = 3.048e-5;

/** Faster water is an error of a nearly empty pipe, not a flow (SWMM: 50 ft/s). */
const MAX_SPEED_MPS = 15.24;

/** Levels at a pipe's ends, and whether a change of a node's level is felt there: not where water falls freely or is given. */
export interface Ends {
  upperM: number;
  lowerM: number;
  freeUpper: boolean;
  freeLower: boolean;
  /** One end is an outfall. */
  outfall: boolean;
  /** Water falls freely at one end. */
  falls: boolean;
}

/**
 * Momentum of one barrel of a pipe over a step (SWMM 5 reference manual II, ch. 3.2): friction, pressure and losses implicit,
 * inertia damped as the Froude number nears 1, areas taken from the middle in calm and from the upper end in swift flow,
 * uniform flow as the limit. Results stand in its fields, so that a loop over thousands of pipes allocates nothing.
 */
export class PipeFlow {
  /** Downhill. */
  m3ps = 0;
  /** What a metre more at the upper end adds, and at the lower end takes. */
  byUpper = 0;
  byLower = 0;
  /** What a metre more would do by momentum alone, whatever limits the flow. */
  byHead = 0;
  middleM2 = 0;
  /** Water at each end, m² of it. */
  upperM2 = 0;
  lowerM2 = 0;
  /** How fast these grow with the level: the width of the surface, or the slot's. */
  upperTopM = 0;
  lowerTopM = 0;
  /** Depths that `up` and `low` stand for. */
  private upperY = 0;
  private lowerY = 0;
  private readonly up: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  private readonly low: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  private readonly middle: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };

  /** Water at the ends of a pipe by the levels of its nodes; before `find` of the same pipe. */
  fill(pipe: Pipe, upperM: number, lowerM: number): void {
    const { up, low } = this;
    this.upperY = Math.max(0, upperM - pipe.upperInvertM);
    this.lowerY = Math.max(0, lowerM - pipe.lowerInvertM);
    wetted(pipe.section, this.upperY, up);
    wetted(pipe.section, this.lowerY, low);
    this.upperM2 = up.areaM2 + Math.max(0, this.upperY - pipe.heightM) * pipe.slotM;
    this.lowerM2 = low.areaM2 + Math.max(0, this.lowerY - pipe.heightM) * pipe.slotM;
    this.upperTopM = topM(pipe, this.upperY, up);
    this.lowerTopM = topM(pipe, this.lowerY, low);
    this.upperY = Math.min(this.upperY, pipe.heightM);
    this.lowerY = Math.min(this.lowerY, pipe.heightM);
  }

  /** `last` is the flow of the last trial, `old` that of the last step, `oldM2` the wetted area at the middle then. */
  find(pipe: Pipe, ends: Ends, last: number, old: number, oldM2: number, dtS: number, options: DrainOptions): void {
    const { up, low, middle } = this;
    const { section, heightM, lengthM, gravityMps2 } = pipe;
    const { upperM, lowerM } = ends;
    const upperY = Math.min(Math.max(upperM - pipe.upperInvertM, DRY_M), heightM);
    const lowerY = Math.min(Math.max(lowerM - pipe.lowerInvertM, DRY_M), heightM);
    const middleY = (upperY + lowerY) / 2;
    wetted(section, middleY, middle);
    this.middleM2 = middle.areaM2;
    this.m3ps = this.byUpper = this.byLower = this.byHead = 0;
    if (upperY <= DRY_M && lowerM <= pipe.upperInvertM) return;
    if (lowerY <= DRY_M && upperM <= pipe.lowerInvertM) return;
    if (upperY !== this.upperY) wetted(section, upperY, up);
    if (lowerY !== this.lowerY) wetted(section, lowerY, low);
    const full = upperY >= heightM && lowerY >= heightM && !isOpenSection(section);
    const speed = Math.min(Math.max(last / middle.areaM2, -MAX_SPEED_MPS), MAX_SPEED_MPS);
    const closed = !isOpenSection(section) && heightM - middleY <= DRY_M;
    const froude = closed ? 0 : Math.abs(speed) / Math.sqrt((gravityMps2 * middle.areaM2) / middle.topM);
    const calm = Math.min(1, Math.max(0, 2 * (1 - froude)));
    const weight = !full && last > 0 && upperM >= lowerM ? calm : 1;
    const areaM2 = up.areaM2 + (middle.areaM2 - up.areaM2) * weight;
    const upRadiusM = up.areaM2 / up.perimeterM;
    const radiusM = upRadiusM + (middle.areaM2 / middle.perimeterM - upRadiusM) * weight;
    const inertia = full || options.inertia === 'none' ? 0 : options.inertia === 'all' ? 1 : calm;
    const friction =
      full && pipe.forceMain
        ? fullFrictionPerS(pipe.forceMain, Math.abs(speed), radiusM)
        : (pipe.friction * Math.abs(speed)) / (radiusM * Math.cbrt(radiusM));
    const lossPerM = pipe.entryLoss / up.areaM2 + pipe.exitLoss / low.areaM2 + pipe.averageLoss / middle.areaM2;
    const drag = 1 + dtS * (friction + (lossPerM * Math.abs(last)) / (2 * lengthM));
    const perM = (dtS * gravityMps2 * areaM2) / lengthM;
    const swelling = 2 * speed * (middle.areaM2 - oldM2);
    const carried = (dtS * speed * speed * (low.areaM2 - up.areaM2)) / lengthM;
    this.m3ps = (old + perM * (upperM - lowerM) + inertia * (swelling + carried)) / drag;
    this.byHead = perM / drag;
    this.byUpper = ends.freeUpper ? this.byHead : 0;
    this.byLower = ends.freeLower ? this.byHead : 0;
    if (this.m3ps > 0 && upperY < heightM && this.isLimited(ends, upperY, lowerY, gravityMps2, options)) {
      const carries = Math.cbrt(upRadiusM) ** 2 * pipe.conveyance;
      if (carries * up.areaM2 >= this.m3ps) return;
      this.m3ps = carries * up.areaM2;
      // d(A·R^⅔)/dy lies between 4/3 and 5/3 of R^⅔·T for most of the depth: Newton needs no more.
      this.byUpper = ends.freeUpper ? Math.min(this.byUpper, 1.4 * carries * up.topM) : 0;
      this.byLower = 0;
    }
  }

  /** Whether a pipe may carry no more than uniform flow at its upper depth. */
  private isLimited(ends: Ends, upperY: number, lowerY: number, gravityMps2: number, options: DrainOptions): boolean {
    const { normalFlow, leastSurfaceM2 } = options;
    // SWMM does not ask it of a pipe from which water falls.
    if (normalFlow === 'never' || (ends.falls && leastSurfaceM2 !== undefined)) return false;
    if ((normalFlow !== 'froude' || ends.outfall) && upperY < lowerY) return true;
    if (normalFlow === 'slope' || ends.outfall || upperY <= DRY_M || lowerY <= DRY_M) return false;
    const { areaM2, topM } = this.up;
    return this.m3ps / areaM2 >= Math.sqrt((gravityMps2 * areaM2) / topM);
  }
}

function topM(pipe: Pipe, depthM: number, { topM }: Wetted): number {
  if (depthM <= 0) return 0;
  return depthM >= pipe.heightM ? pipe.slotM : Math.max(topM, pipe.slotM);
}

import { GRAVITY_MPS2 } from '../hllc.ts';
import { type Layout, type Pipe, storeM2, storeM3 } from './layout.ts';
import type { PipeEnds } from './pipe-ends.ts';
import { DRY_M } from './pipe-flow.ts';
import type { Opening, Pump } from './plan.ts';
import { isOpenSection, type Section, sectionHeightM, type Wetted, wetted } from './sections.ts';

/** Above this part of its height SWMM takes a closed pipe's surface for as wide as here (EXTRAN's crown cutoff). */
const CUTOFF_RATIO = 0.96;

/** A node under pressure feels the surface it had last, falling as exp(−15 f) over the first quarter of its crown's height. */
const FADES_BY = 15;
const FADES_OVER = 0.25;

/**
 * Under pressure SWMM takes what a node resists – that surface, and what its links would carry off – anew in every trial, from the level of the
 * trial before: after n of them a level has gone n times as far. It takes 2 to 8 trials a step; 5 are counted on.
 */
const TRIALS = 5;

/** A node that nothing leads to moves so much less in a trial. */
const AT_THE_TOP = 0.6;

/** Left of a node under pressure, where SWMM has nothing, in parts of its least surface: a level follows from a volume. */
const PRESSED_RATIO = 0.01;

/** An orifice counts as a pipe of this length at least (200 ft). */
const ORIFICE_M = 60.96;

/** How wide the surface is at a depth, as SWMM takes it. */
export function surfaceM(section: Section, depthM: number, at: Wetted): number {
  const heightM = sectionHeightM(section) * (isOpenSection(section) ? 1 : CUTOFF_RATIO);
  wetted(section, Math.min(Math.max(depthM, DRY_M), heightM), at);
  return at.topM;
}

/** Water that a node has taken up since the step's start at a trial level, and how much a metre more costs. */
interface Taken {
  takenM3: number;
  byLevelM2: number;
}

/**
 * Levels as SWMM steps them (Reference Manual II, EPA/600/R-17/111, ch. 3.3): a node rises by what flows in over the surface of the
 * moment, a half of each pipe's. Three things make that another network than one that keeps volumes: the surface of a half is the mean of
 * its end and of the pipe's middle; near the crown and above it, up to the highest crown of its node, a pipe stays as wide as at 96 %
 * of its height; and under pressure a node has no surface, but for what fades out above its crown. So long pipes fill later than by
 * their volume – EXTRAN's examples come under pressure 200 s later, at other nodes flows part by a fifth. It also makes and loses
 * water; `Drains` books that.
 */
export class SwmmLevels {
  readonly taken: Taken = { takenM3: 0, byLevelM2: 0 };
  /** Of each node, at the trial levels. */
  readonly pipesM2: Float64Array;
  /** The surface while a node was last not under pressure. */
  readonly lastM2: Float64Array;
  /** What came into each node less what went, at the last step's end, and how much of this step's counts beside it. */
  readonly netM3ps: Float64Array;
  readonly share: Float64Array;
  /** What a metre of level in each node makes its links carry off within the step. */
  readonly stiffM2: Float64Array;
  private readonly layout: Layout;
  private readonly ends: PipeEnds;
  private readonly leastM2: number;
  /** Depth of the highest crown of each node's links, 0 at a store; and how much of its surface it feels above. */
  private readonly crownM: Float64Array;
  private readonly felt: Float64Array;
  private readonly at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  /** Surfaces of the two halves last asked for. */
  private upperM2 = 0;
  private lowerM2 = 0;

  constructor(layout: Layout, ends: PipeEnds, leastM2: number) {
    this.layout = layout;
    this.ends = ends;
    this.leastM2 = leastM2;
    this.crownM = Float64Array.from(layout.nodes, (_, node) => (this.isStore(node) ? 0 : this.highestCrownM(node)));
    const entered = new Set(layout.pipes.map(({ lower }) => lower));
    for (const { to } of [...layout.pumps, ...layout.openings]) entered.add(to);
    this.felt = Float64Array.from(layout.nodes, (_, node) => 1 / (TRIALS * (entered.has(node) ? 1 : AT_THE_TOP)));
    this.pipesM2 = new Float64Array(layout.nodes.length);
    this.lastM2 = new Float64Array(layout.nodes.length);
    this.stiffM2 = new Float64Array(layout.nodes.length);
    this.netM3ps = new Float64Array(layout.nodes.length);
    this.share = new Float64Array(layout.nodes.length).fill(1);
  }

  /** Adds the surfaces of a pipe's halves to its nodes, at levels and a flow downhill in one barrel. */
  addPipe(pipe: Pipe, levelM: Float64Array, m3ps: number): void {
    this.halves(pipe, levelM, m3ps);
    this.pipesM2[pipe.upper] += this.upperM2 * pipe.barrels;
    this.pipesM2[pipe.lower] += this.lowerM2 * pipe.barrels;
  }

  /** An orifice has the surface of a pipe of its width, half of it at either node that is no store; where it falls freely, above alone. */
  addOrifice({ law }: Opening, from: number, to: number, fromM: number, toM: number, dtS: number): void {
    if (law.form !== 'orifice') return;
    const [upM, downM] = fromM >= toM ? [fromM, toM] : [toM, fromM];
    const [up, down] = fromM >= toM ? [from, to] : [to, from];
    if (upM - law.crestM <= DRY_M) return;
    const halfM2 = this.orificeM2(law, upM, dtS) / 2;
    if (!this.isStore(up)) this.pipesM2[up] += halfM2;
    if (!this.isStore(down) && downM >= law.crestM) this.pipesM2[down] += halfM2;
  }

  /** From the step's start at `headM`: into `taken`. */
  find(node: number, levelM: number, headM: number): Taken {
    const { taken, layout, lastM2, leastM2 } = this;
    const { invertM, topM, aboveM2, nodes } = layout;
    const place = nodes[node];
    const isStore = this.isStore(node);
    const depthM = levelM - invertM[node];
    const crownM = this.crownM[node] > 0 ? this.crownM[node] : Number.POSITIVE_INFINITY;
    const ownM2 = isStore && place.kind === 'junction' ? storeM2(place.store, depthM) : 0;
    const nowM2 = Math.max(this.pipesM2[node] + ownM2, leastM2);
    if (depthM <= crownM || lastM2[node] === 0) lastM2[node] = nowM2;
    const areaM2 = lastM2[node];
    const feltM2 = this.felt[node] * areaM2;
    const stiffM2 = PRESSED_RATIO * leastM2 + this.stiffM2[node] / TRIALS;
    this.share[node] = depthM <= crownM || levelM > topM[node] ? 0.5 : 1;
    const toM = Math.min(levelM, topM[node]) - invertM[node];
    const fromM = Math.min(headM, topM[node]) - invertM[node];
    const overM2 =
      aboveM2[node] + (place.kind === 'junction' && place.above.kind === 'ponded' ? this.pipesM2[node] : 0);
    const overM = Math.max(0, levelM - topM[node]) - Math.max(0, headM - topM[node]);
    const pressedM3 = this.pressedM3(toM, crownM, feltM2, stiffM2) - this.pressedM3(fromM, crownM, feltM2, stiffM2);
    taken.takenM3 = areaM2 * (Math.min(toM, crownM) - Math.min(fromM, crownM)) + pressedM3 + overM * overM2;
    taken.byLevelM2 =
      levelM > topM[node] ? overM2 : depthM <= crownM ? areaM2 : this.pressedM2(depthM, crownM, feltM2, stiffM2);
    return taken;
  }

  /** What a pump that goes by volume finds in its well: a node that is no store holds, when full, as much as its curve goes to. */
  pumpedM3(node: number, { rateM3ps }: Pump, depthM: number): number {
    const place = this.layout.nodes[node];
    if (place.kind === 'outfall') return 0;
    if (this.isStore(node)) return storeM3(place.store, depthM);
    const mostM3 = rateM3ps.at[rateM3ps.at.length - 1];
    return place.topDepthM > 0 ? (mostM3 * Math.max(0, depthM)) / place.topDepthM : 0;
  }

  private isStore(node: number): boolean {
    const place = this.layout.nodes[node];
    return place.kind === 'junction' && place.store.kind !== 'shaft';
  }

  private highestCrownM(node: number): number {
    const { invertM, pipes, openings } = this.layout;
    let highM = 0;
    for (const { upper, lower, upperInvertM, lowerInvertM, heightM } of pipes) {
      if (upper === node) highM = Math.max(highM, upperInvertM + heightM - invertM[node]);
      if (lower === node) highM = Math.max(highM, lowerInvertM + heightM - invertM[node]);
    }
    for (const { from, to, opening } of openings) {
      const { law } = opening;
      if ((from !== node && to !== node) || law.form === 'rating') continue;
      highM = Math.max(highM, law.crestM - invertM[from] + law.heightM);
    }
    return highM;
  }

  private pressedM2(depthM: number, crownM: number, feltM2: number, stiffM2: number): number {
    const ratio = (depthM - crownM) / crownM;
    return (ratio < FADES_OVER ? feltM2 * Math.exp(-FADES_BY * ratio) : 0) + stiffM2;
  }

  /** The integral of `pressedM2` from the crown on. */
  private pressedM3(depthM: number, crownM: number, feltM2: number, stiffM2: number): number {
    if (depthM <= crownM) return 0;
    const ratio = Math.min(FADES_OVER, (depthM - crownM) / crownM);
    const fadesM3 = ((feltM2 * crownM) / FADES_BY) * (1 - Math.exp(-FADES_BY * ratio));
    return fadesM3 + stiffM2 * (depthM - crownM);
  }

  private orificeM2({ heightM, areaM2, crestM, bottom, isRound }: OrificeLaw, upM: number, dtS: number): number {
    if (bottom) return areaM2;
    const lengthM = Math.max(ORIFICE_M, 2 * dtS * Math.sqrt(GRAVITY_MPS2 * heightM));
    const depthM = Math.min(upM - crestM, heightM);
    const widthM = isRound
      ? surfaceM({ shape: 'circular', diameterM: heightM }, depthM, this.at)
      : areaM2 / Math.max(heightM, DRY_M);
    return widthM * lengthM;
  }

  /** Depths at a pipe's ends, with what falls freely there, and from these both halves' surfaces. */
  private halves(pipe: Pipe, levelM: Float64Array, m3ps: number): void {
    const { ends, layout } = this;
    const { heightM, upper, lower, upperInvertM, lowerInvertM } = pipe;
    const end = (node: number, invertM: number) => {
      const isOutfall = layout.nodes[node].kind === 'outfall';
      const atM = isOutfall ? ends.outsideM(node, pipe, invertM, m3ps) : Math.max(levelM[node], invertM);
      const offsetM = isOutfall ? invertM - atM : invertM - layout.invertM[node];
      return { atM, y: Math.min(heightM, Math.max(DRY_M, atM - invertM)), isRaised: offsetM > 0 };
    };
    const up = end(upper, upperInvertM);
    const low = end(lower, lowerInvertM);
    const upWet = up.y > DRY_M;
    const lowWet = low.y > DRY_M;
    if (!upWet && !lowWet) {
      this.upperM2 = this.lowerM2 = (DRY_M * pipe.lengthM) / 2;
      return;
    }
    const normalM = pipe.normalDepthM(Math.abs(m3ps));
    const criticalM = pipe.criticalDepthM(Math.abs(m3ps));
    const leastM = Math.min(normalM, criticalM);
    if (upWet && lowWet) {
      if (m3ps < 0 && up.isRaised && up.y < leastM) this.fall(pipe, leastM, low.y, 'upper');
      else if (m3ps >= 0 && low.isRaised && low.y < leastM) this.fall(pipe, up.y, leastM, 'lower');
      else {
        const mostM = Math.max(normalM, criticalM);
        const isBetween = m3ps >= 0 && low.isRaised && low.y < mostM;
        const share = isBetween ? (mostM - leastM < DRY_M ? 0 : (mostM - low.y) / (mostM - leastM)) : 1;
        this.meet(pipe, up.y, low.y, 1, share);
      }
    } else if (lowWet) {
      if (low.atM < upperInvertM) this.meet(pipe, DRY_M, low.y, up.isRaised ? 0 : 1, 1);
      else if (up.isRaised) this.fall(pipe, leastM, low.y, 'upper');
      else this.meet(pipe, up.y, low.y, 1, 1);
    } else if (up.atM < lowerInvertM) this.meet(pipe, up.y, DRY_M, 1, low.isRaised ? 0 : 1);
    else if (low.isRaised) this.fall(pipe, up.y, leastM, 'lower');
    else this.meet(pipe, up.y, low.y, 1, 1);
  }

  /** Water on all of the pipe: half of its surface at either node, or a share of that. */
  private meet(
    { section, lengthM }: Pipe,
    upperM: number,
    lowerM: number,
    upperShare: number,
    lowerShare: number,
  ): void {
    const middle = surfaceM(section, (upperM + lowerM) / 2, this.at);
    this.upperM2 = ((surfaceM(section, upperM, this.at) + middle) * lengthM * upperShare) / 4;
    this.lowerM2 = ((surfaceM(section, lowerM, this.at) + middle) * lengthM * lowerShare) / 4;
  }

  /** Water falls out at one end: all of the surface is the other's. */
  private fall({ section, lengthM }: Pipe, upperM: number, lowerM: number, at: 'upper' | 'lower'): void {
    const middle = surfaceM(section, (Math.max(upperM, DRY_M) + Math.max(lowerM, DRY_M)) / 2, this.at);
    const allM2 = ((surfaceM(section, at === 'upper' ? lowerM : upperM, this.at) + middle) * lengthM) / 2;
    this.upperM2 = at === 'upper' ? 0 : allM2;
    this.lowerM2 = at === 'upper' ? allM2 : 0;
  }
}

type OrificeLaw = Extract<Opening['law'], { form: 'orifice' }>;

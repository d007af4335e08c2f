import { FEET_M } from '../../../model/geo/units.ts';
import { GRAVITY_MPS2 } from '../core/hllc.ts';
import { type Layout, type Pipe, storeM2, storeM3 } from './layout.ts';
import { NUDGE_M, openingM3ps, pumpM3ps } from './openings.ts';
import { DRY_M, PipeFlow } from './pipe-flow.ts';
import type { DrainOptions, Opening, Pump } from './plan.ts';
import { type Wetted, wetted } from './sections.ts';
import { SwmmEnds } from './swmm-ends.ts';

/** Weight of what a trial finds; the rest is the weight of what the one before had. */
const HALF = 0.5;

/** A flow that would turn within a trial goes through so little first (.001 cfs), and so little leaves a dry node (.0001 cfs). */
const TURNING_M3PS = 1e-3 * FEET_M ** 3;
const TRICKLE_M3PS = 1e-4 * FEET_M ** 3;

/** A node under pressure feels the surface it had last, falling as exp(−15 f) over the first quarter of its crown's height. */
const FADES_BY = 15;
const FADES_OVER = 0.25;

/** A node that nothing leads to moves so much less in a trial. */
const AT_THE_TOP = 0.6;

/** An orifice counts as a pipe of this length at least (200 ft). */
const ORIFICE_M = 60.96;

/**
 * Limits of a variable step: pipes slower than this Froude number do not limit it, and no level below its crown may move by more than this
 * part of that depth.
 */
const SLOW_FROUDE = 0.01;
const MAX_RISE_RATIO = 0.25;

const DEFAULT_TRIALS = 8;
const DEFAULT_TOLERANCE_M = 0.005 * FEET_M;
const DEFAULT_MIN_STEP_S = 0.5;

/** What `Drains` lends for a step: the state at its start, what holds during it, and where the trials stand. */
interface Stepped {
  readonly headM: Float64Array;
  readonly flowM3ps: Float64Array;
  readonly lateralM3ps: Float64Array;
  readonly tailwaterM: Float64Array;
  readonly pipeM2: Float64Array;
  readonly trialM: Float64Array;
  readonly trialM3ps: Float64Array;
  readonly trialM2: Float64Array;
  readonly opened: readonly Opening[];
  /** Returns the setting of a link; a pump runs only while `isPumping`. */
  setting(link: number): number;
  isPumping(link: number): boolean;
}

/**
 * A SWMM file's network as SWMM steps it (Reference Manual II, EPA/600/R-17/111, ch. 3.3 and 3.4): trials one after another, in each
 * first the flow of every link by the levels of the trial before, half-way from that trial's, then every level by itself: from the step's start by
 * the mean of what came before and after over the surface of the moment, half-way too; under pressure by how much a level makes its links carry
 * off. Three things make that another network than one that keeps volumes: the surface of a half is the mean of its end and of the pipe's middle;
 * near the crown and above it a pipe stays as wide as at 96 % of its height; and under pressure a node has no surface, but for what fades out above
 * its crown. It makes and loses water, which `Drains` books.
 *
 * Levels are not sought for all nodes at once, as they are for a city's own drains. What trials end at depends on how they went: where
 * levels swing from step to step, or pipes come under pressure, the settled answer is another one, by up to half a metre at the worst moment
 * of SWMM's examples.
 */
export class SwmmWave {
  /** What came into each node less what went, at the last step's end; the surface while a node was last not under pressure. */
  readonly netM3ps: Float64Array;
  readonly lastM2: Float64Array;
  /** Volume that rose in the last step over the rim of each node that does not hold it. */
  readonly spilledM3: Float64Array;
  /** What a metre of level in each node costs within a step. */
  readonly costM2: Float64Array;
  /** Speed at which levels moved in the last step, m/s, for the variable step, and whether there was one. */
  readonly risesMps: Float64Array;
  readonly stepS = new Float64Array(1);
  private readonly layout: Layout;
  private readonly options: DrainOptions;
  private readonly state: Stepped;
  private readonly ends: SwmmEnds;
  private readonly barrel = new PipeFlow();
  private readonly at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  /** Depth of the highest crown of each node's links; 0 where pressure is not asked of it. */
  private readonly crownM: Float64Array;
  private readonly share: Float64Array;
  private readonly isSettled: Uint8Array;
  /** Values of each node within a trial. */
  private readonly inM3ps: Float64Array;
  private readonly outM3ps: Float64Array;
  private readonly surfaceM2: Float64Array;
  private readonly stiffM2ps: Float64Array;
  /** Values of each pipe, all barrels: surface on its upper and lower node's account, and how its flow grows with a level. */
  private readonly upperM2: Float64Array;
  private readonly lowerM2: Float64Array;
  private readonly growsM2ps: Float64Array;

  constructor(layout: Layout, options: DrainOptions, state: Stepped) {
    this.layout = layout;
    this.options = options;
    this.state = state;
    this.ends = new SwmmEnds(layout);
    const perNode = () => new Float64Array(layout.nodes.length);
    const perPipe = () => new Float64Array(layout.pipes.length);
    this.crownM = Float64Array.from(layout.nodes, (_, node) => (this.isStore(node) ? 0 : highestCrownM(layout, node)));
    const entered = new Set(layout.pipes.map(({ lower }) => lower));
    for (const { to } of [...layout.pumps, ...layout.openings]) entered.add(to);
    this.share = Float64Array.from(layout.nodes, (_, node) => (entered.has(node) ? 1 : AT_THE_TOP));
    this.isSettled = new Uint8Array(layout.nodes.length);
    [this.netM3ps, this.lastM2, this.spilledM3, this.costM2] = [perNode(), perNode(), perNode(), perNode()];
    [this.inM3ps, this.outM3ps, this.surfaceM2, this.stiffM2ps] = [perNode(), perNode(), perNode(), perNode()];
    [this.upperM2, this.lowerM2, this.growsM2ps] = [perPipe(), perPipe(), perPipe()];
    this.risesMps = perNode();
  }

  /** Levels of the outfalls by the flows of the step before: where the first trial begins. */
  begin(): void {
    this.outfalls();
    this.state.headM.set(this.state.trialM);
  }

  /** How long the next step may be: as the file says, or by how fast water passes its pipes and rises in its nodes. */
  nextStepS(maxStepS: number): number {
    const { courantRatio = 0, minStepS = DEFAULT_MIN_STEP_S } = this.options;
    if (courantRatio === 0) return maxStepS;
    const leastS = Math.min(minStepS, maxStepS);
    if (this.stepS[0] === 0) return leastS;
    return Math.floor(1000 * Math.max(leastS, Math.min(maxStepS, this.passedS(courantRatio), this.risenS()))) / 1000;
  }

  /** Levels and flows at the end of a step; false where they had not settled after as many trials as the file allows. */
  step(dtS: number): boolean {
    const { state, layout } = this;
    const { maxTrials = DEFAULT_TRIALS } = this.options;
    state.trialM.set(state.headM);
    state.trialM3ps.set(state.flowM3ps);
    this.isSettled.fill(0);
    let settled = false;
    for (let trial = 0; trial < maxTrials && !(settled && trial > 1); trial++) {
      this.collect();
      for (let p = 0; p < layout.pipes.length; p++) {
        const pipe = layout.pipes[p];
        if (trial < 2 || !this.isAtRest(pipe.upper, pipe.lower)) this.pipe(p, pipe, dtS, trial > 0);
        this.add(pipe.link, this.growsM2ps[p], this.growsM2ps[p]);
        this.surfaceM2[pipe.upper] += this.upperM2[p];
        this.surfaceM2[pipe.lower] += this.lowerM2[p];
      }
      this.pumps(dtS, trial);
      this.openings(trial);
      this.outfalls();
      settled = this.levels(dtS, trial > 0);
    }
    this.stepS[0] = dtS;
    for (let node = 0; node < this.netM3ps.length; node++) this.netM3ps[node] = this.inM3ps[node] - this.outM3ps[node];
    return settled;
  }

  private isStore(node: number): boolean {
    const place = this.layout.nodes[node];
    return place.kind === 'junction' && place.store.kind !== 'shaft';
  }

  private isAtRest(from: number, to: number): boolean {
    return this.isSettled[from] === 1 && this.isSettled[to] === 1;
  }

  /** A trial begins: what comes from outside, and each node's own surface. */
  private collect(): void {
    const { layout, state, inM3ps, outM3ps, surfaceM2, stiffM2ps } = this;
    stiffM2ps.fill(0);
    for (const [node, place] of layout.nodes.entries()) {
      inM3ps[node] = Math.max(0, state.lateralM3ps[node]);
      outM3ps[node] = Math.max(0, -state.lateralM3ps[node]);
      surfaceM2[node] = 0;
      if (place.kind === 'outfall') continue;
      const depthM = state.trialM[node] - layout.invertM[node];
      if (this.isStore(node)) surfaceM2[node] = storeM2(place.store, depthM);
      else if (place.above.kind === 'ponded' && depthM > place.topDepthM) surfaceM2[node] = place.above.areaM2;
    }
  }

  private add(link: number, fromM2ps: number, toM2ps: number): void {
    const { layout, state, inM3ps, outM3ps, stiffM2ps } = this;
    const from = layout.from[link];
    const to = layout.to[link];
    const m3ps = state.trialM3ps[link];
    if (m3ps >= 0) {
      outM3ps[from] += m3ps;
      inM3ps[to] += m3ps;
    } else {
      inM3ps[from] -= m3ps;
      outM3ps[to] -= m3ps;
    }
    stiffM2ps[from] += fromM2ps;
    stiffM2ps[to] += toM2ps;
  }

  private pipe(p: number, pipe: Pipe, dtS: number, isHalfWay: boolean): void {
    const { state, ends, barrel, options } = this;
    const { link, sign, barrels, upper, lower, lengthM } = pipe;
    const last = (sign * state.trialM3ps[link]) / barrels;
    ends.find(pipe, state.trialM, last);
    this.upperM2[p] = ends.upperM2 * barrels;
    this.lowerM2[p] = ends.lowerM2 * barrels;
    barrel.fill(pipe, ends.upperM, ends.lowerM);
    barrel.find(pipe, ends, last, (sign * state.flowM3ps[link]) / barrels, state.pipeM2[p], dtS, options);
    if (ends.isDry || state.setting(link) === 0) {
      this.growsM2ps[p] = ((pipe.gravityMps2 * dtS * barrel.middleM2) / lengthM) * barrels;
      state.trialM2[p] = this.meanM2(pipe);
      state.trialM3ps[link] = 0;
      return;
    }
    this.growsM2ps[p] = barrel.byHead * barrels;
    state.trialM2[p] = barrel.middleM2;
    let m3ps = isHalfWay ? halfWay(last, barrel.m3ps) : barrel.m3ps;
    if (Math.abs(m3ps) > pipe.maxM3ps) m3ps = Math.sign(m3ps) * pipe.maxM3ps;
    const giver = m3ps > 0 ? upper : lower;
    const place = this.layout.nodes[giver];
    if ((pipe.flap && sign * m3ps < 0) || (place.kind === 'outfall' && place.flapGate)) m3ps = 0;
    if (state.trialM[giver] - this.layout.invertM[giver] <= DRY_M && Math.abs(m3ps) > TRICKLE_M3PS)
      m3ps = Math.sign(m3ps) * TRICKLE_M3PS;
    state.trialM3ps[link] = sign * m3ps * barrels;
  }

  /** Water in a pipe that does not flow: the mean of its ends. */
  private meanM2({ section, upperInvertM, lowerInvertM, heightM }: Pipe): number {
    const endM2 = (levelM: number, invertM: number) => {
      wetted(section, Math.min(heightM, Math.max(DRY_M, levelM - invertM)), this.at);
      return this.at.areaM2;
    };
    return (endM2(this.ends.upperM, upperInvertM) + endM2(this.ends.lowerM, lowerInvertM)) / 2;
  }

  private pumps(dtS: number, trial: number): void {
    const { layout, state } = this;
    for (const { link, from, to, pump } of layout.pumps) {
      const isHeld = trial > 1 && this.isAtRest(from, to);
      const setting = state.isPumping(link) ? state.setting(link) : 0;
      const duty = (moreM: number) => setting * this.dutyM3ps(pump, from, to, moreM);
      const wanted = setting > 0 ? duty(0) : 0;
      if (!isHeld) state.trialM3ps[link] = wanted > 0 ? this.hasM3ps(wanted, from, pump, dtS) : 0;
      const isSmooth = setting > 0 && (pump.by === 'head' || pump.by === 'depth');
      const grows = isSmooth ? Math.max(0, (duty(NUDGE_M) - wanted) / NUDGE_M) : 0;
      this.add(link, grows, pump.by === 'head' ? grows : 0);
    }
  }

  private dutyM3ps(pump: Pump, from: number, to: number, moreM: number): number {
    const { trialM } = this.state;
    const depthM = trialM[from] - this.layout.invertM[from] + moreM;
    const liftM = trialM[to] - trialM[from] - moreM;
    return pumpM3ps(pump, depthM, liftM, this.pumpedM3(from, pump, depthM), this.inM3ps[from]);
  }

  /** What a pump that goes by volume finds in its well: a node that is no store holds, when full, as much as its curve goes to. */
  private pumpedM3(node: number, { rateM3ps }: Pump, depthM: number): number {
    const place = this.layout.nodes[node];
    if (place.kind === 'outfall') return 0;
    if (this.isStore(node)) return storeM3(place.store, depthM);
    const mostM3 = rateM3ps.at[rateM3ps.at.length - 1];
    return place.topDepthM > 0 ? (mostM3 * Math.max(0, depthM)) / place.topDepthM : 0;
  }

  /** From an empty well no more than comes. */
  private hasM3ps(wanted: number, node: number, pump: Pump, dtS: number): number {
    const { inM3ps, outM3ps, state, layout } = this;
    const depthM = state.headM[node] - layout.invertM[node];
    if (this.isStore(node) || pump.by === 'volume') {
      const hadM3 = this.pumpedM3(node, pump, depthM);
      return Math.max(0, Math.min(wanted, inM3ps[node] + hadM3 / dtS));
    }
    if (pump.by === 'inflow') return wanted;
    const netM3 = (dtS * (this.netM3ps[node] + inM3ps[node] - outM3ps[node] - wanted)) / 2;
    return depthM + netM3 / this.surfaceM2[node] <= 0 ? inM3ps[node] : wanted;
  }

  private openings(trial: number): void {
    const { layout, state } = this;
    const { trialM, tailwaterM } = state;
    for (const [i, { link, from, to }] of layout.openings.entries()) {
      const opening = state.opened[i];
      const beyondM = tailwaterM[to] > trialM[to] ? tailwaterM[to] : trialM[to];
      const last = state.trialM3ps[link];
      const flow = openingM3ps(opening, trialM[from], beyondM);
      const isBack = beyondM > trialM[from];
      const more = isBack
        ? flow - openingM3ps(opening, trialM[from], beyondM + NUDGE_M)
        : openingM3ps(opening, trialM[from] + NUDGE_M, beyondM) - flow;
      if (trial < 2 || !this.isAtRest(from, to)) state.trialM3ps[link] = trial > 0 ? halfWay(last, flow) : flow;
      const grows = Math.max(0, more / NUDGE_M);
      this.add(link, grows, grows);
      this.addOrifice(opening, from, to, trialM[from], beyondM);
    }
  }

  /** An orifice has the surface of a pipe of its width, half of it at either node that is no store; where it falls freely, above alone. */
  private addOrifice({ law }: Opening, from: number, to: number, fromM: number, toM: number): void {
    if (law.form !== 'orifice') return;
    const isBack = toM > fromM;
    const [upM, downM] = isBack ? [toM, fromM] : [fromM, toM];
    const [up, down] = isBack ? [to, from] : [from, to];
    if (upM - law.crestM <= DRY_M) return;
    const halfM2 = this.orificeM2(law, upM) / 2;
    if (!this.isStore(up)) this.surfaceM2[up] += halfM2;
    if (!this.isStore(down) && downM >= law.crestM) this.surfaceM2[down] += halfM2;
  }

  private orificeM2({ heightM, areaM2, crestM, bottom, isRound }: OrificeLaw, upM: number): number {
    if (bottom) return areaM2;
    const lengthM = Math.max(ORIFICE_M, 2 * this.options.maxStepS * Math.sqrt(GRAVITY_MPS2 * heightM));
    const depthM = Math.min(upM - crestM, heightM);
    if (!isRound) return (areaM2 / Math.max(heightM, DRY_M)) * lengthM;
    wetted({ shape: 'circular', diameterM: heightM }, depthM, this.at);
    return this.at.topM * lengthM;
  }

  /** Depth at each outfall: critical or uniform, or what stands outside. */
  private outfalls(): void {
    const { layout, state } = this;
    for (const pipe of layout.pipes) {
      const m3ps = Math.abs(state.trialM3ps[pipe.link]) / pipe.barrels;
      if (layout.nodes[pipe.lower].kind === 'outfall') this.outfall(pipe.lower, pipe, pipe.lowerInvertM, m3ps);
      else if (layout.nodes[pipe.upper].kind === 'outfall') this.outfall(pipe.upper, pipe, pipe.upperInvertM, m3ps);
    }
    for (const { to } of [...layout.openings, ...layout.pumps])
      if (layout.nodes[to].kind === 'outfall') this.outfall(to, null, layout.invertM[to], 0);
  }

  private outfall(node: number, pipe: Pipe | null, invertM: number, m3ps: number): void {
    const { layout, state } = this;
    const place = layout.nodes[node];
    if (place.kind !== 'outfall') return;
    const bottomM = layout.invertM[node];
    const normalM = pipe?.normalDepthM(m3ps) ?? 0;
    const leastM = Math.min(normalM, pipe?.criticalDepthM(m3ps) ?? 0);
    const outsideM = state.tailwaterM[node];
    const isRaised = invertM > bottomM;
    let depthM = isRaised ? 0 : place.tailwater.kind === 'normal' ? normalM : leastM;
    if (!Number.isNaN(outsideM)) {
      if (invertM + leastM < outsideM) depthM = outsideM - bottomM;
      else if (!isRaised) depthM = leastM;
      else depthM = outsideM < invertM ? Math.max(0, outsideM - bottomM) : invertM + leastM - bottomM;
    }
    state.trialM[node] = bottomM + depthM;
  }

  private levels(dtS: number, isHalfWay: boolean): boolean {
    const { layout, state, isSettled } = this;
    const { toleranceM = DEFAULT_TOLERANCE_M } = this.options;
    let areAll = true;
    for (const [node, { kind }] of layout.nodes.entries()) {
      if (kind === 'outfall') continue;
      const lastM = state.trialM[node];
      state.trialM[node] = layout.invertM[node] + this.depthM(node, dtS, isHalfWay);
      this.risesMps[node] = Math.abs(state.trialM[node] - state.headM[node]) / dtS;
      isSettled[node] = Math.abs(state.trialM[node] - lastM) <= toleranceM ? 1 : 0;
      if (isSettled[node] === 0) areAll = false;
    }
    return areAll;
  }

  /** Returns the depth of a node after this trial. */
  private depthM(node: number, dtS: number, isHalfWay: boolean): number {
    const { layout, state, lastM2, inM3ps, outM3ps } = this;
    const place = layout.nodes[node];
    if (place.kind === 'outfall') return 0;
    const crownM = this.crownM[node];
    const lastM = state.trialM[node] - layout.invertM[node];
    const canPond = place.above.kind === 'ponded';
    const isPonded = canPond && lastM > place.topDepthM;
    const netM3ps = inM3ps[node] - outM3ps[node];
    const netM3 = (dtS * (this.netM3ps[node] + netM3ps)) / 2;
    const areaM2 = Math.max(this.surfaceM2[node], this.options.leastSurfaceM2 ?? 0);
    this.spilledM3[node] = 0;
    let depthM: number;
    if (isPonded || !(crownM > 0 && lastM > crownM)) {
      depthM = state.headM[node] - layout.invertM[node] + netM3 / areaM2;
      if (!isPonded) lastM2[node] = areaM2;
      if (isHalfWay) depthM = (1 - HALF) * lastM + HALF * depthM;
      if (isPonded && depthM < place.topDepthM) depthM = place.topDepthM - DRY_M;
      this.costM2[node] = areaM2;
    } else {
      const resistsM2ps = this.pressedM2ps(node, lastM, crownM, dtS);
      depthM = lastM + (resistsM2ps > 0 ? (this.share[node] * netM3ps) / resistsM2ps : 0);
      if (depthM < crownM) depthM = crownM - DRY_M;
      if (canPond && depthM > place.topDepthM) depthM = place.topDepthM + DRY_M;
      this.costM2[node] = dtS * resistsM2ps;
    }
    if (depthM > place.topDepthM && !canPond) {
      if (netM3 > dtS * TRICKLE_M3PS) this.spilledM3[node] = netM3;
      return place.topDepthM;
    }
    return Math.max(0, depthM);
  }

  private pressedM2ps(node: number, depthM: number, crownM: number, dtS: number): number {
    const stiffM2ps = this.stiffM2ps[node];
    const ratio = (depthM - crownM) / crownM;
    if (ratio >= FADES_OVER) return stiffM2ps;
    return stiffM2ps + (this.lastM2[node] / dtS - stiffM2ps) * Math.exp(-FADES_BY * ratio);
  }

  /** In how long water passes the fastest pipe. */
  private passedS(courantRatio: number): number {
    const { layout, state } = this;
    let leastS = Number.POSITIVE_INFINITY;
    for (const [p, pipe] of layout.pipes.entries()) {
      const m3ps = Math.abs(state.flowM3ps[pipe.link]) / pipe.barrels;
      const areaM2 = state.pipeM2[p];
      if (m3ps <= TRICKLE_M3PS || areaM2 <= DRY_M * FEET_M) continue;
      this.ends.find(pipe, state.headM, (pipe.sign * state.flowM3ps[pipe.link]) / pipe.barrels);
      const froude = this.froude(pipe, m3ps);
      if (froude <= SLOW_FROUDE) continue;
      const passS = (this.meanM2(pipe) * pipe.lengthM) / m3ps;
      leastS = Math.min(leastS, (passS * froude * courantRatio) / (1 + froude));
    }
    return leastS;
  }

  private froude({ section, heightM, upperInvertM, lowerInvertM, gravityMps2 }: Pipe, m3ps: number): number {
    const { ends, at } = this;
    const depthM = (levelM: number, invertM: number) => Math.min(heightM, Math.max(DRY_M, levelM - invertM));
    wetted(section, (depthM(ends.upperM, upperInvertM) + depthM(ends.lowerM, lowerInvertM)) / 2, at);
    return at.topM > 0 ? m3ps / at.areaM2 / Math.sqrt((gravityMps2 * at.areaM2) / at.topM) : 0;
  }

  /** In how long the fastest level below its crown moves by a quarter of that. */
  private risenS(): number {
    const { layout, state, crownM, risesMps } = this;
    let leastS = Number.POSITIVE_INFINITY;
    for (const [node, { kind }] of layout.nodes.entries()) {
      const depthM = state.headM[node] - layout.invertM[node];
      if (kind === 'outfall' || depthM <= DRY_M || depthM + DRY_M >= crownM[node] || risesMps[node] < DRY_M) continue;
      leastS = Math.min(leastS, (MAX_RISE_RATIO * crownM[node]) / risesMps[node]);
    }
    return leastS;
  }
}

type OrificeLaw = Extract<Opening['law'], { form: 'orifice' }>;

function halfWay(last: number, m3ps: number): number {
  const flow = (1 - HALF) * last + HALF * m3ps;
  return flow * last < 0 ? Math.sign(flow) * TURNING_M3PS : flow;
}

function highestCrownM({ invertM, pipes, openings }: Layout, node: number): number {
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

import { joinBytes, partBytes } from '../core/solver.ts';
import { Controls, openedTo } from './controls.ts';
import { noLowerThanCrown } from './crowns.ts';
import { balance, type DrainLedger, sumOf } from './drain-ledger.ts';
import { type Elimination, elimination } from './elimination.ts';
import { type Layout, layOut, type Pipe, storeM2, storeM3 } from './layout.ts';
import { drainMessage } from './messages.ts';
import { NUDGE_M, openingM3ps, pumpM3ps, switched } from './openings.ts';
import { OutflowLimiter } from './pay.ts';
import { PipeEnds } from './pipe-ends.ts';
import { DRY_M, PipeFlow } from './pipe-flow.ts';
import { DrainError, type DrainOptions, type DrainPlan, type Opening } from './plan.ts';
import { SwmmWave } from './swmm-wave.ts';

const MAX_ITERATIONS = 12;
const SETTLED_M = 1e-3;

/** A step that does not settle is halved down to this, then taken as it is and counted (`unsettled`): no water is lost by it. */
const MIN_STEP_S = 0.25;

/**
 * Flow in a network of drains: the full dynamic wave, one flow a conduit and one level a node.
 *
 * Momentum is that of SWMM 5 (Rossman, Storm Water Management Model Reference Manual II – Hydraulics, EPA/600/R-17/111,
 * ch. 3); see `PipeFlow`.
 *
 * Continuity is not: SWMM steps levels by a surface area of the moment and loses or gains .05–5 % of the water on the
 * networks we are checked on. Here the volume of a node – its shaft and its share of every conduit, with Preissmann's
 * slot above the crown – is the state, and levels are those at which the volumes meet the flows, found for the whole
 * network at once by Newton (semi-implicit, after Casulli and Stelling, Int. J. Numer. Meth. Fluids 73 (2013) 600). So
 * water is kept to rounding whatever the step, pressure waves limit no step, and a full pipe needs no special case. A SWMM
 * file (`leastSurfaceM2`) is played as SWMM steps it all the same, for its user knows its numbers: see `SwmmWave`.
 *
 * Flows go half-way to what a trial finds, as in SWMM: taken whole, limits that switch (uniform flow, drops) settle on the
 * other of two possible states in steep short pipes, 9 cm off SWMM's.
 */
export class Drains {
  readonly layout: Layout;
  /** Level in each node; at an outfall, that of the water it meets. */
  readonly headM: Float64Array;
  /** Along each link from `from` to `to`. */
  readonly flowM3ps: Float64Array;
  readonly volumeM3: Float64Array;
  /** What is poured into (or, negative, drawn from) each node until told otherwise. */
  readonly lateralM3ps: Float64Array;
  /** Since the start, a node: poured in, drawn out, spilled, and through an outfall out and back. */
  readonly enteredM3: Float64Array;
  readonly returnedM3: Float64Array;
  readonly floodedM3: Float64Array;
  readonly leftM3: Float64Array;
  readonly backM3: Float64Array;
  /** What levels by surfaces made, less what they lost: SWMM files only. */
  readonly madeM3 = new Float64Array(1);
  steps = 0;
  /** Steps that were taken though they had not settled, and how long they were together, s. */
  private readonly unsettledSteps = new Float64Array(2);
  private readonly options: DrainPlan['options'];
  private readonly initialM3: number;
  /** Wetted area at the middle of each pipe, a barrel. */
  private readonly pipeM2: Float64Array;
  /** 1 while a pump's switch is on; 1 while it has no power. */
  private readonly running: Float64Array;
  private readonly idle: Float64Array;
  /** Level outside each outfall; NaN where the outfall itself says what it is. */
  private readonly tailwaterM: Float64Array;
  /** Row of each node's level in the system; −1 for outfalls. */
  private readonly row: Int32Array;
  /** The same of the nodes at each link's ends. */
  private readonly fromRow: Int32Array;
  private readonly toRow: Int32Array;
  /** Water that a metre of level in each node costs within a step, m²: its own surface and what its pipes would carry off. */
  private readonly costM2: Float64Array;
  private readonly system: Elimination;
  private readonly right: Float64Array;
  /** The step being tried: levels, flows, and what these do to volumes. */
  private readonly trialM: Float64Array;
  private readonly trialM3ps: Float64Array;
  private readonly trialM2: Float64Array;
  private readonly heldM3: Float64Array;
  private readonly surfaceM2: Float64Array;
  private readonly byFrom: Float64Array;
  private readonly byTo: Float64Array;
  /** Whether a node moved less than `SETTLED_M` in the last trial. */
  private readonly settled: Uint8Array;
  /** What each pipe holds on its upper and its lower node's account, m³ and m², and at which levels it was reckoned. */
  private readonly storedVolumeM3: Float64Array;
  private readonly pay: OutflowLimiter;
  private readonly barrel = new PipeFlow();
  private readonly ends: PipeEnds;
  /** Where levels follow from surfaces; null where they follow from volumes. */
  private readonly swmm: SwmmWave | null;
  private readonly controls: Controls;
  /** Openings as far as they are open now, in the order of `layout.openings`. */
  private readonly opened: Opening[];
  /** Since the start, s: rules ask it. */
  private readonly clockS = new Float64Array(1);
  private readonly pipeOf: Int32Array;

  constructor(plan: DrainPlan) {
    const layout = layOut(plan);
    const { nodes, links } = plan;
    const perNode = () => new Float64Array(nodes.length);
    const perLink = () => new Float64Array(links.length);
    this.layout = layout;
    this.options = plan.options;
    this.headM = Float64Array.from(nodes, (node) => node.invertM + (node.kind === 'junction' ? node.initialDepthM : 0));
    this.flowM3ps = Float64Array.from(links, (link) => (link.kind === 'conduit' ? link.initialM3ps : 0));
    this.running = Float64Array.from(links, (link) => (link.kind === 'pump' && link.on ? 1 : 0));
    this.tailwaterM = Float64Array.from(nodes, (node) =>
      node.kind === 'outfall' && node.tailwater.kind === 'level' ? node.tailwater.levelM : Number.NaN,
    );
    [this.volumeM3, this.lateralM3ps, this.enteredM3, this.returnedM3] = [perNode(), perNode(), perNode(), perNode()];
    [this.floodedM3, this.leftM3, this.backM3] = [perNode(), perNode(), perNode()];
    [this.trialM, this.heldM3, this.surfaceM2] = [perNode(), perNode(), perNode()];
    [this.trialM3ps, this.byFrom, this.byTo, this.idle] = [perLink(), perLink(), perLink(), perLink()];
    [this.pipeM2, this.trialM2] = [new Float64Array(layout.pipes.length), new Float64Array(layout.pipes.length)];
    this.settled = new Uint8Array(nodes.length);
    this.storedVolumeM3 = new Float64Array(6 * layout.pipes.length);
    let count = 0;
    this.row = Int32Array.from(nodes, ({ kind }) => (kind === 'outfall' ? -1 : count++));
    this.right = new Float64Array(count);
    this.fromRow = layout.from.map((node) => this.row[node]);
    this.toRow = layout.to.map((node) => this.row[node]);
    this.system = elimination(count, this.fromRow, this.toRow);
    this.pay = new OutflowLimiter(layout);
    this.ends = new PipeEnds(layout, this.tailwaterM);
    this.controls = new Controls(plan, layout.indexOf);
    this.opened = layout.openings.map(({ opening }) => opening);
    this.pipeOf = new Int32Array(links.length).fill(-1);
    for (const [p, { link }] of layout.pipes.entries()) this.pipeOf[link] = p;
    this.swmm = plan.options.leastSurfaceM2 === undefined ? null : this.asSwmm(plan.options);
    this.fill(this.headM, 0, 0);
    if (this.swmm) {
      this.trialM.set(this.headM);
      this.swmm.begin();
      this.hold();
    }
    for (const [node, { kind }] of nodes.entries()) this.volumeM3[node] = kind === 'outfall' ? 0 : this.heldM3[node];
    this.pipeM2.set(this.trialM2);
    this.costM2 = this.surfaceM2.slice();
    this.initialM3 = sumOf(this.volumeM3);
  }

  private asSwmm(options: DrainOptions): SwmmWave {
    const { headM, flowM3ps, lateralM3ps, tailwaterM, pipeM2, opened, trialM, trialM3ps, trialM2 } = this;
    return new SwmmWave(this.layout, options, {
      headM,
      flowM3ps,
      lateralM3ps,
      tailwaterM,
      pipeM2,
      opened,
      trialM,
      trialM3ps,
      trialM2,
      setting: (link) => this.controls.setting[link],
      isPumping: (link) => this.running[link] === 1 && this.idle[link] === 0,
    });
  }

  node(id: string): number {
    const at = this.layout.indexOf.get(id);
    if (at === undefined) throw new DrainError(drainMessage('unknown-node', { id }));
    return at;
  }

  /** Level outside an outfall from now on. */
  setTailwaterM(node: number, levelM: number): void {
    this.tailwaterM[node] = levelM;
  }

  /** A pump that has no power stands still. */
  setPower(link: number, on: boolean): void {
    this.idle[link] = on ? 0 : 1;
  }

  depthM(node: number): number {
    return Math.max(0, this.headM[node] - this.layout.invertM[node]);
  }

  /** How much water a metre of level in a node costs within a step, as the last step found it. */
  yieldsM2(node: number): number {
    return this.costM2[node];
  }

  /** Wetted part of each pipe's section, in the order of `layout.pipes`. */
  fullRatio(pipe: number): number {
    return this.pipeM2[pipe] / this.layout.pipes[pipe].fullM2;
  }

  /** How often, and for how long, levels were taken that had not settled within `SETTLED_M`. */
  unsettled(): { steps: number; seconds: number } {
    const [steps, seconds] = this.unsettledSteps;
    return { steps, seconds };
  }

  ledger(): DrainLedger {
    return balance(this, this.initialM3);
  }

  /** The exact state as bytes: after `restore` it goes on bit by bit as it would have. Which pumps have power is not in it. */
  save(): Uint8Array {
    return joinBytes(this.state());
  }

  restore(state: Uint8Array): void {
    partBytes(state, this.state());
    this.open();
  }

  private state(): Float64Array[] {
    const { headM, flowM3ps, volumeM3, lateralM3ps, pipeM2, running, tailwaterM } = this;
    const passed = [this.enteredM3, this.returnedM3, this.floodedM3, this.leftM3, this.backM3, this.madeM3];
    const own = [headM, flowM3ps, volumeM3, lateralM3ps, pipeM2, running, tailwaterM, this.costM2];
    const felt = this.swmm ? [this.swmm.lastM2, this.swmm.netM3ps, this.swmm.risesMps, this.swmm.stepS] : [];
    return [...own, ...felt, this.unsettledSteps, this.clockS, this.controls.target, this.controls.setting, ...passed];
  }

  /** Moves the network on, in as many steps as it takes to settle each. */
  advance(dtS: number): void {
    const { maxStepS } = this.options;
    let leftS = dtS;
    let stepS = maxStepS;
    let isControlDue = true;
    while (leftS > 1e-9 * dtS) {
      const tryS = this.swmm
        ? Math.min(leftS, this.swmm.nextStepS(maxStepS))
        : leftS / Math.max(1, Math.ceil(leftS / stepS - 1e-9));
      if (isControlDue) this.control(tryS);
      isControlDue = false;
      const isSettled = this.swmm ? this.swmm.step(tryS) : this.settles(tryS);
      if (!isSettled && !this.swmm && tryS / 2 >= MIN_STEP_S) {
        stepS = tryS / 2;
        continue;
      }
      if (!isSettled) {
        this.unsettledSteps[0]++;
        this.unsettledSteps[1] += tryS;
      }
      this.commit(tryS);
      this.clockS[0] += tryS;
      isControlDue = true;
      leftS -= tryS;
      stepS = Math.min(stepS * 1.5, maxStepS);
    }
  }

  /** Depth at the middle of a conduit, by the levels at its ends; 0 of other links. */
  linkDepthM(link: number): number {
    const p = this.pipeOf[link];
    if (p < 0) return 0;
    const { upper, lower, upperInvertM, lowerInvertM, heightM } = this.layout.pipes[p];
    const depthM = (node: number, invertM: number) => Math.min(heightM, Math.max(0, this.headM[node] - invertM));
    return (depthM(upper, upperInvertM) + depthM(lower, lowerInvertM)) / 2;
  }

  /** What rules say before a step; one that is halved does not ask them again. */
  private control(dtS: number): void {
    const { controls, layout } = this;
    for (const { link, from, pump } of layout.pumps)
      this.running[link] = switched(pump, this.depthM(from), this.running[link]);
    if (controls.isEmpty) return;
    const set = controls.evaluate(this, this.clockS[0], dtS);
    for (const link of set)
      if (layout.links[link].kind === 'pump') this.running[link] = controls.target[link] > 0 ? 1 : 0;
    this.open();
  }

  private open(): void {
    const { controls, layout } = this;
    if (controls.isEmpty) return;
    for (const [i, { link, opening }] of layout.openings.entries())
      if (controls.isRuled[link] === 1) this.opened[i] = openedTo(opening, controls.setting[link]);
  }

  /** Levels and flows at the end of a step, by Newton; false when they do not settle. */
  private settles(dtS: number): boolean {
    const { trialM, trialM3ps, right, row, fromRow, toRow } = this;
    const { crownsM } = this.layout;
    trialM.set(this.headM);
    trialM3ps.set(this.flowM3ps);
    for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      this.fill(trialM, dtS, iteration);
      this.openings(dtS);
      this.assemble(dtS);
      this.system.solve(right);
      let maxM = 0;
      for (let node = 0; node < row.length; node++) {
        if (row[node] < 0) continue;
        const change = noLowerThanCrown(crownsM[node], trialM[node], right[row[node]]);
        right[row[node]] = change;
        trialM[node] += change;
        this.settled[node] = Math.abs(change) <= SETTLED_M ? 1 : 0;
        if (!(Math.abs(change) <= maxM)) maxM = Math.abs(change);
      }
      for (let link = 0; link < trialM3ps.length; link++) {
        const from = fromRow[link];
        const to = toRow[link];
        if (from >= 0) trialM3ps[link] += this.byFrom[link] * right[from];
        if (to >= 0) trialM3ps[link] -= this.byTo[link] * right[to];
      }
      if (!Number.isFinite(maxM)) throw this.unstable();
      if (iteration > 0 && maxM <= SETTLED_M) return true;
    }
    return false;
  }

  private unstable(): DrainError {
    const { layout, trialM, lateralM3ps } = this;
    const node = trialM.findIndex((level, i) => !Number.isFinite(level) || !Number.isFinite(lateralM3ps[i]));
    const got = `${trialM[node]} m, ${lateralM3ps[node]} m³/s`;
    return new DrainError(drainMessage('unstable-node', { id: layout.nodes[node].id, got }));
  }

  /**
   * Volumes that nodes hold at given levels and how fast these grow; for a step also the flow of each pipe. From the third trial
   * on pipes between settled nodes stay as they were, as in SWMM: a few nodes decide how often the rest would be reckoned.
   */
  private fill(levelM: Float64Array, dtS: number, iteration: number): void {
    const { heldM3, surfaceM2, layout, storedVolumeM3, settled } = this;
    const { topM, invertM, aboveM2 } = layout;
    for (let node = 0; node < levelM.length; node++) {
      const overM = Math.max(0, levelM[node] - topM[node]);
      const depthM = levelM[node] - invertM[node] - overM;
      const shaftM2 = layout.shaftM2[node];
      if (shaftM2 >= 0) {
        heldM3[node] = shaftM2 * depthM + overM * aboveM2[node];
        surfaceM2[node] = overM > 0 ? aboveM2[node] : shaftM2;
        continue;
      }
      const place = layout.nodes[node];
      if (place.kind === 'outfall') continue;
      heldM3[node] = storeM3(place.store, depthM) + overM * aboveM2[node];
      surfaceM2[node] = overM > 0 ? aboveM2[node] : storeM2(place.store, depthM);
    }
    for (let p = 0; p < layout.pipes.length; p++) {
      const pipe = layout.pipes[p];
      const { upper, lower } = pipe;
      const at = 6 * p;
      if (iteration < 2 || settled[upper] === 0 || settled[lower] === 0) this.reckon(p, pipe, levelM, dtS, iteration);
      heldM3[upper] += storedVolumeM3[at] + storedVolumeM3[at + 1] * (levelM[upper] - storedVolumeM3[at + 2]);
      heldM3[lower] += storedVolumeM3[at + 3] + storedVolumeM3[at + 4] * (levelM[lower] - storedVolumeM3[at + 5]);
      surfaceM2[upper] += storedVolumeM3[at + 1];
      surfaceM2[lower] += storedVolumeM3[at + 4];
    }
  }

  private reckon(p: number, pipe: Pipe, levelM: Float64Array, dtS: number, iteration: number): void {
    const { barrel, storedVolumeM3 } = this;
    const upperM = levelM[pipe.upper];
    const lowerM = levelM[pipe.lower];
    barrel.fill(pipe, upperM, lowerM);
    const halfM = (pipe.lengthM * pipe.barrels) / 2;
    const falls = pipe.drops && barrel.upperM2 > barrel.lowerM2;
    const at = 6 * p;
    storedVolumeM3[at] = halfM * (barrel.upperM2 + (falls ? (barrel.upperM2 - barrel.lowerM2) / 2 : 0));
    storedVolumeM3[at + 1] = halfM * (falls ? 1.5 : 1) * barrel.upperTopM;
    storedVolumeM3[at + 2] = upperM;
    storedVolumeM3[at + 3] = halfM * barrel.lowerM2;
    storedVolumeM3[at + 4] = halfM * barrel.lowerTopM;
    storedVolumeM3[at + 5] = lowerM;
    this.flow(p, pipe, levelM, dtS, iteration > 0);
  }

  private flow(p: number, pipe: Pipe, levelM: Float64Array, dtS: number, halfWay: boolean): void {
    const { trialM3ps, barrel, ends } = this;
    const { link, upper, lower, sign, barrels } = pipe;
    const last = (sign * trialM3ps[link]) / barrels;
    ends.find(pipe, levelM, last);
    barrel.find(pipe, ends, last, (sign * this.flowM3ps[link]) / barrels, this.pipeM2[p], dtS, this.options);
    this.trialM2[p] = barrel.middleM2;
    let { m3ps, byUpper, byLower } = barrel;
    if (halfWay) m3ps = (m3ps + last) / 2;
    if (Math.abs(m3ps) > pipe.maxM3ps) {
      m3ps = Math.sign(m3ps) * pipe.maxM3ps;
      byUpper = byLower = 0;
    }
    const giver = m3ps > 0 ? upper : lower;
    const outside = this.row[giver] < 0;
    const shut =
      (pipe.flap && sign * m3ps < 0) || this.controls.setting[link] === 0 || (outside && ends.isGated(giver));
    const nothing = !outside && levelM[giver] - this.layout.invertM[giver] <= DRY_M;
    if (shut || nothing) m3ps = byUpper = byLower = 0;
    trialM3ps[link] = sign * m3ps * barrels;
    this.byFrom[link] = (sign > 0 ? byUpper : byLower) * barrels;
    this.byTo[link] = (sign > 0 ? byLower : byUpper) * barrels;
  }

  /** Pumps and openings at the trial levels; a pump's duty is that of the step's start. */
  private openings(dtS: number): void {
    const { trialM, trialM3ps, byFrom, byTo, layout, headM, volumeM3 } = this;
    for (const { link, from, to, pump } of layout.pumps) {
      const on = this.running[link] === 1 && this.idle[link] === 0;
      const liftM = headM[to] - headM[from];
      const rate = on ? pumpM3ps(pump, this.depthM(from), liftM, volumeM3[from], this.lateralM3ps[from]) : 0;
      trialM3ps[link] = Math.min(rate * this.controls.setting[link], volumeM3[from] / dtS);
      byFrom[link] = byTo[link] = 0;
    }
    for (const [i, { link, from, to }] of layout.openings.entries()) {
      const opening = this.opened[i];
      const outside = this.row[to] < 0;
      const airM = outside ? this.layout.invertM[to] : trialM[to];
      const beyondM = this.tailwaterM[to] > airM ? this.tailwaterM[to] : airM;
      const flow = openingM3ps(opening, trialM[from], beyondM);
      const more = openingM3ps(opening, trialM[from] + NUDGE_M, beyondM) - flow;
      const less = outside ? 0 : flow - openingM3ps(opening, trialM[from], beyondM + NUDGE_M);
      trialM3ps[link] = flow;
      byFrom[link] = Math.max(0, more / NUDGE_M);
      byTo[link] = Math.max(0, less / NUDGE_M);
    }
  }

  /** Volumes at the step's end less what the trial levels hold, and how both move with the levels. */
  private assemble(dtS: number): void {
    const { row, right, system, layout, fromRow, toRow, trialM3ps } = this;
    system.values.fill(0);
    for (let node = 0; node < row.length; node++) {
      if (row[node] < 0) continue;
      right[row[node]] = this.volumeM3[node] - this.heldM3[node] + dtS * this.lateralM3ps[node];
      system.values[row[node]] = this.surfaceM2[node];
    }
    for (let link = 0; link < trialM3ps.length; link++) {
      const from = fromRow[link];
      const to = toRow[link];
      if (from >= 0) {
        right[from] -= dtS * trialM3ps[link];
        system.values[from] += dtS * this.byFrom[link];
        this.surfaceM2[layout.from[link]] += dtS * this.byFrom[link];
      }
      if (to >= 0) {
        right[to] += dtS * trialM3ps[link];
        system.values[to] += dtS * this.byTo[link];
        this.surfaceM2[layout.to[link]] += dtS * this.byTo[link];
      }
      if (from < 0 || to < 0) continue;
      system.values[system.fromRow[link]] -= dtS * this.byTo[link];
      system.values[system.toRow[link]] -= dtS * this.byFrom[link];
    }
  }

  /** The trial becomes the state: volumes by the flows, whatever the levels say; no node gives more than it has. */
  private commit(dtS: number): void {
    const { layout, volumeM3, trialM3ps, headM, trialM, pay, enteredM3, leftM3 } = this;
    if (this.swmm) pay.count(volumeM3, this.lateralM3ps, trialM3ps, dtS);
    else pay.withhold(volumeM3, this.lateralM3ps, trialM3ps, dtS);
    for (let node = 0; node < volumeM3.length; node++) {
      const place = layout.nodes[node];
      const sourceM3 = pay.sourceM3[node];
      const netM3 = pay.netM3[node];
      if (sourceM3 > 0) enteredM3[node] += sourceM3;
      else this.returnedM3[node] -= sourceM3;
      if (place.kind === 'outfall') {
        leftM3[node] += sourceM3 + Math.max(0, netM3);
        this.backM3[node] += Math.max(0, -netM3);
        if (this.swmm) headM[node] = trialM[node];
        continue;
      }
      volumeM3[node] += netM3 + sourceM3;
      if (this.swmm) {
        volumeM3[node] -= this.swmm.spilledM3[node];
        this.floodedM3[node] += this.swmm.spilledM3[node];
        headM[node] = trialM[node];
        continue;
      }
      volumeM3[node] = Math.max(0, volumeM3[node]);
      headM[node] = Math.max(trialM[node], this.layout.invertM[node]);
      // By the level, not by what the node would hold with all nodes at their tops: a pipe that falls free into its lower node
      // leaves half of what that end lacks on the upper one's account, which is full by volume long before it is so by level.
      const overM = place.above.kind === 'lost' ? trialM[node] - layout.topM[node] : 0;
      if (overM <= 0) continue;
      const overM3 = Math.min(volumeM3[node], overM * layout.aboveM2[node]);
      volumeM3[node] -= overM3;
      headM[node] = layout.topM[node];
      this.floodedM3[node] += overM3;
    }
    for (const pipe of layout.pipes) {
      if (this.swmm) break;
      const flow = trialM3ps[pipe.link] / pipe.barrels;
      if (this.row[pipe.lower] < 0) headM[pipe.lower] = this.ends.outsideM(pipe.lower, pipe, pipe.lowerInvertM, flow);
      else if (this.row[pipe.upper] < 0)
        headM[pipe.upper] = this.ends.outsideM(pipe.upper, pipe, pipe.upperInvertM, flow);
    }
    this.pipeM2.set(this.trialM2);
    this.costM2.set(this.swmm?.costM2 ?? this.surfaceM2);
    this.flowM3ps.set(trialM3ps);
    if (this.swmm) this.bookMade();
    this.steps++;
  }

  /** What nodes hold follows from their levels; what that is more or less than what flowed in, surfaces made or lost. */
  private bookMade(): void {
    const { volumeM3, heldM3, row, madeM3 } = this;
    this.hold();
    for (let node = 0; node < row.length; node++) {
      if (row[node] < 0) continue;
      madeM3[0] += heldM3[node] - volumeM3[node];
      volumeM3[node] = heldM3[node];
    }
  }

  /** What nodes hold at their levels, as SWMM has it: no shaft; of each pipe the mean of its ends, with what falls there. */
  private hold(): void {
    const { layout, headM, heldM3, row, ends, barrel, flowM3ps } = this;
    for (let node = 0; node < row.length; node++) {
      const place = layout.nodes[node];
      if (place.kind === 'outfall') continue;
      const overM = Math.max(0, headM[node] - layout.topM[node]);
      const ownM3 = storeM3(place.store, Math.max(0, headM[node] - layout.invertM[node] - overM));
      heldM3[node] = ownM3 + overM * layout.aboveM2[node];
    }
    for (const pipe of layout.pipes) {
      const { upper, lower, sign, barrels, link, lengthM } = pipe;
      ends.find(pipe, headM, (sign * flowM3ps[link]) / barrels);
      barrel.fill(pipe, ends.upperM, ends.lowerM);
      const halfM = (lengthM * barrels) / 2;
      heldM3[row[upper] < 0 ? lower : upper] += halfM * barrel.upperM2;
      heldM3[row[lower] < 0 ? upper : lower] += halfM * barrel.lowerM2;
    }
  }
}

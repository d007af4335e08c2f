import type { Flows } from '../core/ledger.ts';
import type { Source } from '../core/run.ts';
import { joinBytes, partBytes } from '../core/solver.ts';
import { cumulativeRainMm, type Hyetograph } from '../rain/rain.ts';
import { type RainField, rainfallStepOf } from '../rain/rain-field.ts';
import { cellOf, type Ground, heldM2, pourM3 } from '../works/ground.ts';
import type { Place } from '../works/works.ts';
import type { CityDrains } from './city.ts';
import { Drains } from './drains.ts';
import { exchangeM3ps } from './exchange.ts';
import { drainMessage } from './messages.ts';
import { DrainError } from './plan.ts';

/** What the storm drains of a run are made of. */
export interface DrainsInput {
  city: CityDrains;
  /** Rain, and how much of each cell's the surface catches: what it does not, roofs lead straight into the pipes. */
  rain: Hyetograph;
  rainField: RainField | null;
  rainCatchRatio: ArrayLike<number>;
  /** Part of each mouth that leaves and litter cover, by id; `*` for all others. */
  blocked: Readonly<Record<string, number>>;
  /** Supplies that have failed: pumps of theirs stand still. */
  failed: readonly string[];
}

/** Drains as a picture takes them: metres, and one of FREE, PRESSED (above the crown of its pipes), SPILLING a node. */
interface DrainsPicture {
  headM: Float32Array;
  state: Uint8Array;
  /** Part of each conduit's section that is wet. */
  fullRatio: Float32Array;
  flowM3ps: Float32Array;
}

/** A node whose water lies below the crown of its pipes. */
export const FREE = 0;
/** A surcharged node: its water stands above the crown of its pipes, but below the ground. */
export const PRESSED = 1;
/** A node out of which water rises onto the ground. */
export const SPILLING = 2;

/** Number of cells to each side of a mouth or an outfall that are searched for open, low ground. */
const NEAR_CELLS = 2;

/** Inlets and manholes, one after the other: 20,000 objects cost three times as much to walk through each second. */
interface SurfaceConnections {
  node: Int32Array;
  cell: Int32Array;
  areaM2: Float64Array;
  perimeterM: Float64Array;
  upOnly: Uint8Array;
}

/**
 * Storm drains under a surface, both ways through every inlet and manhole, out of the outfalls into the cell that they lie in.
 *
 * No water is made: an inlet takes what the surface really gave; what comes up is poured out after the network has really
 * let it go. Rain that roofs lead into the pipes is that of the ground whose rain the surface does not catch – no rain can
 * be counted twice, whatever the caller decides about eaves. Between levels that would change places within a step, half-way
 * is the most that flows, or they would swing.
 */
export class CoupledDrains implements Source {
  readonly drains: Drains;
  /** Mouths that lie outside the raster or amid buildings: nothing passes them. */
  readonly unplaced: string[] = [];
  private readonly ground: Ground;
  private readonly input: DrainsInput;
  private readonly mouths: SurfaceConnections;
  private readonly outfalls: { node: number; cell: number; readsLevel: boolean }[] = [];
  private readonly roofs: { node: number; areaM2: number; at: Place }[];
  /** Elevation of the street at each mouth. */
  private readonly groundM: Float64Array;
  private readonly mouthsOf: Float64Array;
  /** Volumes of the step, into the drains positive. */
  private readonly wantM3: Float64Array;
  private readonly inM3: Float64Array;
  private readonly outM3: Float64Array;
  private readonly wantedM3: Float64Array;
  private readonly pouredBefore: Float64Array;
  private readonly passedBefore: Float64Array;
  /** Water that outfalls took back from cells that had none left, to be made good; and roofs' rain so far. */
  private readonly owed: Float64Array;
  private readonly roofM3 = new Float64Array(1);
  private readonly spilling: Uint8Array;

  constructor(ground: Ground, input: DrainsInput) {
    const { city } = input;
    this.ground = ground;
    this.input = input;
    this.drains = new Drains(city.plan);
    const nodes = city.plan.nodes.length;
    const placed = city.surfaceOutfalls.flatMap((mouth) => {
      const cell = this.cellAbout(mouth.at, 'near');
      if (cell >= 0) return [{ ...mouth, cell, open: 1 - this.blockedRatio(mouth.id) }];
      this.unplaced.push(mouth.id);
      return [];
    });
    // In the order of the raster: what the surface gives and takes is then read as it lies in memory.
    placed.sort((a, b) => a.cell - b.cell);
    this.mouths = {
      node: Int32Array.from(placed, ({ node }) => this.drains.node(node)),
      cell: Int32Array.from(placed, ({ cell }) => cell),
      areaM2: Float64Array.from(placed, ({ areaM2, open }) => areaM2 * open),
      perimeterM: Float64Array.from(placed, ({ perimeterM, open }) => perimeterM * open),
      upOnly: Uint8Array.from(placed, ({ upOnly }) => (upOnly ? 1 : 0)),
    };
    this.groundM = Float64Array.from(this.mouths.cell, (cell) => ground.terrain.bedElevationM[cell]);
    this.mouthsOf = new Float64Array(nodes);
    for (const node of this.mouths.node) this.mouthsOf[node]++;
    for (const { id, at, tailwaterM, leaves } of city.outfalls) {
      this.outfalls.push({
        node: this.drains.node(id),
        cell: leaves ? -1 : this.cellAbout(at, 'low'),
        readsLevel: tailwaterM === null,
      });
    }
    this.roofs = this.roofsOf();
    for (const { link, supply } of city.supplies) {
      if (supply === null || !input.failed.includes(supply)) continue;
      this.drains.setPower(
        city.plan.links.findIndex(({ id }) => id === link),
        false,
      );
    }
    this.wantM3 = new Float64Array(placed.length);
    const perNode = () => new Float64Array(nodes);
    [this.inM3, this.outM3, this.wantedM3, this.pouredBefore] = [perNode(), perNode(), perNode(), perNode()];
    this.owed = new Float64Array(this.outfalls.length);
    this.passedBefore = new Float64Array(this.outfalls.length);
    this.spilling = new Uint8Array(nodes);
  }

  act(timeS: number, spanS: number, flows: Flows): void {
    const { drains, inM3, outM3 } = this;
    this.meetTailwaters();
    this.takeIn(spanS, flows);
    this.addRoofs(timeS, spanS);
    for (let node = 0; node < inM3.length; node++) {
      this.pouredBefore[node] = this.pouredM3(node);
      drains.lateralM3ps[node] = (inM3[node] - outM3[node]) / spanS;
    }
    for (const [i, { node }] of this.outfalls.entries()) this.passedBefore[i] = this.passedM3(node);
    drains.advance(spanS);
    this.giveBack(flows);
    this.letOut(flows);
  }

  /** Rain that roofs have led into the pipes since the start: part of the drains' `enteredM3`, none of the surface's rain. */
  get roofRainM3(): number {
    return this.roofM3[0];
  }

  picture(): DrainsPicture {
    const { drains } = this;
    const { pipes, nodes } = drains.layout;
    const state = Uint8Array.from(nodes, (_, node) => (this.spilling[node] === 1 ? SPILLING : FREE));
    const fullRatio = new Float32Array(drains.layout.links.length);
    for (const [p, { link, upper, lower, upperInvertM, lowerInvertM, heightM }] of pipes.entries()) {
      fullRatio[link] = drains.fullRatio(p);
      if (drains.headM[upper] > upperInvertM + heightM && state[upper] === FREE) state[upper] = PRESSED;
      if (drains.headM[lower] > lowerInvertM + heightM && state[lower] === FREE) state[lower] = PRESSED;
    }
    return { headM: Float32Array.from(drains.headM), state, fullRatio, flowM3ps: Float32Array.from(drains.flowM3ps) };
  }

  save(): Uint8Array {
    const drains = this.drains.save();
    const own = joinBytes([this.owed, this.roofM3]);
    const bytes = new Uint8Array(drains.length + own.length);
    bytes.set(own);
    bytes.set(drains, own.length);
    return bytes;
  }

  restore(state: Uint8Array): void {
    const own = this.owed.byteLength + this.roofM3.byteLength;
    partBytes(state.subarray(0, own), [this.owed, this.roofM3]);
    this.drains.restore(state.subarray(own));
  }

  private blockedRatio(id: string): number {
    const { blocked } = this.input;
    const ratio = blocked[id] ?? blocked['*'] ?? 0;
    if (!(ratio >= 0 && ratio <= 1)) throw new DrainError(drainMessage('blocked-range', { id, ratio }));
    return ratio;
  }

  /** The open cell nearest to a place, or the lowest about it; −1 where there is none. */
  private cellAbout(at: Place, wish: 'near' | 'low'): number {
    const { terrain } = this.ground;
    const cell = cellOf(this.ground, at);
    if (cell === null) return -1;
    let found = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let north = -NEAR_CELLS; north <= NEAR_CELLS; north++) {
      for (let east = -NEAR_CELLS; east <= NEAR_CELLS; east++) {
        const near = cell + north * terrain.stride + east;
        const off = wish === 'near' ? Math.hypot(north, east) : terrain.bedElevationM[near];
        if (terrain.blocked[near] === 0 && off < least) [found, least] = [near, off];
      }
    }
    return found;
  }

  /** Ground whose rain the surface does not catch, shared out among the nodes that roofs drain to inside the raster. */
  private roofsOf(): { node: number; areaM2: number; at: Place }[] {
    const { input, ground, drains, mouths } = this;
    const { columns, rows, cellM } = ground.terrain;
    let caught = 0;
    for (let i = 0; i < input.rainCatchRatio.length; i++) caught += input.rainCatchRatio[i];
    const uncaughtM2 = Math.max(0, columns * rows - caught) * cellM ** 2;
    const inside = new Set(mouths.node);
    const places = new Map(input.city.surfaceOutfalls.map(({ node, at }) => [drains.node(node), at]));
    const roofs = input.city.roofs
      .map(({ node, shareHa }) => ({ node: drains.node(node), shareHa }))
      .filter(({ node }) => inside.has(node));
    const sumHa = roofs.reduce((sum, { shareHa }) => sum + shareHa, 0);
    // Rounding of the ratios is no roof.
    if (sumHa === 0 || uncaughtM2 < cellM ** 2) return [];
    return roofs.map(({ node, shareHa }) => ({
      node,
      areaM2: (uncaughtM2 * shareHa) / sumHa,
      at: places.get(node) ?? [ground.westM, ground.southM],
    }));
  }

  private meetTailwaters(): void {
    const { terrain, solver } = this.ground;
    for (const { node, cell, readsLevel } of this.outfalls) {
      if (!readsLevel || cell < 0) continue;
      this.drains.setTailwaterM(node, terrain.bedElevationM[cell] + solver.depthM(cell));
    }
  }

  /** What each mouth passes in this step; inlets take their water off the surface here. */
  private takeIn(spanS: number, flows: Flows): void {
    const { ground, drains, mouths, groundM, wantM3, wantedM3, inM3, outM3 } = this;
    const { terrain, solver } = ground;
    inM3.fill(0);
    wantedM3.fill(0);
    this.spilling.fill(0);
    for (let i = 0; i < wantM3.length; i++) {
      const cell = mouths.cell[i];
      const node = mouths.node[i];
      const streetM = groundM[i];
      wantM3[i] = 0;
      const surfaceM = streetM + solver.depthM(cell);
      const headM = drains.headM[node];
      if ((surfaceM <= streetM && headM <= streetM) || (mouths.upOnly[i] === 1 && surfaceM > headM)) continue;
      const m3 = exchangeM3ps(mouths.areaM2[i], mouths.perimeterM[i], streetM, surfaceM, headM) * spanS;
      const yieldsM2 = drains.yieldsM2(node) / this.mouthsOf[node];
      const mostM3 = Math.abs(surfaceM - headM) / (1 / yieldsM2 + 1 / heldM2(terrain, cell));
      if (m3 > 0) {
        const takenM3 = -pourM3(ground, cell, -Math.min(m3, mostM3));
        inM3[node] += takenM3;
        flows.drainedM3 += takenM3;
      } else {
        wantM3[i] = Math.min(-m3, mostM3);
        wantedM3[node] += wantM3[i];
      }
    }
    for (let node = 0; node < outM3.length; node++) outM3[node] = Math.min(wantedM3[node], drains.volumeM3[node]);
  }

  private addRoofs(timeS: number, spanS: number): void {
    const { rain, rainField } = this.input;
    const everywhereMm = cumulativeRainMm(rain, timeS - spanS, timeS);
    const more = rainField && rainfallStepOf(rainField, timeS - spanS, timeS);
    if (everywhereMm === 0 && !more) return;
    for (const { node, areaM2, at } of this.roofs) {
      const fellM3 = ((everywhereMm + (more ? more(...at) : 0)) * areaM2) / 1000;
      this.inM3[node] += fellM3;
      this.roofM3[0] += fellM3;
    }
  }

  /** Pours out what really came up, shared among a node's mouths as they wanted it. */
  private giveBack(flows: Flows): void {
    const { ground, mouths, wantM3, inM3, outM3, wantedM3 } = this;
    for (let node = 0; node < outM3.length; node++) {
      if (wantedM3[node] === 0) continue;
      const gainedM3 = this.pouredM3(node) - this.pouredBefore[node];
      outM3[node] = Math.max(0, inM3[node] - gainedM3) / wantedM3[node];
    }
    for (let i = 0; i < wantM3.length; i++) {
      if (wantM3[i] === 0) continue;
      const node = mouths.node[i];
      flows.drainedM3 -= pourM3(ground, mouths.cell[i], wantM3[i] * outM3[node]);
      this.spilling[node] = 1;
    }
  }

  /** Outfalls that lie in the raster give to their cell, or take from it; what it has not is made good later. */
  private letOut(flows: Flows): void {
    for (const [i, { node, cell }] of this.outfalls.entries()) {
      if (cell < 0) continue;
      const dueM3 = this.passedM3(node) - this.passedBefore[i] - this.owed[i];
      const pouredM3 = pourM3(this.ground, cell, dueM3);
      this.owed[i] = Math.max(0, pouredM3 - dueM3);
      flows.drainedM3 -= pouredM3;
    }
  }

  private pouredM3(node: number): number {
    return this.drains.enteredM3[node] - this.drains.returnedM3[node];
  }

  private passedM3(node: number): number {
    return this.drains.leftM3[node] - this.drains.backM3[node];
  }
}

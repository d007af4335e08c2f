import { type CrowdSetup, mobilityAt } from '../lay-out.ts';
import { cellAt, middleOf } from '../plan/space-cells.ts';
import { Assistants, type WardState } from './assistance.ts';
import { chooseExit, EXIT_FLOW_PER_MS, type ExitEvaluation } from './choice.ts';
import { Congestion } from './congestion.ts';
import { type GateState, type Guide, type People, STATUS, type WaterRaster } from './crowd.ts';
import type { FieldPlane, Marcher } from './field.ts';
import { cohesionRatios } from './groups.ts';
import { type LiftState, moveLift } from './lifts.ts';
import { chance } from './noise.ts';
import { RouteFields } from './routes.ts';
import { QUEUE_MPS } from './run.ts';
import { carbonMonoxideDose, extinctionAt, smokeRatio } from './smoke.ts';
import { standsIn, WADE_M, type Wading, type WaterState, wadingRatio, waterAt } from './wading.ts';
import { REFERENCE_MPS } from './weidmann.ts';

/** Water and smoke of the map: between two looks. */
const GROUND_EVERY_S = 10;
/** Around somebody, for the choices of others: tiles of this side. */
const TILE_M = 5;
/** Walking time to a waiting area's edge, seconds, below which a person waits. */
const EPSILON_S = 1e-3;
const NO_EXIT = 255;

const REASON_WATER = 'swept';
const REASON_SMOKE = 'incapacitated';
const REASON_UPSTAIRS = 'upstairs';

/** What people do and where they want to go, over what lies on the ground: what walking asks. */
export class CrowdGuide implements Guide {
  readonly setup: CrowdSetup;
  readonly fields: RouteFields;
  /** By id: index of the exit; 255: none yet. */
  readonly exitOf: Uint8Array;
  /** By id: seconds in water of 0.05 m or more, and beyond the limits of H3 (0.5 m or 0.6 m²/s). */
  readonly wadedS: Float32Array;
  /** Part of the dose of carbon monoxide that incapacitates. */
  readonly dose: Float32Array;
  readonly waterState: Uint8Array;
  private readonly congestion: Congestion;
  /** By id: their first route, that to the first target. */
  private readonly firstOf: Uint8Array;
  /** By population: the route to the nearest house with upper floors; null: none, or they climb no stairs. */
  private readonly refugeOf: (number | null)[];
  /** By population: the route on from the first that leads to where they wait before; until when. */
  private readonly viaOf: ({ target: number; untilS: number } | null)[];
  /** By leader: all of a group. Who walks alone is in none. */
  private readonly members = new Map<number, number[]>();
  private readonly gates = new Map<string, GateState>();
  private readonly liftStates: LiftState[];
  private readonly exitWidthM: number[];
  private readonly assistants: Assistants;
  /** The water that `isSwept` looks at. */
  private readonly wading: Wading = { depthM: 0, speedMps: 0 };
  private doneEvents = 0;
  private decidedS = Number.NEGATIVE_INFINITY;
  private groundS = Number.NEGATIVE_INFINITY;
  private crowdS = Number.NEGATIVE_INFINITY;
  private chosenS = Number.NEGATIVE_INFINITY;
  private readonly gone = new Set<number>();

  constructor(setup: CrowdSetup, marcherOf?: (plane: FieldPlane) => Marcher) {
    const { input, routes, waitingCells, liftWays, theCase, space } = setup;
    const count = input.people.xM.length;
    this.setup = setup;
    this.fields = new RouteFields(space, routes, waitingCells, liftWays, theCase.bodies.length, marcherOf);
    this.congestion = new Congestion(space);
    this.exitOf = new Uint8Array(count).fill(NO_EXIT);
    this.wadedS = new Float32Array(count);
    this.dose = new Float32Array(count);
    this.waterState = new Uint8Array(count);
    const mobility = theCase.populations.map(({ profile }) => {
      const found = theCase.profiles.find(({ id }) => id === profile);
      const body = theCase.bodies.findIndex(({ id }) => id === found?.body);
      return setup.routeOf[found ? mobilityAt(setup.routeOf, { ...found, body }) : 0];
    });
    this.firstOf = Uint8Array.from(setup.populationOf, (index) => mobility[index].first);
    this.refugeOf = mobility.map(({ refuge }) => refuge);
    this.viaOf = theCase.populations.map(
      ({ via }) => via && { target: setup.targets.indexOf(via.waiting), untilS: via.untilS },
    );
    for (const [id, leader] of setup.leaderOf.entries()) {
      if (id === leader) continue;
      const known = this.members.get(leader);
      if (known) known.push(id);
      else this.members.set(leader, [leader, id]);
    }
    const wards = theCase.populations.flatMap(({ id, assist }, index) =>
      assist
        ? [
            {
              population: id,
              assist,
              ids: [...setup.populationOf.keys()].filter((k) => setup.populationOf[k] === index),
            },
          ]
        : [],
    );
    this.assistants = new Assistants(wards, theCase.seed);
    this.liftStates = setup.lifts.map(() => ({ stop: 0, readyS: 0, riders: [], trips: 0 }));
    this.exitWidthM = theCase.space.exits.map(({ from, to }) => Math.hypot(to[0] - from[0], to[1] - from[1]));
    for (const { id, state } of theCase.space.doors) this.setGate(id, state);
  }

  decide(timeS: number, people: People): void {
    const spanS = this.decidedS === Number.NEGATIVE_INFINITY ? 0 : timeS - this.decidedS;
    this.decidedS = timeS;
    this.happen(timeS, people);
    const { water, smoke, choice } = this.setup.theCase;
    if ((water || smoke) && timeS >= this.groundS + GROUND_EVERY_S) {
      this.layGround(timeS);
      this.groundS = timeS;
    }
    if (choice.congestionEveryS > 0 && timeS > 0 && timeS >= this.crowdS + choice.congestionEveryS) {
      this.congestion.visit(people, (cell, ratio) => this.fields.setCrowd(cell, ratio));
      this.crowdS = timeS;
    }
    for (const route of this.fields.update())
      for (let level = 0; level < this.setup.space.levels.length; level++)
        this.fields.write(route, level, people.directions(route, level));
    this.choose(timeS, people);
    this.assistants.update(timeS, {
      startS: (id) => people.startS[id],
      isDelivered: (id) =>
        people.status[id] !== STATUS.inside ||
        people.startS[id] === Number.POSITIVE_INFINITY ||
        this.waits(id, timeS, people),
      wayS: (id) => this.timeToS(id, timeS, people),
    });
    this.pace(timeS, spanS, people);
    for (const [k, plan] of this.setup.lifts.entries())
      moveLift(plan, this.liftStates[k], timeS, people, (id, stop) => this.stopWanted(id, plan.lift.id, stop, people));
  }

  get raster(): WaterRaster | null {
    return this.setup.theCase.water;
  }

  isSwept(id: number, timeS: number, { level, field }: People, x: number, y: number): boolean {
    const { theCase, space, routes } = this.setup;
    if (theCase.water?.floors.includes(space.levels[level[id]].id) !== true) return false;
    return !standsIn(waterAt(theCase.water, timeS, x, y, this.wading), theCase.bodies[routes[field[id]].body]);
  }

  reasonOf(id: number): string | null {
    return this.gone.has(id) ? REASON_SMOKE : null;
  }

  /**
   * Returns the reason why a person who lives above the ground floor remains there, as the water leaves no way out of the door; else null.
   */
  staysIn(id: number, { level, xM, yM }: People): string | null {
    const { theCase, isAbove } = this.setup;
    if (theCase.water === null || theCase.refuges.length === 0 || isAbove[id] === 0) return null;
    const isWayOut = (exit: number) => this.isReached(this.firstOf[id] + exit, level[id], xM[id], yM[id]);
    if (theCase.space.exits.some((_, exit) => isWayOut(exit))) return null;
    this.waterState[id] = REFUGE;
    return REASON_UPSTAIRS;
  }

  private isReached(route: number, level: number, x: number, y: number): boolean {
    return this.fields.timeAt(route, level, x, y) < Number.POSITIVE_INFINITY;
  }

  stateOf(id: number): WaterState {
    return STATES[this.waterState[id]];
  }

  /** Route of somebody now: to the exit, or to where they wait. */
  private routeOf(id: number, timeS: number): number {
    const via = this.viaOf[this.setup.populationOf[id]];
    if (via !== null && timeS < via.untilS) return this.firstOf[id] + via.target;
    return this.firstOf[id] + (this.exitOf[id] === NO_EXIT ? 0 : this.exitOf[id]);
  }

  private timeToS(id: number, timeS: number, { level, xM, yM }: People): number {
    return this.fields.timeAt(this.routeOf(id, timeS), level[id], xM[id], yM[id]);
  }

  /** In the area where they wait before they go on. */
  private waits(id: number, timeS: number, people: People): boolean {
    const via = this.viaOf[this.setup.populationOf[id]];
    return via !== null && timeS < via.untilS && this.timeToS(id, timeS, people) <= EPSILON_S;
  }

  private happen(timeS: number, people: People): void {
    const { events } = this.setup.theCase;
    for (; this.doneEvents < events.length && events[this.doneEvents].atS <= timeS; this.doneEvents++) {
      const { door, state } = events[this.doneEvents];
      const line = this.setGate(door, state);
      if (line !== null) people.setGate(line, state);
    }
  }

  private setGate(id: string, state: GateState): number | null {
    this.gates.set(id, state);
    this.fields.setGate(id, state);
    return this.setup.space.gates.get(id)?.line ?? null;
  }

  /** Water and smoke on the map of routes: what they leave of the speed, and where nobody goes. */
  private layGround(timeS: number): void {
    const { theCase, space } = this.setup;
    const { water, smoke, bodies } = theCase;
    const at: Wading = { depthM: 0, speedMps: 0 };
    const wet = space.levels.map(({ id }) => water?.floors.includes(id) === true);
    const smoky = space.levels.map(({ id }) => smoke?.floors.includes(id) === true);
    const ratios = bodies.map(() => new Float32Array(space.open.length).fill(1));
    for (let cell = 0; cell < space.open.length; cell++) {
      if (space.open[cell] === 0) continue;
      const level = space.levelOf[cell];
      if (!wet[level] && !smoky[level]) continue;
      const [x, y] = middleOf(space, cell);
      const thick = smoke && smoky[level] ? smokeRatio(smoke.law, extinctionAt(smoke, timeS, x, y)) : 1;
      if (water && wet[level]) waterAt(water, timeS, x, y, at);
      for (const [body, limits] of bodies.entries()) {
        const wading = !water || !wet[level] ? 1 : standsIn(at, limits) ? wadingRatio(at.depthM, water.turbid) : 0;
        ratios[body][cell] = thick * wading;
      }
    }
    for (const [body, ratio] of ratios.entries()) this.fields.setWater(body, ratio);
  }

  private choose(timeS: number, people: People): void {
    const { theCase, populationOf } = this.setup;
    const { choice, populations, orders, space, seed } = theCase;
    const again = choice.againEveryS > 0 && timeS >= this.chosenS + choice.againEveryS;
    if (again) this.chosenS = timeS;
    const due: number[] = [];
    for (let id = 0; id < people.count; id++) {
      if (people.status[id] !== STATUS.inside || this.setup.leaderOf[id] !== id) continue;
      const isNew = this.exitOf[id] === NO_EXIT;
      // Who has not started has not decided: they see first what others do.
      if (isNew && people.startS[id] > timeS + this.setup.input.guideEveryS) continue;
      if (isNew || again || !this.canReach(id, people)) due.push(id);
    }
    if (due.length === 0) return;
    const ahead = this.queues(people);
    const around = choice.social > 0 ? this.heading(people) : null;
    const known = populations.map(({ familiar }) => space.exits.map((exit) => familiar.includes(exit.id)));
    const allowed = populations.map(({ exits }) => space.exits.map((exit) => exits?.includes(exit.id) ?? true));
    const given = populations.map(({ id }) =>
      orders.filter((one) => one.population === id && one.fromS <= timeS && timeS < one.toS),
    );
    const prospects = space.exits.map((): ExitEvaluation => ({ walkS: 0, known: false, followedRatio: 0 }));
    /** From where the one stands who chooses. */
    const timesS = new Float64Array(prospects.length);
    const queueS = (k: number) => nearer(ahead[k], timesS[k]) / (this.exitWidthM[k] * EXIT_FLOW_PER_MS);
    for (const id of due) {
      const population = populationOf[id];
      const order = given[population].find(({ followRatio }) => follows(followRatio, id, seed));
      const x = people.xM[id];
      const y = people.yM[id];
      const cell = cellAt(this.setup.space, people.level[id], x, y);
      const slower = REFERENCE_MPS / people.desiredMps[id];
      for (let k = 0; k < prospects.length; k++) {
        const isAllowed = order ? order.exit === space.exits[k].id : allowed[population][k];
        timesS[k] = isAllowed ? this.fields.timeFrom(this.firstOf[id] + k, cell, x, y) : Number.POSITIVE_INFINITY;
        prospects[k].walkS = timesS[k] * slower;
        prospects[k].known = known[population][k];
        prospects[k].followedRatio = around ? around(id, k) : 0;
      }
      const now = this.exitOf[id] === NO_EXIT ? -1 : this.exitOf[id];
      const isStill = now >= 0 && prospects[now].walkS < Number.POSITIVE_INFINITY;
      const best = chooseExit(prospects, queueS, choice, isStill ? now : -1, seed, id);
      if (best < 0 && now >= 0) continue;
      const exit = best < 0 ? this.firstAllowed(populations[population].exits) : best;
      this.exitOf[id] = exit;
      for (const member of this.members.get(id) ?? NOBODY) this.exitOf[member] = exit;
    }
  }

  /** Without any way people stand; they still are of some field. */
  private firstAllowed(exits: readonly string[] | null): number {
    return exits ? Math.max(0, this.setup.targets.indexOf(exits[0])) : 0;
  }

  private canReach(id: number, people: People): boolean {
    const timeS = this.fields.timeAt(
      this.firstOf[id] + this.exitOf[id],
      people.level[id],
      people.xM[id],
      people.yM[id],
    );
    return timeS < Number.POSITIVE_INFINITY;
  }

  /** By exit: times of all who head for it, rising. */
  private queues(people: People): Float64Array[] {
    const times: number[][] = this.setup.theCase.space.exits.map(() => []);
    for (let id = 0; id < people.count; id++) {
      const exit = this.exitOf[id];
      if (people.status[id] !== STATUS.inside || exit === NO_EXIT) continue;
      const timeS = this.fields.timeAt(this.firstOf[id] + exit, people.level[id], people.xM[id], people.yM[id]);
      if (timeS < Number.POSITIVE_INFINITY) times[exit].push(timeS);
    }
    return times.map((list) => Float64Array.from(list).sort());
  }

  /** Part of those around somebody who head for an exit. */
  private heading(people: People): (id: number, exit: number) => number {
    const exits = this.setup.theCase.space.exits.length;
    const tiles = new Map<number, Float64Array>();
    const row = 2 ** 20;
    const key = (id: number) =>
      (people.level[id] * row + row / 2 + Math.floor(people.yM[id] / TILE_M)) * row +
      row / 2 +
      Math.floor(people.xM[id] / TILE_M);
    for (let id = 0; id < people.count; id++) {
      if (people.status[id] !== STATUS.inside || this.exitOf[id] === NO_EXIT || people.speedMps[id] === 0) continue;
      const counts = tiles.get(key(id)) ?? new Float64Array(exits + 1);
      counts[this.exitOf[id]]++;
      counts[exits]++;
      tiles.set(key(id), counts);
    }
    return (id, exit) => {
      const tile = key(id);
      let theirs = 0;
      let all = 0;
      for (let r = tile - row; r <= tile + row; r += row)
        for (let near = r - 1; near <= r + 1; near++) {
          const counts = tiles.get(near);
          theirs += counts?.[exit] ?? 0;
          all += counts?.[exits] ?? 0;
        }
      return all > 0 ? theirs / all : 0;
    };
  }

  /** Speed left to everyone: water, smoke, company, waiting. */
  private pace(timeS: number, spanS: number, people: People): void {
    const { theCase, space } = this.setup;
    const { water, smoke, bodies } = theCase;
    const at: Wading = { depthM: 0, speedMps: 0 };
    const wet = space.levels.map(({ id }) => water?.floors.includes(id) === true);
    const smoky = space.levels.map(({ id }) => smoke?.floors.includes(id) === true);
    const isCab = space.levels.map((_, level) => this.setup.lifts.some(({ cab }) => cab === level));
    for (let id = 0; id < people.count; id++) {
      if (people.status[id] !== STATUS.inside) continue;
      const level = people.level[id];
      let route = this.routeOf(id, timeS);
      const isCut = water !== null && !this.isReached(route, level, people.xM[id], people.yM[id]);
      if (isCut) {
        const refuge = this.refugeOf[this.setup.populationOf[id]];
        const upS =
          refuge === null ? Number.POSITIVE_INFINITY : this.fields.timeAt(refuge, level, people.xM[id], people.yM[id]);
        if (refuge !== null && upS < Number.POSITIVE_INFINITY) route = refuge;
        if (upS <= EPSILON_S && people.startS[id] <= timeS) {
          this.waterState[id] = REFUGE;
          people.remove(id, REASON_UPSTAIRS);
          continue;
        }
      }
      people.field[id] = route;
      const isHeld = isCab[level] || this.gone.has(id) || this.assistants.isHeld(id);
      // On an escalator all go as fast as it does.
      const pace = space.belts[level] ? REFERENCE_MPS / people.desiredMps[id] : 1;
      let ratio = isHeld || this.waits(id, timeS, people) ? 0 : pace;
      if (water && wet[level]) {
        waterAt(water, timeS, people.xM[id], people.yM[id], at);
        const body = bodies[this.setup.routes[route].body];
        const stands = standsIn(at, body);
        const wades = at.depthM >= WADE_M;
        if (wades) this.wadedS[id] += spanS;
        this.waterState[id] = !stands ? UNSTABLE : isCut ? (wades ? TRAPPED : REFUGE) : wades ? WADING : DRY;
        ratio *= wadingRatio(at.depthM, water.turbid);
        if (!stands) people.remove(id, REASON_WATER);
      } else if (water) this.waterState[id] = isCut ? REFUGE : DRY;
      if (smoke && smoky[level]) {
        const extinction = extinctionAt(smoke, timeS, people.xM[id], people.yM[id]);
        ratio *= smokeRatio(smoke.law, extinction);
        this.dose[id] += carbonMonoxideDose(extinction * smoke.coPpmPerExtinction, spanS);
        if (this.dose[id] >= 1) {
          this.gone.add(id);
          ratio = 0;
        }
      }
      people.speedRatio[id] = ratio;
    }
    for (const ids of this.members.values()) this.keepTogether(ids, timeS, people);
  }

  private keepTogether(ids: readonly number[], timeS: number, people: People): void {
    const inside = ids.filter((id) => people.status[id] === STATUS.inside);
    if (inside.length < 2) return;
    const times = inside.map((id) => this.timeToS(id, timeS, people));
    const queued = inside.map((id) => people.speedMps[id] < QUEUE_MPS);
    for (const [k, ratio] of cohesionRatios(times, queued).entries()) people.speedRatio[inside[k]] *= ratio;
  }

  /** Returns the stop to which a person's way leads over a lift, from this stop; −1: it does not. */
  private stopWanted(id: number, lift: string, stop: number, people: People): number {
    const { theCase, populationOf, space, lifts } = this.setup;
    const plan = lifts.find((one) => one.lift.id === lift);
    if (!plan || !theCase.profiles.find((one) => one.id === theCase.populations[populationOf[id]].profile)?.lifts)
      return -1;
    if (people.startS[id] > this.decidedS) return -1;
    // Beside the lobby's cells too: those are what the way leads over.
    for (const [x, y] of [[people.xM[id], people.yM[id]], plan.stops[stop].at] as const) {
      const cell = cellAt(space, people.level[id], x, y);
      const way = cell < 0 ? null : this.fields.wayFrom(people.field[id], cell);
      if (way?.kind === 'lift' && way.lift.lift === lift && way.lift.from === stop) return way.lift.to;
    }
    return -1;
  }

  save(): Uint8Array {
    const small = new TextEncoder().encode(
      JSON.stringify({
        doneEvents: this.doneEvents,
        times: [this.decidedS, this.groundS, this.crowdS, this.chosenS].map((timeS) =>
          Number.isFinite(timeS) ? timeS : null,
        ),
        gates: [...this.gates],
        lifts: this.liftStates,
        gone: [...this.gone],
        crowded: this.congestion.saved(),
        wards: this.assistants.saved(),
      }),
    );
    const arrays = this.arrays();
    const bytes = new Uint8Array(4 + small.length + arrays.reduce((sum, array) => sum + array.byteLength, 0));
    new DataView(bytes.buffer).setUint32(0, small.length, true);
    bytes.set(small, 4);
    let at = 4 + small.length;
    for (const array of arrays) {
      bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
      at += array.byteLength;
    }
    return bytes;
  }

  restore(state: Uint8Array): void {
    const length = new DataView(state.buffer, state.byteOffset).getUint32(0, true);
    const small = JSON.parse(new TextDecoder().decode(state.subarray(4, 4 + length))) as {
      doneEvents: number;
      times: (number | null)[];
      gates: [string, GateState][];
      lifts: LiftState[];
      gone: number[];
      crowded: number[];
      wards: WardState;
    };
    let at = 4 + length;
    for (const array of this.arrays()) {
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(state.subarray(at, at + array.byteLength));
      at += array.byteLength;
    }
    this.doneEvents = small.doneEvents;
    [this.decidedS, this.groundS, this.crowdS, this.chosenS] = small.times.map(
      (timeS) => timeS ?? Number.NEGATIVE_INFINITY,
    );
    this.congestion.restore(small.crowded);
    this.assistants.restore(small.wards);
    this.gates.clear();
    for (const [id, gate] of small.gates) this.gates.set(id, gate);
    this.fields.restore(this.gates);
    for (const [k, lift] of small.lifts.entries()) this.liftStates[k] = lift;
    this.gone.clear();
    for (const id of small.gone) this.gone.add(id);
  }

  private arrays(): (Float32Array | Uint8Array)[] {
    return [this.exitOf, this.wadedS, this.dose, this.waterState, ...this.fields.arrays()];
  }
}

const NOBODY: readonly number[] = [];
const STATES: readonly WaterState[] = ['dry', 'wading', 'unstable', 'trapped', 'refuge'];
const DRY = 0;
const WADING = 1;
const UNSTABLE = 2;
const TRAPPED = 3;
const REFUGE = 4;

/** The same people follow every order of a ratio. */
const follows = (ratio: number, id: number, seed: number): boolean => chance(seed, id, -1) < ratio;

/** How many of rising times are below one. */
function nearer(rising: Float64Array, timeS: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] < timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}

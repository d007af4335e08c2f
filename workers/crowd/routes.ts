import type { GateState } from './crowd.ts';
import { type FieldLink, FieldMarch, type FieldPlane } from './field.ts';
import { cellAt, middleOf, type Space, wayBetween } from './space.ts';
import { nearWalls } from './space-raster.ts';
import { REFERENCE_MPS } from './weidmann.ts';

/** Beside a wall a metre counts as this much more, falling to none at `WALL_M`: routes keep a body's width from corners. */
const WALL_EXTRA_RATIO = 0.5;
const WALL_M = 0.5;
/** So little of a change in speed asks for no other route. */
const SAME_RATIO = 0.1;
/** Of all cells: if more changed, marching from nothing is quicker. */
const ANEW_RATIO = 0.15;

/** A destination class: where it leads, for whom. */
export interface Route {
  /** Ids of exits; of areas where people wait. */
  targets: string[];
  /** Takes stairs. */
  steps: boolean;
  lifts: boolean;
  /** Whose water stops them: an index of the ground's `speedRatio`. */
  body: number;
}

/** From door to door of a lift, one way. */
export interface LiftWay {
  lift: string;
  /** Stops. */
  from: number;
  to: number;
  fromCell: number;
  toCell: number;
  timeS: number;
}

/** What a link of the plane is: of two floors that meet, of a one-way gate, of a lift. */
type WayOn =
  | { kind: 'seam' }
  | { kind: 'gate'; gate: string; forward: boolean; eastM: number; northM: number }
  | { kind: 'lift'; lift: LiftWay };

interface Mobility {
  steps: boolean;
  lifts: boolean;
  body: number;
  march: FieldMarch;
  routes: number[];
  fresh: boolean;
}

/** Fields of every route, kept right as gates, water and crowds change. One march for all routes of the same mobility. */
export class RouteFields {
  readonly space: Space;
  readonly routes: readonly Route[];
  /** By route: seconds to the nearest target at the reference speed. */
  readonly timeS: Float32Array[];
  private readonly plane: FieldPlane;
  private readonly classes: Mobility[] = [];
  private readonly classOf: Mobility[];
  private readonly wayOn: WayOn[] = [];
  private readonly linksFrom = new Map<number, number[]>();
  /** 1 where `linksFrom` has any: asked of every cell. */
  private readonly isLinked: Uint8Array;
  private readonly sources: Map<number, number>[];
  /** Direction of those cells that lead out of the plan, or through a one-way gate. */
  private readonly ways = new Map<number, [number, number]>();
  private readonly baseS: Float32Array;
  private readonly gateOf = new Map<number, string>();
  private readonly shut = new Set<string>();
  /** Gates that let people through one way: 1 forward, −1 backward. */
  private readonly oneWay = new Map<string, 1 | -1>();
  private readonly gateLinks = new Map<string, { forward: number[]; backward: number[] }>();
  /** Speed left of the crowd and the smoke in a cell. */
  private readonly crowdRatio: Float32Array;
  /** By body: speed left in water, 0 blocked; null: dry. */
  private readonly waterRatio: (Float32Array | null)[];
  private readonly changed = new Set<number>();
  /** By route, then row of the plane: 1 where directions are older than times. */
  private readonly stale: Uint8Array[];
  /** The direction that `lead` found. */
  private eastOf = 0;
  private northOf = 0;

  constructor(
    space: Space,
    routes: readonly Route[],
    areas: ReadonlyMap<string, number[]>,
    lifts: readonly LiftWay[],
    bodies: number,
    marchOf: (plane: FieldPlane) => FieldMarch = (plane) => new FieldMarch(plane),
  ) {
    this.space = space;
    this.routes = routes;
    const cells = space.open.length;
    this.crowdRatio = new Float32Array(cells).fill(1);
    this.waterRatio = Array.from({ length: bodies }, () => null);
    this.baseS = baseTimes(space);
    const links = this.layLinks(lifts);
    this.isLinked = new Uint8Array(cells);
    for (const cell of this.linksFrom.keys()) this.isLinked[cell] = 1;
    this.plane = { ...space.plane, links };
    this.sources = routes.map(({ targets }) => {
      const found = new Map<number, number>();
      for (const target of targets) {
        const exit = space.exits.get(target);
        for (const cell of exit?.cells ?? areas.get(target) ?? []) found.set(cell, 0);
        for (const [k, cell] of exit?.cells.entries() ?? []) {
          const way = exit?.ways?.[k] ?? 1;
          if (exit) this.ways.set(cell, [way * exit.eastM, way * exit.northM]);
        }
      }
      return found;
    });
    this.classOf = routes.map(({ steps, lifts, body }, index) => {
      const known = this.classes.find((one) => one.steps === steps && one.lifts === lifts && one.body === body);
      const group = known ?? { steps, lifts, body, march: marchOf(this.plane), routes: [], fresh: true };
      if (!known) {
        this.classes.push(group);
        for (const [k, way] of this.wayOn.entries())
          if (way.kind === 'gate' || (way.kind === 'lift' && !lifts))
            group.march.linkTimeS[k] = Number.POSITIVE_INFINITY;
      }
      group.routes.push(index);
      return group;
    });
    this.timeS = routes.map(() => new Float32Array(cells).fill(Number.POSITIVE_INFINITY));
    this.stale = routes.map(() => new Uint8Array(space.plane.rows).fill(1));
  }

  /** Shut: its cells are blocked. One way: they are, and links lead over them. */
  setGate(id: string, { forward, backward }: GateState): void {
    const gate = this.space.gates.get(id);
    const ways = this.gateLinks.get(id);
    if (!gate || !ways) return;
    const bothWays = forward && backward;
    for (const cell of gate.cells) this.changed.add(cell);
    if (bothWays) this.shut.delete(id);
    else this.shut.add(id);
    if (forward === backward) this.oneWay.delete(id);
    else this.oneWay.set(id, forward ? 1 : -1);
    for (const { march } of this.classes)
      for (const [list, open] of [
        [ways.forward, forward && !backward],
        [ways.backward, backward && !forward],
      ] as const)
        for (const k of list) {
          const timeS = open ? this.plane.links[k].timeS : Number.POSITIVE_INFINITY;
          if (march.linkTimeS[k] === timeS) continue;
          march.linkTimeS[k] = timeS;
          this.changed.add(this.plane.links[k].from);
        }
  }

  /** Speed left in a cell where it is crowded, 0.05 to 1. */
  setCrowd(cell: number, ratio: number): void {
    const was = this.crowdRatio[cell];
    if (Math.abs(ratio - was) <= SAME_RATIO * was) return;
    this.crowdRatio[cell] = ratio;
    this.changed.add(cell);
  }

  /** Speed left in the water for a body; 0: it does not go there. */
  setWater(body: number, ratios: Float32Array): void {
    const was = this.waterRatio[body];
    for (let cell = 0; cell < ratios.length; cell++) {
      const before = was ? was[cell] : 1;
      if (Math.abs(ratios[cell] - before) > SAME_RATIO * before || (ratios[cell] === 0) !== (before === 0))
        this.changed.add(cell);
    }
    this.waterRatio[body] = ratios.slice();
  }

  /** Marches what changed; true if any field did. */
  update(): boolean {
    const { changed } = this;
    let any = false;
    for (const group of this.classes) {
      const { march, fresh } = group;
      const moved: number[] = [];
      if (fresh) for (let cell = 0; cell < this.baseS.length; cell++) march.costS[cell] = this.costOf(cell, group);
      else
        for (const cell of changed) {
          const costS = Math.fround(this.costOf(cell, group));
          if (costS === march.costS[cell] && !this.linksFrom.has(cell)) continue;
          march.costS[cell] = costS;
          moved.push(cell);
        }
      if (!fresh && moved.length === 0) continue;
      any = true;
      for (const route of group.routes) {
        if (fresh || moved.length > ANEW_RATIO * this.baseS.length) march.solve(this.sources[route]);
        else {
          march.timeS.set(this.timeS[route]);
          march.resolve(moved, this.sources[route]);
        }
        this.take(route, march.timeS);
      }
      group.fresh = false;
    }
    changed.clear();
    return any;
  }

  /** Times as marched; directions hang on the cells around, and on the other side of a seam. */
  private take(route: number, marchedS: Float32Array): void {
    const timeS = this.timeS[route];
    const stale = this.stale[route];
    const { columns, rows } = this.plane;
    const rowOf = (cell: number): number => Math.floor(cell / columns);
    for (let row = 1; row < rows - 1; row++) {
      let cell = row * columns;
      const end = cell + columns;
      while (cell < end && marchedS[cell] === timeS[cell]) cell++;
      if (cell < end) stale.fill(1, row - 1, row + 2);
    }
    for (const cell of this.changed) stale.fill(1, rowOf(cell) - 1, rowOf(cell) + 2);
    for (const { cell, other } of this.space.seams) if (stale[rowOf(other)] === 1) stale[rowOf(cell)] = 1;
    timeS.set(marchedS);
  }

  /**
   * Brings a grid of a level, as walking reads it, up to date: the rows of the plane where times changed since it was written. All of
   * them, with an array for each cell, took 1.1 s a look for the 11 routes of the stadium's 1.8 million cells.
   */
  write(route: number, level: number, directions: Int8Array): void {
    const { space } = this;
    const { columns, rows } = space.levels[level];
    const first = space.firstRow[level];
    const timeS = this.timeS[route];
    const stale = this.stale[route];
    const stride = space.plane.columns;
    const put = (cell: number): void => {
      const row = Math.floor(cell / stride) - first;
      const k = 2 * (row * columns + (cell % stride) - 1);
      directions[k] = Math.round(127 * this.eastOf);
      directions[k + 1] = Math.round(127 * this.northOf);
    };
    for (let row = 0; row < rows; row++) {
      if (stale[first + row] === 0) continue;
      let k = 2 * row * columns;
      for (let column = 0, cell = (first + row) * stride + 1; column < columns; column++, cell++, k += 2) {
        if (timeS[cell] === UNREACHED_S) {
          directions[k] = 0;
          directions[k + 1] = 0;
          continue;
        }
        this.lead(route, cell);
        directions[k] = Math.round(127 * this.eastOf);
        directions[k + 1] = Math.round(127 * this.northOf);
      }
    }
    for (const { cell, other } of space.seams)
      if (space.levelOf[cell] === level && stale[Math.floor(cell / stride)] === 1 && timeS[other] < UNREACHED_S) {
        this.lead(route, other);
        if (this.eastOf !== 0 || this.northOf !== 0) put(cell);
      }
    for (const { cell, from } of space.lenders)
      if (space.levelOf[cell] === level && stale[Math.floor(cell / stride)] === 1 && timeS[from] < UNREACHED_S) {
        this.lead(route, from);
        put(cell);
      }
    // In a one-way gate people are led through, whatever the field of the far side says.
    for (const [id, gate] of space.gates) {
      const way = this.oneWay.get(id);
      if (way === undefined || space.levelOf[gate.cells[0]] !== level) continue;
      this.eastOf = way * gate.eastM;
      this.northOf = way * gate.northM;
      for (const cell of gate.cells) put(cell);
    }
    stale.fill(0, first, first + rows);
  }

  /** Steepest way down, from the lower neighbours alone (as the march went up), into `eastOf` and `northOf`; 0, 0: nowhere. */
  private lead(route: number, cell: number): void {
    const timeS = this.timeS[route];
    const here = timeS[cell];
    this.eastOf = 0;
    this.northOf = 0;
    if (here === UNREACHED_S) return;
    const way = here === 0 ? this.ways.get(cell) : undefined;
    if (way) {
      this.eastOf = way[0];
      this.northOf = way[1];
      return;
    }
    const on = this.isLinked[cell] === 1 ? this.wayFrom(route, cell) : null;
    if (on?.kind === 'lift') return;
    if (on?.kind === 'gate') {
      this.eastOf = on.eastM;
      this.northOf = on.northM;
      return;
    }
    const stride = this.plane.columns;
    const west = timeS[cell - 1];
    const east = timeS[cell + 1];
    const south = timeS[cell - stride];
    const north = timeS[cell + stride];
    const dx = Math.min(west, east) < here ? (east <= west ? here - east : west - here) : 0;
    const dy = Math.min(south, north) < here ? (north <= south ? here - north : south - here) : 0;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) return;
    this.eastOf = dx / length;
    this.northOf = dy / length;
  }

  /** The gate or the lift that somebody in a cell takes, if the way on leads over one. */
  wayFrom(route: number, cell: number): WayOn | null {
    const timeS = this.timeS[route];
    const links = this.linksFrom.get(cell);
    if (!links) return null;
    const { linkTimeS } = this.classOf[route].march;
    for (const k of links)
      if (this.wayOn[k].kind !== 'seam' && timeS[this.plane.links[k].to] + linkTimeS[k] <= timeS[cell] * ROUNDED)
        return this.wayOn[k];
    return null;
  }

  /** Seconds from a place on a level; from the nearest cell that has a way, if a wall blocks its own. */
  timeAt(route: number, level: number, x: number, y: number): number {
    const cell = cellAt(this.space, level, x, y);
    if (cell < 0) return Number.POSITIVE_INFINITY;
    const timeS = this.timeS[route];
    if (timeS[cell] < Number.POSITIVE_INFINITY) return timeS[cell];
    const { columns } = this.space.plane;
    let least = Number.POSITIVE_INFINITY;
    for (let row = -columns; row <= columns; row += columns)
      for (let step = -1; step <= 1; step++) if (timeS[cell + row + step] < least) least = timeS[cell + row + step];
    return least;
  }

  /** All that changes, for saving; `restore` after writing into them. */
  arrays(): Float32Array[] {
    return [
      this.crowdRatio,
      ...this.timeS,
      ...this.classes.flatMap(({ march }) => [march.costS, march.linkTimeS]),
      ...this.waterRatio.map((water, body) => water ?? this.dry(body)),
    ];
  }

  /** After its arrays were written: gates as they stand then, nothing to march. */
  restore(gates: ReadonlyMap<string, GateState>): void {
    for (const [id, state] of gates) this.setGate(id, state);
    this.changed.clear();
    for (const stale of this.stale) stale.fill(0);
    for (const group of this.classes) group.fresh = false;
  }

  private dry(body: number): Float32Array {
    const ratios = new Float32Array(this.baseS.length).fill(1);
    this.waterRatio[body] = ratios;
    return ratios;
  }

  private costOf(cell: number, { steps, body }: Mobility): number {
    const { space } = this;
    if (space.open[cell] === 0 || (!steps && space.steps[space.levelOf[cell]])) return Number.POSITIVE_INFINITY;
    const gate = this.gateOf.get(cell);
    if (gate !== undefined && this.shut.has(gate)) return Number.POSITIVE_INFINITY;
    const water = this.waterRatio[body];
    const ratio = this.crowdRatio[cell] * (water ? water[cell] : 1);
    return ratio > 0 ? this.baseS[cell] / ratio : Number.POSITIVE_INFINITY;
  }

  /** Seams both ways, gates both ways (shut until a gate is one-way), lifts; by the cell that they lead to. */
  private layLinks(lifts: readonly LiftWay[]): FieldLink[] {
    const { space } = this;
    const found: { link: FieldLink; way: WayOn }[] = [];
    for (const { cell, other } of space.seams)
      for (const [from, to] of [
        [cell, other],
        [other, cell],
      ])
        if (!space.against.has(wayBetween(space.levelOf[from], space.levelOf[to])))
          found.push({ link: { from, to, timeS: 0 }, way: { kind: 'seam' } });
    for (const [id, { cells, eastM, northM }] of space.gates) {
      this.gateLinks.set(id, { forward: [], backward: [] });
      for (const cell of cells) {
        this.gateOf.set(cell, id);
        const [before, after] = [this.beside(cell, -eastM, -northM, cells), this.beside(cell, eastM, northM, cells)];
        if (before === null || after === null) continue;
        const timeS = this.baseS[cell] * 2;
        const gate = { kind: 'gate', gate: id } as const;
        found.push({ link: { from: before, to: after, timeS }, way: { ...gate, forward: true, eastM, northM } });
        found.push({
          link: { from: after, to: before, timeS },
          way: { ...gate, forward: false, eastM: -eastM, northM: -northM },
        });
      }
    }
    for (const lift of lifts)
      found.push({ link: { from: lift.fromCell, to: lift.toCell, timeS: lift.timeS }, way: { kind: 'lift', lift } });
    found.sort((a, b) => a.link.to - b.link.to || a.link.from - b.link.from);
    for (const [k, { link, way }] of found.entries()) {
      this.wayOn.push(way);
      const list = this.linksFrom.get(link.from);
      if (list) list.push(k);
      else this.linksFrom.set(link.from, [k]);
      if (way.kind === 'gate') this.gateLinks.get(way.gate)?.[way.forward ? 'forward' : 'backward'].push(k);
    }
    return found.map(({ link }) => link);
  }

  /** The first open cell beside a gate, in a direction. */
  private beside(cell: number, eastM: number, northM: number, gate: readonly number[]): number | null {
    const { space } = this;
    const level = space.levelOf[cell];
    const [x, y] = middleOf(space, cell);
    const { cellM } = space.levels[level];
    for (const steps of [1, 1.5, 2, 2.5]) {
      const there = cellAt(space, level, x + eastM * steps * cellM, y + northM * steps * cellM);
      if (there >= 0 && space.open[there] === 1 && !gate.includes(there)) return there;
    }
    return null;
  }
}

const UNREACHED_S = Number.POSITIVE_INFINITY;
/** Times that differ by less are one. */
const ROUNDED = 1 + 2 ** -20;

/** Seconds to cross a cell where nothing hinders: level, slope (the slower of its two ways), nearness of walls. */
function baseTimes(space: Space): Float32Array {
  const base = new Float32Array(space.open.length);
  for (let cell = 0; cell < base.length; cell++) {
    if (space.open[cell] === 0) continue;
    const { cellM, slope } = space.levels[space.levelOf[cell]];
    base[cell] = cellM / (REFERENCE_MPS * (slope ? Math.min(slope.ascentRatio, slope.descentRatio) : 1));
  }
  nearWalls(space, WALL_M, (cell, distanceM) => {
    const { cellM, slope } = space.levels[space.levelOf[cell]];
    const extra = 1 + WALL_EXTRA_RATIO * Math.max(0, 1 - distanceM / WALL_M);
    const atS = (cellM * extra) / (REFERENCE_MPS * (slope ? Math.min(slope.ascentRatio, slope.descentRatio) : 1));
    if (base[cell] < atS) base[cell] = atS;
  });
  return base;
}

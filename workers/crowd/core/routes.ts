import { wayBetween } from '../plan/space.ts';
import { cellAt, middleOf, type Space } from '../plan/space-cells.ts';
import { cellsAround, isInSight, nearWalls } from '../plan/space-raster.ts';
import type { GateState } from './crowd.ts';
import { type FieldJob, type FieldLink, FieldMarch, type FieldPlane, type Marcher } from './field.ts';
import { REFERENCE_MPS } from './weidmann.ts';

/**
 * Beside a wall a metre counts as this much more, falling to none at `WALL_M`: routes keep a shoulder's width from walls and corners, and
 * lead to the middle of an exit. In a lane too narrow for that it falls to none in the middle, so that times along it stay what they are.
 */
const WALL_EXTRA_RATIO = 3;
const WALL_M = 0.35;
/** Change in speed below which no other route is sought. */
const SAME_RATIO = 0.1;
/** Share of all cells above which marching from nothing is quicker than from those that changed. */
const REROUTE_RATIO = 0.15;

/** A destination class: where it leads, for whom. */
export interface Route {
  /** Ids of exits; of areas where people wait. */
  targets: string[];
  /** Takes stairs. */
  steps: boolean;
  lifts: boolean;
  /** Body class whose limits of water stop them: an index of the ground's `speedRatio`. */
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
  costS: Float32Array;
  linkTimeS: Float32Array;
  /** Room for the cells that a march is told of. */
  moved: Int32Array;
  routes: number[];
  fresh: boolean;
}

/** Fields of every route, kept right as gates, water and crowds change. Routes of the same mobility have one plane of costs. */
export class RouteFields {
  readonly space: Space;
  readonly routes: readonly Route[];
  /** By route: seconds to the nearest target at the reference speed. */
  readonly timeS: Float32Array[];
  private readonly plane: FieldPlane;
  private readonly marcher: Marcher;
  private readonly classes: Mobility[] = [];
  private readonly classOf: Mobility[];
  private readonly wayOn: WayOn[] = [];
  private readonly linksFrom = new Map<number, number[]>();
  /** 1 where `linksFrom` has any: asked of every cell. */
  private readonly isLinked: Uint8Array;
  /** 1 in gates that do not let people through both ways. */
  private readonly isShut: Uint8Array;
  /** By route. */
  private readonly sources: Int32Array[];
  private readonly sourceS: Float32Array[];
  /** Direction of those cells that lead out of the plan, or through a one-way gate. */
  private readonly ways = new Map<number, [number, number]>();
  private readonly baseS: Float32Array;
  /** Gates that let people through one way: 1 forward, −1 backward. */
  private readonly oneWay = new Map<string, 1 | -1>();
  private readonly gateLinks = new Map<string, { forward: number[]; backward: number[] }>();
  /** Speed left of the crowd and the smoke in a cell. */
  private readonly crowdRatio: Float32Array;
  /** By body: speed left in water, 0 blocked; null: dry. */
  private readonly waterRatio: (Float32Array | null)[];
  /** In the order in which they changed, each once. */
  private readonly changed: number[] = [];
  private readonly isChanged: Uint8Array;
  /** Lenders whose direction the kernel's is not. */
  private readonly ledElsewhere: { cell: number; from: number }[];
  /** The direction that `lead` found. */
  private eastOf = 0;
  private northOf = 0;

  constructor(
    space: Space,
    routes: readonly Route[],
    areas: ReadonlyMap<string, number[]>,
    lifts: readonly LiftWay[],
    bodies: number,
    marcherOf: (plane: FieldPlane) => Marcher = (plane) => new FieldMarch(plane),
  ) {
    this.space = space;
    this.routes = routes;
    const cells = space.open.length;
    this.crowdRatio = new Float32Array(cells).fill(1);
    this.waterRatio = Array.from({ length: bodies }, () => null);
    this.baseS = baseTimes(space);
    this.isChanged = new Uint8Array(cells);
    this.isShut = new Uint8Array(cells);
    const links = this.layLinks(lifts);
    this.isLinked = new Uint8Array(cells);
    for (const cell of this.linksFrom.keys()) this.isLinked[cell] = 1;
    this.plane = { ...space.plane, links };
    this.marcher = marcherOf(this.plane);
    const { arena } = this.marcher;
    this.sources = routes.map(({ targets }) => {
      const found = new Set<number>();
      for (const target of targets) {
        const exit = space.exits.get(target);
        for (const cell of exit?.cells ?? areas.get(target) ?? []) found.add(cell);
        for (const [k, cell] of exit?.cells.entries() ?? []) {
          const way = exit?.ways?.[k] ?? 1;
          if (exit) this.ways.set(cell, [way * exit.eastM, way * exit.northM]);
        }
      }
      const cells = arena.i32(found.size);
      cells.set([...found]);
      return cells;
    });
    this.sourceS = this.sources.map(({ length }) => arena.f32(length));
    this.classOf = routes.map(({ steps, lifts, body }, index) => {
      const known = this.classes.find((one) => one.steps === steps && one.lifts === lifts && one.body === body);
      const group = known ?? {
        steps,
        lifts,
        body,
        costS: arena.f32(cells),
        linkTimeS: arena.f32(links.length),
        moved: arena.i32(cells),
        routes: [],
        fresh: true,
      };
      if (!known) {
        this.classes.push(group);
        for (const [k, way] of this.wayOn.entries()) {
          const isOpen = way.kind === 'seam' || (way.kind === 'lift' && lifts);
          group.linkTimeS[k] = isOpen ? links[k].timeS : Number.POSITIVE_INFINITY;
        }
      }
      group.routes.push(index);
      return group;
    });
    this.ledElsewhere = space.lenderCells.filter(({ from }) => this.isLinked[from] === 1 || this.ways.has(from));
    this.timeS = routes.map(() => arena.f32(cells).fill(Number.POSITIVE_INFINITY));
  }

  /** Shut: its cells are blocked. One way: they are, and links lead over them. */
  setGate(id: string, { forward, backward }: GateState): void {
    const gate = this.space.gates.get(id);
    const ways = this.gateLinks.get(id);
    if (!gate || !ways) return;
    for (const cell of gate.cells) {
      this.isShut[cell] = forward && backward ? 0 : 1;
      this.change(cell);
    }
    if (forward === backward) this.oneWay.delete(id);
    else this.oneWay.set(id, forward ? 1 : -1);
    for (const { linkTimeS } of this.classes)
      for (const [list, open] of [
        [ways.forward, forward && !backward],
        [ways.backward, backward && !forward],
      ] as const)
        for (const k of list) {
          const timeS = open ? this.plane.links[k].timeS : Number.POSITIVE_INFINITY;
          if (linkTimeS[k] === timeS) continue;
          linkTimeS[k] = timeS;
          this.change(this.plane.links[k].from);
        }
  }

  /** Speed left in a cell where it is crowded, 0.05 to 1. */
  setCrowd(cell: number, ratio: number): void {
    const was = this.crowdRatio[cell];
    if (Math.abs(ratio - was) <= SAME_RATIO * was) return;
    this.crowdRatio[cell] = ratio;
    this.change(cell);
  }

  /** Speed left in the water for a body; 0: it does not go there. */
  setWater(body: number, ratios: Float32Array): void {
    const was = this.waterRatio[body];
    for (let cell = 0; cell < ratios.length; cell++) {
      const before = was ? was[cell] : 1;
      if (Math.abs(ratios[cell] - before) > SAME_RATIO * before || (ratios[cell] === 0) !== (before === 0))
        this.change(cell);
    }
    this.waterRatio[body] = ratios.slice();
  }

  /** Marches what changed; the routes whose fields did. */
  update(): number[] {
    const jobs: FieldJob[] = [];
    for (const group of this.classes) {
      const { costS, linkTimeS, fresh } = group;
      const moved = fresh ? null : this.movedIn(group);
      if (moved?.length === 0) continue;
      if (fresh) for (let cell = 0; cell < costS.length; cell++) costS[cell] = this.costOf(cell, group);
      group.fresh = false;
      const behind = moved && moved.length <= REROUTE_RATIO * costS.length ? moved : null;
      for (const route of group.routes) {
        const timeS = this.timeS[route];
        const sources = this.sources[route];
        const sourceS = this.sourceS[route];
        jobs.push({ costS, timeS, linkTimeS, sources, sourceS, moved: behind, route });
      }
    }
    this.forget();
    if (jobs.length > 0) this.marcher.march(jobs);
    return jobs.map(({ route }) => route);
  }

  /** New costs; the cells that have them. */
  private movedIn(group: Mobility): Int32Array {
    const { costS, moved } = group;
    let count = 0;
    for (const cell of this.changed) {
      const nowS = Math.fround(this.costOf(cell, group));
      if (nowS === costS[cell] && this.isLinked[cell] === 0) continue;
      costS[cell] = nowS;
      moved[count++] = cell;
    }
    return moved.subarray(0, count);
  }

  private change(cell: number): void {
    if (this.isChanged[cell] === 1) return;
    this.isChanged[cell] = 1;
    this.changed.push(cell);
  }

  private forget(): void {
    for (const cell of this.changed) this.isChanged[cell] = 0;
    this.changed.length = 0;
  }

  /**
   * Brings a grid of a level, as walking reads it, up to date. All cells here, if the kernel has not: with an array for each of them the 11
   * routes of the stadium's 1.8 million cells took 1.1 s. The few that lead elsewhere than down are written here always.
   */
  write(route: number, level: number, directions: Int8Array): void {
    const { space } = this;
    const timeS = this.timeS[route];
    const { columns } = space.levels[level];
    const stride = space.plane.columns;
    const put = (cell: number): void => {
      const row = Math.floor(cell / stride) - space.firstRow[level];
      const k = 2 * (row * columns + (cell % stride) - 1);
      directions[k] = Math.round(127 * this.eastOf);
      directions[k + 1] = Math.round(127 * this.northOf);
    };
    const putAs = (cell: number, from: number): void => {
      this.lead(route, from);
      put(cell);
    };
    if (!this.marcher.writesDirections) this.writeAll(route, level, directions);
    for (const cell of this.sources[route]) if (space.levelOf[cell] === level) putAs(cell, cell);
    for (const cell of this.linksFrom.keys()) if (space.levelOf[cell] === level) putAs(cell, cell);
    for (const { cell, other } of space.seams) {
      if (space.levelOf[cell] !== level || timeS[other] === UNREACHED_S) continue;
      this.lead(route, other);
      if (this.eastOf !== 0 || this.northOf !== 0) put(cell);
    }
    const isAll = !this.marcher.writesDirections;
    for (const { cell, from } of isAll ? space.lenderCells : this.ledElsewhere)
      if (space.levelOf[cell] === level && timeS[from] < UNREACHED_S) putAs(cell, from);
    // In a one-way gate people are led through, whatever the field of the far side says.
    for (const [id, gate] of space.gates) {
      const way = this.oneWay.get(id);
      if (way === undefined || space.levelOf[gate.cells[0]] !== level) continue;
      this.eastOf = way * gate.eastM;
      this.northOf = way * gate.northM;
      for (const cell of gate.cells) put(cell);
    }
  }

  private writeAll(route: number, level: number, directions: Int8Array): void {
    const { columns, rows } = this.space.levels[level];
    const stride = this.space.plane.columns;
    let k = 0;
    for (let row = this.space.firstRow[level]; row < this.space.firstRow[level] + rows; row++)
      for (let cell = row * stride + 1; cell <= row * stride + columns; cell++, k += 2) {
        this.lead(route, cell);
        directions[k] = Math.round(127 * this.eastOf);
        directions[k + 1] = Math.round(127 * this.northOf);
      }
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
    const { linkTimeS } = this.classOf[route];
    for (const k of links)
      if (this.wayOn[k].kind !== 'seam' && timeS[this.plane.links[k].to] + linkTimeS[k] <= timeS[cell] * ROUNDED)
        return this.wayOn[k];
    return null;
  }

  /** Seconds from a place on a level; from the nearest cell in sight that has a way, if a wall blocks its own. */
  timeAt(route: number, level: number, x: number, y: number): number {
    return this.timeFrom(route, cellAt(this.space, level, x, y), x, y);
  }

  /** As `timeAt`, from a place in a cell of the plane; −1: off all. Who sees no cell around (in a wall's corner) is taken to see all. */
  timeFrom(route: number, cell: number, x: number, y: number): number {
    if (cell < 0) return UNREACHED_S;
    const { space } = this;
    const timeS = this.timeS[route];
    if (timeS[cell] < UNREACHED_S) return timeS[cell];
    const open = cellsAround(space, cell).filter((other) => space.open[other] === 1);
    const seen = open.filter((other) => isInSight(space, cell, [x, y], middleOf(space, other)));
    let least = UNREACHED_S;
    for (const other of seen.length > 0 ? seen : open) if (timeS[other] < least) least = timeS[other];
    return least;
  }

  /** All that changes, for saving; `restore` after writing into them. */
  arrays(): Float32Array[] {
    return [
      this.crowdRatio,
      ...this.timeS,
      ...this.classes.flatMap(({ costS, linkTimeS }) => [costS, linkTimeS]),
      ...this.waterRatio.map((water, body) => water ?? this.dry(body)),
    ];
  }

  /** After its arrays were written: gates as they stand then, nothing to march. */
  restore(gates: ReadonlyMap<string, GateState>): void {
    for (const [id, state] of gates) this.setGate(id, state);
    this.forget();
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
    if (this.isShut[cell] === 1) return Number.POSITIVE_INFINITY;
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
        const before = this.beside(cell, -eastM, -northM, cells);
        const after = this.beside(cell, eastM, northM, cells);
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
  const wallM = new Float32Array(space.open.length).fill(WALL_M);
  nearWalls(space, WALL_M, (cell, distanceM) => {
    wallM[cell] = Math.min(wallM[cell], distanceM);
  });
  for (let cell = 0; cell < base.length; cell++) {
    if (space.open[cell] === 0) continue;
    const { cellM, slope } = space.levels[space.levelOf[cell]];
    const atS = cellM / (REFERENCE_MPS * (slope ? Math.min(slope.ascentRatio, slope.descentRatio) : 1));
    const extra = wallM[cell] < WALL_M ? WALL_EXTRA_RATIO * (1 - wallM[cell] / middleM(space, wallM, cell)) : 0;
    base[cell] = atS * (1 + extra);
  }
  return base;
}

/** Distance from the walls in the middle of the lane that a cell is in: straight away from them. */
function middleM({ open, plane: { columns } }: Space, wallM: Float32Array, cell: number): number {
  for (let here = cell; ; ) {
    let best = here;
    for (const other of [here - 1, here + 1, here - columns, here + columns])
      if (open[other] === 1 && wallM[other] > wallM[best]) best = other;
    if (best === here) return wallM[here];
    here = best;
  }
}

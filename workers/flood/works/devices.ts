import { pouredStepS } from '../core/entering.ts';
import { GRAVITY_MPS2 } from '../core/hllc.ts';
import type { Flows } from '../core/ledger.ts';
import type { Source } from '../core/run.ts';
import { type Ground, heldM2, levelM, openCellOf, pourM3 } from './ground.ts';
import { weirM3ps } from './weir.ts';
import type { Work } from './works.ts';

type Of<K extends Work['kind']> = Extract<Work, { kind: K }>;

/** A source that remembers: a snapshot holds its numbers. */
export interface Device extends Source {
  save(): number[];
  restore(saved: readonly number[]): void;
}

/** Stands still during its outages; takes no more than its cell has. */
export function pump(work: Of<'pump'>, ground: Ground): Device {
  const from = openCellOf(ground, work.from, `pump ${work.id}.from`);
  const to = work.to && openCellOf(ground, work.to, `pump ${work.id}.to`);
  let running = false;
  return {
    longestStepS() {
      const pours = to !== null && (running || levelM(ground, from) > work.startM);
      return pours
        ? pouredStepS(ground.terrain.cellM, work.rateM3ps / heldM2(ground.terrain, to))
        : Number.POSITIVE_INFINITY;
    },
    act(timeS: number, spanS: number, flows: Flows) {
      const level = levelM(ground, from);
      if (level > work.startM) running = true;
      if (level < work.stopM) running = false;
      const off = work.offS?.some(([fromS, toS]) => timeS >= fromS && timeS < toS) ?? false;
      if (!running || off) return;
      const liftedM3 = -pourM3(ground, from, -work.rateM3ps * spanS);
      if (to === null) flows.leftM3 += liftedM3;
      else pourM3(ground, to, liftedM3);
    },
    save: () => [running ? 1 : 0],
    restore: ([saved]) => {
      running = saved === 1;
    },
  };
}

/**
 * Inlet control as a weir (opening not full) or an orifice (0.62), outlet control by Manning's friction and losses of 0.5 v²/2g at
 * the entrance and 1 v²/2g at the exit; the least of them (FHWA HDS-5, 2012). Its length is that between its ends. It never moves
 * more in a step than makes both ends' levels even.
 */
export function culvert(work: Of<'culvert'>, ground: Ground): Source {
  const from = openCellOf(ground, work.from, `culvert ${work.id}.from`);
  const to = openCellOf(ground, work.to, `culvert ${work.id}.to`);
  const { cellM } = ground.terrain;
  const lengthM = Math.max(cellM, Math.hypot(work.to[0] - work.from[0], work.to[1] - work.from[1]));
  const sillM = Math.max(work.fromInvertM, work.toInvertM);
  return {
    act(_: number, spanS: number) {
      const fromM = levelM(ground, from);
      const toM = levelM(ground, to);
      const back = toM > fromM;
      if (back && work.flap) return;
      const [up, down] = back ? [to, from] : [from, to];
      const [upM, downM] = back ? [toM, fromM] : [fromM, toM];
      const rateM3ps = culvertM3ps(work, lengthM, upM - sillM, downM - sillM);
      const evenM3 = (upM - downM) / (1 / heldM2(ground.terrain, up) + 1 / heldM2(ground.terrain, down));
      const takenM3 = -pourM3(ground, up, -Math.min(rateM3ps * spanS, evenM3));
      pourM3(ground, down, takenM3);
    },
  };
}

/** By the heights of both levels above the higher invert. */
export function culvertM3ps(
  { widthM, heightM, manningN }: Pick<Of<'culvert'>, 'widthM' | 'heightM' | 'manningN'>,
  lengthM: number,
  upM: number,
  downM: number,
): number {
  if (upM <= 0 || downM >= upM) return 0;
  const fullM = Math.min(upM, heightM);
  const areaM2 = widthM * fullM;
  const inletM3ps =
    upM <= heightM
      ? weirM3ps(widthM, upM, downM)
      : 0.62 * areaM2 * Math.sqrt(2 * GRAVITY_MPS2 * (upM - Math.max(downM, heightM / 2)));
  const radiusM = areaM2 / (2 * (widthM + fullM));
  const losses = 1.5 + (2 * GRAVITY_MPS2 * manningN ** 2 * lengthM) / radiusM ** (4 / 3);
  const outletM3ps = areaM2 * Math.sqrt((2 * GRAVITY_MPS2 * (upM - Math.max(0, downM))) / losses);
  return Math.min(inletM3ps, outletM3ps);
}

/** A room underground, which several openings may lead into. */
export interface Room {
  /** Null: none knows how much it holds; it never fills. */
  roomM3: number | null;
  heldM3: number;
}

/** What an opening let in, and when water first stood above its sill. */
export interface Opening extends Device {
  id: string;
  into: string;
  reachedS: number | null;
  volumeM3: number;
}

/**
 * An opening underground into which water falls over its sill; it notes when water first reached it, and how much went
 * in.
 */
export function opening(work: Of<'opening'>, ground: Ground, room: Room): Opening {
  const cell = openCellOf(ground, work.at, `opening ${work.id}`);
  return {
    id: work.id,
    into: work.into,
    reachedS: null,
    volumeM3: 0,
    act(timeS: number, spanS: number, flows: Flows) {
      const overM = levelM(ground, cell) - work.sillM;
      if (overM <= 0) return;
      this.reachedS ??= timeS;
      const freeM3 = room.roomM3 === null ? Number.POSITIVE_INFINITY : room.roomM3 - room.heldM3;
      const mostM3 = Math.min(freeM3, overM * heldM2(ground.terrain, cell));
      const takenM3 = -pourM3(ground, cell, -Math.min(mostM3, weirM3ps(work.widthM, overM, 0) * spanS));
      room.heldM3 += takenM3;
      this.volumeM3 += takenM3;
      flows.leftM3 += takenM3;
    },
    save() {
      return [this.reachedS ?? -1, this.volumeM3];
    },
    restore([reachedS, volumeM3]) {
      this.reachedS = reachedS < 0 ? null : reachedS;
      this.volumeM3 = volumeM3;
      room.heldM3 += volumeM3;
    },
  };
}

/** The highest that a gauge has seen, and how deep the water was there. */
export interface HighestWater {
  levelM: number;
  depthM: number;
  atS: number;
}

/** The level at a place through time; the bed where it is dry. */
export interface Gauge {
  id: string;
  timesS: number[];
  levelsM: number[];
  /** Null while it has stood dry. */
  highest: HighestWater | null;
  /** `isKept`: into the series, and not only to see whether it was ever higher. */
  read(timeS: number, isKept: boolean): void;
}

/** A thinner film is rain on its way, no water to be read off a gauge. */
const GAUGE_WET_M = 0.001;

/** A gauge that reads the water level of its cell, in metres above the datum, whenever it is asked to. */
export function gauge(work: Of<'gauge'>, ground: Ground): Gauge {
  const cell = openCellOf(ground, work.at, `gauge ${work.id}`);
  const timesS: number[] = [];
  const levelsM: number[] = [];
  return {
    id: work.id,
    timesS,
    levelsM,
    highest: null,
    read(timeS, isKept) {
      const level = levelM(ground, cell);
      const depthM = ground.solver.depthM(cell);
      if (depthM > GAUGE_WET_M && level > (this.highest?.levelM ?? Number.NEGATIVE_INFINITY))
        this.highest = { levelM: level, depthM, atS: timeS };
      if (!isKept) return;
      timesS.push(timeS);
      levelsM.push(level);
    },
  };
}

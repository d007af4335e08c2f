import type { Point } from '../../model/geo/plane/point.ts';
import type { Pipe } from './clearance.ts';
import type { Tap } from './taps.ts';

/** What can be built along one street edge from its end `side`; undefined where it cannot. */
export interface Ways {
  /** Crown at the far end of a sewer that leaves the near end at `crownM`. */
  climb: (k: number, side: 0 | 1, crownM: number, stopM?: number) => number | undefined;
  /** Tops at both ends of a rising main, the edge's own order. */
  rise: (k: number) => [number, number] | undefined;
}

/** A manhole or chamber of a branch, or a blind head. */
export interface BranchNode {
  id: string;
  at: Point;
  /** Of the lowest pipe that meets here. */
  invertM: number;
  /** A lift station: the manhole that it pumps to, and how much. */
  lift?: { to: string; rateM3ps: number };
}

/** A lift station's well at `from`; its rising main follows a street edge to `to`. */
export interface Lift {
  edge: number;
  from: number;
  to: number;
  at: Point;
  /** Tops of the rising main at the edge's ends. */
  topM: [number, number];
}

/** Junctions (taps below nought) as they were reached, each from the one that it drains to. */
export interface SewerTree {
  crown: Map<number, number>;
  /** The edge by which a junction drains, and that edge's end that is downstream. */
  down: Map<number, { edge: number; side: 0 | 1; to: number }>;
  lifts: Map<number, Lift>;
  settled: number[];
}

export interface GravityBranches {
  pipes: Pipe[];
  nodes: BranchNode[];
  taps: Tap[];
}

/** Largest branch; the space for it is kept free wherever a branch goes. */
export const MAX_MM = { YS: 800, WS: 600 } as const;

export const wallOf = (dnMm: number) => dnMm / 10000;

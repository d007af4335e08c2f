import type { Slice } from './slice.ts';
import type { TableBlock } from './table-block.ts';

declare module './slice.ts' {
  interface TwinState extends TableSlice {}
}

/** `globe`: the city on the globe; `table`: a block of it as a physical model; `beside`: both, side by side. */
export type ShownRenderer = 'globe' | 'table' | 'beside';

/** How the table is looked at: the bearing of the look, how steep it is, how far away in sides of the block, and the point in the middle. */
export interface TablePose {
  readonly turnDeg: number;
  readonly tipDeg: number;
  readonly rangeRatio: number;
  /** East and north of the block's middle, in sides of the block. */
  readonly over: readonly [eastRatio: number, northRatio: number];
}

export const LENS_KINDS = ['off', 'underground', 'water', 'people', 'plan'] as const;

/** What the lens shows, and where it lies on the picture, 0–1 from its upper left corner. */
export interface TableLens {
  readonly kind: (typeof LENS_KINDS)[number];
  readonly xRatio: number;
  readonly yRatio: number;
  /** How deep one looks, metres below the ground. */
  readonly depthM: number;
}

/** A window of a wall of windows: how many there are, which this one is, and how wide the strip between two pictures is, in shares of one. */
export interface WallPlace {
  readonly columns: number;
  readonly rows: number;
  readonly column: number;
  readonly row: number;
  readonly bezelXRatio: number;
  readonly bezelYRatio: number;
}

/** A wall has at most so many columns, and so many rows. */
export const MAX_WALL_SIDE = 16;

/** The place on a wall as links have it. */
export const wallText = ({ columns, rows, column, row, bezelXRatio, bezelYRatio }: WallPlace): string =>
  [columns, rows, column, row, bezelXRatio, bezelYRatio].join(',');

export interface TableSlice {
  engine: ShownRenderer;
  /** Null: what the city's home view looks at. */
  tableBlock: TableBlock | null;
  tablePose: TablePose;
  tableLens: TableLens;
  /** Windows of one browser that name the same group keep camera, clock and selection in step; empty: alone. */
  windowGroup: string;
  wallPlace: WallPlace | null;
  /** What the block lacks that a table shows where a city has it, as the view finds out. */
  tableLacks: readonly TableLack[];
  /** At the middle of the lens, as the drawings read it; null: the lens shows no such thing. */
  lensReading: LensReading | null;
  showEngine(engine: ShownRenderer): void;
  putBlock(block: TableBlock | null): void;
  poseTable(pose: TablePose): void;
  changeLens(part: Partial<TableLens>): void;
  joinGroup(group: string): void;
  placeOnWall(place: WallPlace | null): void;
  reportTable(lacks: readonly TableLack[]): void;
  readLens(reading: LensReading | null): void;
}

/** `terrain`: the block is flat; the others: the city has no such layer on it. */
export type TableLack = 'terrain' | 'buildings' | 'trees' | 'water' | 'pipes' | 'plans';

/** `atM` in the city's frame; metres of water, or people in the lens's circle. */
interface LensReading {
  readonly atM: readonly [eastM: number, northM: number];
  readonly depthM: number | null;
  readonly people: number | null;
}

/** As a visitor who steps up to it sees it (LOOK §9's mock-up). */
export const FIRST_POSE: TablePose = { turnDeg: 27, tipDeg: 40, rangeRatio: 3.6, over: [0, 0] };

/** Never under the table, nor flat along it; straight from above is a plan. */
const TIP_DEG = [12, 89] as const;
const RANGE_RATIO = [0.35, 5] as const;
const OVER_RATIO = 0.5;

/** The pose as it can be. */
export function limited({ turnDeg, tipDeg, rangeRatio, over }: TablePose): TablePose {
  return {
    turnDeg: ((turnDeg % 360) + 360) % 360,
    tipDeg: clamped(tipDeg, ...TIP_DEG),
    rangeRatio: clamped(rangeRatio, ...RANGE_RATIO),
    over: [clamped(over[0], -OVER_RATIO, OVER_RATIO), clamped(over[1], -OVER_RATIO, OVER_RATIO)],
  };
}

const MAX_LENS_DEPTH_M = 24;

export const FIRST_LENS: TableLens = { kind: 'off', xRatio: 0.38, yRatio: 0.47, depthM: 6 };

export const tableSlice: Slice<TableSlice> = (set) => ({
  engine: 'globe',
  tableBlock: null,
  tablePose: FIRST_POSE,
  tableLens: FIRST_LENS,
  windowGroup: '',
  wallPlace: null,
  tableLacks: [],
  lensReading: null,
  showEngine: (engine) => set({ engine }),
  putBlock: (tableBlock) => set({ tableBlock }),
  poseTable: (pose) => set({ tablePose: limited(pose) }),
  changeLens: (part) => set(({ tableLens }) => ({ tableLens: lensWithin({ ...tableLens, ...part }) })),
  joinGroup: (windowGroup) => set({ windowGroup }),
  placeOnWall: (wallPlace) => set({ wallPlace }),
  reportTable: (tableLacks) => set({ tableLacks }),
  readLens: (lensReading) => set({ lensReading }),
});

function lensWithin({ kind, xRatio, yRatio, depthM }: TableLens): TableLens {
  return {
    kind,
    xRatio: clamped(xRatio, 0, 1),
    yRatio: clamped(yRatio, 0, 1),
    depthM: clamped(depthM, 0, MAX_LENS_DEPTH_M),
  };
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

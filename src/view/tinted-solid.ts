import type { Point } from '../../model/geo/plane/point.ts';

/** An upright solid between two heights of the city's frame in a token's colour. */
export interface TintedSolid {
  readonly ringM: readonly Point[];
  readonly fromUpM: number;
  readonly toUpM: number;
  readonly token: string;
  /** 0–1; 1 unless told. */
  readonly alpha?: number;
}

/** Colour of the part of a thing that is above a limit (LOOK §7). */
export const EXCESS_TOKEN = 'danger';

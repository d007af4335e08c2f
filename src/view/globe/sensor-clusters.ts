import type { SensorState } from '../../twin/sensors/live-values.ts';

/** Points that stand together at a scale: one mark for all of them. */
export interface Cluster {
  eastM: number;
  northM: number;
  upM: number;
  members: readonly number[];
}

/** The gravest first: what a mark of many shows. */
const GRAVITY: readonly SensorState[] = ['alarm1', 'alarm2', 'alarm3', 'alarm4', 'stale', 'normal', 'silent'];

/** Cells are powers of two metres, so that a slow flight does not regroup with every frame; below `MOST_SINGLE_M` each stands alone. */
const MOST_SINGLE_M = 32;

/** The cell for marks that should stand `apartPx` from each other; null: each sensor alone. */
export function cellFor(metresPerPx: number, apartPx: number): number | null {
  const cellM = 2 ** Math.round(Math.log2(metresPerPx * apartPx));
  return cellM < MOST_SINGLE_M ? null : cellM;
}

/** By the cells of a fixed grid, in the order of their first members: the same groups wherever the camera comes from. */
export function clustersOf(placesM: Float64Array, cellM: number | null): Cluster[] {
  const groups = new Map<number, number[]>();
  const count = placesM.length / 3;
  for (let i = 0; i < count; i++) {
    const cell =
      cellM === null ? i : Math.floor(placesM[3 * i] / cellM) * 0x100000 + Math.floor(placesM[3 * i + 1] / cellM);
    const group = groups.get(cell);
    if (group) group.push(i);
    else groups.set(cell, [i]);
  }
  return [...groups.values()].map((members) => {
    const mean = (axis: number) => members.reduce((sum, i) => sum + placesM[3 * i + axis], 0) / members.length;
    return { eastM: mean(0), northM: mean(1), upM: mean(2), members };
  });
}

export function stateOfMany(states: readonly SensorState[]): SensorState {
  return GRAVITY.find((state) => states.includes(state)) ?? 'silent';
}

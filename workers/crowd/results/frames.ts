import { type CrowdFrame, type CrowdInput, type FrameBox, STATUS } from '../core/crowd.ts';
import type { CrowdArrays } from '../core/crowd-arrays.ts';

/** Around all levels; 1.5 cm in a box of 1 km. */
export function boxOf({ levels }: CrowdInput): FrameBox {
  const westM = Math.min(...levels.map((level) => level.westM));
  const southM = Math.min(...levels.map((level) => level.southM));
  const eastM = Math.max(...levels.map((level) => level.westM + level.columns * level.cellM));
  const northM = Math.max(...levels.map((level) => level.southM + level.rows * level.cellM));
  return { westM, southM, unitM: Math.max(eastM - westM, northM - southM) / 65535 };
}

/** Packs everyone inside into 16-bit steps of the box and a level each; others carry `NOT_INSIDE`. */
export function packFrame(timeS: number, crowd: CrowdArrays, { westM, southM, unitM }: FrameBox): CrowdFrame {
  const { count, xM, yM, level, status } = crowd;
  const places = new Uint16Array(2 * count);
  const levels = new Uint8Array(count).fill(NOT_INSIDE);
  for (let id = 0; id < count; id++) {
    if (status[id] !== STATUS.inside) continue;
    places[2 * id] = Math.round((xM[id] - westM) / unitM);
    places[2 * id + 1] = Math.round((yM[id] - southM) / unitM);
    levels[id] = level[id];
  }
  return { timeS, places, levels };
}

/** In a frame's levels: not there. */
export const NOT_INSIDE = 255;

import type { RasterPlace } from '../../model/city/raster.ts';

/** Ground, walls and crowns on the cells that heat is computed on: the area and what is seen from it. Heights are up of the city's plane. */
export interface HeatScene extends RasterPlace {
  /** Bare ground. */
  readonly groundM: Float32Array;
  /** Top of what stands on it; of open ground that of the ground. */
  readonly topM: Float32Array;
  /** 1: a building stands here. */
  readonly isBuilt: Uint8Array;
  /** Top and underside of the crowns over a cell; both far below the ground where there are none. */
  readonly crownTopM: Float32Array;
  readonly crownFootM: Float32Array;
  /** Number of the surface in `SURFACES`. */
  readonly surface: Uint8Array;
}

/** Height of crowns where there are none. */
export const NO_CROWN_M = -1e6;

/** A scene of level open ground. */
export function emptyScene(place: RasterPlace, surface: number): HeatScene {
  const cells = place.columns * place.rows;
  return {
    ...place,
    groundM: new Float32Array(cells),
    topM: new Float32Array(cells),
    isBuilt: new Uint8Array(cells),
    crownTopM: new Float32Array(cells).fill(NO_CROWN_M),
    crownFootM: new Float32Array(cells).fill(NO_CROWN_M),
    surface: new Uint8Array(cells).fill(surface),
  };
}

/** A tree by its crown. */
export interface Crown {
  readonly atM: readonly [number, number];
  readonly crownM: number;
  readonly heightM: number;
}

/** Part of a tree's height that is bare trunk. */
export const TRUNK_RATIO = 0.25;

/** Adds crowns, each a disc over open ground from a quarter of the tree's height to its top; crowns over one cell become one. */
export function addCrowns(scene: HeatScene, crowns: readonly Crown[]): void {
  const { westM, southM, cellM, columns, rows, groundM, isBuilt, crownTopM, crownFootM } = scene;
  for (const { atM, crownM, heightM } of crowns) {
    const [x, y] = atM;
    const radiusM = Math.max(crownM / 2, cellM / 2);
    const toColumn = Math.min(columns - 1, Math.floor((x + radiusM - westM) / cellM));
    const toRow = Math.min(rows - 1, Math.floor((y + radiusM - southM) / cellM));
    for (let row = Math.max(0, Math.floor((y - radiusM - southM) / cellM)); row <= toRow; row++)
      for (let column = Math.max(0, Math.floor((x - radiusM - westM) / cellM)); column <= toColumn; column++) {
        const eastM = westM + (column + 0.5) * cellM - x;
        const northM = southM + (row + 0.5) * cellM - y;
        const cell = row * columns + column;
        if (isBuilt[cell] || eastM * eastM + northM * northM > radiusM * radiusM) continue;
        const footM = groundM[cell] + TRUNK_RATIO * heightM;
        crownFootM[cell] = crownFootM[cell] === NO_CROWN_M ? footM : Math.min(footM, crownFootM[cell]);
        crownTopM[cell] = Math.max(crownTopM[cell], groundM[cell] + heightM);
      }
  }
}

import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { SkyPlace } from '../../model/geo/sun.ts';
import { type HeatScene, NO_CROWN_M } from './heat-scene.ts';
import { sweepLines } from './line-sweep.ts';

/** Part of the sun that comes through a crown in leaf: cited practice, unverified. */
export const THROUGH_LEAVES = 0.03;

/** Adds to each cell the part of the sun's beam that comes to its ground, times a weight: none behind a wall, little behind a crown. */
export function addSunlight(
  scene: HeatScene,
  { azimuthDeg, altitudeDeg }: SkyPlace,
  weight: number,
  lit: Float32Array,
): void {
  const { columns, rows, topM, crownTopM } = scene;
  const east = Math.sin(azimuthDeg * RAD_PER_DEG);
  const north = Math.cos(azimuthDeg * RAD_PER_DEG);
  const tangent = Math.tan(altitudeDeg * RAD_PER_DEG);
  const cells = new Int32Array(Math.max(columns, rows));
  const crowned = new Int32Array(Math.max(columns, rows));
  const lines = sweepLines(scene, -east, -north);
  const fallM = lines.stepM * tangent;
  const tallestM = tallestCrown(scene);
  const along = { cells, crowned, fallM, reach: tallestM / fallM + 1 };
  for (let line = 0; line < lines.lines; line++) {
    const count = lines.cellsOf(line, cells);
    let shadeM = Number.NEGATIVE_INFINITY;
    let trees = 0;
    for (let i = 0; i < count; i++) {
      const cell = cells[i];
      const upM = topM[cell];
      if (crownTopM[cell] !== NO_CROWN_M) {
        crowned[trees] = i;
        trees++;
      }
      if (upM >= shadeM) lit[cell] += weight * (trees > 0 && isUnderCrown(scene, along, trees, i) ? THROUGH_LEAVES : 1);
      shadeM = Math.max(shadeM, upM + fallM / 2) - fallM;
    }
  }
}

/** Greatest height of a crown over its own ground. */
function tallestCrown({ crownTopM, groundM }: HeatScene): number {
  let tallestM = 0;
  for (let cell = 0; cell < crownTopM.length; cell++)
    if (crownTopM[cell] - groundM[cell] > tallestM) tallestM = crownTopM[cell] - groundM[cell];
  return tallestM;
}

/** Whether a crown on the line stands between a cell and the sun: between its underside and its top. */
function isUnderCrown(
  { topM, crownTopM, crownFootM }: HeatScene,
  { cells, crowned, fallM, reach }: { cells: Int32Array; crowned: Int32Array; fallM: number; reach: number },
  trees: number,
  i: number,
): boolean {
  const eyeM = topM[cells[i]];
  for (let k = trees - 1; k >= 0; k--) {
    const steps = i - crowned[k];
    if (steps > reach) return false;
    const crown = cells[crowned[k]];
    const lowM = eyeM + Math.max(0, steps - 0.5) * fallM;
    const highM = eyeM + (steps + 0.5) * fallM;
    if (highM >= crownFootM[crown] && lowM <= crownTopM[crown]) return true;
  }
  return false;
}

import type { RasterPlace } from '../../model/city/raster.ts';
import type { Arena } from '../shared/arena.ts';
import { PLACE } from './lit.ts';
import { AFTER, BEFORE, isInPrism, type SunScene } from './sun-scene.ts';
import { groundUpM, type SunTerrain } from './terrain.ts';

/** Points on the ground of a study, in the middle of the cells of a raster, row-major from the south-west. */
interface GroundPoints {
  readonly count: number;
  readonly places: Float64Array;
  /** Cell of the raster that each point is in. */
  readonly cell: Int32Array;
  /** Phases in which a building stands on it: it is no ground then. */
  readonly builtIn: Uint8Array;
}

/** Rays start so far above the ground: it never shades itself where it is level. */
const ABOVE_GROUND_M = 0.05;

/** Cells that have ground, whether or not something is built on them in one of the phases. */
export function groundPoints(
  { westM, southM, cellM, columns, rows }: RasterPlace,
  scene: SunScene,
  terrain: SunTerrain | null,
  upAt: (x: number, y: number) => number,
  arena: Arena,
): GroundPoints {
  const list: number[] = [];
  const cells: number[] = [];
  const built: number[] = [];
  for (let cell = 0; cell < columns * rows; cell++) {
    const x = westM + ((cell % columns) + 0.5) * cellM;
    const y = southM + (Math.floor(cell / columns) + 0.5) * cellM;
    const up = terrain ? groundUpM(terrain, x, y) : upAt(x, y);
    if (!Number.isFinite(up)) continue;
    const builtIn = phasesBuilt(scene, x, y, up + ABOVE_GROUND_M);
    if (builtIn === (BEFORE | AFTER)) continue;
    list.push(x, y, up + ABOVE_GROUND_M, 0, 0);
    cells.push(cell);
    built.push(builtIn);
  }
  const places = arena.f64(list.length);
  places.set(list);
  return { count: list.length / PLACE, places, cell: Int32Array.from(cells), builtIn: Uint8Array.from(built) };
}

/** In which phases a prism stands on a place; one whose foot is above it (a passage) leaves it free. */
function phasesBuilt(scene: SunScene, x: number, y: number, z: number): number {
  const { westM, southM, cellM, columns, rows, cellPrism, prismOfCell, prisms, prismPhases } = scene;
  const column = Math.floor((x - westM) / cellM);
  const row = Math.floor((y - southM) / cellM);
  if (column < 0 || row < 0 || column >= columns || row >= rows) return 0;
  const at = row * columns + column;
  let phases = 0;
  for (let k = cellPrism[at]; k < cellPrism[at + 1]; k++) {
    const p = prismOfCell[k];
    // A cellar wall below the ground on a slope is still the building's own.
    if (prisms[p].footM <= Math.max(z, prisms[p].groundM) && z < prisms[p].topM && isInPrism(scene, p, x, y))
      phases |= prismPhases[p];
  }
  return phases;
}

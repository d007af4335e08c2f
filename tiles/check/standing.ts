import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Elements } from '../../model/city/gltf.ts';
import { GridError, parseGrid } from '../../model/city/grid.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import { rasterAt } from '../../model/city/raster.ts';
import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';

/** The ground that buildings are held against: the bed of the city's grid, or the level of its origin where it is flat. */
export interface StandingGround {
  elevationAt(eastM: number, northM: number): number;
  /** How much the bed's cells differ around a place: what is between their middles is not known better. */
  reliefAt(eastM: number, northM: number): number;
  /** Above the vertical datum, exact. */
  elevationOf(eastM: number, northM: number, upM: number): number;
}

/** Null where the rasters are not as their head says, which `checkGrids` reports, or where a city with terrain was baked without them. */
export function standingGround(folder: string, { origin, datum, grids, terrain }: Manifest): StandingGround | null {
  const elevationOf = (eastM: number, northM: number, upM: number) =>
    lonLatFromEnu(origin, [eastM, northM, upM]).heightM - datum.geoidUndulationM;
  if (grids === null) {
    if (terrain !== null) return null;
    const levelM = origin.heightM - datum.geoidUndulationM;
    return { elevationAt: () => levelM, reliefAt: () => 0, elevationOf };
  }
  const path = join(folder, grids);
  if (!existsSync(path)) return null;
  try {
    const grid = parseGrid(JSON.parse(readFileSync(path, 'utf8')), grids);
    const bytes = Uint8Array.from(readFileSync(join(folder, dirname(grids), grid.bed.file)));
    if (bytes.length !== 4 * grid.columns * grid.rows || grid.columns < 2 || grid.rows < 2) return null;
    const bed = new Float32Array(bytes.buffer);
    const elevationAt = (eastM: number, northM: number) => rasterAt(grid, bed, eastM, northM);
    const reliefAt = (eastM: number, northM: number) => {
      const around = [-1, 0, 1].flatMap((i) =>
        [-1, 0, 1].map((j) => elevationAt(eastM + i * grid.cellM, northM + j * grid.cellM)),
      );
      return Math.max(...around) - Math.min(...around);
    };
    return { elevationAt, reliefAt, elevationOf };
  } catch (error) {
    if (error instanceof GridError || error instanceof SyntaxError || isNoFile(error)) return null;
    throw error;
  }
}

const isNoFile = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** A base may lie so far from the lowest ground under it, besides what the raster's cells leave open. */
const BASE_TOLERANCE_M = 1;

/** What is wrong with where a piece of a feature stands. */
interface StandingFault {
  feature: number;
  code: 'building-buried' | 'building-base';
  expected: string;
  got: string;
}

/** Least and greatest of a piece, metres above the datum and above the ground. */
interface Piece {
  feature: number;
  footM: number;
  lowestGroundM: number;
  /** Height of the vertex that is highest above the ground at its place. */
  clearM: number;
  hasBottom: boolean;
  /** Its first vertex, and elevation less up there. */
  eastM: number;
  northM: number;
  datumM: number;
}

/**
 * Every piece of every solid against the ground under it: its highest roof lies above the ground, and its base on the lowest ground that
 * it covers, unless it has a bottom and so is meant to hang. `point` is the first vertex of the feature in the same place, so that pieces
 * are known by their triangles. Closed solids of the right area, all buried, were found by nothing before this.
 */
export function standingFaults(
  position: Elements,
  normal: Elements,
  ids: Elements,
  index: Elements['values'],
  point: Uint32Array,
  m: readonly number[],
  ground: StandingGround,
): StandingFault[] {
  const pieceOf = piecesOf(point, index);
  const pieces = new Map<number, Piece>();
  const seen = new Uint8Array(point.length);
  for (let i = 0; i < index.length; i++) {
    const v = index[i];
    const at = pieceOf[point[v]];
    const piece = pieces.get(at) ?? newPiece(ids.values[v]);
    pieces.set(at, piece);
    if (normal.values[3 * v + 1] < 0) piece.hasBottom = true;
    if (seen[point[v]] === 1) continue;
    seen[point[v]] = 1;
    const [x, y, z] = [0, 1, 2].map((c) => position.values[3 * point[v] + c]);
    const east = m[0] * x + m[4] * y + m[8] * z + m[12];
    const up = m[1] * x + m[5] * y + m[9] * z + m[13];
    const north = -(m[2] * x + m[6] * y + m[10] * z + m[14]);
    addVertex(piece, east, north, up, ground);
  }
  const all = [...pieces.values()];
  // What stands on a podium may lie within a slope as deep as the podium does: the feature is seen all the same.
  const shown = new Set(all.filter(({ hasBottom, clearM }) => !hasBottom && clearM > 0).map(({ feature }) => feature));
  return all.flatMap((piece) => (piece.hasBottom && shown.has(piece.feature) ? [] : faultsOf(piece, ground)));
}

const newPiece = (feature: number): Piece => ({
  feature,
  footM: Infinity,
  lowestGroundM: Infinity,
  clearM: -Infinity,
  hasBottom: false,
  eastM: Number.NaN,
  northM: Number.NaN,
  datumM: 0,
});

/** Exact at a piece's first vertex; from there the plane's fall away from the earth's curve. */
function addVertex(piece: Piece, eastM: number, northM: number, upM: number, ground: StandingGround): void {
  if (Number.isNaN(piece.eastM)) {
    piece.eastM = eastM;
    piece.northM = northM;
    piece.datumM = ground.elevationOf(eastM, northM, upM) - upM;
  }
  const dx = eastM - piece.eastM;
  const dy = northM - piece.northM;
  const curveM = (piece.eastM * dx + piece.northM * dy + (dx * dx + dy * dy) / 2) / EARTH_RADIUS_M;
  const elevationM = upM + piece.datumM + curveM;
  const groundM = ground.elevationAt(eastM, northM);
  if (elevationM < piece.footM) piece.footM = elevationM;
  if (groundM < piece.lowestGroundM) piece.lowestGroundM = groundM;
  if (elevationM - groundM > piece.clearM) piece.clearM = elevationM - groundM;
}

function faultsOf(piece: Piece, ground: StandingGround): StandingFault[] {
  const { feature, footM, lowestGroundM, clearM, hasBottom, eastM, northM } = piece;
  if (clearM < 0)
    return [
      {
        feature,
        code: 'building-buried',
        expected: 'a roof above the ground',
        got: `its highest point ${(-clearM).toFixed(1)} m under it`,
      },
    ];
  const mostM = BASE_TOLERANCE_M + ground.reliefAt(eastM, northM);
  const aboveM = footM - lowestGroundM;
  if (Math.abs(aboveM) <= mostM || (aboveM > 0 && hasBottom)) return [];
  return [
    {
      feature,
      code: 'building-base',
      expected: `a base within ${mostM.toFixed(1)} m of the lowest ground under it`,
      got: `${Math.abs(aboveM).toFixed(1)} m ${aboveM > 0 ? 'above' : 'below'} it`,
    },
  ];
}

/** Vertex → a vertex that stands for all those it is joined with by triangles. */
function piecesOf(point: Uint32Array, index: Elements['values']): Uint32Array {
  const leader = Uint32Array.from(point, (_, v) => v);
  const find = (v: number): number => {
    let at = v;
    while (leader[at] !== at) {
      leader[at] = leader[leader[at]];
      at = leader[at];
    }
    return at;
  };
  for (let i = 0; i < index.length; i += 3) {
    const a = find(point[index[i]]);
    leader[find(point[index[i + 1]])] = a;
    leader[find(point[index[i + 2]])] = a;
  }
  return leader.map((_, v) => find(v));
}

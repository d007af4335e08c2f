import type { LayerInfo } from '../../model/city/manifest.ts';
import type { LayerInput } from '../model.ts';
import { drapeAreas } from '../shape/drape.ts';
import { BUILDING_STEP_M, extrudeBuildings } from '../shape/extrude.ts';
import type { Ground } from '../shape/ground.ts';
import type { TileMesh } from '../shape/mesh.ts';
import { placePoints } from '../shape/points.ts';
import { shapeSurfaces } from '../shape/surface.ts';
import { sweepPipes } from '../shape/sweep.ts';
import { instancesGlb } from './instances.ts';
import { meshGlb, type TileFile } from './mesh-glb.ts';

/** A finished tile, or the reason that it has no content: every feature of it lost its triangles. */
export interface MadeTile {
  file: TileFile | null;
  dropped: number;
  /** The first row that lost a surface, −1 where none did. */
  droppedRow: number;
}

/** Vertex grids: a power of two of a metre. Pipes start at 100 mm, so theirs is fine; what lies on the ground needs 1/64 against z-fighting. */
const FINE_STEP_M = 1 / 512;
const SURFACE_STEP_M = 1 / 64;

/** Shapes some rows of a layer and writes them as one .glb: the only place that knows which shaper serves which layer. */
export function makeTile(layer: LayerInput, rows: Uint32Array, gidBase: number, ground: Ground): MadeTile {
  if (layer.features.geometry.kind === 'point') {
    return { file: instancesGlb(layer, rows, gidBase, placePoints(layer, rows, ground)), dropped: 0, droppedRow: -1 };
  }
  const { mesh, stepM } = shapeMesh(layer, rows, ground);
  const dropped = mesh.dropped ?? 0;
  const droppedRow = dropped > 0 ? rows[mesh.droppedFirst ?? 0] : -1;
  if (mesh.index.length === 0) return { file: null, dropped, droppedRow };
  return { file: meshGlb(layer, rows, gidBase, mesh, stepM), dropped, droppedRow };
}

function shapeMesh(layer: LayerInput, rows: Uint32Array, ground: Ground): { mesh: TileMesh; stepM: number } {
  const { kind } = layer.features.geometry;
  if (kind === 'polygon' && layer.features.geometry.partTopM) {
    return { mesh: extrudeBuildings(layer, rows, ground), stepM: BUILDING_STEP_M };
  }
  if (kind === 'surface')
    return {
      mesh: shapeSurfaces(layer, rows, ground),
      stepM: layer.kind === 'element' ? FINE_STEP_M : SURFACE_STEP_M,
    };
  if (kind === 'line' && isTube(layer)) return { mesh: sweepPipes(layer, rows, ground), stepM: FINE_STEP_M };
  return { mesh: drapeAreas(layer, rows, ground), stepM: SURFACE_STEP_M };
}

/** How a layer's features become triangles, for the manifest. */
export function shapeOf(layer: LayerInput): NonNullable<LayerInfo['shape']> {
  const { geometry } = layer.features;
  if (geometry.kind === 'point') return 'instanced';
  if (geometry.kind === 'surface') return 'surface';
  if (geometry.kind === 'polygon') return geometry.partTopM ? 'extruded' : 'draped';
  return isTube(layer) ? 'swept' : 'draped';
}

/** Lines that are swept; all others are ribbons on the ground. */
function isTube({ kind }: LayerInput): boolean {
  return kind === 'pipe' || kind === 'tunnel';
}

import type { Point } from '../geo/plane/point.ts';
import { isAreaLayer, openAreas } from './layer-areas.ts';
import type { LayerInfo } from './manifest.ts';
import { outlineOf } from './outline-of.ts';
import { decodePrisms, type Prisms, parsePrismHead } from './prisms.ts';

/** Things of a layer have their areas, the footprints of houses, or their middles as geometry. */
export type Shapes = 'areas' | 'footprints' | 'middles';

/** An upright body is a polygon of open rings, the outer one anticlockwise, from its foot up to its top; metres in the city's frame. */
export interface Solid {
  readonly rings: readonly (readonly Point[])[];
  readonly footM: number;
  readonly topM: number;
}

/** Shapes of a layer's things by their rows. */
interface LayerShapes {
  readonly shapes: Shapes;
  /** Polygons, nested as GeoJSON does, rings open; empty: the thing has a middle alone. */
  ringsOf(row: number): readonly (readonly (readonly Point[])[])[];
  /** Parts of a building, lowest first as the baker wrote them; empty for whatever is no building. */
  solidsOf(row: number): readonly Solid[];
}

/** A part of a building whose foot is higher stands on another part, within whose outline it lies. */
const ON_GROUND_M = 0.5;

const MIDDLES: LayerShapes = { shapes: 'middles', ringsOf: () => [], solidsOf: () => [] };

/**
 * Areas come from the triangles that draw them, footprints of buildings from the prisms that the engines have; of other things there are middles.
 * `read` takes paths relative to the manifest and rejects where a file is missing.
 */
export async function openLayerShapes(
  layer: LayerInfo,
  read: (path: string) => Promise<Uint8Array>,
): Promise<LayerShapes> {
  if (isAreaLayer(layer)) {
    const areas = await openAreas(layer, read);
    return { shapes: 'areas', ringsOf: (row) => outlineOf(areas.triangles(row)), solidsOf: () => [] };
  }
  const prisms = layer.kind === 'building' ? await prismsOf(read) : null;
  const parts = prisms ? partsOf(prisms, layer.id) : new Map<number, Part[]>();
  if (parts.size === 0) return MIDDLES;
  const own = (row: number): readonly Part[] => parts.get(row) ?? [];
  return {
    shapes: 'footprints',
    ringsOf: (row) => own(row).flatMap(({ rings, isAloft }, i) => (isAloft && i > 0 ? [] : [rings])),
    solidsOf: own,
  };
}

async function prismsOf(read: (path: string) => Promise<Uint8Array>): Promise<Prisms | null> {
  const bytes = await read('prisms.json').catch(() => null);
  if (bytes === null) return null;
  const head = parsePrismHead(JSON.parse(new TextDecoder().decode(bytes)));
  return decodePrisms(head, await read(head.file));
}

interface Part extends Solid {
  isAloft: boolean;
}

function partsOf(
  { count, layers, layer, row, ringOf, vertexOf, eastNorthM, footM, groundM, topM }: Prisms,
  id: string,
) {
  const parts = new Map<number, Part[]>();
  for (let i = 0; i < count; i++) {
    if (layers[layer[i]].id !== id) continue;
    const rings: Point[][] = [];
    for (let ring = ringOf[i]; ring < ringOf[i + 1]; ring++) {
      const points: Point[] = [];
      for (let at = vertexOf[ring]; at < vertexOf[ring + 1]; at++)
        points.push([eastNorthM[2 * at], eastNorthM[2 * at + 1]]);
      rings.push(points);
    }
    const part = { rings, footM: footM[i], topM: topM[i], isAloft: footM[i] > groundM[i] + ON_GROUND_M };
    parts.set(row[i], [...(parts.get(row[i]) ?? []), part]);
  }
  return parts;
}

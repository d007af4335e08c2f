import type { Point } from '../geo/plane/point.ts';
import { isAreaLayer, openAreas } from './layer-areas.ts';
import type { LayerInfo } from './manifest.ts';
import { outlineOf } from './outline-of.ts';
import { decodePrisms, type Prisms, parsePrismHead } from './prisms.ts';
import { decodeTubes, isSwept, parseTubeHead, TUBES_FILE, type Tubes } from './tubes.ts';

/** Things of a layer have their areas, the footprints of houses, the axes of pipes and tunnels, or their middles as geometry. */
export type Shapes = 'areas' | 'footprints' | 'lines' | 'middles';

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
  /** Axes of a pipe or tunnel, two places at least each; empty for whatever is no line. */
  linesOf(row: number): readonly (readonly Point[])[];
  /** Parts of a building, lowest first as the baker wrote them; empty for whatever is no building. */
  solidsOf(row: number): readonly Solid[];
}

/** A part of a building whose foot is higher stands on another part, within whose outline it lies. */
const ON_GROUND_M = 0.5;

const MIDDLES: LayerShapes = { shapes: 'middles', ringsOf: () => [], linesOf: () => [], solidsOf: () => [] };

/**
 * Areas come from the triangles that draw them, footprints of buildings and axes of pipes from the prisms and tubes that the engines have; of other
 * things there are middles.
 * `read` takes paths relative to the manifest and rejects where a file is missing.
 */
export async function openLayerShapes(
  layer: LayerInfo,
  read: (path: string) => Promise<Uint8Array>,
): Promise<LayerShapes> {
  if (isAreaLayer(layer)) {
    const areas = await openAreas(layer, read);
    return { ...MIDDLES, shapes: 'areas', ringsOf: (row) => outlineOf(areas.triangles(row)) };
  }
  if (isSwept(layer.kind)) {
    const tubes = await tubesOf(read);
    const lines = tubes ? axesOf(tubes, layer.id) : new Map<number, Point[][]>();
    return lines.size === 0 ? MIDDLES : { ...MIDDLES, shapes: 'lines', linesOf: (row) => lines.get(row) ?? [] };
  }
  const prisms = layer.kind === 'building' ? await prismsOf(read) : null;
  const parts = prisms ? partsOf(prisms, layer.id) : new Map<number, Part[]>();
  if (parts.size === 0) return MIDDLES;
  const own = (row: number): readonly Part[] => parts.get(row) ?? [];
  return {
    ...MIDDLES,
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

async function tubesOf(read: (path: string) => Promise<Uint8Array>): Promise<Tubes | null> {
  const bytes = await read(TUBES_FILE).catch(() => null);
  if (bytes === null) return null;
  const head = parseTubeHead(JSON.parse(new TextDecoder().decode(bytes)));
  return decodeTubes(head, await read(head.file));
}

function axesOf({ count, layers, layer, row, vertexOf, axisM }: Tubes, id: string): Map<number, Point[][]> {
  const axes = new Map<number, Point[][]>();
  for (let i = 0; i < count; i++) {
    if (layers[layer[i]] !== id) continue;
    const axis: Point[] = [];
    for (let at = vertexOf[i]; at < vertexOf[i + 1]; at++) axis.push([axisM[3 * at], axisM[3 * at + 1]]);
    axes.set(row[i], [...(axes.get(row[i]) ?? []), axis]);
  }
  return axes;
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

import type { CellWindow, FlatOutlines, Outline } from '../../model/city/cut-cells.ts';
import { eastAtLevel, passesLevel } from '../../model/geo/plane/ring.ts';
import type { LayerInput, PolygonGeometry, SurfaceGeometry } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import type { GridFrame } from './bed.ts';
import { NumberList } from './number-list.ts';

/** Under a part that begins higher than this people and water pass: an arcade, a bridge house, an overhang. */
const PASSAGE_M = 2.5;

/** A cell is a wall when buildings cover this many of its four quarters' middles. */
const QUARTERS = 2;

/** SurfaceGeometry's class of a ground surface. */
const GROUND_SURFACE = 1;

/** 1 where a standing building blocks the way of water and people, by the outlines of those houses that touch a window. */
export function buildingMask(
  frame: GridFrame,
  { ringOf, vertexOf, eastNorthM }: FlatOutlines,
  window: CellWindow = { column: 0, row: 0, columns: frame.columns, rows: frame.rows },
  houses: Uint32Array = Uint32Array.from(ringOf.subarray(1), (_, i) => i),
): Uint8Array {
  const quarters = new Uint8Array(window.columns * window.rows);
  const paint = createPainter(frame, quarters, window);
  for (const house of houses) {
    for (let ring = ringOf[house]; ring < ringOf[house + 1]; ring++) {
      paint.ring();
      for (let i = vertexOf[ring]; i < vertexOf[ring + 1]; i++) paint.vertex(eastNorthM[2 * i], eastNorthM[2 * i + 1]);
    }
    paint.fill();
  }
  for (let i = 0; i < quarters.length; i++) quarters[i] = COVERED[quarters[i]] >= QUARTERS ? 1 : 0;
  return quarters;
}

/**
 * Outlines of what shuts water and people out, in the plane of the grid. Buildings that are only planned leave their ground free. A solid
 * of surfaces counts by its ground surfaces, or by all of them where it has none.
 */
export function buildingFootprints(layers: readonly LayerInput[], ground: Ground): FlatOutlines {
  const standing = layers.filter(({ kind, state }) => kind === 'building' && state === 'existing');
  const { parts, rings, vertices } = roomOf(standing);
  const ringOf = new NumberList(Uint32Array, parts + 1);
  const vertexOf = new NumberList(Uint32Array, rings + 1);
  const eastNorthM = new NumberList(Float64Array, Math.max(1, 2 * vertices));
  ringOf.push(0);
  vertexOf.push(0);
  const paint: Painter = {
    ring: () => vertexOf.push(eastNorthM.length / 2),
    vertex(eastM, northM) {
      eastNorthM.push(eastM);
      eastNorthM.push(northM);
      vertexOf.values[vertexOf.length - 1] = eastNorthM.length / 2;
    },
    fill: () => ringOf.push(vertexOf.length - 1),
    drop() {
      vertexOf.length = ringOf.values[ringOf.length - 1] + 1;
      eastNorthM.length = 2 * vertexOf.values[vertexOf.length - 1];
    },
  };
  for (const {
    features: { geometry, count },
  } of standing) {
    if (geometry.kind === 'polygon') paintParts(geometry, count, ground, paint);
    if (geometry.kind === 'surface') paintSurfaces(geometry, count, ground, paint);
  }
  return { ringOf: ringOf.taken(), vertexOf: vertexOf.taken(), eastNorthM: eastNorthM.taken() };
}

/** At most how many parts, rings and vertices the areas and surfaces of layers have: lists that know need not grow. */
export function roomOf(layers: readonly LayerInput[]): { parts: number; rings: number; vertices: number } {
  let parts = 0;
  let rings = 0;
  let vertices = 0;
  for (const { features } of layers) {
    const { geometry } = features;
    if (geometry.kind !== 'polygon' && geometry.kind !== 'surface') continue;
    const ringOf = geometry.kind === 'polygon' ? geometry.partRing : geometry.surfaceRing;
    parts += ringOf.length - 1;
    rings += geometry.ringVertex.length - 1;
    vertices += geometry.lonLatDeg.length / 2;
  }
  return { parts, rings, vertices };
}

/** The same outlines as rings of places. */
export function buildingOutlines(layers: readonly LayerInput[], ground: Ground): Outline[] {
  const { ringOf, vertexOf, eastNorthM } = buildingFootprints(layers, ground);
  const outlines: Outline[] = [];
  for (let house = 0; house + 1 < ringOf.length; house++) {
    const rings: [number, number][][] = [];
    for (let ring = ringOf[house]; ring < ringOf[house + 1]; ring++) {
      const places: [number, number][] = [];
      for (let i = vertexOf[ring]; i < vertexOf[ring + 1]; i++) places.push([eastNorthM[2 * i], eastNorthM[2 * i + 1]]);
      rings.push(places);
    }
    outlines.push(rings);
  }
  return outlines;
}

const COVERED = Uint8Array.from(
  { length: 16 },
  (_, bits) => (bits & 1) + ((bits >> 1) & 1) + ((bits >> 2) & 1) + (bits >> 3),
);

function paintParts(geometry: PolygonGeometry, count: number, ground: Ground, paint: Painter): void {
  const { featurePart, partRing, ringVertex, lonLatDeg, partBaseM } = geometry;
  const enu = new Float64Array(3);
  for (let part = 0; part < featurePart[count]; part++) {
    if (partBaseM && partBaseM[part] > PASSAGE_M) continue;
    for (let ring = partRing[part]; ring < partRing[part + 1]; ring++) {
      paint.ring();
      for (let i = ringVertex[ring]; i < ringVertex[ring + 1]; i++) {
        ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], ground.originElevationM, enu, 0);
        paint.vertex(enu[0], enu[1]);
      }
    }
    paint.fill();
  }
}

function paintSurfaces(geometry: SurfaceGeometry, count: number, ground: Ground, paint: Painter): void {
  const { featureSurface, surfaceRing, ringVertex, lonLatDeg, elevationM, surfaceClass } = geometry;
  const enu = new Float64Array(3);
  for (let feature = 0; feature < count; feature++) {
    const from = featureSurface[feature];
    const to = featureSurface[feature + 1];
    const onGround = surfaceClass.subarray(from, to).includes(GROUND_SURFACE);
    for (let surface = from; surface < to; surface++) {
      if (onGround && surfaceClass[surface] !== GROUND_SURFACE) continue;
      let aboveM = Number.POSITIVE_INFINITY;
      for (let ring = surfaceRing[surface]; ring < surfaceRing[surface + 1]; ring++) {
        paint.ring();
        for (let i = ringVertex[ring]; i < ringVertex[ring + 1]; i++) {
          ground.enu(lonLatDeg[2 * i], lonLatDeg[2 * i + 1], ground.originElevationM, enu, 0);
          paint.vertex(enu[0], enu[1]);
          aboveM = Math.min(aboveM, elevationM[i] - ground.elevationAt(enu[0], enu[1]));
        }
      }
      if (onGround && aboveM > PASSAGE_M) paint.drop();
      else paint.fill();
    }
  }
}

interface Painter {
  ring(): void;
  vertex(eastM: number, northM: number): void;
  /** Fills what the rings since the last fill enclose, by the even-odd rule. */
  fill(): void;
  drop(): void;
}

/** Scan lines through the middles of half cells; each quarter of a cell is one bit, of the cells of the window. */
export function createPainter(
  frame: GridFrame,
  quarters: Uint8Array,
  window: CellWindow = { column: 0, row: 0, columns: frame.columns, rows: frame.rows },
): Painter {
  const { westM, southM, cellM } = frame;
  const { column: west, row: south, columns, rows } = window;
  const x = new NumberList(Float64Array);
  const y = new NumberList(Float64Array);
  const rings = new NumberList(Uint32Array);
  const crossings = new NumberList(Float64Array);
  const half = cellM / 2;
  const fill = () => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < y.length; i++) {
      if (y.values[i] < low) low = y.values[i];
      if (y.values[i] > high) high = y.values[i];
    }
    const first = Math.max(Math.ceil(low - 0.5), 2 * south);
    const last = Math.min(Math.ceil(high - 0.5) - 1, 2 * (south + rows) - 1);
    rings.push(x.length);
    for (let line = first; line <= last; line++) {
      cross(line + 0.5);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const from = Math.max(Math.ceil(crossings.values[k] - 0.5), 2 * west);
        const to = Math.min(Math.ceil(crossings.values[k + 1] - 0.5) - 1, 2 * (west + columns) - 1);
        const row = ((line >> 1) - south) * columns - west;
        for (let i = from; i <= to; i++) quarters[row + (i >> 1)] |= 1 << (2 * (line & 1) + (i & 1));
      }
    }
    drop();
  };
  /** Where the rings cross a level line, from west to east. */
  const cross = (level: number) => {
    crossings.length = 0;
    const xs = x.values;
    const ys = y.values;
    for (let r = 0; r + 1 < rings.length; r++)
      for (let i = rings.values[r], j = rings.values[r + 1] - 1; i < rings.values[r + 1]; j = i++)
        if (passesLevel(ys[i], ys[j], level)) crossings.insert(eastAtLevel(xs[i], ys[i], xs[j], ys[j], level));
  };
  const drop = () => {
    x.length = 0;
    y.length = 0;
    rings.length = 0;
  };
  return {
    ring: () => rings.push(x.length),
    vertex(eastM, northM) {
      x.push((eastM - westM) / half);
      y.push((northM - southM) / half);
    },
    fill,
    drop,
  };
}

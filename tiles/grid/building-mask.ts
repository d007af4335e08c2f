import type { CellWindow, Outline } from '../../model/city/cut-cells.ts';
import { eastAtLevel, passesLevel } from '../../model/geo/plane/ring.ts';
import type { LayerInput, PolygonGeometry, SurfaceGeometry } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import type { GridFrame } from './bed.ts';

/** Under a part that begins higher than this people and water pass: an arcade, a bridge house, an overhang. */
const PASSAGE_M = 2.5;

/** A cell is a wall when buildings cover this many of its four quarters' middles. */
const QUARTERS = 2;

/** SurfaceGeometry's class of a ground surface. */
const GROUND_SURFACE = 1;

/** 1 where a standing building blocks the way of water and people, by the outlines of the city's buildings. */
export function buildingMask(
  frame: GridFrame,
  outlines: readonly Outline[],
  window: CellWindow = { column: 0, row: 0, columns: frame.columns, rows: frame.rows },
): Uint8Array {
  const quarters = new Uint8Array(window.columns * window.rows);
  const paint = createPainter(frame, quarters, window);
  for (const outline of outlines) {
    for (const ring of outline) {
      paint.ring();
      for (const [eastM, northM] of ring) paint.vertex(eastM, northM);
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
export function buildingOutlines(layers: readonly LayerInput[], ground: Ground): Outline[] {
  const outlines: Outline[] = [];
  let rings: [number, number][][] = [];
  paintBuildings(layers, ground, {
    ring: () => rings.push([]),
    vertex: (eastM, northM) => rings.at(-1)?.push([eastM, northM]),
    fill() {
      outlines.push(rings);
      rings = [];
    },
    drop() {
      rings = [];
    },
  });
  return outlines;
}

function paintBuildings(layers: readonly LayerInput[], ground: Ground, paint: Painter): void {
  for (const layer of layers) {
    if (layer.kind !== 'building' || layer.state !== 'existing') continue;
    const { geometry, count } = layer.features;
    if (geometry.kind === 'polygon') paintParts(geometry, count, ground, paint);
    if (geometry.kind === 'surface') paintSurfaces(geometry, count, ground, paint);
  }
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
  let x: number[] = [];
  let y: number[] = [];
  let rings: number[] = [];
  const crossings: number[] = [];
  const half = cellM / 2;
  const fill = () => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of y) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const first = Math.max(Math.ceil(low - 0.5), 2 * south);
    const last = Math.min(Math.ceil(high - 0.5) - 1, 2 * (south + rows) - 1);
    rings.push(x.length);
    for (let line = first; line <= last; line++) {
      const at = line + 0.5;
      crossings.length = 0;
      for (let r = 0; r + 1 < rings.length; r++)
        for (let i = rings[r], j = rings[r + 1] - 1; i < rings[r + 1]; j = i++)
          if (passesLevel(y[i], y[j], at)) crossings.push(eastAtLevel(x[i], y[i], x[j], y[j], at));
      crossings.sort((a, b) => a - b);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const from = Math.max(Math.ceil(crossings[k] - 0.5), 2 * west);
        const to = Math.min(Math.ceil(crossings[k + 1] - 0.5) - 1, 2 * (west + columns) - 1);
        const row = ((line >> 1) - south) * columns - west;
        for (let i = from; i <= to; i++) quarters[row + (i >> 1)] |= 1 << (2 * (line & 1) + (i & 1));
      }
    }
    drop();
  };
  const drop = () => {
    x = [];
    y = [];
    rings = [];
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

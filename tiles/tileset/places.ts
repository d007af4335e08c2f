import { M_PER_DEG } from '../../model/geo/earth.ts';
import type { Geometry, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { modelNamed, modelSizeM } from '../shape/models.ts';
import { modelNames } from '../shape/points.ts';
import { sizeM } from './geometric-error.ts';

/** Where each feature is and how much it weighs: what the tree is built from, and the file `places.bin`. */
export interface Places {
  /** East, north, up of the centre and radius, a row: metres in the city's plane. */
  places: Float32Array;
  sizeM: Float32Array;
  /** Vertices of the source, and what draping adds to them. */
  weight: Uint32Array;
}

/** Draping cuts land into pieces that follow the terrain; a piece of this size on average (of its bounding box). */
const DRAPED_M2_PER_VERTEX = 400;

/** Manholes and valves are looked for: they load as if they were this large, from 460 m. */
const MIN_MODEL_M = 2;

export function placeFeatures(layer: LayerInput, ground: Ground): Places {
  const { geometry, count } = layer.features;
  const out: Places = {
    places: new Float32Array(count * 4),
    sizeM: new Float32Array(count),
    weight: new Uint32Array(count),
  };
  const { lonLatDeg } = geometry;
  const draped = geometry.kind === 'polygon' && !geometry.partTopM && !geometry.elevationM;
  const elevations = elevationOf(geometry);
  const first = firstVertex(geometry);
  const modelM = modelSizes(layer);
  const enu = new Float64Array(3);
  const cosLat = Math.cos((ground.origin.latDeg * Math.PI) / 180);
  for (let row = 0; row < count; row++) {
    const from = first(row);
    const to = first(row + 1);
    if (to <= from) throw new Error(`${layer.id}: row ${row}: expected a geometry, got none`);
    let west = Infinity;
    let south = Infinity;
    let east = -Infinity;
    let north = -Infinity;
    let low = Infinity;
    let high = -Infinity;
    for (let v = from; v < to; v++) {
      const lon = lonLatDeg[2 * v];
      const lat = lonLatDeg[2 * v + 1];
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
      const z = elevations ? elevations[v] : Number.NaN;
      if (z < low) low = z;
      if (z > high) high = z;
    }
    const lon = (west + east) / 2;
    const lat = (south + north) / 2;
    ground.enu(lon, lat, ground.originElevationM, enu, 0);
    if (!Number.isFinite(enu[0] + enu[1])) throw new Error(`${layer.id}: row ${row}: expected finite coordinates`);
    const tall = heightM(geometry, row, modelM);
    const elevation = high >= low ? (low + high) / 2 : ground.elevationAt(enu[0], enu[1]) + tall / 2;
    ground.enu(lon, lat, elevation, out64, 0);
    const wideM = (east - west) * M_PER_DEG * cosLat;
    const longM = (north - south) * M_PER_DEG;
    const planM = Math.sqrt(wideM * wideM + longM * longM);
    const highM = Math.max(tall, high >= low ? high - low : 0);
    out.places[4 * row] = snap(out64[0]);
    out.places[4 * row + 1] = snap(out64[1]);
    out.places[4 * row + 2] = snap(out64[2]);
    out.places[4 * row + 3] = snap(Math.sqrt(planM * planM + highM * highM) / 2);
    out.sizeM[row] = sizeM(layer, row, planM, highM);
    out.weight[row] = to - from + (draped ? Math.round((wideM * longM) / DRAPED_M2_PER_VERTEX) : 0);
  }
  return out;
}

const out64 = new Float64Array(3);

/** To 1/16 m: the bits below are noise that would not compress. */
function snap(m: number): number {
  return Math.round(m * 16) / 16;
}

/** Row → its first vertex. */
function firstVertex(geometry: Geometry): (row: number) => number {
  switch (geometry.kind) {
    case 'polygon': {
      const { featurePart, partRing, ringVertex } = geometry;
      return (row) => ringVertex[partRing[featurePart[row]]];
    }
    case 'surface': {
      const { featureSurface, surfaceRing, ringVertex } = geometry;
      return (row) => ringVertex[surfaceRing[featureSurface[row]]];
    }
    case 'line': {
      const { featureLine, lineVertex } = geometry;
      return (row) => lineVertex[featureLine[row]];
    }
    case 'point':
      return (row) => row;
  }
}

function elevationOf(geometry: Geometry): Float32Array | undefined {
  return geometry.kind === 'polygon' ? geometry.elevationM : geometry.elevationM;
}

/** Extent of each model of a layer of points at scale 1. */
function modelSizes(layer: LayerInput): number[] {
  if (layer.features.geometry.kind !== 'point') return [];
  return modelNames(layer).map((name) => modelSizeM(modelNamed(name)));
}

function heightM(geometry: Geometry, row: number, modelM: readonly number[]): number {
  if (geometry.kind === 'point') {
    return Math.max(MIN_MODEL_M, (modelM[geometry.model[row]] ?? 0) * geometry.scale[row]);
  }
  if (geometry.kind !== 'polygon' || !geometry.partTopM) return 0;
  let top = 0;
  for (let part = geometry.featurePart[row]; part < geometry.featurePart[row + 1]; part++) {
    top = Math.max(top, geometry.partTopM[part] + (geometry.partRoofM?.[part] ?? 0));
  }
  return top;
}

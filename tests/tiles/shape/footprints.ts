import { lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { LayerInput, PolygonGeometry } from '../../../tiles/model.ts';
import { emptyLayer } from './layer.ts';

export const ORIGIN = { lonDeg: 108.75, latDeg: 34.3, heightM: 400 };

export interface PartSpec {
  /** Outer ring first; ENU metres. */
  rings: [number, number][][];
  baseM?: number;
  topM: number;
  roof?: number;
  roofM?: number;
}

/** A layer of buildings, each a list of parts. */
export function buildingLayer(buildings: PartSpec[][]): LayerInput {
  const geometry = { featurePart: [0], partRing: [0], ringVertex: [0], lonLatDeg: [] as number[] };
  const parts = buildings.flat();
  for (const building of buildings) geometry.featurePart.push((geometry.featurePart.at(-1) ?? 0) + building.length);
  for (const { rings } of parts) {
    for (const ring of rings) {
      for (const [east, north] of ring) {
        const { lonDeg, latDeg } = lonLatFromEnu(ORIGIN, [east, north, 0]);
        geometry.lonLatDeg.push(lonDeg, latDeg);
      }
      geometry.ringVertex.push(geometry.lonLatDeg.length / 2);
    }
    geometry.partRing.push(geometry.ringVertex.length - 1);
  }
  const polygons: PolygonGeometry = {
    kind: 'polygon',
    featurePart: Uint32Array.from(geometry.featurePart),
    partRing: Uint32Array.from(geometry.partRing),
    ringVertex: Uint32Array.from(geometry.ringVertex),
    lonLatDeg: Float64Array.from(geometry.lonLatDeg),
    partBaseM: Float32Array.from(parts, ({ baseM }) => baseM ?? 0),
    partTopM: Float32Array.from(parts, ({ topM }) => topM),
    partRoof: Uint8Array.from(parts, ({ roof }) => roof ?? 0),
    partRoofM: Float32Array.from(parts, ({ roofM }) => roofM ?? 0),
  };
  return emptyLayer('building', buildings.length, polygons);
}

export function rectangle(west: number, south: number, east: number, north: number): [number, number][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

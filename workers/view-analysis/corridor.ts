import { boxOf, doBoxesMeet } from '../../model/geo/plane/box.ts';
import { clippedByConvex } from '../../model/geo/plane/clip.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { outerRing } from '../shared/city-volumes.ts';
import { boxOfPrism } from '../shared/footprints.ts';
import type { Place } from '../shared/sight.ts';
import type { SightScene } from '../shared/sight-scene.ts';

/** A building that stands in a corridor and above its lower face. */
interface CorridorEntry {
  building: number;
  /** Where it stands highest over the face, metres from the viewpoint. */
  distanceM: number;
  topM: number;
  /** Height of the corridor's lower face there, up. */
  faceM: number;
  excessM: number;
  /** Outline of the part that is highest over the face. */
  ringM: Point[];
}

/** A strip in plan, of a width at the viewpoint and one at the landmark, under the sight between both. */
interface Corridor {
  eye: Place;
  landmark: Place;
  eyeWidthM: number;
  landmarkWidthM: number;
}

/** Less than this above the face is on it. */
const ON_FACE_M = 1e-4;

/** Corners of the strip, anticlockwise. */
export function corridorRing({ eye, landmark, eyeWidthM, landmarkWidthM }: Corridor): Point[] {
  const lengthM = Math.hypot(landmark[0] - eye[0], landmark[1] - eye[1]) || 1;
  const ux = (landmark[0] - eye[0]) / lengthM;
  const uy = (landmark[1] - eye[1]) / lengthM;
  const beside = ([x, y]: Place, m: number): Point => [x + uy * m, y - ux * m];
  const ring = [
    beside(eye, eyeWidthM / 2),
    beside(landmark, landmarkWidthM / 2),
    beside(landmark, -landmarkWidthM / 2),
    beside(eye, -eyeWidthM / 2),
  ];
  return eyeWidthM > 0 ? ring : ring.slice(0, 3);
}

/** All standing buildings that rise into a corridor, the most first; `skip`: the landmark itself. Exact: the footprint is cut to the strip. */
export function enteringCorridor(scene: SightScene, corridor: Corridor, skip: number | null): CorridorEntry[] {
  const { city, stands } = scene;
  if (!city) return [];
  const { eye, landmark } = corridor;
  const strip = corridorRing(corridor);
  const lengthM = Math.hypot(landmark[0] - eye[0], landmark[1] - eye[1]);
  const alongOf = ([x, y]: Point) =>
    ((x - eye[0]) * (landmark[0] - eye[0]) + (y - eye[1]) * (landmark[1] - eye[1])) / lengthM;
  const faceAt = (alongM: number) => eye[2] + ((landmark[2] - eye[2]) * alongM) / lengthM;
  const bounds = boxOf(strip);
  const found = new Map<number, CorridorEntry>();
  for (let p = 0; p < stands.length; p++) {
    const building = city.buildingOf[p];
    if (stands[p] === 0 || building === skip || !doBoxesMeet(boxOfPrism(city, p), bounds)) continue;
    const topM = city.prisms.topM[p];
    const ringM = outerRing(city, p);
    for (const corner of clippedByConvex(ringM, strip)) {
      const distanceM = alongOf(corner);
      const faceM = faceAt(distanceM);
      const known = found.get(building);
      if (topM - faceM <= (known?.excessM ?? ON_FACE_M)) continue;
      found.set(building, { building, distanceM, topM, faceM, excessM: topM - faceM, ringM });
    }
  }
  return [...found.values()].sort((a, b) => b.excessM - a.excessM || a.building - b.building);
}

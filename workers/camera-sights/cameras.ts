import type { CityCamera } from '../../model/city/cameras.ts';
import type { RasterPlace } from '../../model/city/raster.ts';
import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import { boxOfPrism, isInFootprint } from '../shared/footprints.ts';
import { isSeen, type Place } from '../shared/sight.ts';
import { groundUpAt, type SightScene } from '../shared/sight-scene.ts';

/** Cells of the map of coverage; people and what they do stand so high above the ground. */
const CELL_M = 4;
export const TARGET_M = 1.5;

/** A camera where it stands, with the axes of its picture (right-handed: right, up, ahead). */
export interface PosedCamera {
  camera: CityCamera;
  eye: Place;
  ahead: Place;
  right: Place;
  up: Place;
  /** Half of the picture at a distance of 1. */
  halfWidth: number;
  halfHeight: number;
  /** Number of the building that it stands in: it sees nothing; null: it stands free. */
  insideOf: number | null;
}

/** How a camera sees a point, or why not. */
export interface CameraSight {
  id: string;
  distanceM: number;
  /** Pixels on a metre across the sight there; whoever must be recognised needs 250, told apart 125, seen 25 (IEC 62676-4, 待核). */
  pixelsPerM: number;
  verdict: 'seen' | 'blocked' | 'beside' | 'far' | 'inside';
}

/**
 * `upOf`: up in the city's plane of an elevation at a place. `deckUpAt`: up of the bridge deck there, null beside all bridges. A pole whose
 * foot the city does not tell stands on the deck, not on the water or street under it.
 */
export function poseCamera(
  scene: SightScene,
  camera: CityCamera,
  upOf: (elevationM: number, x: number, y: number) => number,
  deckUpAt: (x: number, y: number) => number | null = () => null,
): PosedCamera {
  const { at, groundM, aboveGroundM, headingDeg, tiltDeg, fovDeg, pixels } = camera;
  const [x, y] = at;
  const footM =
    groundM === null
      ? Math.max(groundUpAt(scene, x, y), deckUpAt(x, y) ?? Number.NEGATIVE_INFINITY)
      : upOf(groundM, x, y);
  const eye: Place = [x, y, footM + aboveGroundM];
  const heading = headingDeg * RAD_PER_DEG;
  const tilt = tiltDeg * RAD_PER_DEG;
  const sinH = Math.sin(heading);
  const cosH = Math.cos(heading);
  const sinT = Math.sin(tilt);
  const cosT = Math.cos(tilt);
  const halfWidth = Math.tan((fovDeg * RAD_PER_DEG) / 2);
  return {
    camera,
    eye,
    ahead: [sinH * cosT, cosH * cosT, sinT],
    right: [cosH, -sinH, 0],
    up: [-sinH * sinT, -cosH * sinT, cosT],
    halfWidth,
    halfHeight: (halfWidth * pixels[1]) / pixels[0],
    insideOf: buildingAround(scene, eye),
  };
}

/** The building around a place in space, or null. */
function buildingAround({ city, stands, index }: SightScene, [x, y, up]: Place): number | null {
  if (!city || !index) return null;
  const column = Math.floor((x - index.westM) / index.cellM);
  const row = Math.floor((y - index.southM) / index.cellM);
  if (column < 0 || row < 0 || column >= index.columns || row >= index.rows) return null;
  const cell = row * index.columns + column;
  const { footM, topM } = city.prisms;
  for (let i = index.start[cell]; i < index.start[cell + 1]; i++) {
    const p = index.items[i];
    if (stands[p] === 0 || up < footM[p] || up >= topM[p]) continue;
    const [west, south, east, north] = boxOfPrism(city, p);
    if (x >= west && x <= east && y >= south && y <= north && isInFootprint(city, p, x, y)) return city.buildingOf[p];
  }
  return null;
}

const dot = (a: Place, b: Place): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Whether a point lies in the picture, how far it is, and how fine it is there; nothing is asked of what stands between. */
function inPicture({ camera, eye, ahead, right, up, halfWidth, halfHeight }: PosedCamera, point: Place) {
  const to: Place = [point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]];
  const distanceM = Math.hypot(to[0], to[1], to[2]);
  const depthM = dot(to, ahead);
  const isIn =
    depthM > 0 && Math.abs(dot(to, right)) <= depthM * halfWidth && Math.abs(dot(to, up)) <= depthM * halfHeight;
  return { isIn, distanceM, pixelsPerM: depthM > 0 ? camera.pixels[0] / (2 * depthM * halfWidth) : 0 };
}

/** What one camera sees of a point, by its range, its picture, and what stands between, ground and buildings. */
export function cameraSight(scene: SightScene, posed: PosedCamera, point: Place): CameraSight {
  const { id, rangeM } = posed.camera;
  const { isIn, distanceM, pixelsPerM } = inPicture(posed, point);
  const sight = { id, distanceM, pixelsPerM };
  if (posed.insideOf !== null) return { ...sight, verdict: 'inside' };
  if (distanceM > rangeM) return { ...sight, verdict: 'far' };
  if (!isIn) return { ...sight, verdict: 'beside' };
  return { ...sight, verdict: isSeen(scene, posed.eye, point) ? 'seen' : 'blocked' };
}

/** How many cameras see each cell around a place, people's height above the ground; 255: built over, or beyond the radius. */
export interface Coverage extends RasterPlace {
  counts: Uint8Array<ArrayBuffer>;
  upM: Float32Array<ArrayBuffer>;
}

/** Cells that nobody asks about. */
export const NOT_QUERIED = 255;
const MAX_COUNT = 254;

/** Counts for each cell of 4 m within the radius the cameras that see a point 1.5 m above its ground. */
export function coverageAround(
  scene: SightScene,
  cameras: readonly PosedCamera[],
  [x, y]: readonly [eastM: number, northM: number],
  radiusM: number,
): Coverage {
  const size = Math.max(2, 2 * Math.ceil(radiusM / CELL_M));
  const westM = Math.floor((x - radiusM) / CELL_M) * CELL_M;
  const southM = Math.floor((y - radiusM) / CELL_M) * CELL_M;
  const counts = new Uint8Array(size * size);
  const upM = new Float32Array(size * size);
  const near = cameras.filter(
    ({ camera, eye, insideOf }) => insideOf === null && Math.hypot(eye[0] - x, eye[1] - y) <= radiusM + camera.rangeM,
  );
  for (let row = 0, cell = 0; row < size; row++)
    for (let column = 0; column < size; column++, cell++) {
      const east = westM + (column + 0.5) * CELL_M;
      const north = southM + (row + 0.5) * CELL_M;
      upM[cell] = groundUpAt(scene, east, north);
      const point: Place = [east, north, upM[cell] + TARGET_M];
      if (Math.hypot(east - x, north - y) > radiusM || buildingAround(scene, point) !== null) {
        counts[cell] = NOT_QUERIED;
        continue;
      }
      for (const posed of near) {
        if (counts[cell] === MAX_COUNT) break;
        if (cameraSight(scene, posed, point).verdict === 'seen') counts[cell]++;
      }
    }
  return { westM, southM, cellM: CELL_M, columns: size, rows: size, counts, upM };
}

/** At most so many points of an event on a side. */
const EVENT_SIDE = 40;

/** How much of an event's free ground a camera sees, and how finely its middle would lie in the picture. */
interface CameraShare {
  posed: PosedCamera;
  shareRatio: number;
  distanceM: number;
  pixelsPerM: number;
}

/**
 * Cameras that see something of a round place, the largest share first, the nearer before the farther: of points 1.5 m above free ground in
 * cells of 4 m or, of a wider place, a fortieth of its width. A place that is built over all through is its middle alone.
 */
export function sharesOf(
  scene: SightScene,
  cameras: readonly PosedCamera[],
  [x, y]: readonly [eastM: number, northM: number],
  radiusM: number,
): CameraShare[] {
  const points = eventPoints(scene, [x, y], radiusM);
  const middle: Place = [x, y, groundUpAt(scene, x, y) + TARGET_M];
  return cameras
    .filter(({ camera, eye }) => Math.hypot(eye[0] - x, eye[1] - y) <= radiusM + camera.rangeM)
    .map((posed): CameraShare => {
      const seen = points.filter((point) => cameraSight(scene, posed, point).verdict === 'seen').length;
      const { distanceM, pixelsPerM } = inPicture(posed, middle);
      return { posed, shareRatio: seen / points.length, distanceM, pixelsPerM };
    })
    .filter(({ shareRatio }) => shareRatio > 0)
    .sort(
      (a, b) =>
        b.shareRatio - a.shareRatio || a.distanceM - b.distanceM || (a.posed.camera.id < b.posed.camera.id ? -1 : 1),
    );
}

function eventPoints(scene: SightScene, [x, y]: readonly [number, number], radiusM: number): Place[] {
  const cellM = Math.max(CELL_M, (2 * radiusM) / EVENT_SIDE);
  const side = Math.max(1, Math.ceil((2 * radiusM) / cellM));
  const points: Place[] = [];
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const east = x + (column + 0.5 - side / 2) * cellM;
      const north = y + (row + 0.5 - side / 2) * cellM;
      const point: Place = [east, north, groundUpAt(scene, east, north) + TARGET_M];
      if (Math.hypot(east - x, north - y) <= radiusM && buildingAround(scene, point) === null) points.push(point);
    }
  return points.length > 0 ? points : [[x, y, groundUpAt(scene, x, y) + TARGET_M]];
}

/** The picture's edge at so many metres ahead, from its lower left round. */
export function frustumAt({ eye, ahead, right, up, halfWidth, halfHeight }: PosedCamera, depthM: number): Place[] {
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([h, s]): Place => {
    const across = h * halfWidth * depthM;
    const along = s * halfHeight * depthM;
    const axis = (k: 0 | 1 | 2) => eye[k] + ahead[k] * depthM + right[k] * across + up[k] * along;
    return [axis(0), axis(1), axis(2)];
  });
}

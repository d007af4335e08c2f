import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { SunRules } from '../../model/questions/sun-rules.ts';
import { MS_PER_S } from '../../model/time.ts';
import type { FanSurface, SunFan, SunReach } from './engine-types.ts';
import { isTurnedTo, type LitJob, PLACE } from './lit.ts';
import { blockerOf, NOTHING } from './rays.ts';
import type { Study } from './study.ts';
import { AFTER, BEFORE, isInPrism, type SunScene, WALL } from './sun-scene.ts';
import { groundUpM, type SunTerrain } from './terrain.ts';
import { BEFORE_WALL_M, ROOM_M } from './windows.ts';

/** From one ray of a fan to the next. */
const RAY_S = 600;

/**
 * The sun over the band of a study as one of its windows sees it: from the band's beginning a ray each ten minutes, and whether it comes
 * to the window, by the same walls and ground that the minutes are counted with.
 */
export function fanOf({ job, windows }: Study, window: number, rules: SunRules): SunFan | null {
  if (!(window >= 0 && window < windows.count)) return null;
  const place = job.places.subarray(PLACE * window, PLACE * (window + 1));
  const rays = raysTo(job, place, rules, job.litAfter.length > 0);
  const [x, y, z] = place;
  return { row: window, surface: 'wall', liftedM: 0, atM: [x, y, z], rays };
}

/** Where a fan at a point that somebody chose begins. */
interface FanPlace {
  surface: FanSurface;
  /** As a study's: `PLACE` numbers. */
  place: readonly number[];
  liftedM: number;
}

/** The same at any point. */
export function fanAt(
  { surface, place, liftedM }: FanPlace,
  job: Pick<LitJob, 'scene' | 'terrain' | 'band'>,
  rules: SunRules,
  hasScheme: boolean,
): SunFan {
  const [x, y, z] = place;
  return { row: null, surface, liftedM, atM: [x, y, z], rays: raysTo(job, place, rules, hasScheme) };
}

function raysTo(
  { scene, terrain, band }: Pick<LitJob, 'scene' | 'terrain' | 'band'>,
  [x, y, z, outEast, outNorth]: readonly number[] | Float64Array,
  rules: SunRules,
  hasScheme: boolean,
): SunFan['rays'] {
  const bandS = Math.round((band.toMs - band.fromMs) / MS_PER_S);
  const sweep = Math.sin(rules.sweepDeg * RAD_PER_DEG);
  const [fromH, toH] = rules.bandH;
  const rays: SunFan['rays'] = [];
  for (let second = 0; second <= bandS; second += RAY_S) {
    const { east, north, slope } = band.at(second);
    if (slope <= 0) continue;
    const reachOf = (phase: number): SunReach => {
      if (!isTurnedTo(outEast, outNorth, east, north, 0)) return 'behind';
      if (blockerOf(scene, terrain, phase, x, y, z, east, north, slope, NOTHING) !== NOTHING) return 'shaded';
      return isTurnedTo(outEast, outNorth, east, north, sweep) ? 'lit' : 'flat';
    };
    const before = reachOf(BEFORE);
    const long = Math.hypot(1, slope);
    rays.push({
      atMs: band.fromMs + second * MS_PER_S,
      solarHour: fromH + ((toH - fromH) * second) / bandS,
      to: [east / long, north / long, slope / long],
      before,
      after: hasScheme ? reachOf(AFTER) : before,
    });
  }
  return rays;
}

/** A click is on a wall that is no farther from it in plan: what is drawn is rounded, and a city's own models lean out of their footprints. */
const WALL_REACH_M = 0.6;
/** A wall ends so far below its roof for a click: its edge is the roof's. */
const EAVES_M = 0.15;
/** Rays start so far above what is level: it does not shade itself. */
const ABOVE_M = 0.05;

/**
 * What was clicked: a façade, with its outward normal; a roof, from the height up to which its part counts (that of the ridge, where it is
 * pitched); the ground by its own raster; else a thing that stands before no sun (a tree, a deck), from where it was clicked.
 */
export function placeOfPoint(
  scene: SunScene,
  terrain: SunTerrain | null,
  [x, y, z]: readonly [number, number, number],
  isGround: boolean,
): FanPlace {
  if (isGround) {
    const up = terrain ? groundUpM(terrain, x, y) : z;
    return { surface: 'ground', place: [x, y, (Number.isFinite(up) ? up : z) + ABOVE_M, 0, 0], liftedM: 0 };
  }
  const wall = wallAt(scene, x, y, z);
  if (wall) return { surface: 'wall', place: wall, liftedM: 0 };
  let topM = Number.NEGATIVE_INFINITY;
  for (const [p, prism] of scene.prisms.entries())
    if (prism.footM <= z && isInPrism(scene, p, x, y)) topM = Math.max(topM, prism.topM);
  if (topM === Number.NEGATIVE_INFINITY) return { surface: 'object', place: [x, y, z + ABOVE_M, 0, 0], liftedM: 0 };
  return { surface: 'roof', place: [x, y, Math.max(z, topM) + ABOVE_M, 0, 0], liftedM: Math.max(0, topM - z) };
}

/** The nearest wall in reach that stands at that height and looks into the open there: the foot of the point on it, and its normal. */
function wallAt(scene: SunScene, x: number, y: number, z: number): number[] | null {
  const { wall, wallCount, wallPrism, prisms } = scene;
  let nearestM = WALL_REACH_M;
  let found: number[] | null = null;
  for (let w = 0; w < wallCount; w++) {
    const [ax, ay, bx, by] = wall.subarray(WALL * w, WALL * w + 4);
    const { footM, topM } = prisms[wallPrism[w]];
    const lengthM = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
    if (lengthM === 0 || z < footM || z > topM - EAVES_M) continue;
    const t = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / (lengthM * lengthM);
    if (t < 0 || t > 1) continue;
    const east = (by - ay) / lengthM;
    const north = (ax - bx) / lengthM;
    const offM = (x - ax) * east + (y - ay) * north;
    if (Math.abs(offM) > nearestM) continue;
    const before = [ax + t * (bx - ax) + ROOM_M * east, ay + t * (by - ay) + ROOM_M * north] as const;
    if (isBuiltAt(scene, wallPrism[w], before, z)) continue;
    nearestM = Math.abs(offM);
    found = [ax + t * (bx - ax) + BEFORE_WALL_M * east, ay + t * (by - ay) + BEFORE_WALL_M * north, z, east, north];
  }
  return found;
}

/** Another part stands there whenever this one does. */
const isBuiltAt = (scene: SunScene, own: number, [x, y]: readonly [number, number], z: number): boolean =>
  scene.prisms.some(
    ({ phases, footM, topM }, p) =>
      p !== own && (scene.prisms[own].phases & ~phases) === 0 && z >= footM && z < topM && isInPrism(scene, p, x, y),
  );

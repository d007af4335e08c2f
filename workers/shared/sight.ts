import { spansIn } from './footprints.ts';
import { alongPrisms, bowM, type SightScene } from './sight-scene.ts';

/** East, north, up. */
export type Place = readonly [eastM: number, northM: number, upM: number];

/** Metres at both ends of a sight that nothing blocks: the point was picked on a wall or on the ground itself. */
const HAIR_M = 0.3;
/** Height above the sight up to which a thing counts as on it. */
const TOUCH_M = 1e-4;

const spans: number[] = [];

/** A sight from one place to another as a function of its part t, with the bow of refraction. */
interface Ray {
  readonly from: Place;
  readonly to: Place;
  readonly lengthM: number;
  readonly bowM: number;
}

function rayOf(scene: SightScene, from: Place, to: Place): Ray {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  return { from, to, lengthM, bowM: bowM(scene, lengthM) };
}

/** Up of the sight at its part t. */
const upAtT = ({ from, to, bowM: bow }: Ray, t: number): number => from[2] + t * (to[2] - from[2]) + bow * t * (1 - t);

/** The bow never sags: a part of the sight is lowest at one of its ends. */
const lowestOf = (ray: Ray, fromT: number, toT: number): number => Math.min(upAtT(ray, fromT), upAtT(ray, toT));

function highestOf(ray: Ray, fromT: number, toT: number): number {
  const ends = Math.max(upAtT(ray, fromT), upAtT(ray, toT));
  if (ray.bowM === 0) return ends;
  const top = 0.5 + (ray.to[2] - ray.from[2]) / (2 * ray.bowM);
  return top > fromT && top < toT ? upAtT(ray, top) : ends;
}

/** Whether nothing that stands, and no ground, lies between two places. `skip`: a building that does not count. */
export function isSeen(scene: SightScene, from: Place, to: Place, skip: number | null = null): boolean {
  const ray = rayOf(scene, from, to);
  if (groundExcess(scene, ray, true)) return false;
  const { city } = scene;
  if (!city || ray.lengthM < HAIR_M) return true;
  const hairT = HAIR_M / ray.lengthM;
  const { footM, topM } = city.prisms;
  let isClear = true;
  alongPrisms(
    scene,
    from,
    to,
    (top, fromT, toT) => lowestOf(ray, fromT, toT) >= top,
    (p) => {
      if (city.buildingOf[p] === skip) return false;
      spansIn(city, p, from, to, spans);
      for (let i = 0; i < spans.length; i += 2) {
        const fromT = Math.max(spans[i], hairT);
        const toT = Math.min(spans[i + 1], 1 - hairT);
        if (fromT >= toT) continue;
        if (lowestOf(ray, fromT, toT) < topM[p] - TOUCH_M && highestOf(ray, fromT, toT) > footM[p]) isClear = false;
      }
      return !isClear;
    },
  );
  return isClear;
}

/** What stands in a sight: a building by its number, or the ground (null). */
interface Blocker {
  building: number | null;
  /** Where it stands highest over the sight, metres from the eye along the ground. */
  distanceM: number;
  /** Its top there, the sight there, and by how much it stands above the sight: up. */
  topM: number;
  sightM: number;
  excessM: number;
}

/** All that stands between two places, nearest first; of a building the part that stands highest over the sight. */
export function blockersOf(scene: SightScene, from: Place, to: Place): Blocker[] {
  const ray = rayOf(scene, from, to);
  const found = new Map<number | null, Blocker>();
  const add = (building: number | null, t: number, topM: number): void => {
    const sightM = upAtT(ray, t);
    const known = found.get(building);
    if (known && known.excessM >= topM - sightM) return;
    found.set(building, { building, distanceM: t * ray.lengthM, topM, sightM, excessM: topM - sightM });
  };
  const ground = groundExcess(scene, ray, false);
  if (ground) add(null, ground.t, ground.upM);
  const { city } = scene;
  if (city && ray.lengthM >= HAIR_M) {
    const hairT = HAIR_M / ray.lengthM;
    const { footM, topM } = city.prisms;
    alongPrisms(
      scene,
      from,
      to,
      () => false,
      (p) => {
        spansIn(city, p, from, to, spans);
        for (let i = 0; i < spans.length; i += 2) {
          const fromT = Math.max(spans[i], hairT);
          const toT = Math.min(spans[i + 1], 1 - hairT);
          if (fromT >= toT) continue;
          if (lowestOf(ray, fromT, toT) >= topM[p] - TOUCH_M || highestOf(ray, fromT, toT) <= footM[p]) continue;
          add(city.buildingOf[p], upAtT(ray, fromT) < upAtT(ray, toT) ? fromT : toT, topM[p]);
        }
        return false;
      },
    );
  }
  return [...found.values()].sort((a, b) => a.distanceM - b.distanceM);
}

/**
 * Where the ground stands highest above the sight, or anywhere at all (`isAny`); null: nowhere. The sight is held against the ground where
 * it crosses the lines between the middles of cells, straight between two of them (R3 of Franklin and Ray 1994).
 */
function groundExcess({ ground }: SightScene, ray: Ray, isAny: boolean): { t: number; upM: number } | null {
  if (!ground) return null;
  const { westM, southM, cellM, columns, rows, upM } = ground;
  const [ax, ay] = ray.from;
  const u0 = (ax - westM) / cellM - 0.5;
  const v0 = (ay - southM) / cellM - 0.5;
  const du = (ray.to[0] - ax) / cellM;
  const dv = (ray.to[1] - ay) / cellM;
  let worst: { t: number; upM: number } | null = null;
  let worstM = TOUCH_M;
  // Lines of columns first, then of rows.
  for (let axis = 0; axis < 2; axis++) {
    const [p0, dp, q0, dq, lines, across] =
      axis === 0 ? [u0, du, v0, dv, columns, rows] : [v0, dv, u0, du, rows, columns];
    if (dp === 0) continue;
    const first = Math.max(0, Math.ceil(Math.min(p0, p0 + dp)));
    const last = Math.min(lines - 1, Math.floor(Math.max(p0, p0 + dp)));
    const [lineStep, acrossStep] = axis === 0 ? [1, columns] : [columns, 1];
    for (let line = first; line <= last; line++) {
      const t = (line - p0) / dp;
      if (t <= END_T || t >= 1 - END_T) continue;
      const q = q0 + t * dq;
      if (q < 0 || q > across - 1) continue;
      const low = Math.min(Math.floor(q), across - 2);
      const part = q - low;
      const at = line * lineStep + low * acrossStep;
      const up = part === 0 ? upM[at] : upM[at] * (1 - part) + upM[at + acrossStep] * part;
      const excessM = up - upAtT(ray, t);
      if (excessM <= worstM) continue;
      worst = { t, upM: up };
      if (isAny) return worst;
      worstM = excessM;
    }
  }
  return worst;
}

/** The ends themselves lie on the ground. */
const END_T = 1e-9;

import type { Arena } from '../shared/arena.ts';
import { PLACE } from './lit.ts';
import { isInPrism, type SunScene } from './sun-scene.ts';
import { groundUpM, type SunTerrain } from './terrain.ts';

/** How windows are set out where nobody drew them. */
export interface WindowRules {
  /** Height of the sill above the storey's floor. */
  sillM: number;
  /** One window in the middle of each so wide part of a façade. */
  bayM: number;
  /** Where a building's storeys are not known. */
  storeyM: number;
}

/** Windows of a study: a façade is a wall of a part in plan. */
export interface Windows {
  readonly count: number;
  /** `PLACE` numbers for each of them. */
  readonly places: Float64Array;
  readonly building: Int32Array;
  /** 0: the lowest. */
  readonly storey: Int32Array;
  /** By the scene's wall: same wall, same façade. */
  readonly facade: Int32Array;
  /** Width of the bay and height of the storey that a window represents. */
  readonly widthM: Float32Array;
  readonly heightM: Float32Array;
  /** Points that are no windows: another part stands before them, or the ground does. */
  readonly insideParts: number;
  readonly underGround: number;
  /** Buildings whose storeys are not known. */
  readonly storeysAssumed: number;
}

/** Shorter walls are corners and recesses. */
const MIN_FACADE_M = 1.5;
/** A window ends so far below the roof. */
const BELOW_TOP_M = 0.5;
/** A wall with another part so near before it has no windows there. */
export const ROOM_M = 0.3;
/** Rays start so far before the wall: it never shades itself. */
export const BEFORE_WALL_M = 0.01;

/** Windows of the prisms of these buildings; in the order of prisms, walls, storeys and bays. */
export function windowsOf(
  scene: SunScene,
  terrain: SunTerrain | null,
  buildings: ReadonlySet<number>,
  rules: WindowRules,
  arena: Arena,
): Windows {
  const list: number[] = [];
  const owners: number[] = [];
  const sizes: number[] = [];
  const counts = { insideParts: 0, underGround: 0 };
  const assumed = new Set<number>();
  const floors = storeysOf(scene, buildings, rules.storeyM, assumed);
  for (const [p, prism] of scene.prisms.entries()) {
    const storeyM = floors.get(prism.building);
    if (storeyM === undefined) continue;
    for (let w = scene.prismWall[p]; w < scene.prismWall[p + 1]; w++) {
      for (const { storey, place, widthM } of placesOnWall(scene, p, w, storeyM, rules)) {
        const [x, y, z, east, north] = place;
        const roomX = x + ROOM_M * east;
        const roomY = y + ROOM_M * north;
        if (isInAnother(scene, p, roomX, roomY, z)) counts.insideParts++;
        else if (terrain && groundUpM(terrain, roomX, roomY) > z) counts.underGround++;
        else {
          list.push(...place);
          owners.push(prism.building, storey, w);
          sizes.push(widthM, storeyM);
        }
      }
    }
  }
  const count = list.length / PLACE;
  const places = arena.f64(list.length);
  places.set(list);
  const ownerAt = (k: number) => Int32Array.from({ length: count }, (_, i) => owners[3 * i + k]);
  return {
    count,
    places,
    building: ownerAt(0),
    storey: ownerAt(1),
    facade: ownerAt(2),
    widthM: Float32Array.from({ length: count }, (_, i) => sizes[2 * i]),
    heightM: Float32Array.from({ length: count }, (_, i) => sizes[2 * i + 1]),
    ...counts,
    storeysAssumed: assumed.size,
  };
}

/** Height of a storey by building. */
function storeysOf(
  { prisms }: SunScene,
  buildings: ReadonlySet<number>,
  storeyM: number,
  assumed: Set<number>,
): Map<number, number> {
  const heights = new Map<number, { heightM: number; storeys: number }>();
  for (const { building, groundM, topM, storeys } of prisms) {
    if (!buildings.has(building)) continue;
    const heightM = Math.max(topM - groundM, heights.get(building)?.heightM ?? 0);
    heights.set(building, { heightM, storeys });
  }
  const floors = new Map<number, number>();
  for (const [building, { heightM, storeys }] of heights) {
    if (storeys === 0) assumed.add(building);
    floors.set(building, heightM / (storeys || Math.max(1, Math.round(heightM / storeyM))));
  }
  return floors;
}

type WindowPlace = [x: number, y: number, z: number, east: number, north: number];

function* placesOnWall(
  { prisms, wall }: SunScene,
  p: number,
  w: number,
  storeyM: number,
  { sillM, bayM }: WindowRules,
): Generator<{ storey: number; place: WindowPlace; widthM: number }> {
  const { groundM, footM, topM } = prisms[p];
  const [ax, ay, bx, by] = wall.subarray(6 * w, 6 * w + 4);
  const lengthM = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  if (lengthM < MIN_FACADE_M) return;
  const east = (by - ay) / lengthM;
  const north = (ax - bx) / lengthM;
  const bays = Math.max(1, Math.round(lengthM / bayM));
  for (let storey = 0; ; storey++) {
    const z = groundM + storey * storeyM + sillM;
    if (z > topM - BELOW_TOP_M) return;
    if (z < footM) continue;
    for (let bay = 0; bay < bays; bay++) {
      const t = (bay + 0.5) / bays;
      const x = ax + t * (bx - ax) + BEFORE_WALL_M * east;
      const y = ay + t * (by - ay) + BEFORE_WALL_M * north;
      yield { storey, place: [x, y, z, east, north], widthM: lengthM / bays };
    }
  }
}

/** A prism that stands whenever this one does; what the scheme brings or takes away is no party wall. */
function isInAnother(scene: SunScene, own: number, x: number, y: number, z: number): boolean {
  const { westM, southM, cellM, columns, cellPrism, prismOfCell, prisms, prismPhases } = scene;
  const cell = Math.floor((y - southM) / cellM) * columns + Math.floor((x - westM) / cellM);
  for (let k = cellPrism[cell]; k < cellPrism[cell + 1]; k++) {
    const other = prismOfCell[k];
    if (other === own || (prismPhases[own] & ~prismPhases[other]) !== 0) continue;
    if (z >= prisms[other].footM && z < prisms[other].topM && isInPrism(scene, other, x, y)) return true;
  }
  return false;
}

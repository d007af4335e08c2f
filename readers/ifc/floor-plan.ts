import type { Point, Polygon } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { ModelError } from './building-model.ts';
import { factsOf } from './facts.ts';
import { idOf, type Lines, linesOf, plain } from './lines.ts';
import { MeshList } from './meshes.ts';
import { buildingMessage } from './messages.ts';
import { checkEnvelope, DEFAULT_MODEL_LIMITS, type OpenedIfc, openIfc } from './read-ifc.ts';
import { polygonsOf, ringsAt, type Solid } from './section.ts';
import { unitsOf } from './units.ts';

/** One storey to walk on, in metres of the file's own frame. */
export interface IfcFloorPlan {
  storey: string;
  elevationM: number | null;
  areas: Polygon[];
  /** Outlines of what stands on the floor, closed. */
  walls: Point[][];
  /** Across doors that have a room on one side only. */
  exits: { from: Point; to: Point }[];
  /** Number of the doorways in it. */
  doors: number;
  /** The floor is that of its rooms; else that of its slabs, with what stands on them cut away by its outline only. */
  isOfRooms: boolean;
}

/** Height above the floor at which a plan is cut: over thresholds, below sills. */
const CUT_M = 0.3;
/** A doorway reaches so far into the rooms on its sides. */
const DOOR_REACH_M = 0.1;
/** Distances before a doorway at which a room is looked for. */
const BESIDE_M = [0.15, 0.4];
/** A wall that is thicker over all is not straight. */
const MAX_WALL_M = 1.5;
/** A slab that is thicker over all slopes. */
const MAX_SLAB_M = 0.8;
/** A slab whose upper side lies so near a storey's level is its floor. */
const FLOOR_M = 0.6;
const STANDING = [
  'IfcWall',
  'IfcWallStandardCase',
  'IfcCurtainWall',
  'IfcColumn',
  'IfcWindow',
  'IfcRailing',
  'IfcPlate',
  'IfcMember',
];

/**
 * Floor plans of an IFC's storeys: rooms (IfcSpace) and doorways (openings that a door fills) are walked on; walls, columns, windows and
 * railings are cut level above the floor, so that a wall is open where a doorway is. A storey without rooms has its slabs for floor. Stairs,
 * lifts and furniture are not read. ModelError where the file is none, or has nothing to walk on.
 */
export async function floorPlansOfIfc(bytes: Uint8Array, file: string, wasmUrl?: string): Promise<IfcFloorPlan[]> {
  checkEnvelope(bytes, file, DEFAULT_MODEL_LIMITS);
  const opened = await openIfc(bytes, file, wasmUrl);
  try {
    const plans = plansOf(opened, file);
    if (plans.length === 0) throw new ModelError(buildingMessage('ifc-no-floor', { file }));
    return plans;
  } finally {
    opened.api.CloseModel(opened.model);
    opened.api.Dispose();
  }
}

interface Part extends Solid {
  id: number;
  lowM: number;
  highM: number;
}

function plansOf(opened: OpenedIfc, file: string): IfcFloorPlan[] {
  const lines = linesOf(opened.api, opened.model);
  const { storeys, storeyOf } = factsOf(lines, unitsOf(lines));
  const doorways = doorwaysOf(lines);
  const onStorey = (parts: readonly Part[], storey: number) => parts.filter(({ id }) => storeyOf.get(id) === storey);
  const cut = (...names: string[]) => names.flatMap((name) => partsOf(opened, name, file));
  const rooms = cut('IfcSpace');
  const openings = cut('IfcOpeningElement', 'IfcOpeningStandardCase').filter(({ id }) => doorways.has(id));
  const standing = cut(...STANDING);
  const slabs = cut('IfcSlab', 'IfcSlabStandardCase');
  return storeys.flatMap(({ name, elevationM }, storey) => {
    const ownRooms = onStorey(rooms, storey);
    const floors = ownRooms.length > 0 ? ownRooms : floorSlabs(onStorey(slabs, storey), elevationM);
    if (floors.length === 0) return [];
    const isOfRooms = ownRooms.length > 0;
    const levelM = medianOf(floors.map(({ lowM, highM }) => (isOfRooms ? lowM : highM)));
    const floorAreas = floors.flatMap((part) =>
      polygonsOf(ringsAt(part, isOfRooms ? part.lowM + CUT_M : (part.lowM + part.highM) / 2)),
    );
    if (floorAreas.length === 0) return [];
    const outlines = new Map(onStorey(standing, storey).map((part) => [part.id, ringsAt(part, levelM + CUT_M)]));
    const doors = onStorey(openings, storey).flatMap((part) =>
      doorwayOf(part, outlines.get(Number(doorways.get(part.id))) ?? [], floorAreas),
    );
    return [
      {
        storey: name,
        elevationM,
        isOfRooms,
        doors: doors.length,
        areas: [...floorAreas, ...doors.map(({ outer }) => ({ outer, holes: [] }))],
        walls: [...outlines.values()].flat().map((ring) => [...ring, ring[0]]),
        exits: isOfRooms ? doors.flatMap(({ exit }) => exit ?? []) : [],
      },
    ];
  });
}

/** Line numbers of openings that a door fills, with those of the walls that they are in. */
function doorwaysOf(lines: Lines): Map<number, unknown> {
  const doors = new Set<unknown>(['IfcDoor', 'IfcDoorStandardCase'].flatMap((name) => lines.ofClass(name)).map(idOf));
  const wallOf = new Map(
    lines
      .ofClass('IfcRelVoidsElement')
      .map((line) => [plain(line.RelatedOpeningElement), plain(line.RelatingBuildingElement)]),
  );
  const doorways = new Map<number, unknown>();
  for (const line of lines.ofClass('IfcRelFillsElement')) {
    const opening = plain(line.RelatingOpeningElement);
    if (typeof opening === 'number' && doors.has(plain(line.RelatedBuildingElement)))
      doorways.set(opening, wallOf.get(opening));
  }
  return doorways;
}

function partsOf({ api, model }: OpenedIfc, name: string, file: string): Part[] {
  const code = api.GetTypeCodeFromName(name.toUpperCase());
  if (!code || api.GetLineIDsWithType(model, code).size() === 0) return [];
  const parts: Part[] = [];
  let triangles = 0;
  api.StreamAllMeshesWithTypes(model, [code], (flat) => {
    const list = new MeshList();
    if (!list.take(api, model, flat)) return;
    triangles += list.triangles;
    if (triangles > DEFAULT_MODEL_LIMITS.maxTriangles)
      throw new ModelError(buildingMessage('many-triangles', { file, most: DEFAULT_MODEL_LIMITS.maxTriangles }));
    const { positionM, index } = list.mesh();
    let lowM = Number.POSITIVE_INFINITY;
    let highM = Number.NEGATIVE_INFINITY;
    for (let i = 2; i < positionM.length; i += 3) {
      lowM = Math.min(lowM, positionM[i]);
      highM = Math.max(highM, positionM[i]);
    }
    parts.push({ id: flat.expressID, positionM, index, lowM, highM });
  });
  return parts;
}

/** Returns the slabs of a storey that are underfoot: upper side at its level, or at the lowest slab's where the file gives it no level. */
function floorSlabs(slabs: readonly Part[], elevationM: number | null): Part[] {
  const level = slabs.filter(({ lowM, highM }) => highM - lowM < MAX_SLAB_M);
  if (level.length === 0) return [];
  const floorM = elevationM ?? Math.min(...level.map(({ highM }) => highM));
  return level.filter(({ highM }) => Math.abs(highM - floorM) < FLOOR_M);
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

interface Doorway {
  outer: Point[];
  exit: { from: Point; to: Point } | null;
}

/** An opening as a rectangle along its wall, between the wall's faces and a little into what lies on both ways through it. */
function doorwayOf(part: Part, wall: readonly Point[][], rooms: readonly Polygon[]): Doorway[] {
  const [ring] = ringsAt(part, (part.lowM + Math.min(part.highM, part.lowM + 2 * CUT_M)) / 2);
  if (!ring) return [];
  const along = longestSide(wall.length > 0 ? wall : [ring]);
  const across: Point = [-along[1], along[0]];
  const [a0, a1] = spanOf(ring, along);
  const [b0, b1] = spanWithin(spanOf(ring, across), wall.length > 0 ? spanOf(wall.flat(), across) : null);
  const at = (a: number, b: number): Point => [a * along[0] + b * across[0], a * along[1] + b * across[1]];
  const isRoomBeside = [-1, 1].map((side) =>
    BESIDE_M.some((m) => isWithin(rooms, at((a0 + a1) / 2, side < 0 ? b0 - m : b1 + m))),
  );
  const from = b0 - DOOR_REACH_M;
  const to = b1 + DOOR_REACH_M;
  const outer = [at(a0, from), at(a1, from), at(a1, to), at(a0, to)];
  if (isRoomBeside[0] === isRoomBeside[1]) return [{ outer, exit: null }];
  const outside = isRoomBeside[0] ? b1 : b0;
  return [{ outer, exit: { from: at(a0, outside), to: at(a1, outside) } }];
}

const isWithin = (areas: readonly Polygon[], place: Point): boolean =>
  areas.some(({ outer, holes }) => [outer, ...holes].filter((ring) => isInRing(ring, ...place)).length % 2 === 1);

/** Returns the part of an opening's depth that lies in its wall; all of it where the wall is not straight. */
function spanWithin([from, to]: [number, number], wall: [number, number] | null): [number, number] {
  if (!wall || wall[1] - wall[0] > MAX_WALL_M) return [from, to];
  const inWall: [number, number] = [Math.max(from, wall[0]), Math.min(to, wall[1])];
  return inWall[0] < inWall[1] ? inWall : [from, to];
}

/** Its direction, of length 1. */
function longestSide(rings: readonly Point[][]): Point {
  let longest: Point = [1, 0];
  let longestM = 0;
  for (const ring of rings)
    for (const [i, [x, y]] of ring.entries()) {
      const [nextX, nextY] = ring[(i + 1) % ring.length];
      const lengthM = Math.hypot(nextX - x, nextY - y);
      if (lengthM <= longestM) continue;
      longest = [(nextX - x) / lengthM, (nextY - y) / lengthM];
      longestM = lengthM;
    }
  return longest;
}

function spanOf(ring: readonly Point[], [dx, dy]: Point): [number, number] {
  const along = ring.map(([x, y]) => x * dx + y * dy);
  return [Math.min(...along), Math.max(...along)];
}

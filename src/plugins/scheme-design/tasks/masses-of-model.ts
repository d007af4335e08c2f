import type { Point } from '../../../../model/geo/plane/point.ts';
import { isInRing } from '../../../../model/geo/plane/ring.ts';
import { type Mass, massRing } from '../../../../model/schemes/massing.ts';
import type { FloorUse } from '../../../../model/schemes/scheme.ts';
import { areaM2 } from '../../../../model/schemes/site-geometry.ts';
import type { BuildingModel } from '../../../../readers/ifc/building-model.ts';
import type { Geos, Polygons } from '../../../../workers/shared/geos.ts';
import type { MassingKind } from './massing-types.ts';
import type { NoteList } from './note-list.ts';
import { outlineOf, type Points } from './outlines.ts';

/** How a model's volumes are counted into floor area. */
interface MassRules {
  storeyM: number;
  use: FloorUse;
  /** The file tells them. */
  storeys?: number;
}

/** No building is smaller, and none is lower. */
const MIN_BUILDING_M2 = 4;
const MIN_BUILDING_HEIGHT_M = 2;
/** A storey whose floor lies so far under the ground storey's is a basement. */
const BASEMENT_M = 1;
/** Courts larger than this are courts; smaller holes in a floor are shafts and stairs, which count as floor (GB/T 50353: by the outer wall). */
const COURT_M2 = 30;
/** An upright volume that is larger than the body in it by more than this is said. */
const LARGER_RATIO = 1.02;
/** What stands on a floor and makes it one; a level with slabs alone is a roof. */
const ENCLOSING = /^Ifc(Wall|CurtainWall|Column|Window|Door|Plate|Member)/;
/** What the outline of a storey is made of. */
const OUTLINING = /^Ifc(Slab|Wall|CurtainWall|Column|Plate)/;

/** Volumes of a model in the frame of `pointM`: storeys where the file has them, else its closed bodies, else what is seen from above. */
export function massesOfModel(
  geos: Geos,
  model: BuildingModel,
  pointM: Points,
  rules: MassRules,
  notes: NoteList,
): { kind: MassingKind; masses: Mass[] } {
  if (/^City(?:JSON|GML)/.test(model.schema))
    return { kind: 'bodies', masses: massesOfCity(geos, model, pointM, rules, notes) };
  const storeys = massesOfStoreys(geos, model, pointM, rules, notes);
  if (storeys.length > 0) return { kind: 'storeys', masses: storeys };
  const bodies = massesOfBodies(geos, model, pointM, rules, notes);
  if (bodies.length > 0) return { kind: 'bodies', masses: bodies };
  return { kind: 'outline', masses: massesOfOutline(geos, model, pointM, rules, notes) };
}

interface Floor {
  name: string;
  elevationM: number;
  elements: number[];
}

/** A volume a storey: the outline of its slabs and walls, from its level to the next one above it. */
function massesOfStoreys(
  geos: Geos,
  model: BuildingModel,
  pointM: Points,
  { use }: MassRules,
  notes: NoteList,
): Mass[] {
  const { storeys, elements } = model;
  if (storeys.length === 0 || !elements.some(({ ifcClass }) => ifcClass === 'IfcSlab')) return [];
  const floors = storeys
    .map(({ name, elevationM }, i): Floor => {
      const own = elements.flatMap(({ storey }, e) => (storey === i ? [e] : []));
      const [low] = rangeOf(model, pointM, own);
      return { name, elevationM: elevationM ?? low, elements: own };
    })
    .filter((floor) => floor.elements.length > 0)
    .sort((a, b) => a.elevationM - b.elevationM);
  const isFloor = (floor: Floor) => floor.elements.some((e) => ENCLOSING.test(elements[e].ifcClass));
  for (const { name } of floors.filter((floor) => !isFloor(floor))) notes.add('no-floor', name);
  const ground = groundOf(floors.filter(isFloor));
  if (!ground) return [];
  if (Math.abs(ground.elevationM) > BASEMENT_M) notes.add('ground-storey', ground.name);
  const masses: Mass[] = [];
  for (const floor of floors.filter(isFloor)) {
    if (floor.elevationM < ground.elevationM - BASEMENT_M) {
      notes.add('below-ground', floor.name);
      continue;
    }
    const heightM = heightOf(floor, floors, model, pointM, notes);
    if (heightM === null) continue;
    const outline = walled(
      outlineOf(
        geos,
        pointM,
        trianglesOf(
          model,
          floor.elements.filter((e) => OUTLINING.test(elements[e].ifcClass)),
        ),
      ),
      wallPoints(
        model,
        pointM,
        floor.elements.filter((e) => ENCLOSING.test(elements[e].ifcClass)),
      ),
      floor.name,
      notes,
    );
    const baseM = Math.max(0, floor.elevationM - ground.elevationM);
    masses.push(...massesOn(outline, { baseM, heightM, storeys: 1, use }, COURT_M2, floor.name, notes));
  }
  const left = elements.filter(({ storey }) => storey === null).length;
  if (left > 0) notes.add('elements-left', elements.find(({ storey }) => storey === null)?.ifcClass ?? '', left);
  return stacked(masses);
}

/** Parts with walls on them; terraces and canopies are none. */
function walled(outline: Polygons, points: readonly Point[], storey: string, notes: NoteList): Polygons {
  return outline.filter(([outer]) => {
    const isWalled = points.some(([x, y]) => isInRing(outer, x, y));
    if (!isWalled) notes.add('no-walls', `${storey}: ${areaM2(outer).toFixed(0)} m²`);
    return isWalled;
  });
}

/** A point in the shadow of each of some elements: the middle of its first triangle. */
function wallPoints({ mesh }: BuildingModel, pointM: Points, elements: readonly number[]): Point[] {
  return elements.map((e): Point => {
    const corners = [0, 1, 2].map((i) => 3 * mesh.index[mesh.firstIndex[e] + i]);
    const mean = (axis: number) => corners.reduce((sum, at) => sum + pointM[at + axis], 0) / corners.length;
    return [mean(0), mean(1)];
  });
}

/** The storey at the model's zero; else the lowest one. */
function groundOf(floors: readonly Floor[]): Floor | undefined {
  return (
    floors.find(({ elevationM }) => Math.abs(elevationM) <= BASEMENT_M) ??
    floors.find((f) => f.elevationM > 0) ??
    floors[0]
  );
}

/** To the next level above that is a storey of its own; of the highest to the top of its walls. Null: those are parapets of a roof. */
function heightOf(
  floor: Floor,
  floors: readonly Floor[],
  model: BuildingModel,
  pointM: Points,
  notes: NoteList,
): number | null {
  const next = floors.find(({ elevationM }) => elevationM > floor.elevationM + MIN_BUILDING_HEIGHT_M);
  if (next) return next.elevationM - floor.elevationM;
  const walls = floor.elements.filter((e) => ENCLOSING.test(model.elements[e].ifcClass));
  const [, top] = rangeOf(model, pointM, walls);
  const heightM = top - floor.elevationM;
  notes.add(heightM >= MIN_BUILDING_HEIGHT_M ? 'storey-height' : 'no-floor', floor.name);
  return heightM >= MIN_BUILDING_HEIGHT_M ? heightM : null;
}

/** Storeys of one outline that stand on each other are one volume. */
function stacked(masses: readonly Mass[]): Mass[] {
  const kept: Mass[] = [];
  for (const mass of masses) {
    const below = kept.find(
      (one) =>
        Math.abs(one.baseM + one.heightM - mass.baseM) < 1e-3 &&
        Math.abs(one.heightM / one.storeys - mass.heightM) < 1e-3 &&
        one.ringM.length === mass.ringM.length &&
        one.ringM.every(([x, y], i) => Math.hypot(x - mass.ringM[i][0], y - mass.ringM[i][1]) < 0.01),
    );
    if (below) {
      below.heightM += mass.heightM;
      below.storeys += mass.storeys;
    } else kept.push({ ...mass });
  }
  return kept;
}

/** A volume a closed body: its outline, from its lowest point to its highest. */
function massesOfBodies(geos: Geos, model: BuildingModel, pointM: Points, rules: MassRules, notes: NoteList): Mass[] {
  const all = model.elements.map((_, e) => e);
  const [groundM] = rangeOf(model, pointM, all);
  const masses: Mass[] = [];
  for (const [e, { name, globalId, meshVolumeM3 }] of model.elements.entries()) {
    const label = name || globalId;
    if (meshVolumeM3 === null || meshVolumeM3 === 0) {
      notes.add('open-shell', label);
      continue;
    }
    const [low, top] = rangeOf(model, pointM, [e]);
    const made = massesFrom(
      geos,
      model,
      pointM,
      [e],
      { lowM: low - groundM, topM: top - groundM },
      rules,
      label,
      notes,
    );
    const hullM3 = made.reduce((sum, { ringM, heightM }) => sum + areaM2(ringM) * heightM, 0);
    if (hullM3 > LARGER_RATIO * meshVolumeM3)
      notes.add('hull-larger', `${label} × ${(hullM3 / meshVolumeM3).toFixed(2)}`);
    masses.push(...made);
  }
  return masses;
}

/**
 * A volume each building, or each part of it, of a city model, on its own ground: the lowest point of the building. Shells that close
 * nothing are as high as they reach. Storeys are those that the building tells.
 */
function massesOfCity(geos: Geos, model: BuildingModel, pointM: Points, rules: MassRules, notes: NoteList): Mass[] {
  const groups = new Map<string, number[]>();
  for (const [e, { ifcClass, globalId, zones }] of model.elements.entries()) {
    if (!/^Building(?:Part|Unit|Storey)?$/.test(ifcClass)) {
      notes.add('not-buildings', ifcClass);
      continue;
    }
    // Units lie in storeys, these and parts in their building.
    const above = ifcClass === 'Building' ? undefined : ifcClass === 'BuildingUnit' ? (zones[1] ?? zones[0]) : zones[0];
    const key = above ?? globalId;
    groups.set(key, [...(groups.get(key) ?? []), e]);
  }
  const masses: Mass[] = [];
  for (const group of groups.values()) {
    const [groundM] = rangeOf(model, pointM, group);
    for (const e of group) {
      const { name, globalId, properties } = model.elements[e];
      const statedStoreys = Number(properties.get('storeysAboveGround'));
      const [low, top] = rangeOf(model, pointM, [e]);
      const range = { lowM: low - groundM, topM: top - groundM };
      const own = statedStoreys >= 1 && range.lowM < 1e-3 ? { ...rules, storeys: Math.round(statedStoreys) } : rules;
      masses.push(...massesFrom(geos, model, pointM, [e], range, own, name || globalId, notes));
    }
  }
  return masses;
}

/** Returns the masses of shells that close nothing: each part that is seen from above, as high as what is in it. */
function massesOfOutline(geos: Geos, model: BuildingModel, pointM: Points, rules: MassRules, notes: NoteList): Mass[] {
  const all = model.elements.map((_, e) => e);
  const [low, top] = rangeOf(model, pointM, all);
  return massesFrom(geos, model, pointM, all, { lowM: 0, topM: top - low }, rules, '', notes);
}

function massesFrom(
  geos: Geos,
  model: BuildingModel,
  pointM: Points,
  elements: readonly number[],
  { lowM, topM }: { lowM: number; topM: number },
  { storeyM, use, storeys: statedStoreys }: MassRules,
  label: string,
  notes: NoteList,
): Mass[] {
  const heightM = topM - lowM;
  if (heightM < MIN_BUILDING_HEIGHT_M) {
    notes.add('too-low', label);
    return [];
  }
  const storeys = statedStoreys ?? Math.max(1, Math.round(heightM / storeyM));
  const outline = outlineOf(geos, pointM, trianglesOf(model, elements));
  const masses = massesOn(outline, { baseM: lowM < 1e-3 ? 0 : lowM, heightM, storeys, use }, 0, label, notes);
  if (masses.length > 0 && statedStoreys === undefined) notes.add('storeys-by-height', label, masses.length);
  return masses;
}

/** Volumes on the parts of an outline; holes up to `fillM2` are floor. */
function massesOn(
  outline: Polygons,
  facts: Omit<Mass, 'ringM'>,
  fillM2: number,
  label: string,
  notes: NoteList,
): Mass[] {
  return outline.flatMap(([outer, ...holes]): Mass[] => {
    if (areaM2(outer) < MIN_BUILDING_M2) {
      notes.add('too-small', label);
      return [];
    }
    const courts = holes.filter((hole) => areaM2(hole) > fillM2);
    const made = massRing(outer, courts);
    if (!made) {
      notes.add('ring-lost', label);
      return [];
    }
    const filled = made.filled + holes.length - courts.length;
    if (made.cut > 0) notes.add('holes-cut', label, made.cut);
    if (filled > 0) notes.add('holes-filled', label, filled);
    if (made.isCoarser) notes.add('coarser', label);
    return [{ ...facts, ringM: made.ringM }];
  });
}

/** Lowest and highest point of some elements. */
function rangeOf({ mesh }: BuildingModel, pointM: Points, elements: readonly number[]): [lowM: number, topM: number] {
  let low = Number.POSITIVE_INFINITY;
  let top = Number.NEGATIVE_INFINITY;
  for (const e of elements)
    for (let v = mesh.firstVertex[e]; v < mesh.firstVertex[e + 1]; v++) {
      low = Math.min(low, pointM[3 * v + 2]);
      top = Math.max(top, pointM[3 * v + 2]);
    }
  return [low, top];
}

function* trianglesOf({ mesh }: BuildingModel, elements: readonly number[]): Generator<[number, number, number]> {
  for (const e of elements)
    for (let i = mesh.firstIndex[e]; i + 2 < mesh.firstIndex[e + 1]; i += 3)
      yield [mesh.index[i], mesh.index[i + 1], mesh.index[i + 2]];
}

import type { Point } from '../geo/plane/point.ts';
import { anticlockwise, isInRing, widened } from '../geo/plane/ring.ts';
import { coveredM2, coveredPieces } from './covered-pieces.ts';
import { SAME_M } from './edit-building.ts';
import { envelopeOf } from './envelope.ts';
import type {
  BasementLevels,
  ParcelBasement,
  Scheme,
  SchemeAssumptions,
  SchemeBuilding,
  SchemeParcel,
} from './scheme.ts';
import { ROUNDING } from './site-figures.ts';
import { edgeOf, pointToEdgeM, type Ring } from './site-geometry.ts';

/** A basement of a scheme as it lies: under one building, or under a site. */
export interface Basement extends BasementLevels {
  parcel: string;
  /** Null: it lies under the whole site. */
  building: string | null;
  /** Its top is the lowest ground along this ring: the ground floor's, or the site's. */
  groundRingM: Ring;
  ringM: Point[];
  depthM: number;
}

interface Parts {
  parcels: readonly SchemeParcel[];
  buildings: readonly SchemeBuilding[];
}

/** All basements of a scheme. A building's own goes before what its parcel has; volumes that stand on others have none. */
export function basementsOf({ parcels, buildings }: Parts): Basement[] {
  return parcels.flatMap((parcel) => {
    const own = buildings.filter((one) => one.parcel === parcel.id && one.baseM === 0);
    const under = own.flatMap((building) => {
      const levels = levelsUnder(building, parcel);
      return levels ? basementOf(parcel.id, building.id, building.ringM, levels) : [];
    });
    const { basement, id, ringM } = parcel;
    return basement?.under === 'site' ? [...basementOf(id, null, ringM, basement), ...under] : under;
  });
}

/** What is built under a building; null: nothing of its own. */
function levelsUnder(
  { basement: own }: Pick<SchemeBuilding, 'basement'>,
  { basement }: Pick<SchemeParcel, 'basement'>,
): BasementLevels | null {
  if (own !== undefined) return own;
  return basement?.under === 'buildings' ? basement : null;
}

/** None where its outline lies so far within the other that nothing is left. */
function basementOf(parcel: string, building: string | null, groundRingM: Ring, levels: BasementLevels): Basement[] {
  const { storeys, storeyM, outsetM, isInFar } = levels;
  const ring = anticlockwise(groundRingM);
  const ringM =
    outsetM < 0
      ? envelopeOf(
          ring,
          ring.map(() => -outsetM),
        )
      : widened(ring, outsetM);
  if (!ringM) return [];
  const depthM = storeys * storeyM;
  return [{ parcel, building, storeys, storeyM, outsetM, isInFar, groundRingM, ringM: [...ringM], depthM }];
}

/** Basements that a parcel or its buildings ask for and that have no room. */
export function basementsWithoutRoom(parcel: SchemeParcel, buildings: readonly SchemeBuilding[]): number {
  const own = buildings.filter((one) => one.parcel === parcel.id && one.baseM === 0);
  const requested = own.filter((one) => levelsUnder(one, parcel)).length + (parcel.basement?.under === 'site' ? 1 : 0);
  return requested - basementsOf({ parcels: [parcel], buildings }).length;
}

/** What a planner asks of basements: of a parcel (null: none), or of one building (null: none; `as-parcel`: what its parcel has). */
export type BasementChange =
  | { of: 'parcel'; id: string; basement: ParcelBasement | null }
  | { of: 'building'; id: string; levels: BasementLevels | null | 'as-parcel' };

/** The scheme with other basements. A building with its own counts as edited: a change of controls leaves it as it is. */
export function withBasement(scheme: Scheme, change: BasementChange): Scheme {
  if (change.of === 'parcel') {
    const parcels = scheme.parcels.map((parcel): SchemeParcel => {
      if (parcel.id !== change.id) return parcel;
      const { basement: _, ...bare } = parcel;
      return change.basement ? { ...bare, basement: change.basement } : bare;
    });
    return { ...scheme, parcels };
  }
  const buildings = scheme.buildings.map((building): SchemeBuilding => {
    if (building.id !== change.id) return building;
    const { basement: _, ...bare } = building;
    return change.levels === 'as-parcel' ? bare : { ...bare, made: bare.made ?? 'edited', basement: change.levels };
  });
  return { ...scheme, buildings };
}

/** Floor area of basements, level by level: where two of a parcel lie in each other they share their levels. */
export function basementAreaM2(basements: readonly Basement[]): number {
  let sumM2 = 0;
  for (const parcel of new Set(basements.map((one) => one.parcel))) {
    const own = basements.filter((one) => one.parcel === parcel);
    for (let level = 1; own.some(({ storeys }) => storeys >= level); level++)
      sumM2 += coveredM2(own.filter(({ storeys }) => storeys >= level).map(({ ringM }) => ringM));
  }
  return sumM2;
}

/** Whole parking spaces that all of a basement area holds by the area of one. */
export const basementSpaces = (
  areaM2: number,
  { basementM2PerSpace }: Pick<SchemeAssumptions, 'basementM2PerSpace'>,
): number => Math.floor(areaM2 / basementM2PerSpace + ROUNDING);

/** The ground that is dug for basements of one parcel, `marginM` wider than they are; each part of it once. */
export const pitPieces = (basements: readonly Basement[], marginM: number) =>
  coveredPieces(basements.map(({ ringM }) => (marginM === 0 ? ringM : widened(ringM, marginM))));

/** A basement reaches out of its parcel. */
export function isBeyondSite({ ringM }: Basement, { ringM: site }: Pick<SchemeParcel, 'ringM'>): boolean {
  const toSiteM = (corner: Point) => Math.min(...site.map((_, i) => pointToEdgeM(corner, edgeOf(site, i))));
  return ringM.some((corner) => !isInRing(site, ...corner) && toSiteM(corner) > SAME_M);
}

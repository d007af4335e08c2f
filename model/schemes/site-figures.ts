import type { Text } from '../text/text.ts';
import type { FloorUse, Scheme, SchemeAssumptions, SchemeBuilding } from './scheme.ts';
import { areaM2 } from './site-geometry.ts';

/** Services whose ways and loads are measured for a scheme. */
export const SERVICE_KINDS = ['school', 'health'] as const;
/** One of them. */
export type ServiceKind = (typeof SERVICE_KINDS)[number];

/** Minutes on foot: residents who live farther from every facility are no load of any. */
export const SERVICE_MINUTES = 15;

/** Land of the classification of 2023 (待核) on which a scheme itself builds such a facility: 教育用地, 医疗卫生用地. */
export const SERVICE_CODES: Readonly<Record<ServiceKind, string>> = { school: '0804', health: '0806' };

/** What grading a parcel moves. */
export interface ParcelEarthwork {
  parcel: string;
  cutM3: number;
  fillM3: number;
  areaM2: number;
  /** Has no known ground: in neither volume. */
  uncoveredM2: number;
  /** Elevation of the graded ground at the first corner of the parcel. */
  elevationM: number;
}

/** What digging the basements of a parcel moves, over what grading it moves. */
export interface ParcelExcavation {
  parcel: string;
  /** From the ground, or the graded ground, down to the floors, with the working margin; of it what is filled again beside them. */
  dugM3: number;
  backfillM3: number;
  /** Area of the pits. */
  areaM2: number;
  /** Has no known ground, and counts as level. */
  uncoveredM2: number;
}

/** A facility that residents of the scheme walk to, or whose load the scheme changes. */
export interface FacilityLoad {
  id: string;
  name: Text;
  /** The scheme builds it. */
  isOwn: boolean;
  /** Residents whose nearest it is within `SERVICE_MINUTES`: today, with the scheme, and those of them who are the scheme's. */
  before: number;
  after: number;
  ofScheme: number;
  /** By the city's data; null: it tells none. */
  capacity: number | null;
}

/** One kind of service for the residents of a scheme. */
export interface ServiceFigures {
  kind: ServiceKind;
  /** In the city, and those that the scheme builds. */
  facilities: number;
  own: number;
  /** Residents of the scheme, those of them who have a way to a facility, and their mean time. */
  residents: number;
  reaching: number;
  meanMin: number | null;
  within: { minutes: number; residents: number }[];
  /** Most of the scheme's residents first. */
  loads: FacilityLoad[];
}

/** How a road of the scheme takes part in the ways on foot. */
export interface RoadOnFoot {
  road: string;
  /** `alone`: it leads to no street of the city, so that nobody is sent along it; `not-walked`: nobody walks on its class. */
  state: 'joined' | 'alone' | 'not-walked';
  /** Crossings and ends at which it meets streets of the city or other roads of the scheme. */
  joints: number;
  /** Ways that it passes without a joint: bridges, tunnels, and roads that nobody walks on. */
  apart: number;
  /** From an end that meets nothing to the edge of the nearest street, where one is near. */
  gapsM: number[];
}

/** Why a figure is missing. */
export type SiteLack = 'no-ground' | 'flat-ground' | 'no-roads' | 'no-residents' | 'no-school' | 'no-health';

/** What a scheme comes to on the city's own ground and ways. */
export interface SiteFigures {
  earthwork: ParcelEarthwork[];
  /** Excavation of each parcel with basements. */
  excavations: ParcelExcavation[];
  services: ServiceFigures[];
  /** Roads that the scheme draws; none where the city has no network. */
  roads: RoadOnFoot[];
  lacks: SiteLack[];
  /** Hours of sun that it takes, once they were asked for. */
  sun?: SunVerdict;
}

/** What a scheme takes of the sun of those who live around it, by one rule. */
export interface SunVerdict {
  rule: Text;
  isUnverified: boolean;
  /** All that were looked at; the windows that meet the rule today and not with the scheme. */
  buildings: number;
  lostWindows: number;
  losers: {
    id: string;
    name: Text;
    lost: number;
    judged: number;
    beforeMin: number;
    afterMin: number;
    storey: number;
  }[];
  /** Volumes that were left out since a study takes no more. */
  leftOut: number;
}

/** Whole dwellings of a scheme: their number is cut down once over all its residential floor area. */
export const dwellingsIn = (homesM2: number, { dwellingM2 }: Pick<SchemeAssumptions, 'dwellingM2'>): number =>
  Math.floor(homesM2 / dwellingM2 + ROUNDING);

/** What is whole is not cut down by the rounding of areas. */
export const ROUNDING = 1e-6;

/** Floor area of the buildings that a use holds for. */
export const floorAreaM2 = (buildings: readonly SchemeBuilding[], isOf: (use: FloorUse) => boolean): number =>
  buildings.reduce((sum, { use, ringM, storeys }) => (isOf(use) ? sum + areaM2(ringM) * storeys : sum), 0);

/** Residents of each building of a scheme: those of the whole, shared out by residential floor area. */
export function residentsByBuilding({ buildings }: Pick<Scheme, 'buildings'>, assumed: SchemeAssumptions): number[] {
  const homesM2 = floorAreaM2(buildings, (use) => use === 'residential');
  const residents = dwellingsIn(homesM2, assumed) * assumed.personsPerDwelling;
  return buildings.map(({ use, ringM, storeys }) =>
    use === 'residential' && homesM2 > 0 ? (residents * areaM2(ringM) * storeys) / homesM2 : 0,
  );
}

import type { Point } from '../../model/geo/plane/point.ts';
import { signedAreaM2 } from '../../model/geo/plane/ring.ts';
import type { DistrictKind, Typology, TypologyRule } from '../plan.ts';
import type { Random } from '../shape/random.ts';

/** One volume of a building: a ring drawn up from `baseM` to `topM` above the building's ground, and its roof. */
export interface BuildingPart {
  /** Anticlockwise. */
  ring: Point[];
  baseM: number;
  topM: number;
  roof: 'flat' | 'gable' | 'hip' | 'pyramid';
  roofM: number;
}

/** Classes of LOOK §9's materials. */
export const FACADE = { oldTown: 0, residential: 1, glass: 2, factory: 3, public: 4 } as const;

/** A building before it has a number, an address and people. */
export interface BuildingMass {
  parts: BuildingPart[];
  storeys: number;
  /** What it is used for, a key of `BUILDING_USES`. */
  use: string;
  facade: number;
  floorM2: number;
  /** Shares of the floor area that people live and work on. */
  homeRatio: number;
  workRatio: number;
}

/** What a block gives its buildings. */
export interface Plot {
  ring: Point[];
  typology: Typology;
  rule: TypologyRule;
  kind: DistrictKind;
  /** Rows face south: along this axis. */
  axisDeg: number;
  hamlet: boolean;
  /** The district's building density: walls' share of the block's ground (建筑密度, net of streets). */
  coverRatio: number;
  /** Greatest height of a building that covers this ring. */
  capM(ring: readonly Point[]): number;
  /** Of towers at a place, before the cap. */
  towerFloors(x: number, y: number): [number, number];
  random: Random;
}

/** Facade and shares of home and work of the common uses. */
const OF_USE: Record<string, [facade: number, homeRatio: number, workRatio: number]> = {
  courtyard: [FACADE.oldTown, 0.82, 0.18],
  'lane-house': [FACADE.oldTown, 0.8, 0.2],
  'shop-house': [FACADE.oldTown, 0.55, 0.45],
  'village-house': [FACADE.oldTown, 0.86, 0.14],
  'farm-house': [FACADE.oldTown, 0.9, 0.1],
  'old-slab': [FACADE.oldTown, 0.95, 0.05],
  slab: [FACADE.residential, 0.95, 0.05],
  tower: [FACADE.residential, 0.97, 0.03],
  shops: [FACADE.public, 0, 1],
  community: [FACADE.public, 0, 1],
  'office-tower': [FACADE.glass, 0.12, 0.8],
  shopping: [FACADE.public, 0, 1],
  office: [FACADE.public, 0, 1],
  teaching: [FACADE.public, 0, 0.5],
  dormitory: [FACADE.public, 1, 0.02],
  factory: [FACADE.factory, 0.1, 0.6],
  shed: [FACADE.factory, 0.05, 0.6],
};

/** Uses that are homes first. */
export const HOME_USES = Object.entries(OF_USE).flatMap(([use, [, homeRatio]]) => (homeRatio > 0.5 ? [use] : []));

/** A building of a common use; its floor area is the first part's ground on every storey unless it is said. */
export function massOf(
  use: string,
  parts: BuildingPart[],
  storeys: number,
  more: Partial<BuildingMass> = {},
): BuildingMass {
  const [facade, homeRatio, workRatio] = OF_USE[use] ?? [FACADE.public, 0, 0.8];
  const floorM2 = signedAreaM2(parts[0].ring) * storeys;
  return { parts, storeys, use, facade, floorM2, homeRatio, workRatio, ...more };
}

export const flat = (ring: Point[], topM: number, baseM = 0): BuildingPart => ({
  ring,
  baseM,
  topM,
  roof: 'flat',
  roofM: 0,
});

export const pitched = (
  ring: Point[],
  topM: number,
  roof: 'gable' | 'hip' | 'pyramid',
  roofM: number,
): BuildingPart => ({ ring, baseM: 0, topM, roof, roofM });

export const gable = (ring: Point[], topM: number, roofM: number) => pitched(ring, topM, 'gable', roofM);

/** Ground under walls: roof houses and upper floors stand on others. */
export const coverM2 = (parts: readonly BuildingPart[]) =>
  parts.reduce((sum, { baseM, ring }) => sum + (baseM < 1 ? signedAreaM2(ring) : 0), 0);

/** Floors that fit under a cap. */
export const capped = (floors: number, storeyM: number, capM: number) =>
  Math.max(1, Math.min(floors, Math.floor(capM / storeyM)));

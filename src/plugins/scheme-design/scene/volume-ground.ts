import type { Point } from '../../../../model/geo/plane/point.ts';
import type { SchemeBuilding } from '../../../../model/schemes/scheme.ts';
import { edgeOf } from '../../../../model/schemes/site-geometry.ts';
import type { SceneHost } from '../../../view/scene.ts';
import { gradedUpM } from '../graded-up.ts';
import type { SchemeSight } from './picture.ts';

/** A volume goes so far into the ground, which is not level under it. */
const FOOT_M = 12;
/** The topmost level of a basement begins so far under the lowest ground, so that ground which is drawn coarser hides it. */
const BELOW_GROUND_M = 0.2;
/** Along an edge the ground is taken so often. */
const STEP_M = 4;

/** Bare earth of graded ground, as of levees; its upright sides are darker. */
export const EARTH = { plan: [0.74, 0.66, 0.53], command: [0.38, 0.33, 0.26] } as const;
export const WALL_RATIO = 0.8;
/** Its sides go so far below the lower of it and the ground, where the drawn ground is coarser than the one that was asked. */
export const OVERLAP_M = 1;

/** A corner on the ground, in the city's plane. */
export type GroundCorner = readonly [eastM: number, northM: number, upM: number];

/** What a scheme's volumes stand on. */
interface VolumeGround {
  /** Ring of the parcel that is edited. */
  ring: readonly GroundCorner[];
  /** Foot of each building: up of the lowest ground under its parcel's low volumes, on which its podium's towers rest too. */
  upM: readonly number[];
  /** Ground of each basement: up of the lowest ground over it. */
  basementUpM: readonly number[];
}

/** Asks the finest ground where it is not graded. */
export async function groundOf(
  host: Pick<SceneHost, 'twin' | 'groundUpM'>,
  { scheme, parcel, graded, basements }: SchemeSight,
): Promise<VolumeGround> {
  const edited = scheme.parcels.find(({ id }) => id === parcel)?.ringM ?? [];
  const low = scheme.buildings.filter(({ baseM }) => baseM === 0);
  const sites = basements.filter(({ building }) => building === null);
  const ups = await host.groundUpM([
    ...edited,
    ...low.flatMap(({ ringM }) => ringM),
    ...sites.flatMap(({ groundRingM }) => groundRingM),
  ]);
  const ring = edited.map(([eastM, northM], i): GroundCorner => [eastM, northM, ups[i]]);
  const ofBuilding = new Map<string, number>();
  const ofParcel = new Map<string, number>();
  const ofSite = new Map<string, number>();
  let at = edited.length;
  /** Returns the lowest ground of the next ring whose heights were requested. */
  const lowestUpM = (ringM: readonly Point[], of: string): number => {
    const site = graded.find((one) => one.parcel === of);
    const upM = Math.min(...ringM.map((corner, i) => (site ? gradedUpM(host.twin.city, site, corner) : ups[at + i])));
    at += ringM.length;
    return upM;
  };
  for (const { id, parcel: of, ringM } of low) {
    const upM = lowestUpM(ringM, of);
    ofBuilding.set(id, upM);
    ofParcel.set(of, Math.min(upM, ofParcel.get(of) ?? upM));
  }
  const upM = scheme.buildings.map(({ id, parcel: of }) => ofBuilding.get(id) ?? ofParcel.get(of) ?? 0);
  for (const { parcel: of, groundRingM } of sites) ofSite.set(of, lowestUpM(groundRingM, of));
  const basementUpM = basements.map(
    ({ building, parcel: of }) => (building === null ? ofSite.get(of) : ofBuilding.get(building)) ?? 0,
  );
  return { ring, upM, basementUpM };
}

/** An upright solid of a scheme, by heights over the ground that it stands on. */
interface VolumeSpan {
  fromM: number;
  toM: number;
}

/** How far each volume reaches. Where there is a basement it goes on from the ground, and a foot would lie in its walls. */
export function volumeSpans(buildings: readonly SchemeBuilding[], basements: SchemeSight['basements']): VolumeSpan[] {
  const dug = new Set(basements.map(({ building }) => building));
  return buildings.map(({ id, baseM, heightM }) => {
    const footM = dug.has(id) ? BELOW_GROUND_M : FOOT_M;
    return { fromM: baseM - (baseM === 0 ? footM : 0), toM: baseM + heightM };
  });
}

/** Levels of a basement from the uppermost down. */
export const levelSpans = ({ storeys, storeyM }: SchemeSight['basements'][number]): VolumeSpan[] =>
  Array.from({ length: storeys }, (_, level) => ({
    fromM: -(level + 1) * storeyM,
    toM: -Math.max(BELOW_GROUND_M, level * storeyM),
  }));

/** The ring, closed, with the ground's steps between its corners. */
export function walkedRing(ring: readonly Point[]): [number, number][] {
  const line = ring.flatMap((_, i): [number, number][] => {
    const [[ax, ay], [bx, by]] = edgeOf(ring, i);
    const parts = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STEP_M));
    return Array.from({ length: parts }, (__, k): [number, number] => [
      ax + ((bx - ax) * k) / parts,
      ay + ((by - ay) * k) / parts,
    ]);
  });
  return [...line, line[0]];
}

import type { LonLat } from '../geo/lon-lat.ts';
import { MAX_SHAPE_ID, type PlanFeature, type PlanInfo } from '../plans/plan.ts';
import { sha256 } from '../sha256.ts';
import type { Text } from '../text/text.ts';
import { basementsOf } from './basements.ts';
import type { Scheme, SchemeBuilding } from './scheme.ts';
import { polygonOf } from './scheme-file.ts';

/** A scheme as a plan beside those of authorities. */
interface SchemePlan {
  info: PlanInfo;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What a scheme builds, on the ground and under it, as a plan that can be held against others and against pipes and tunnels: basements from the ground down to their floors. */
export function planOfScheme(scheme: Scheme, origin: LonLat, authority: Text): SchemePlan {
  const low = scheme.buildings.filter(({ baseM }) => baseM === 0);
  const features: PlanFeature[] = [
    ...low.map((building) =>
      featureOf(origin, building.id, building.ringM, { kind: 'planned-building', heightM: topOf(building, scheme) }),
    ),
    ...basementsOf(scheme).map(({ parcel, building, ringM, depthM }) =>
      featureOf(origin, `${building ?? parcel}-basement`, ringM, { kind: 'basement', topM: 0, bottomM: -depthM }),
    ),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features }));
  const id = planIdOf(scheme.id);
  const info: PlanInfo = {
    id,
    authority,
    name: { zh: scheme.name, en: scheme.name },
    version: '',
    status: 'draft',
    codes: 'mnr-2023',
    source: { name: authority, licence: '', crs: 'EPSG:4326' },
    file: `plans/${id}.geojson`,
    hash: sha256([bytes]),
    count: features.length,
  };
  return { info, bytes };
}

function featureOf(
  origin: LonLat,
  id: string,
  ringM: SchemeBuilding['ringM'] | readonly (readonly [number, number])[],
  properties: PlanFeature['properties'],
): PlanFeature {
  return { type: 'Feature', id: id.slice(0, MAX_SHAPE_ID), properties, geometry: polygonOf(origin, ringM) };
}

/** Returns the top of a building and of the buildings on it in the same parcel. */
const topOf = ({ parcel, baseM, heightM }: SchemeBuilding, { buildings }: Scheme): number =>
  buildings
    .filter((one) => one.parcel === parcel && one.baseM > 0)
    .reduce((most, one) => Math.max(most, one.baseM + one.heightM), baseM + heightM);

/** Ids of plans are of small letters, digits and hyphens. */
const planIdOf = (scheme: string): string =>
  `scheme-${scheme.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`.slice(0, MAX_PLAN_ID);

const MAX_PLAN_ID = 64;

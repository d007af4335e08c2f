import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { landUseClass } from '../../model/plans/crosswalk.ts';
import { PLAN_LIST_FILE, type PlanFeature, parsePlanFeatures, parsePlanList } from '../../model/plans/plan.ts';
import { areaM2 } from '../../model/schemes/site-geometry.ts';
import { cityPlanBasis } from '../shared/city-plan-basis.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { PlannedParcel } from './engine-types.ts';

/** Limits that a plan may state of a parcel. */
const LIMITS = ['farMax', 'heightMaxM', 'densityMaxPct', 'greenMinPct', 'setbackM'] as const;

/** Parcels of all plans of the city, in its plane. */
export async function readPlannedParcels(city: CityFiles): Promise<PlannedParcel[]> {
  if (city.manifest.plans === undefined) return [];
  const { plans } = parsePlanList(await city.readJson(PLAN_LIST_FILE));
  const found: PlannedParcel[] = [];
  const { crosswalk } = await cityPlanBasis(city);
  for (const { id, name, file, codes } of plans) {
    const { features } = parsePlanFeatures(await city.readJson(file), file);
    for (const feature of features) {
      if (feature.properties.kind !== 'parcel') continue;
      const { properties } = feature;
      const use = properties.use ?? landUseClass(crosswalk, codes, properties.code ?? null);
      const ringM = outerRing(feature, city.manifest.origin);
      found.push({ plan: id, planName: name, shape: feature.id, properties, use, ringM });
    }
  }
  return found;
}

/** Those that a place lies on, the one with the most limits first. */
export function parcelsAt(parcels: readonly PlannedParcel[], eastM: number, northM: number): PlannedParcel[] {
  const limits = ({ properties }: PlannedParcel) => LIMITS.filter((name) => properties[name] !== undefined).length;
  return parcels.filter(({ ringM }) => isInRing(ringM, eastM, northM)).sort((a, b) => limits(b) - limits(a));
}

function outerRing({ geometry }: PlanFeature, origin: LonLat): [number, number][] {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings = parts.map(([outer]) =>
    outer.slice(0, -1).map(([lonDeg, latDeg]): [number, number] => {
      const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
      return [eastM, northM];
    }),
  );
  return rings.reduce((largest, ring) => (areaM2(ring) > areaM2(largest) ? ring : largest));
}

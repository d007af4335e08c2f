import { BASE_CROSSWALK } from '../../../model/plans/base-crosswalk.ts';
import { landUseClass } from '../../../model/plans/crosswalk.ts';
import type { LandUseClass } from '../../../model/plans/land-use.ts';
import type { PlanProperties } from '../../../model/plans/plan.ts';
import { type FloorUse, type SchemeControls, USUAL_CONTROLS, USUAL_DEPTH_M } from '../../../model/schemes/scheme.ts';

/** Floor area that stands on land of a class; others are taken for public use. */
const USE_OF_CLASS: Partial<Record<LandUseClass, FloorUse>> = {
  residential: 'residential',
  commercial: 'commercial',
  industrial: 'industrial',
  storage: 'industrial',
};

/** What a plan asks of a parcel; where it says nothing, the usual values stand. */
export function controlsOf(properties: PlanProperties): SchemeControls {
  const { code, farMax, densityMaxPct, heightMaxM, greenMinPct, setbackM } = properties;
  const usual = USUAL_CONTROLS;
  const known = landUseClass(BASE_CROSSWALK, 'mnr-2023', code ?? null);
  const use = (known && USE_OF_CLASS[known]) ?? 'public';
  const typology = use === 'residential' ? 'slab' : use === 'commercial' ? 'podium' : 'tower';
  return {
    ...usual,
    typology,
    depthM: USUAL_DEPTH_M[typology],
    use,
    code: code ?? usual.code,
    far: farMax ?? usual.far,
    densityMaxPct: densityMaxPct ?? usual.densityMaxPct,
    heightMaxM: heightMaxM ?? usual.heightMaxM,
    greenMinPct: greenMinPct ?? usual.greenMinPct,
    setbackM: setbackM === undefined ? usual.setbackM : { street: setbackM, side: setbackM, rear: setbackM },
  };
}

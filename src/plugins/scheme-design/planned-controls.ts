import type { LandUseClass } from '../../../model/plans/land-use.ts';
import type { PlanProperties } from '../../../model/plans/plan.ts';
import {
  ASSUMABLE,
  type Assumable,
  DEFAULT_CONTROLS,
  DEFAULT_DEPTH_M,
  type FloorUse,
  type SchemeControls,
  type SchemeParcel,
} from '../../../model/schemes/scheme.ts';

/** Floor area that stands on land of a class; others are taken for public use. */
const USE_OF_CLASS: Partial<Record<LandUseClass, FloorUse>> = {
  residential: 'residential',
  commercial: 'commercial',
  industrial: 'industrial',
  storage: 'industrial',
};

/** Land of such floor area where a plan names no code: of the classification of 2023, 待核. */
const CODE_OF_USE: Readonly<Record<FloorUse, string>> = {
  residential: DEFAULT_CONTROLS.code,
  commercial: '0901',
  public: '08',
  industrial: '1001',
};

/**
 * What a plan asks of a parcel of a class of use; where it says nothing, the usual values stand and are named. Of a use that is not known
 * homes are built, as on a parcel that was drawn.
 */
export function controlsOf(
  properties: PlanProperties,
  landUse: LandUseClass | null,
): Required<Pick<SchemeParcel, 'controls' | 'assumed'>> {
  const { code, setbackM, ...stated } = properties;
  const usual = DEFAULT_CONTROLS;
  const use = landUse === null ? usual.use : (USE_OF_CLASS[landUse] ?? 'public');
  const typology = use === 'residential' ? 'slab' : use === 'commercial' ? 'podium' : 'tower';
  const controls: SchemeControls = {
    ...usual,
    typology,
    depthM: DEFAULT_DEPTH_M[typology],
    use,
    code: code ?? CODE_OF_USE[use],
    far: stated.farMax ?? usual.far,
    densityMaxPct: stated.densityMaxPct ?? usual.densityMaxPct,
    heightMaxM: stated.heightMaxM ?? usual.heightMaxM,
    greenMinPct: stated.greenMinPct ?? usual.greenMinPct,
    setbackM: setbackM === undefined ? usual.setbackM : { street: setbackM, side: setbackM, rear: setbackM },
  };
  const says: Readonly<Record<Assumable, unknown>> = {
    use: landUse ?? undefined,
    far: stated.farMax,
    densityMaxPct: stated.densityMaxPct,
    heightMaxM: stated.heightMaxM,
    greenMinPct: stated.greenMinPct,
    setbackM,
  };
  return { controls, assumed: ASSUMABLE.filter((name) => says[name] === undefined) };
}

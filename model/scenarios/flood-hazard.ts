/**
 * DEFRA and Environment Agency FD2320/TR2 (2005): d·(v + 0.5) + DF, with the debris factor DF 0 up to 0.25 m of depth and 1 above,
 * or wherever water is faster than 2 m/s (as the Flood Modeller's manual gives it).
 */
export function hazardRating(depthM: number, speedMps: number): number {
  return depthM * (speedMps + 0.5) + (depthM > 0.25 || speedMps > 2 ? 1 : 0);
}

interface HazardClass {
  id: string;
  label: { zh: string; en: string };
  /** The class holds below these; what reaches any of them is in the next one. */
  below: { rating?: number; depthM?: number; speedMps?: number; depthSpeedM2ps?: number };
}

export interface HazardClasses {
  id: string;
  source: { zh: string; en: string };
  /** 待核: the limits come from another text than the one that rules. */
  unverified: boolean;
  /** From the mildest on; the last has no limits. */
  classes: readonly HazardClass[];
}

/** The hazard to people in the four classes of DEFRA, by a rating of depth, speed and debris. */
export const DEFRA_HAZARD: HazardClasses = {
  id: 'defra',
  source: {
    zh: 'DEFRA/EA FD2320/TR2（2005）表 13.1；FD2321/TR1（2006）',
    en: 'DEFRA/EA FD2320/TR2 (2005), table 13.1; FD2321/TR1 (2006)',
  },
  unverified: true,
  classes: [
    { id: 'low', label: { zh: '低：注意', en: 'Low: caution' }, below: { rating: 0.75 } },
    { id: 'moderate', label: { zh: '中：对部分人危险', en: 'Moderate: dangerous for some' }, below: { rating: 1.25 } },
    {
      id: 'significant',
      label: { zh: '高：对多数人危险', en: 'Significant: dangerous for most' },
      below: { rating: 2 },
    },
    { id: 'extreme', label: { zh: '极高：对所有人危险', en: 'Extreme: dangerous for all' }, below: {} },
  ],
};

/** The six general classes H1 to H6 of the Australian handbook, by depth, speed and their product. */
export const AIDR_HAZARD: HazardClasses = {
  id: 'aidr',
  source: { zh: 'AIDR 指南 7-3 洪水危险（2017）表 2', en: 'AIDR Guideline 7-3 Flood Hazard (2017), table 2' },
  unverified: true,
  classes: [
    {
      id: 'H1',
      label: { zh: 'H1 一般安全', en: 'H1 generally safe' },
      below: { depthSpeedM2ps: 0.3, depthM: 0.3, speedMps: 2 },
    },
    {
      id: 'H2',
      label: { zh: 'H2 小型车辆不安全', en: 'H2 unsafe for small vehicles' },
      below: { depthSpeedM2ps: 0.6, depthM: 0.5, speedMps: 2 },
    },
    {
      id: 'H3',
      label: { zh: 'H3 车辆、儿童和老人不安全', en: 'H3 unsafe for vehicles, children and the elderly' },
      below: { depthSpeedM2ps: 0.6, depthM: 1.2, speedMps: 2 },
    },
    {
      id: 'H4',
      label: { zh: 'H4 人和车辆不安全', en: 'H4 unsafe for people and vehicles' },
      below: { depthSpeedM2ps: 1, depthM: 2, speedMps: 2 },
    },
    {
      id: 'H5',
      label: { zh: 'H5 建筑可能结构受损', en: 'H5 buildings open to structural damage' },
      below: { depthSpeedM2ps: 4, depthM: 4, speedMps: 4 },
    },
    { id: 'H6', label: { zh: 'H6 所有建筑可能破坏', en: 'H6 all buildings open to failure' }, below: {} },
  ],
};

/** Standing water in streets; edges as cities publish them in their warning plans. */
export const WATERLOGGING: HazardClasses = {
  id: 'waterlogging',
  source: {
    zh: '城市内涝积水深度分级：15/27/40/60 cm（各城市内涝应急预案）',
    en: 'Waterlogging depths of Chinese cities’ response plans: 15/27/40/60 cm',
  },
  unverified: true,
  classes: [
    { id: 'none', label: { zh: '未积涝', en: 'No waterlogging' }, below: { depthM: 0.15 } },
    { id: 'slight', label: { zh: '轻微', en: 'Slight' }, below: { depthM: 0.27 } },
    { id: 'light', label: { zh: '轻度', en: 'Light' }, below: { depthM: 0.4 } },
    { id: 'moderate', label: { zh: '中度', en: 'Moderate' }, below: { depthM: 0.6 } },
    { id: 'severe', label: { zh: '重度', en: 'Severe' }, below: {} },
  ],
};

/** The worst values at a place, from which hazard classes are told; each may be of another instant. */
export interface HazardMaxima {
  rating: number;
  depthM: number;
  speedMps: number;
  depthSpeedM2ps: number;
}

/**
 * Index of the mildest class that holds for all four. A class is bounded in each of them alone, so the worst class of a run is the
 * class of the four's own greatest values, though they come at different moments: no maximum of the class itself need be kept.
 */
export function hazardClass({ classes }: HazardClasses, worst: HazardMaxima): number {
  const holds = ({ below }: HazardClass) =>
    worst.rating < (below.rating ?? Number.POSITIVE_INFINITY) &&
    worst.depthM < (below.depthM ?? Number.POSITIVE_INFINITY) &&
    worst.speedMps < (below.speedMps ?? Number.POSITIVE_INFINITY) &&
    worst.depthSpeedM2ps < (below.depthSpeedM2ps ?? Number.POSITIVE_INFINITY);
  return classes.findIndex(holds);
}

/** The classifications a map can show, by their ids. */
export const HAZARD_CLASSES = { aidr: AIDR_HAZARD, defra: DEFRA_HAZARD, waterlogging: WATERLOGGING } as const;
export type HazardId = keyof typeof HAZARD_CLASSES;
export const HAZARD_IDS: readonly HazardId[] = ['aidr', 'defra', 'waterlogging'];

/** The worst of a run, cell by cell. */
type WorstOf = Readonly<Record<'depthM' | 'speedMps' | 'depthSpeedM2ps' | 'hazardRating', Float32Array>>;

/** Class of each cell, the mildest as 1; NaN where it stayed dry. Flat, for a run has millions of cells. */
export function hazardClassMap({ classes }: HazardClasses, worst: WorstOf): Float32Array {
  const { depthM, speedMps, depthSpeedM2ps, hazardRating: rating } = worst;
  const limits = (of: keyof HazardClass['below']) =>
    Float64Array.from(classes, ({ below }) => below[of] ?? Number.POSITIVE_INFINITY);
  const bounds = { depthM: limits('depthM'), speedMps: limits('speedMps') };
  const products = { rating: limits('rating'), depthSpeedM2ps: limits('depthSpeedM2ps') };
  const found = new Float32Array(depthM.length).fill(Number.NaN);
  for (let i = 0; i < found.length; i++) {
    if (!(depthM[i] > 0)) continue;
    let k = 0;
    while (
      depthM[i] >= bounds.depthM[k] ||
      speedMps[i] >= bounds.speedMps[k] ||
      rating[i] >= products.rating[k] ||
      depthSpeedM2ps[i] >= products.depthSpeedM2ps[k]
    )
      k++;
    found[i] = k + 1;
  }
  return found;
}

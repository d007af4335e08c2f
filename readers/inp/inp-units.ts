import { FEET_M } from '../../model/geo/units.ts';

/** Millimetres of an inch: EPANET's diameters in US units. */
export const INCH_MM = 25.4;

/** Units of a file, from its unit of flow: US units of flow mean feet for every length. */
export interface InpUnits {
  /** Metres of the file's unit of length. */
  m: number;
  /** Cubic metres a second of its unit of flow. */
  m3ps: number;
}

/** SWMM's FLOW_UNITS; a file that names none means CFS. */
export const SWMM_FLOW_UNITS = {
  CFS: { m: FEET_M, m3ps: FEET_M ** 3 },
  GPM: { m: FEET_M, m3ps: 6.30901964e-5 },
  MGD: { m: FEET_M, m3ps: 0.0438126364 },
  CMS: { m: 1, m3ps: 1 },
  LPS: { m: 1, m3ps: 1e-3 },
  MLD: { m: 1, m3ps: 1 / 86.4 },
} as const satisfies Record<string, InpUnits>;

/** Does this unit of flow, of SWMM or EPANET, mean US units? None named means CFS or GPM, which do. */
export const isUsFlow = (units: string): boolean => /^(CFS|GPM|MGD|IMGD|AFD|)$/.test(units);

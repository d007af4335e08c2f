import type { DrainNetwork } from '../../model/city/grid.ts';

/** Clear opening of a kerb grate 0.75 × 0.45 m and its edge, for the orifice and weir that it is. */
export const GRATE = { areaM2: 0.15, perimeterM: 2.4 };
/** Plan area of a manhole 1.2 m wide. */
export const MANHOLE_M2 = 1.13;
/** Manning's n of concrete pipes in use. */
export const MANNING_N = 0.014;
/** Depth of ground over a pipe under a carriageway: 0.7 m at least (GB 50014-2021, 5.3.7, 待核), and room for what crosses it. */
export const COVER_M = 1.2;
/** Full, a pipe runs at least so fast that sand moves on (GB 50014-2021, 5.2.7, 待核). */
const SELF_CLEANSING_MPS = 0.75;
/** A manhole deeper than this is doubtful: nobody digs streets so deep without need. */
export const DEEP_M = 8;

/** Nominal diameters of concrete sewers (GB/T 11836). */
const DIAMETERS_M = [0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8, 3] as const;

/** The least fall of a round pipe, by Manning at the self-cleansing speed. */
export const leastSlope = (diameterM: number): number =>
  (MANNING_N * SELF_CLEANSING_MPS) ** 2 / (diameterM / 4) ** (4 / 3);

/** What a round pipe carries when it is full, m³/s. */
const fullFlowM3ps = (diameterM: number, slope: number): number =>
  ((Math.PI * diameterM ** 2) / 4 / MANNING_N) * (diameterM / 4) ** (2 / 3) * Math.sqrt(slope);

/** The narrowest pipe that carries so much on the street's fall or its own least one, no narrower than what comes in; several barrels of the widest. */
export function sizeFor(flowM3ps: number, streetSlope: number, leastM: number): { diameterM: number; barrels: number } {
  const carried = (diameterM: number) => fullFlowM3ps(diameterM, Math.max(streetSlope, leastSlope(diameterM)));
  const widest = DIAMETERS_M[DIAMETERS_M.length - 1];
  const diameterM = DIAMETERS_M.find((d) => d >= leastM && carried(d) >= flowM3ps) ?? widest;
  return { diameterM, barrels: Math.max(1, Math.ceil(flowM3ps / carried(diameterM))) };
}

export const roundTo = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits;

/** The narrowest to the widest of a network, for a reader. */
export function widthsMm(conduits: DrainNetwork['conduits']): { leastMm: number; mostMm: number } {
  const widths = conduits.map(
    ({ section }) => (section.shape === 'circular' ? section.diameterM : section.widthM) * 1000,
  );
  return { leastMm: Math.round(Math.min(...widths)), mostMm: Math.round(Math.max(...widths)) };
}

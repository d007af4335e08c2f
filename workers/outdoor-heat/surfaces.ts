import type { GridClass } from '../../model/city/grid.ts';
import { SURFACE_IDS, type SurfaceId } from '../../model/questions/outdoor-heat.ts';
import { MS_PER_DAY, MS_PER_S, S_PER_H } from '../../model/time.ts';
import { STEFAN_W_PER_M2_K4 } from './radiant.ts';
import { ZERO_C_K } from './utci.ts';

/** How a surface takes up and gives off warmth. */
interface Surface {
  albedo: number;
  emissivity: number;
  /** Root of conductivity times heat capacity: how slowly it warms and cools, J/(m² K s^½). */
  admittance: number;
  /** Part of its net radiation that goes into vapour where water is not scarce. */
  wetRatio: number;
}

/** Albedo and emissivity of walls, asphalt, grass and light paving as the project's reference states them; admittances after Oke (1987), table 7.4; wet parts are our own guess. */
const SURFACES: Readonly<Record<SurfaceId, Surface>> = {
  asphalt: { albedo: 0.12, emissivity: 0.95, admittance: 1205, wetRatio: 0 },
  paving: { albedo: 0.2, emissivity: 0.94, admittance: 1785, wetRatio: 0 },
  lightPaving: { albedo: 0.35, emissivity: 0.92, admittance: 1785, wetRatio: 0 },
  soil: { albedo: 0.22, emissivity: 0.94, admittance: 1000, wetRatio: 0.15 },
  grass: { albedo: 0.2, emissivity: 0.95, admittance: 1100, wetRatio: 0.6 },
  water: { albedo: 0.06, emissivity: 0.96, admittance: 8000, wetRatio: 0.7 },
};

/** Walls of all buildings are taken for such. */
export const WALL: Surface = { albedo: 0.2, emissivity: 0.9, admittance: 1200, wetRatio: 0 };

/** Surfaces by their number in rasters. */
export const SURFACE_LIST: readonly Surface[] = SURFACE_IDS.map((id) => SURFACES[id]);
/** Number of a surface in rasters. */
export const surfaceNumber = (id: SurfaceId): number => SURFACE_IDS.indexOf(id);

/** Sealed to this part it is paved, to that part bare. */
const PAVED_RATIO = 0.7;
const BARE_RATIO = 0.3;
const WATER_CLASS = /water|wetland|river|lake|pond/;
const ASPHALT_CLASS = /road|asphalt|street|rail|parking/;
const BARE_CLASS = /bare|gravel|soil|sand/;

/** The surface of a class of land cover: by its name where that says it, else by how much of it is sealed. */
export function surfaceOfClass({ id, imperviousRatio, infiltration }: GridClass): SurfaceId {
  if (WATER_CLASS.test(id)) return 'water';
  if (ASPHALT_CLASS.test(id)) return 'asphalt';
  if (BARE_CLASS.test(id)) return 'soil';
  if (infiltration === 'sealed' || imperviousRatio >= PAVED_RATIO) return 'paving';
  return imperviousRatio >= BARE_RATIO ? 'lightPaving' : 'grass';
}

const DAY_S = MS_PER_DAY / MS_PER_S;
const RESTORE_PER_S = (2 * Math.PI) / DAY_S;
const FORCE = 2 * Math.sqrt(Math.PI / DAY_S);
/** Priestley and Taylor (1972). */
const PRIESTLEY_TAYLOR = 1.26;
/** Psychrometric constant at sea level, kPa/K. */
const PSYCHROMETRIC_KPA_PER_K = 0.066;

/** What the air of an hour does to surfaces. */
export interface SurfaceAir {
  readonly airC: number;
  readonly airK: number;
  /** Slope of the saturation pressure over that plus the psychrometric constant, times Priestley and Taylor's factor. */
  readonly vapourRatio: number;
  /** Warmth that the ground far below keeps, K. */
  readonly deepK: number;
}

/** Prepares the air of an hour; `slope` is that of the saturation pressure, kPa/K. */
export const surfaceAir = (airC: number, slopeKPaPerK: number, deepC: number): SurfaceAir => ({
  airC,
  airK: airC + ZERO_C_K,
  vapourRatio: (PRIESTLEY_TAYLOR * slopeKPaPerK) / (slopeKPaPerK + PSYCHROMETRIC_KPA_PER_K),
  deepK: deepC + ZERO_C_K,
});

/**
 * The surface an hour later: force-restore (Deardorff 1978) with one implicit step of its linear form, so that shade, water and yesterday are
 * remembered. `sunWPerM2` is absorbed sunlight, `warmthWPerM2` what comes down of warmth, `windMps` the wind near the ground (Jürges 1924).
 */
export function surfaceAfterHour(
  beforeK: number,
  surface: Surface,
  air: SurfaceAir,
  sunWPerM2: number,
  warmthWPerM2: number,
  windMps: number,
): number {
  const { emissivity, admittance, wetRatio } = surface;
  const cubed = STEFAN_W_PER_M2_K4 * beforeK * beforeK * beforeK;
  const convection = 5.7 + 3.8 * windMps;
  const net = sunWPerM2 + emissivity * (warmthWPerM2 - cubed * beforeK);
  const vapour = net > 0 ? wetRatio * air.vapourRatio * net : 0;
  const gain = net - vapour + convection * (air.airK - beforeK);
  const loss = 4 * emissivity * cubed * (net > 0 ? 1 - wetRatio * air.vapourRatio : 1) + convection;
  const force = FORCE / admittance;
  const change = force * gain - RESTORE_PER_S * (beforeK - air.deepK);
  return beforeK + (S_PER_H * change) / (1 + S_PER_H * (force * loss + RESTORE_PER_S));
}

/** Warmth that a surface sends out. */
export const shineWPerM2 = (kelvin: number): number => STEFAN_W_PER_M2_K4 * kelvin * kelvin * kelvin * kelvin;

import { ZERO_C_K } from './utci.ts';

/** What comes to a standing person from six sides, W/m². */
interface SixFluxes {
  down: number;
  up: number;
  north: number;
  east: number;
  south: number;
  west: number;
}

/** Part of a standing person that sees each of the four sides, and sky or ground. */
const SIDE_PART = 0.22;
const FLAT_PART = 0.06;
/** Absorbed of sunlight and of warmth; the person shines with as much as the latter. */
const SUN_ABSORBED = 0.7;
const WARMTH_ABSORBED = 0.97;
/** The constant of Stefan and Boltzmann. */
export const STEFAN_W_PER_M2_K4 = 5.67e-8;

/** What a person takes up of sunlight or of warmth: one level flux and the sum of those on the four sides. */
const takenOf = (absorbed: number, levelWPerM2: number, sidesWPerM2: number): number =>
  absorbed * (FLAT_PART * levelWPerM2 + SIDE_PART * sidesWPerM2);

/** Sunlight that a standing person takes up, W/m²: on level ground, and the sum of that on four sides. */
export const sunTaken = (levelWPerM2: number, sidesWPerM2: number): number =>
  takenOf(SUN_ABSORBED, levelWPerM2, sidesWPerM2);

/** Warmth that a standing person takes up, W/m²: on level ground, and the sum of that on four sides. */
export const warmthTaken = (levelWPerM2: number, sidesWPerM2: number): number =>
  takenOf(WARMTH_ABSORBED, levelWPerM2, sidesWPerM2);

/** Temperature of surroundings that give a standing person as much as was taken up. */
export const radiantOfTaken = (takenWPerM2: number): number =>
  Math.sqrt(Math.sqrt(takenWPerM2 / (WARMTH_ABSORBED * STEFAN_W_PER_M2_K4))) - ZERO_C_K;

const sidesOf = ({ north, east, south, west }: SixFluxes): number => north + east + south + west;

/** What a standing person takes up of sunlight and warmth (VDI 3787, as SOLWEIG takes it), and the temperature of surroundings that give as much. */
export function radiantOf(sun: SixFluxes, warmth: SixFluxes): { absorbedWPerM2: number; radiantC: number } {
  const absorbedWPerM2 =
    sunTaken(sun.down + sun.up, sidesOf(sun)) + warmthTaken(warmth.down + warmth.up, sidesOf(warmth));
  return { absorbedWPerM2, radiantC: radiantOfTaken(absorbedWPerM2) };
}

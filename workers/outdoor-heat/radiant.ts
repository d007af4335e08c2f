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
const STEFAN_W_PER_M2_K4 = 5.67e-8;

const seen = ({ down, up, north, east, south, west }: SixFluxes): number =>
  FLAT_PART * (down + up) + SIDE_PART * (north + east + south + west);

/** What a standing person takes up of sunlight and warmth (VDI 3787, as SOLWEIG takes it), and the temperature of surroundings that give as much. */
export function radiantOf(sun: SixFluxes, warmth: SixFluxes): { absorbedWPerM2: number; radiantC: number } {
  const absorbedWPerM2 = SUN_ABSORBED * seen(sun) + WARMTH_ABSORBED * seen(warmth);
  const kelvin = Math.sqrt(Math.sqrt(absorbedWPerM2 / (WARMTH_ABSORBED * STEFAN_W_PER_M2_K4)));
  return { absorbedWPerM2, radiantC: kelvin - ZERO_C_K };
}

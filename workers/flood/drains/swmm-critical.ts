import { type Section, sectionHeightM, type Wetted, wetted } from './sections.ts';

/** SWMM looks for critical depth at so many steps of the height, straight between them. */
const STEPS = 25;

/**
 * Whether SWMM does: not for rectangles and triangles, which it has in closed form, nor for what is far wider or narrower than a circle,
 * where it seeks the root.
 */
export function isStepped(section: Section, fullM2: number): boolean {
  if (section.shape === 'closed') return false;
  if (section.shape === 'open' && (section.bottomM === 0 || section.left + section.right === 0)) return false;
  const ratio = fullM2 / ((Math.PI / 4) * sectionHeightM(section) ** 2);
  return ratio >= 0.5 && ratio <= 2;
}

/**
 * Depth at which √(A³/T) reaches a value, as SWMM has it. In its first step, a 25th of the height, that is depth in proportion to the flow: what
 * trickles out of a pipe of 5 m stands 5 cm lower than by the formula.
 */
export function steppedCritical(section: Section): (value: number) => number {
  const heightM = sectionHeightM(section);
  const at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  const values = Float64Array.from({ length: STEPS + 1 }, (_, i) => {
    wetted(section, (heightM * i) / STEPS, at);
    return i > 0 && at.topM > 1e-9 ? at.areaM2 * Math.sqrt(at.areaM2 / at.topM) : 0;
  });
  return (value) => {
    if (!(value > 0)) return 0;
    const i = values.findIndex((each, k) => k > 0 && each >= value);
    if (i < 0) return heightM;
    return ((i - 1 + (value - values[i - 1]) / (values[i] - values[i - 1])) * heightM) / STEPS;
  };
}

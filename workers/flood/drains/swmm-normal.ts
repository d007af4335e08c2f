import { depthCurve, type Section, sectionHeightM, type Wetted, wetted } from './sections.ts';
import { CIRCLE } from './shape-tables.ts';
import { asLookedUp } from './tabled-section.ts';

/** No flow is more than this part of that of a full circle. */
const MAX_FULL_FLOW_RATIO = 1.08;
/** Below, SWMM seeks a circle's depth by geometry: of A·R^⅔ when full. */
const EXACT_BELOW = 0.015;
const HALVINGS = 40;

/**
 * Depth at which A·R^⅔ reaches a value, as SWMM has it: a closed pipe carries more than when it is full at two depths, and SWMM takes the higher.
 * So the uniform depth of a circle jumps from .82 of its height to .95 and more.
 */
export function normalDepth(section: Section): (value: number) => number {
  if (section.shape === 'circular') return ofCircle(section.diameterM);
  const heightM = sectionHeightM(section);
  const at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  const carries = (depthM: number) => {
    wetted(section, depthM, at);
    return at.areaM2 * Math.cbrt(at.areaM2 / at.perimeterM) ** 2;
  };
  const rising = depthCurve(section, 'conveyance');
  const full = carries(heightM);
  return (value) => {
    const depthM = rising(value);
    if (value <= full || carries(depthM) < value * (1 - 1e-3)) return depthM;
    let low = depthM;
    let high = heightM;
    while (low < heightM && carries(low) >= value) low += heightM / 1000;
    low = Math.max(depthM, low - heightM / 1000);
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (carries(middle) >= value) low = middle;
      else high = middle;
    }
    return low;
  };
}

function ofCircle(diameterM: number): (value: number) => number {
  const exact = depthCurve({ shape: 'circular', diameterM }, 'conveyance');
  const depthAt = asLookedUp(CIRCLE.depthByArea, 1, diameterM);
  const full = (Math.PI / 4) * diameterM ** 2 * Math.cbrt(diameterM / 4) ** 2;
  return (value) => {
    const ratio = Math.min(value / full, MAX_FULL_FLOW_RATIO);
    return ratio <= EXACT_BELOW ? exact(value) : depthAt(areaOf(ratio));
  };
}

/** The area, of the full one, at which a circle carries so much of what it does when full; past that from the table's end back. */
function areaOf(ratio: number): number {
  const table = CIRCLE.factorByArea;
  const last = table.length - 1;
  const isPast = ratio > table[last];
  let i = isPast ? (ratio <= table[last - 1] ? last - 1 : last - 2) : 0;
  if (!isPast) while (i + 1 < last && table[i + 1] <= ratio) i++;
  return (i + (ratio - table[i]) / (table[i + 1] - table[i])) / last;
}

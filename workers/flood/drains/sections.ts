/** Cross-sections of conduits, inside measures in metres. Depth is measured from the invert. */
export type Section =
  | { shape: 'circular'; diameterM: number }
  | { shape: 'closed'; widthM: number; heightM: number }
  /** Sides that lean outward by `left` and `right` metres a metre of height: rectangles, trapezia and triangles, open above. */
  | { shape: 'open'; heightM: number; bottomM: number; left: number; right: number }
  | TabledSection;

/** Any other shape: values at equal steps of depth from the bottom to the top (`tabledSection`); straight widths between them. */
export interface TabledSection {
  shape: 'table';
  name: string;
  heightM: number;
  isOpen: boolean;
  widthsM: Float64Array;
  areasM2: Float64Array;
  /** Areas are a table of their own, straight between its values, in place of what lies under the widths. */
  hasOwnAreas: boolean;
  radiiM: Float64Array;
  /** The same as SWMM looks it up, where that is another. */
  asSwmm?: TabledSection;
}

/** Whether water may stand above its top without pressure. */
export const isOpenSection = (section: Section): boolean =>
  section.shape === 'open' || (section.shape === 'table' && section.isOpen);

/** What a section is at a depth; one object is written over and over, so that hot loops allocate nothing. */
export interface Wetted {
  areaM2: number;
  topM: number;
  perimeterM: number;
}

/** The inside height of a section from invert to crown. */
export const sectionHeightM = (section: Section): number =>
  section.shape === 'circular' ? section.diameterM : section.heightM;

/** A lid is wetted bit by bit over the last part of a box's height: at once would be a jump that no iteration settles on. */
export const LID_RATIO = 0.98;

/** Exact by geometry; a depth beyond the height counts as full. */
export function wetted(section: Section, depthM: number, out: Wetted): void {
  if (section.shape === 'circular') {
    const d = section.diameterM;
    const y = Math.min(Math.max(depthM, 0), d);
    const half = Math.acos(1 - (2 * y) / d);
    const chord = 2 * Math.sqrt(y * (d - y));
    out.perimeterM = half * d;
    out.topM = chord;
    out.areaM2 = (d * d * half) / 4 - (chord * (d / 2 - y)) / 2;
    return;
  }
  const y = Math.min(Math.max(depthM, 0), section.heightM);
  if (section.shape === 'closed') {
    const { widthM, heightM } = section;
    const lid = Math.max(0, y / heightM - LID_RATIO) / (1 - LID_RATIO);
    out.perimeterM = widthM * (1 + lid) + 2 * y;
    out.topM = widthM;
    out.areaM2 = widthM * y;
    return;
  }
  if (section.shape === 'table') {
    fromTable(section, y, out);
    return;
  }
  const { bottomM, left, right } = section;
  out.topM = bottomM + (left + right) * y;
  out.areaM2 = ((bottomM + out.topM) * y) / 2;
  out.perimeterM = bottomM + y * (Math.sqrt(1 + left * left) + Math.sqrt(1 + right * right));
}

function fromTable(
  { heightM, widthsM, areasM2, hasOwnAreas, radiiM }: TabledSection,
  depthM: number,
  out: Wetted,
): void {
  const last = widthsM.length - 1;
  const at = (depthM / heightM) * last;
  const i = Math.min(last - 1, Math.floor(at));
  const part = at - i;
  out.topM = widthsM[i] + (widthsM[i + 1] - widthsM[i]) * part;
  out.areaM2 =
    areasM2[i] + part * (hasOwnAreas ? areasM2[i + 1] - areasM2[i] : (heightM / last) * ((widthsM[i] + out.topM) / 2));
  out.perimeterM = out.areaM2 / (radiiM[i] + (radiiM[i + 1] - radiiM[i]) * part);
}

/** Nodes of the curves below: linear between them, 1e-4 of the height off at worst. */
const CURVE_NODES = 400;

/**
 * Depth at which a function of it reaches a value, tabulated once a section: of conveyance A·R^(2/3) for uniform depth, of
 * √(A³/T) for critical depth. Beyond the greatest value the depth of the greatest holds, as in SWMM.
 */
export function depthCurve(section: Section, of: 'conveyance' | 'critical'): (value: number) => number {
  const heightM = sectionHeightM(section);
  const at: Wetted = { areaM2: 0, topM: 0, perimeterM: 0 };
  const values = new Float64Array(CURVE_NODES + 1);
  for (let i = 1; i <= CURVE_NODES; i++) {
    // Dense near the invert, where both functions are flat.
    wetted(section, heightM * (i / CURVE_NODES) ** 2, at);
    const value =
      of === 'conveyance'
        ? at.areaM2 * Math.cbrt(at.areaM2 / at.perimeterM) ** 2
        : at.areaM2 * Math.sqrt(at.areaM2 / at.topM);
    // A pipe carries most below its crown, and has no width there: the curve ends where it no longer rises.
    values[i] = value > values[i - 1] && value < Number.POSITIVE_INFINITY ? value : values[i - 1];
  }
  const end = values.indexOf(values[CURVE_NODES]);
  return (value) => {
    if (!(value > 0)) return 0;
    if (value >= values[end]) return heightM * (end / CURVE_NODES) ** 2;
    let low = 0;
    let high = end;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (values[middle] <= value) low = middle;
      else high = middle;
    }
    // Both values go with about depth^(5/3) to depth^2: their square root is nearly straight in the square root of depth.
    const a = Math.sqrt(values[low]);
    const b = Math.sqrt(values[high]);
    return heightM * ((low + (Math.sqrt(value) - a) / (b - a)) / CURVE_NODES) ** 2;
  };
}

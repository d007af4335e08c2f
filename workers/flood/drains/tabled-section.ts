import { LID_RATIO, type TabledSection } from './sections.ts';
import { CIRCLE } from './shape-tables.ts';

/** Equal steps of depth in a table: a multiple of those of SWMM's own, so that their corners are kept. */
const STEPS = 100;
/** Where its first two steps are curves. */
const CURVED_STEPS = 2500;

interface Profile {
  /** Tells it from others: two of one name are one. */
  name: string;
  heightM: number;
  isOpen: boolean;
  widthM(depthM: number): number;
  /** Where it is left out, that of walls as the width has them on both sides, with the bottom and, of a closed section, its lid. */
  perimeterM?(depthM: number): number;
  /** In place of area over perimeter. */
  radiusM?(depthM: number): number;
  /** In place of what lies under the widths. */
  areaM2?(depthM: number): number;
  /** Where the tables' own full area is not quite that of their widths. */
  fullM2?: number;
}

/**
 * Width, area and hydraulic radius at equal steps of depth. The area is that under the widths as they run straight from step to step, and no table of its own:
 * then the width is how the area grows with the level, as the solver needs it.
 */
export function tabledSection({
  name,
  heightM,
  isOpen,
  widthM,
  areaM2,
  perimeterM,
  radiusM,
  fullM2,
}: Profile): TabledSection {
  const steps = areaM2 ? CURVED_STEPS : STEPS;
  const stepM = heightM / steps;
  const widths = Float64Array.from({ length: steps + 1 }, (_, i) => widthM(i * stepM));
  const areas = new Float64Array(steps + 1);
  for (let i = 1; i <= steps; i++)
    areas[i] = areaM2?.(i * stepM) ?? areas[i - 1] + (stepM * (widths[i - 1] + widths[i])) / 2;
  const scale = fullM2 === undefined ? 1 : fullM2 / areas[steps];
  const walls = perimeterM ?? wallsOf(widths, stepM, isOpen);
  const radii = areas.map((areaM2, i) => radiusM?.(i * stepM) ?? (areaM2 > 0 ? areaM2 / walls(i * stepM) : 0));
  // At the bottom itself nothing flows; a radius above 0 keeps the perimeter a number.
  radii[0] = radii[0] > 0 ? radii[0] : radii[1] / 10;
  return {
    shape: 'table',
    name,
    heightM,
    isOpen,
    widthsM: widths.map((each) => each * scale),
    areasM2: areas.map((each) => each * scale),
    hasOwnAreas: areaM2 !== undefined,
    radiiM: radii,
  };
}

function wallsOf(widths: Float64Array, stepM: number, isOpen: boolean): (depthM: number) => number {
  const sums = new Float64Array(widths.length);
  sums[0] = widths[0];
  for (let i = 1; i < widths.length; i++)
    sums[i] = sums[i - 1] + 2 * Math.hypot(stepM, (widths[i] - widths[i - 1]) / 2);
  const last = widths.length - 1;
  return (depthM) => {
    const i = Math.round(depthM / stepM);
    const lid = isOpen ? 0 : (Math.max(0, i / last - LID_RATIO) / (1 - LID_RATIO)) * widths[last];
    return sums[i] + lid;
  };
}

/** Straight between values at equal steps over the height. */
export function alongHeight(values: readonly number[], heightM: number, scale: number): (depthM: number) => number {
  const last = values.length - 1;
  return (depthM) => {
    const at = Math.min(last, Math.max(0, (depthM / heightM) * last));
    const i = Math.min(last - 1, Math.floor(at + 1e-9));
    return scale * (values[i] + (values[i + 1] - values[i]) * (at - i));
  };
}

/**
 * The same as SWMM looks it up: over the first two steps a parabola. Of a channel that is 16 m high the first step is a third of a metre, and what
 * flows in dry weather is all in it.
 */
export function asLookedUp(values: readonly number[], heightM: number, scale: number): (depthM: number) => number {
  const straight = alongHeight(values, heightM, scale);
  const last = values.length - 1;
  return (depthM) => {
    const at = (depthM / heightM) * last;
    const i = Math.floor(at + 1e-9);
    const line = straight(depthM);
    if (i > 1 || at <= 0) return line;
    const part = at - i;
    const curved = line + scale * part * (part - 1) * (values[i] / 2 - values[i + 1] + values[i + 2] / 2);
    return curved > 0 ? curved : line;
  };
}

/** A circle as SWMM looks it up: what stands half a centimetre deep in a pipe of a metre has a third more area than by geometry. */
export function lookedUpCircle(diameterM: number): TabledSection {
  const fullM2 = (Math.PI / 4) * diameterM ** 2;
  const last = CIRCLE.areas.length - 1;
  const widths = CIRCLE.areas.map((_, i) => Math.round(2e4 * Math.sqrt((i / last) * (1 - i / last))) / 1e4);
  return tabledSection({
    name: `circle ${diameterM}`,
    heightM: diameterM,
    isOpen: false,
    areaM2: asLookedUp(CIRCLE.areas, diameterM, fullM2),
    widthM: asLookedUp(widths, diameterM, diameterM),
    radiusM: asLookedUp(CIRCLE.radii, diameterM, diameterM / 4),
  });
}

/** A box's lid is wetted bit by bit from here on. */
const SWMM_LID_RATIO = 0.97;

/** A box as SWMM has it. */
export function lookedUpBox(widthM: number, heightM: number): TabledSection {
  const lid = (depthM: number) => Math.max(0, depthM / heightM - SWMM_LID_RATIO) / (1 - SWMM_LID_RATIO);
  return tabledSection({
    name: `box ${widthM} ${heightM}`,
    heightM,
    isOpen: false,
    areaM2: (depthM) => widthM * depthM,
    widthM: () => widthM,
    perimeterM: (depthM) => widthM * (1 + lid(depthM)) + 2 * depthM,
  });
}

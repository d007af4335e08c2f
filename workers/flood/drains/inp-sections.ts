import { FEET_M } from '../../../model/geo/units.ts';
import type { InpFile } from '../../../readers/inp/inp-file.ts';
import type { InpRow } from '../../../readers/inp/inp-sections.ts';
import { INCH_MM, type InpUnits } from '../../../readers/inp/inp-units.ts';
import { type InpWord, keyword } from '../../../readers/inp/messages.ts';
import { type Curve, valueOn } from './plan.ts';
import { type Section, sectionHeightM } from './sections.ts';
import { ARCH_SIZES, ELLIPSE_SIZES, ROUNDED, SIZED } from './shape-tables.ts';
import { alongHeight, asLookedUp, tabledSection } from './tabled-section.ts';
import type { Transect } from './transects.ts';

/** What the shapes of a file are made of. */
interface Shapes {
  inp: InpFile;
  units: InpUnits;
  curves: ReadonlyMap<string, Curve>;
  transects: ReadonlyMap<string, Transect>;
}

const INCH_M = INCH_MM / 1000;
const PLAIN = ['CIRCULAR', 'FORCE_MAIN', 'FILLED_CIRCULAR', 'RECT_CLOSED', 'RECT_OPEN', 'TRIANGULAR', 'TRAPEZOIDAL'];
const FORMED = ['PARABOLIC', 'POWER', 'RECT_TRIANGULAR', 'RECT_ROUND', 'MODBASKETHANDLE', 'CUSTOM', 'IRREGULAR'];
const SHAPES = [...PLAIN, ...FORMED, ...Object.keys(ROUNDED), ...Object.keys(SIZED)];

/** A line of [XSECTIONS] of a conduit: every shape of SWMM 5.2 but DUMMY, which has none, and STREET, which stands with the inlets. */
export function sectionOf(shapes: Shapes, row: InpRow): Section {
  const { inp, units, transects } = shapes;
  const shape = inp.text(row, 1, 'shape').toUpperCase().replace('EGGSHAPED', 'EGG');
  if (!SHAPES.includes(shape)) throw inp.problem(row, 'shape', keyword(SHAPES.join(', ')), shape);
  if (shape === 'IRREGULAR') {
    const transect = transects.get(inp.text(row, 2, 'crossSection'));
    if (!transect) throw inp.problem(row, 'crossSection', 'knownTransect', row.cells[2]);
    return transect.section;
  }
  if (Object.hasOwn(SIZED, shape)) return sizedSection(shapes, row, shape as keyof typeof SIZED);
  const heightM = inp.above(row, 2, 'height', 0) * units.m;
  if (Object.hasOwn(ROUNDED, shape)) return roundedSection(shape, heightM);
  if (FORMED.includes(shape) || shape === 'FILLED_CIRCULAR') return formedSection(shapes, row, shape, heightM);
  return plainSection(shapes, row, shape, heightM);
}

/** Circles, rectangles, triangles and trapezia, exact by geometry. */
function plainSection({ inp, units }: Shapes, row: InpRow, shape: string, heightM: number): Section {
  if (shape === 'CIRCULAR' || shape === 'FORCE_MAIN') return { shape: 'circular', diameterM: heightM };
  const width = (what: InpWord) => inp.above(row, 3, what, 0) * units.m;
  if (shape === 'RECT_CLOSED') return { shape: 'closed', heightM, widthM: width('width') };
  if (shape === 'RECT_OPEN') {
    const withoutWalls = inp.atLeast(row, 4, 'sides', 0, 0);
    if (withoutWalls === 0) return { shape: 'open', heightM, bottomM: width('width'), left: 0, right: 0 };
    const widthM = width('width');
    return tabledSection({
      name: `${shape} ${heightM} ${widthM} ${withoutWalls}`,
      heightM,
      isOpen: true,
      widthM: () => widthM,
      perimeterM: (depthM) => widthM + (2 - Math.min(2, withoutWalls)) * depthM,
    });
  }
  if (shape === 'TRIANGULAR') {
    const side = width('topWidth') / heightM / 2;
    return { shape: 'open', heightM, bottomM: 0, left: side, right: side };
  }
  const left = inp.atLeast(row, 4, 'leftSlope', 0);
  const right = inp.atLeast(row, 5, 'rightSlope', 0);
  return { shape: 'open', heightM, bottomM: inp.atLeast(row, 3, 'bottomWidth', 0) * units.m, left, right };
}

/** Given by a height alone. */
function roundedSection(shape: string, heightM: number): Section {
  const { fullArea, fullRadius, width, widths, areas, radii, depthByArea = [], factorByArea = [] } = ROUNDED[shape];
  const fullRadiusM = fullRadius * heightM;
  const areaAt = { at: depthByArea, value: depthByArea.map((_, i) => i / (depthByArea.length - 1)) };
  const factorAt = alongHeight(factorByArea, 1, 1);
  const radiusM = radii
    ? alongHeight(radii, heightM, fullRadiusM)
    : (depthM: number) => {
        const area = valueOn(areaAt, depthM / heightM);
        return area > 0 ? fullRadiusM * (factorAt(area) / area) ** 1.5 : 0;
      };
  const fullM2 = fullArea * heightM ** 2;
  const shared = { name: `${shape} ${heightM}`, heightM, isOpen: false };
  const byWidths = tabledSection({
    ...shared,
    radiusM,
    widthM: alongHeight(widths, heightM, width * heightM),
    fullM2,
  });
  const asSwmm = tabledSection({
    ...shared,
    areaM2: areas ? asLookedUp(areas, heightM, fullM2) : (depthM) => fullM2 * valueOn(areaAt, depthM / heightM),
    widthM: asLookedUp(widths, heightM, width * heightM),
    radiusM: radii ? asLookedUp(radii, heightM, fullRadiusM) : radiusM,
  });
  return { ...byWidths, asSwmm };
}

/** Ellipses and arches: by height and width, or by the code of a size that is made. */
function sizedSection({ inp, units }: Shapes, row: InpRow, shape: keyof typeof SIZED): Section {
  const height = inp.above(row, 2, 'height', 0);
  const width = inp.atLeast(row, 3, 'width', 0, 0);
  const code = width === 0 ? height : inp.number(row, 4, 'size', 0);
  const { areas, widths, radii, full } = SIZED[shape];
  const made = shape === 'ARCH' ? ARCH_SIZES : ELLIPSE_SIZES;
  let heightM = height * units.m;
  let widthM = width * units.m;
  let { areaM2, radiusM } = full(heightM, widthM);
  if (code > 0) {
    const at = Math.floor(code) - 1;
    if (at >= made.areaFt2.length)
      throw inp.problem(row, 'size', { zh: `1 至 ${made.areaFt2.length}`, en: `1 to ${made.areaFt2.length}` }, code);
    const isUpright = shape === 'VERT_ELLIPSE';
    heightM = (isUpright ? made.widthIn : made.heightIn)[at] * INCH_M;
    widthM = (isUpright ? made.heightIn : made.widthIn)[at] * INCH_M;
    areaM2 = made.areaFt2[at] * FEET_M ** 2;
    radiusM = made.radiusFt[at] * FEET_M;
  }
  const shared = { name: `${shape} ${heightM} ${widthM} ${areaM2}`, heightM, isOpen: false };
  const byWidths = tabledSection({
    ...shared,
    fullM2: areaM2,
    widthM: alongHeight(widths, heightM, widthM),
    radiusM: alongHeight(radii, heightM, radiusM),
  });
  const asSwmm = tabledSection({
    ...shared,
    areaM2: asLookedUp(areas, heightM, areaM2),
    widthM: asLookedUp(widths, heightM, widthM),
    radiusM: asLookedUp(radii, heightM, radiusM),
  });
  return { ...byWidths, asSwmm };
}

/** Exact widths by geometry, of all but CUSTOM, whose shape is a curve of the file. */
function formedSection(shapes: Shapes, row: InpRow, shape: string, heightM: number): Section {
  const { inp, units } = shapes;
  const name = row.cells.slice(1, 6).join(' ');
  if (shape === 'CUSTOM') return customSection(shapes, row, heightM);
  if (shape === 'FILLED_CIRCULAR') {
    const filledM = inp.atLeast(row, 3, 'depth', 0) * units.m;
    if (filledM >= heightM) throw inp.problem(row, 'depth', 'belowHeight', row.cells[3]);
    const widthM = (depthM: number) => 2 * Math.sqrt(Math.max(0, (depthM + filledM) * (heightM - depthM - filledM)));
    const angle = (depthM: number) => Math.acos(1 - (2 * Math.min(depthM, heightM)) / heightM);
    const perimeterM = (depthM: number) => widthM(0) + heightM * (angle(depthM + filledM) - angle(filledM));
    return tabledSection({ name, heightM: heightM - filledM, isOpen: false, widthM, perimeterM });
  }
  const wideM = inp.above(row, 3, 'width', 0) * units.m;
  const third = inp.atLeast(row, 4, 'exponent', 0, 0);
  if (shape === 'PARABOLIC' || shape === 'POWER') {
    const power = shape === 'PARABOLIC' ? 0.5 : 1 / inp.above(row, 4, 'exponent', 0);
    const widthM = (depthM: number) => wideM * (depthM / heightM) ** power;
    return tabledSection({ name, heightM, isOpen: true, widthM });
  }
  if (shape === 'RECT_TRIANGULAR') {
    const bottomM = inp.above(row, 4, 'height', 0) * units.m;
    return tabledSection({ name, heightM, isOpen: false, widthM: (depthM) => wideM * Math.min(1, depthM / bottomM) });
  }
  const radiusM = Math.max(wideM / 2, third * units.m);
  const arcM = radiusM - Math.sqrt(radiusM ** 2 - (wideM / 2) ** 2);
  const chordM = (rise: number) => 2 * Math.sqrt(Math.max(0, radiusM ** 2 - (radiusM - rise) ** 2));
  const widthM =
    shape === 'RECT_ROUND'
      ? (depthM: number) => (depthM < arcM ? chordM(depthM) : wideM)
      : (depthM: number) => (heightM - depthM < arcM ? chordM(heightM - depthM) : wideM);
  return tabledSection({ name, heightM, isOpen: false, widthM });
}

/** A curve of width by depth, both in parts of the height. */
function customSection({ inp, curves }: Shapes, row: InpRow, heightM: number): Section {
  const name = inp.text(row, 3, 'curve');
  const curve = curves.get(name);
  if (!curve) throw inp.problem(row, 'curve', 'knownCurve', name);
  return tabledSection({
    name: `custom ${name} ${heightM}`,
    heightM,
    isOpen: false,
    widthM: (depthM) => heightM * valueOn(curve, depthM / heightM),
  });
}

/** Returns the height above its invert of the bottom of a pipe that is filled in part. */
export const filledM = ({ inp, units }: Pick<Shapes, 'inp' | 'units'>, row: InpRow, section: Section): number =>
  row.cells[1]?.toUpperCase() === 'FILLED_CIRCULAR'
    ? inp.above(row, 2, 'height', 0) * units.m - sectionHeightM(section)
    : 0;

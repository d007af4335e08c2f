import type { Enu } from '../../../../model/geo/enu.ts';
import type { SurfacePoint } from '../../../../model/geo/surface-point.ts';
import type { Language } from '../../../twin/appearance.ts';
import type { RulerPoints } from '../../../twin/pick.ts';
import type { CanvasPoint } from '../../../view/scene.ts';
import type { SketchLabel, SketchShapes } from '../../../view/sketch.ts';
import { areaText, flatM, legsOf, lengthText, measured, riseText } from './ruler.ts';

/** A leg that is shorter on screen carries no length of its own. */
const MIN_LABELLED_PX = 56;

/** What a ruler is drawn with. */
interface RulerSight {
  /** Each leg with its samples on the ground; null while they are asked for. */
  readonly lines: readonly (readonly Enu[])[] | null;
  /** The line runs on to here; null: it ends with its last point. */
  readonly pointer: CanvasPoint | null;
  toPixel(point: Enu): CanvasPoint | null;
  readonly language: Language;
}

/** Line, corners and words of a ruler with at least one point, on the canvas. */
export function rulerShapes(points: RulerPoints, sight: RulerSight): SketchShapes {
  return points.ruler === 'height' ? heightShapes(points, sight) : lineShapes(points, sight);
}

function lineShapes(ruler: RulerPoints, sight: RulerSight): SketchShapes {
  const { points } = ruler;
  const isArea = ruler.ruler === 'area';
  const drawn = sight.lines ?? legsOf(ruler).map((leg) => leg.map(({ enu }) => enu));
  const line = drawn.length > 0 ? drawn.flatMap((leg, i) => (i === 0 ? leg : leg.slice(1))) : [points[0].enu];
  const labels = drawn.length > 1 || isArea ? drawn.flatMap((leg) => legLabel(leg, sight)) : [];
  const total = totalLabel(ruler, sight);
  return {
    line: [...projected(line, sight), ...(sight.pointer ? [sight.pointer] : [])],
    isRing: isArea,
    corners: projected(
      points.map(({ enu }) => enu),
      sight,
    ),
    labels: total ? [...labels, total] : labels,
  };
}

function totalLabel(ruler: RulerPoints, sight: RulerSight): SketchLabel | null {
  const { points } = ruler;
  const isArea = ruler.ruler === 'area';
  if (points.length <= (isArea ? 2 : 1)) return null;
  const at = sight.toPixel(isArea ? middleOf(points) : points[points.length - 1].enu);
  if (!at) return null;
  const { flatM: totalM, areaM2 } = measured(ruler, sight.lines);
  return isArea
    ? { at, text: areaText(areaM2, sight.language), rank: 'total' }
    : { at, text: lengthText(totalM), rank: 'beside' };
}

/** Level to the plumb line of the second point, then up it: both lengths can be read. */
function heightShapes({ points }: RulerPoints, sight: RulerSight): SketchShapes {
  const from = points[0];
  const to = points.at(1);
  if (!to) {
    const corners = projected([from.enu], sight);
    return { line: sight.pointer ? [...corners, sight.pointer] : corners, isRing: false, corners, labels: [] };
  }
  const foot: Enu = [to.enu[0], to.enu[1], from.enu[2]];
  const level = sight.toPixel(middleOf([from, { enu: foot }]));
  const plumb = sight.toPixel(middleOf([to, { enu: foot }]));
  const labels: SketchLabel[] = [];
  if (level) labels.push({ at: level, text: lengthText(flatM(from.enu, to.enu)), rank: 'leg' });
  if (plumb) labels.push({ at: plumb, text: riseText(to.elevationM - from.elevationM), rank: 'beside' });
  return {
    line: projected([from.enu, foot, to.enu], sight),
    isRing: false,
    corners: projected([from.enu, to.enu], sight),
    labels,
  };
}

function legLabel(leg: readonly Enu[], sight: RulerSight): SketchLabel[] {
  const from = leg[0];
  const to = leg[leg.length - 1];
  const a = sight.toPixel(from);
  const b = sight.toPixel(to);
  if (!a || !b || Math.hypot(a.x - b.x, a.y - b.y) < MIN_LABELLED_PX) return [];
  const at = leg.length > 2 ? sight.toPixel(leg[leg.length >> 1]) : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  return at ? [{ at, text: lengthText(flatM(from, to)), rank: 'leg' }] : [];
}

function projected(line: readonly Enu[], { toPixel }: RulerSight): CanvasPoint[] {
  return line.flatMap((point) => toPixel(point) ?? []);
}

function middleOf(points: readonly Pick<SurfacePoint, 'enu'>[]): Enu {
  const mean = (axis: 0 | 1 | 2) => points.reduce((total, { enu }) => total + enu[axis], 0) / points.length;
  return [mean(0), mean(1), mean(2)];
}

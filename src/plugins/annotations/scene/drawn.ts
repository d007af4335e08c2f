import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { words } from '../../../kit/words.ts';
import { endAll } from '../../../view/end-all.ts';
import type { CanvasPoint, ProjectedPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openSketch, type SketchShapes } from '../../../view/sketch.ts';
import type { Annotation } from '../annotation.ts';

/** Points, lines and edges of areas over the picture, with their words; on any engine. */
export function openRemarks(host: SceneHost): SceneDrawing<readonly Annotation[]> {
  const { twin } = host;
  const sketch = openSketch(host.overlay, 'annotations');
  let shown: readonly Annotation[] = [];

  function draw(): void {
    if (shown.length === 0) {
      sketch.clear();
      return;
    }
    const project = host.projection();
    sketch.draw(
      shapesOf(shown, ({ points }) => points.flatMap((point) => project(enuFromLonLat(twin.city.origin, point)) ?? [])),
    );
  }

  return {
    show(annotations) {
      shown = annotations ?? [];
      draw();
      host.requestFrame();
    },
    close: endAll([
      () => sketch.close(),
      host.afterFrame(draw),
      twin.follow(
        ({ language }) => language,
        () => host.requestFrame(),
      ),
    ]),
  };
}

function shapesOf(
  annotations: readonly Annotation[],
  pixelsOf: (annotation: Annotation) => ProjectedPoint[],
): SketchShapes {
  const parts: CanvasPoint[][] = [];
  const corners: CanvasPoint[] = [];
  const labels: SketchShapes['labels'][number][] = [];
  for (const [i, annotation] of annotations.entries()) {
    const { form, text } = annotation;
    const at = pixelsOf(annotation);
    if (!at.some(({ isOnCanvas }) => isOnCanvas)) continue;
    if (form === 'point') corners.push(...at);
    else parts.push(form === 'area' ? [...at, at[0]] : at);
    labels.push({
      at: middleOf(form === 'line' ? middlePairOf(at) : at),
      text: text || words.t('annotations.nth', { n: i + 1 }),
      rank: form === 'point' ? 'beside' : 'total',
    });
  }
  return { line: [], isRing: false, parts, corners, labels };
}

/** The ends of the leg in the middle, or the point that stands there. */
const middlePairOf = (at: readonly CanvasPoint[]): readonly CanvasPoint[] =>
  at.slice((at.length - 1) >> 1, (at.length >> 1) + 1);

function middleOf(at: readonly CanvasPoint[]): CanvasPoint {
  const mean = (axis: 'x' | 'y') => at.reduce((sum, point) => sum + point[axis], 0) / at.length;
  return { x: mean('x'), y: mean('y') };
}

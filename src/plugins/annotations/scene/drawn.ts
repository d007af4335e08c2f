import { type Enu, enuFromLonLat } from '../../../../model/geo/enu.ts';
import { words } from '../../../kit/words.ts';
import { endAll } from '../../../view/end-all.ts';
import { overGround } from '../../../view/ground-lines.ts';
import type { CanvasPoint, ProjectedPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openTaggedSketch, type SketchShapes } from '../../../view/sketch.ts';
import type { Annotation } from '../annotation.ts';

/** An annotation as it lies in the city. */
interface Lying {
  readonly annotation: Annotation;
  /** As they were set. */
  readonly corners: readonly Enu[];
  /** Over hill and dale from corner to corner; of an area all round, of a point nothing. */
  readonly line: readonly Enu[];
}

/** Points, lines and edges of areas over the picture, with their words; on any engine. */
export function openRemarks(host: SceneHost): SceneDrawing<readonly Annotation[]> {
  const { twin } = host;
  const sketch = openTaggedSketch(host, 'annotations', 'result');
  let lying: readonly Lying[] = [];
  let wanted = 0;

  async function take(annotations: readonly Annotation[]): Promise<void> {
    const serial = ++wanted;
    const laid = await Promise.all(
      annotations.map(async (annotation): Promise<Lying> => {
        const corners = annotation.points.map((point) => enuFromLonLat(twin.city.origin, point));
        const line = annotation.form === 'point' ? [] : await overGround(host, corners, annotation.form === 'area');
        return { annotation, corners, line };
      }),
    );
    if (serial !== wanted) return;
    lying = laid;
    draw();
    host.requestFrame();
  }

  function draw(): void {
    if (lying.length === 0) sketch.clear();
    else sketch.draw(shapesOf(lying, host.projection()));
  }

  return {
    show(annotations) {
      take(annotations ?? []).catch(host.fail);
    },
    close: endAll([
      () => {
        wanted++;
        sketch.close();
      },
      host.afterFrame(draw),
      twin.follow(
        ({ language }) => language,
        () => host.requestFrame(),
      ),
    ]),
  };
}

function shapesOf(lying: readonly Lying[], project: ReturnType<SceneHost['projection']>): SketchShapes {
  const pixelsOf = (points: readonly Enu[]): ProjectedPoint[] => points.flatMap((point) => project(point) ?? []);
  const parts: CanvasPoint[][] = [];
  const corners: CanvasPoint[] = [];
  const labels: SketchShapes['labels'][number][] = [];
  for (const [i, { annotation, corners: set, line }] of lying.entries()) {
    const { form, text } = annotation;
    const at = pixelsOf(form === 'line' ? line : set);
    if (!at.some(({ isOnCanvas }) => isOnCanvas)) continue;
    if (form === 'point') corners.push(...at);
    else parts.push(pixelsOf(line));
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

import type { Enu } from '../../../../model/geo/enu.ts';
import { endAll } from '../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openSketch, type SketchLabel } from '../../../view/sketch.ts';

/** Words in the picture, and the point that they belong to. */
export interface FanWords {
  from: Enu;
  hours: readonly { at: Enu; text: string }[];
}

/** Two words nearer than this lie on each other: the later one is left out. */
const APART_PX = 34;

/** The hours of a fan at the ends of its rays, over the picture of any engine. */
export function openFanHours(host: SceneHost): SceneDrawing<FanWords> {
  const sketch = openSketch(host.overlay, 'sun-fan-hours');
  let shown: FanWords | null = null;

  function draw(): void {
    if (!shown) {
      sketch.clear();
      return;
    }
    const project = host.projection();
    const labels: SketchLabel[] = [];
    for (const { at, text } of shown.hours) {
      const point = project(at);
      const isFree = (x: number, y: number) =>
        labels.every((one) => Math.hypot(one.at.x - x, one.at.y - y) >= APART_PX);
      if (point?.isOnCanvas && isFree(point.x, point.y)) labels.push({ at: point, text, rank: 'leg' });
    }
    const from = project(shown.from);
    sketch.draw({ line: [], isRing: false, corners: from?.isOnCanvas ? [from] : [], labels });
  }

  return {
    show(next) {
      shown = next;
      draw();
      host.requestFrame();
    },
    close: endAll([host.afterFrame(draw), () => sketch.close()]),
  };
}

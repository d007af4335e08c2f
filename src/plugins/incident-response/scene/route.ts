import type { Enu } from '../../../../model/geo/enu.ts';
import { endAll } from '../../../view/end-all.ts';
import type { ProjectedPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { openSketch } from '../../../view/sketch.ts';
import type { ShownRoute } from '../slice.ts';

/** A line over the ground that the picture shows, from where the vehicle stands to the incident. */
export function openRoute(host: SceneHost): SceneDrawing<ShownRoute> {
  const sketch = openSketch(host.overlay, 'route');
  let points: Enu[] = [];
  let serial = 0;

  async function lay(line: ShownRoute['line']): Promise<void> {
    const wanted = ++serial;
    const upM = await host.groundUpM(line);
    if (wanted !== serial) return;
    points = line.map(([eastM, northM], i) => [eastM, northM, upM[i]]);
    host.requestFrame();
  }

  function draw(): void {
    const toPixel = host.projection();
    const line = points.map(toPixel).filter((point): point is ProjectedPoint => point !== null);
    if (line.length < 2) sketch.clear();
    else sketch.draw({ line, isRing: false, corners: [line[0], line[line.length - 1]], labels: [] });
  }

  return {
    show(route) {
      points = [];
      serial++;
      if (route) lay(route.line).catch(host.fail);
      host.requestFrame();
    },
    close: endAll([() => serial++, sketch.close, host.afterFrame(draw)]),
  };
}

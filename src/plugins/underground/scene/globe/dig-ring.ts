import '../scene.css';
import { Cartesian2, Cartographic } from '@cesium/engine';
import { endAll } from '../../../../view/end-all.ts';
import { projectionOf } from '../../../../view/globe/camera/projection.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { surfacePoint } from '../../../../view/globe/layers/surface.ts';
import { ecefOf } from '../../../../view/globe/panes/stage.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { openSketch } from '../../../../view/sketch.ts';

type Ring = readonly (readonly [eastM: number, northM: number])[];

/** The ring of a pit while it is drawn, on the drawn ground; a click sets its next corner. */
export function openDigRing(host: GlobeHost): SceneDrawing<Ring> {
  const { stage } = host.globe;
  const { scene } = stage;
  const sketch = openSketch(host.overlay, 'dig');
  let ring: Ring | null = null;

  function draw(): void {
    if (!ring || ring.length === 0) {
      sketch.clear();
      return;
    }
    const toPixel = projectionOf(stage);
    const corners = ring.flatMap(([east, north]) => {
      const place = Cartographic.fromCartesian(ecefOf(stage, [east, north, 0]));
      place.height = scene.globe.getHeight(place) ?? stage.city.origin.heightM;
      return toPixel(Cartographic.toCartesian(place)) ?? [];
    });
    sketch.draw({ line: corners, isRing: true, corners, labels: [] });
  }

  return {
    show(next) {
      ring = next;
      draw();
    },
    holdsPointer: () => ring !== null,
    click({ x, y }) {
      if (!ring) return false;
      const ray = scene.camera.getPickRay(new Cartesian2(x, y));
      const ground = ray && scene.globe.pick(ray, scene);
      if (ground) host.twin.getState().addPickPoint(surfacePoint(stage, ground, 'ground'));
      return true;
    },
    close: endAll([sketch.close, host.afterFrame(draw)]),
  };
}

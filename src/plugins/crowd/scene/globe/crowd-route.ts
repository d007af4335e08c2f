import '../scene.css';
import { datumUpM, dropM } from '../../../../view/globe/layers/cell-mesh.ts';
import type { SceneDrawing, SceneHost } from '../../../../view/scene.ts';
import { openSketch, type Sketch } from '../../../../view/sketch.ts';
import { type RoutePoint, routeOf } from '../../crowd-moment.ts';
import type { CrowdPicture } from '../../slice.ts';

/** Corners of a drawn way: more than are told apart on a screen. */
const MAX_CORNERS = 240;
/** Above the soles, so that the line does not flicker in the ground. */
const LIFT_M = 0.3;

/** The way of who was picked: as far as they have come, and dashed what they still walk in this run. */
export function openRoute(host: SceneHost): SceneDrawing<CrowdPicture> {
  const { twin } = host;
  const { city } = twin;
  const upM = datumUpM(city.origin, city.datum.geoidUndulationM);
  let sketches: { walked: Sketch; ahead: Sketch } | null = null;
  let route: RoutePoint[] = [];
  let startMs = 0;

  function draw(): void {
    if (!sketches) return;
    const { walked, ahead } = sketches;
    const timeS = (twin.getState().shownTimeMs - startMs) / 1000;
    const toPixel = host.projection();
    const points = route.map(({ timeS: atS, placeM: [eastM, northM, elevationM] }) => ({
      atS,
      pixel: toPixel([eastM, northM, elevationM + upM - dropM(eastM, northM) + LIFT_M]),
    }));
    const line = (isOf: (atS: number) => boolean) =>
      points.flatMap(({ atS, pixel }) => (isOf(atS) && pixel ? pixel : []));
    const now = points.findLast(({ atS }) => atS <= timeS)?.atS ?? Number.NEGATIVE_INFINITY;
    walked.draw({ line: line((atS) => atS <= now), isRing: false, corners: [], labels: [] });
    ahead.draw({ line: line((atS) => atS >= now), isRing: false, corners: [], labels: [] });
  }

  function clear(): void {
    sketches?.walked.close();
    sketches?.ahead.close();
    sketches = null;
  }

  const end = host.afterFrame(draw);
  return {
    show(picture) {
      const id = picture?.pickedPerson ?? null;
      if (!picture || id === null) {
        clear();
        return;
      }
      startMs = picture.startMs;
      const whole = routeOf(picture, id);
      const every = Math.max(1, Math.ceil(whole.length / MAX_CORNERS));
      route = whole.filter((_, i) => i % every === 0 || i === whole.length - 1);
      sketches ??= {
        walked: openSketch(host.overlay, 'crowd-route'),
        ahead: openSketch(host.overlay, 'crowd-route ahead'),
      };
    },
    close() {
      end();
      clear();
    },
  };
}

import { projectionOf } from '../../../../view/globe/camera/projection.ts';
import { datumUpM, dropM } from '../../../../view/globe/layers/cell-mesh.ts';
import { type CityStage, ecefOf } from '../../../../view/globe/panes/stage.ts';
import type { CanvasPoint } from '../../../../view/scene.ts';

/** A click so near to a person's middle takes them; of who is seen as a body, anywhere on it. */
const REACH_PX = 9;
const MIDDLE_M = 0.9;

/** Returns the person at a point of the canvas, of `shown` (see `CrowdPeople`); null: nobody. */
export function personAt(stage: CityStage, shown: Float32Array, { x, y }: CanvasPoint): number | null {
  const { scene, city, widget } = stage;
  const upM = datumUpM(city.origin, city.datum.geoidUndulationM);
  const toPixel = projectionOf(stage);
  const pxPerM = (scene.camera.frustum.projectionMatrix[5] * widget.canvas.clientHeight) / 2;
  let found: number | null = null;
  let nearest = 1;
  for (let at = 0; at < shown.length; at += 4) {
    if (shown[at + 3] < 0) continue;
    const up = shown[at + 2] + upM - dropM(shown[at], shown[at + 1]) + MIDDLE_M;
    const pixel = toPixel(ecefOf(stage, [shown[at], shown[at + 1], up]));
    if (!pixel) continue;
    const reachPx = Math.max(REACH_PX, (MIDDLE_M * pxPerM) / pixel.farM);
    const away = Math.hypot(pixel.x - x, pixel.y - y) / reachPx;
    if (away >= nearest) continue;
    nearest = away;
    found = at / 4;
  }
  return found;
}

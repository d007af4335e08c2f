import { Cartesian2, type Cartesian3, Matrix4 } from '@cesium/engine';
import type { ProjectedPoint } from '../../scene.ts';
import type { Stage } from '../panes/stage.ts';

/** A place on the canvas, CSS pixels from its upper left corner. */
export class Pixel extends Cartesian2 implements ProjectedPoint {
  /** How far before the eye, along the view, metres. */
  readonly farM: number;
  /** Not beside the canvas. */
  readonly isOnCanvas: boolean;

  constructor(xPx: number, yPx: number, farM: number, isOnCanvas: boolean) {
    super(xPx, yPx);
    this.farM = farM;
    this.isOnCanvas = isOnCanvas;
  }
}

/**
 * Where Earth-fixed points stand on the canvas, as camera and canvas are now; null behind the eye. For all points of a frame at once:
 * Cesium's own way asks the page for the canvas' size twice a point, 6 % of the script of a frame with the names of a city in it.
 */
export function projectionOf({ scene, widget }: Stage): (ecef: Cartesian3) => Pixel | null {
  const { camera } = scene;
  const view = Matrix4.multiply(camera.frustum.projectionMatrix, camera.viewMatrix, new Matrix4());
  const { clientWidth, clientHeight } = widget.canvas;
  return ({ x, y, z }) => {
    const row = (i: number) => view[i] * x + view[i + 4] * y + view[i + 8] * z + view[i + 12];
    const farM = row(3);
    if (farM <= 0) return null;
    const right = row(0) / farM;
    const up = row(1) / farM;
    const isOnCanvas = Math.abs(right) <= 1 && Math.abs(up) <= 1;
    return new Pixel(((right + 1) / 2) * clientWidth, ((1 - up) / 2) * clientHeight, farM, isOnCanvas);
  };
}

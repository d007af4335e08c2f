import type { Enu } from '../../../../model/geo/enu.ts';
import { child } from '../../../view/dom.ts';
import { endAll } from '../../../view/end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost } from '../../../view/scene.ts';

/** A camera's picture on the far end of its view. */
export interface PlanePicture {
  /** Corners of the picture's rectangle, from its lower left round. */
  corners: readonly Enu[];
  canvas: HTMLCanvasElement;
  /** What the picture is, in the page's language. */
  mark: string;
}

/**
 * A picture over the map, with its corners on four points of the city. It lies over everything, as the lines of the view do: at 60 m most of the
 * far end is behind houses or under the ground, where nobody would see it.
 */
export function openPicturePlane(host: SceneHost): SceneDrawing<PlanePicture> {
  const box = child(host.overlay, 'camera-plane');
  const canvas = document.createElement('canvas');
  const mark = document.createElement('b');
  mark.className = 'camera-mark';
  box.setAttribute('aria-hidden', 'true');
  let shown: PlanePicture | null = null;

  function place(): void {
    if (!shown) return;
    const toPixel = host.projection();
    const points = shown.corners.flatMap((corner) => toPixel(corner) ?? []);
    const turned = points.length === 4 ? planeTransform(canvas.width, canvas.height, points) : null;
    box.hidden = turned === null;
    if (turned !== null) box.style.transform = `matrix3d(${turned.join(',')})`;
  }

  box.hidden = true;
  return {
    show(picture) {
      shown = picture;
      box.hidden = true;
      box.replaceChildren(...(picture ? [canvas, mark] : []));
      if (!picture) return;
      const { width, height } = picture.canvas;
      canvas.width = width;
      canvas.height = height;
      canvas.getContext('2d')?.drawImage(picture.canvas, 0, 0);
      box.style.width = `${width}px`;
      box.style.height = `${height}px`;
      mark.textContent = picture.mark;
      place();
      host.requestFrame();
    },
    close: endAll([() => box.remove(), host.afterFrame(place)]),
  };
}

/**
 * The projective map of a rectangle, origin at its upper left, onto four points from its lower left round, as a column-major 4 × 4 of CSS; null
 * where the points are on one line (Heckbert 1989, section 2.2.3).
 */
export function planeTransform(
  width: number,
  height: number,
  [p3, p2, p1, p0]: readonly CanvasPoint[],
): number[] | null {
  const dx1 = p1.x - p2.x;
  const dx2 = p3.x - p2.x;
  const dy1 = p1.y - p2.y;
  const dy2 = p3.y - p2.y;
  const sumX = p0.x - p1.x + p2.x - p3.x;
  const sumY = p0.y - p1.y + p2.y - p3.y;
  const area = dx1 * dy2 - dx2 * dy1;
  if (Math.abs(area) < 1) return null;
  const g = (sumX * dy2 - dx2 * sumY) / area;
  const h = (dx1 * sumY - sumX * dy1) / area;
  const a = p1.x - p0.x + g * p1.x;
  const b = p3.x - p0.x + h * p3.x;
  const d = p1.y - p0.y + g * p1.y;
  const e = p3.y - p0.y + h * p3.y;
  return [a / width, d / width, 0, g / width, b / height, e / height, 0, h / height, 0, 0, 1, 0, p0.x, p0.y, 0, 1];
}

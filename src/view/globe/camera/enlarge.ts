import { PerspectiveFrustum } from '@cesium/engine';
import type { PictureSize } from '../../view-api.ts';
import type { PicturePart } from '../../wall-share.ts';
import { type Photographed, shownFrom, skyOf, untilComplete } from './photo.ts';
import { shiftedFrustum } from './shifted-frustum.ts';

/** The longest side that is drawn at once: a scene keeps some eight buffers of its size. */
const PART_PX = 2048;

interface Wish {
  size: PictureSize;
  cancel: AbortSignal;
  progress(ratio: number): void;
}

/** Where a pane stands in the large picture. */
interface Place {
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
}

/** The picture of all panes in so many pixels. The camera takes no touch meanwhile. */
export async function enlarge(
  panes: () => readonly Photographed[],
  settledFrames: number,
  { size, cancel, progress }: Wish,
): Promise<HTMLCanvasElement> {
  const { widthPx, heightPx } = size;
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('picture: expected a 2D canvas of its size, got none');
  const all = panes();
  const boxes = all.map(({ stage }) => stage.element.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const scale = widthPx / (Math.max(...boxes.map((box) => box.right)) - left);
  const top = Math.min(...boxes.map((box) => box.top));
  /** The picture's own shape makes panes higher or lower. */
  const scaleY = heightPx / (Math.max(...boxes.map((box) => box.bottom)) - top);
  for (const [i, pane] of all.entries()) {
    const box = boxes[i];
    const place = {
      leftPx: (box.left - left) * scale,
      topPx: (box.top - top) * scaleY,
      widthPx: box.width * scale,
      heightPx: box.height * scaleY,
    };
    const from = shownFrom(pane.stage.element);
    context.save();
    context.beginPath();
    context.rect(place.leftPx + from * place.widthPx, place.topPx, (1 - from) * place.widthPx, place.heightPx);
    context.clip();
    // The page's gradient hangs on its own height, the middle of which is the middle of the picture.
    const skyPx = box.height * scale;
    const skyTopPx = place.topPx + (place.heightPx - skyPx) / 2;
    context.fillStyle = skyOf(context, pane.stage.sky.style.background, skyTopPx, skyPx);
    context.fillRect(place.leftPx, place.topPx, place.widthPx, place.heightPx);
    const settle = () => {
      if (!panes().includes(pane)) throw new Error('picture: expected the map to stay as it is while it is drawn');
      return untilComplete(() => [pane], settledFrames, cancel);
    };
    await drawParts(pane, context, place, settle, (ratio) => progress((i + ratio) / all.length));
    context.restore();
  }
  return canvas;
}

async function drawParts(
  { stage: { scene, widget } }: Photographed,
  context: CanvasRenderingContext2D,
  place: Place,
  settle: () => Promise<void>,
  progress: (ratio: number) => void,
): Promise<void> {
  const { camera, screenSpaceCameraController: controls } = scene;
  const whole = camera.frustum;
  if (!(whole instanceof PerspectiveFrustum)) throw new Error('picture: expected a perspective');
  const { resolutionScale } = widget;
  const { canvas } = widget;
  const halfWidthTan = halfWidthTanOf(whole);
  controls.enableInputs = false;
  try {
    widget.resolutionScale = partScale(canvas, place) / devicePixelRatio;
    widget.resize();
    const parts = partsOf(place, canvas, halfWidthTan);
    for (const [i, { xPx, yPx, part }] of parts.entries()) {
      const { frustum, restore } = shiftedFrustum(whole, part);
      camera.frustum = frustum;
      try {
        await settle();
        scene.requestRender();
        widget.render();
        context.drawImage(canvas, place.leftPx + xPx, place.topPx + yPx);
      } finally {
        restore();
      }
      progress((i + 1) / parts.length);
    }
  } finally {
    if (!widget.isDestroyed()) {
      camera.frustum = whole;
      controls.enableInputs = true;
      widget.resolutionScale = resolutionScale;
      widget.resize();
      scene.requestRender();
    }
  }
}

/** Tangent of half the angle across; Cesium's angle lies along the longer side. */
function halfWidthTanOf({ fov = 0, aspectRatio = 1 }: PerspectiveFrustum): number {
  return Math.tan(fov / 2) * Math.min(1, aspectRatio);
}

/** Drawn pixels to one of the page: no more at once than is wanted of the picture, nor than {@link PART_PX}. */
function partScale({ clientWidth, clientHeight }: HTMLCanvasElement, { widthPx, heightPx }: Place): number {
  return Math.min(
    PART_PX / Math.max(clientWidth, clientHeight),
    Math.max(widthPx / clientWidth, heightPx / clientHeight),
  );
}

/** Row by row, each as large as what is drawn at once; the last ones reach over the edge. */
export function partsOf(
  place: Pick<Place, 'widthPx' | 'heightPx'>,
  drawn: { width: number; height: number },
  halfWidthTan: number,
): { xPx: number; yPx: number; part: PicturePart }[] {
  const tanPerPx = (2 * halfWidthTan) / place.widthPx;
  const parts: { xPx: number; yPx: number; part: PicturePart }[] = [];
  for (let yPx = 0; yPx < place.heightPx; yPx += drawn.height)
    for (let xPx = 0; xPx < place.widthPx; xPx += drawn.width)
      parts.push({
        xPx,
        yPx,
        part: {
          halfWidthTan: (drawn.width * tanPerPx) / 2,
          halfHeightTan: (drawn.height * tanPerPx) / 2,
          rightTan: (xPx + drawn.width / 2 - place.widthPx / 2) * tanPerPx,
          upTan: (place.heightPx / 2 - yPx - drawn.height / 2) * tanPerPx,
        },
      });
  return parts;
}

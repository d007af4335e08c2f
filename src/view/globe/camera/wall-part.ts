import { type Camera, type Cartesian2, Cartesian3, PerspectiveFrustum, Ray } from '@cesium/engine';
import { endAll } from '../../end-all.ts';
import { type PicturePart, wallPart } from '../../wall-share.ts';
import type { CityStage } from '../panes/stage.ts';
import { shiftedFrustum } from './shifted-frustum.ts';

/** A screen of a wall draws its part of one picture: the frustum follows its place and the size of its window. */
export function showWallPart({ scene, twin, widget }: CityStage): () => void {
  const { camera } = scene;
  const { canvas } = widget;
  const whole = camera.frustum;
  let leave = () => {};
  const place = (): void => {
    leave();
    leave = () => {};
    const { wallPlace } = twin.getState();
    const { clientWidth, clientHeight } = canvas;
    if (wallPlace && whole instanceof PerspectiveFrustum && clientWidth > 0 && clientHeight > 0) {
      const part = wallPart(wallPlace, clientWidth, clientHeight, Math.tan((whole.fov ?? 1) / 2));
      leave = takePart(camera, whole, part, canvas);
    }
    scene.requestRender();
  };
  const sized = new ResizeObserver(place);
  sized.observe(canvas);
  return endAll([twin.follow(({ wallPlace }) => wallPlace, place), () => sized.disconnect(), () => leave()]);
}

/** A pick draws what stands on its pixel, of all that this many times a pixel about it may meet. */
const WHOLE_PICTURE = 10_000;

/**
 * Cesium's rays and picks know no offset of a frustum: a ray is aimed here, and a pick leaves nothing of the picture out, since the volume that it
 * looks through lies elsewhere. It asks for the pixel's size at one metre; whoever else asks gives a distance.
 */
function takePart(camera: Camera, whole: PerspectiveFrustum, part: PicturePart, canvas: HTMLCanvasElement): () => void {
  const { frustum, restore } = shiftedFrustum(whole, part);
  const sizeOf = frustum.getPixelDimensions;
  frustum.getPixelDimensions = (width, height, distance, pixelRatio, result) => {
    const size = sizeOf.call(frustum, width, height, distance, pixelRatio, result);
    if (distance === 1) {
      size.x *= WHOLE_PICTURE;
      size.y *= WHOLE_PICTURE;
    }
    return size;
  };
  camera.frustum = frustum;
  camera.getPickRay = (at: Cartesian2, ray = new Ray()) => {
    const right = ((2 * at.x) / canvas.clientWidth - 1) * part.halfWidthTan + part.rightTan;
    const up = (1 - (2 * at.y) / canvas.clientHeight) * part.halfHeightTan + part.upTan;
    const { positionWC, directionWC, rightWC, upWC } = camera;
    Cartesian3.clone(positionWC, ray.origin);
    const aside = Cartesian3.multiplyByScalar(rightWC, right, new Cartesian3());
    const over = Cartesian3.multiplyByScalar(upWC, up, new Cartesian3());
    Cartesian3.add(directionWC, aside, ray.direction);
    Cartesian3.add(ray.direction, over, ray.direction);
    Cartesian3.normalize(ray.direction, ray.direction);
    return ray;
  };
  return () => {
    restore();
    Reflect.deleteProperty(camera, 'getPickRay');
    camera.frustum = whole;
  };
}

import type { App } from '../../../kit/plugin.ts';
import { words } from '../../../kit/words.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { NO_SHEET_VALUE, SHEET_OPACITY, type SheetPicture } from '../../../view/sheet-picture.ts';
import type { SpaceLine } from '../../../view/space-lines.ts';
import { COVER_STOPS, COVER_TOKENS } from '../colours.ts';
import { cameraSightsController } from '../controller.ts';
import type { PlanePicture } from './picture-plane.ts';

/** Cells under buildings and beyond the radius. */
const LEFT_OUT = 255;

/** Free ground by how many cameras see it. */
const coverLayer: SceneLayer<SheetPicture, App> = {
  id: 'camera-sights.coverage',
  key: ({ coverage }) => coverage,
  of({ coverage }, app) {
    const cells = coverage && app.controllerOf(cameraSightsController).cells();
    if (!cells) return null;
    const { place, counts, elevationM } = cells;
    const most = COVER_TOKENS.length - 1;
    return {
      ground: { terrain: { ...place, elevationM } },
      place,
      values: Float32Array.from(counts, (count) => (count === LEFT_OUT ? NO_SHEET_VALUE : Math.min(count, most))),
      stops: COVER_STOPS,
      opacity: SHEET_OPACITY,
    };
  },
  open: { globe: async () => (await import('./globe.ts')).openValueSheet },
};

/** The edges of one camera's picture, as far as it is drawn. */
const frustumLayer: SceneLayer<readonly SpaceLine[], App> = {
  id: 'camera-sights.frustum',
  key: ({ frustum }) => frustum,
  of({ frustum }) {
    if (!frustum) return null;
    const { eye, corners } = frustum;
    return [
      { line: corners, isRing: true, className: 'camera-frustum' },
      ...corners.map((corner): SpaceLine => ({ line: [eye, corner], className: 'camera-frustum' })),
    ];
  },
  open: { any: async () => (await import('../../../view/space-lines.ts')).openSpaceLines },
};

/** The chosen camera's picture on the far end of its view. */
const planeLayer: SceneLayer<PlanePicture, App> = {
  id: 'camera-sights.plane',
  key: ({ frustum, cameraPictures, isPictureInScene }) =>
    frustum && isPictureInScene ? cameraPictures[frustum.id] : null,
  of({ frustum, cameraPictures, isPictureInScene }, app) {
    const picture = frustum && isPictureInScene ? cameraPictures[frustum.id] : undefined;
    if (!frustum || !picture || picture.kind === 'failed') return null;
    const canvas = app.controllerOf(cameraSightsController).pictureOf(frustum.id);
    const mark = words.t(picture.kind === 'live' ? 'cameras.live' : 'run.simulated');
    return canvas && { corners: frustum.corners, canvas, mark };
  },
  open: { any: async () => (await import('./picture-plane.ts')).openPicturePlane },
};

/** What cameras draw. */
export const cameraLayers = [coverLayer, planeLayer, frustumLayer] as const;

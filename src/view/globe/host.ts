import { Cartesian2 } from '@cesium/engine';
import type { Readers } from '../readers.ts';
import type { SceneHost } from '../scene.ts';
import type { CameraControl } from './camera/camera.ts';
import { viewOf } from './camera/camera-view.ts';
import { projectionOf } from './camera/projection.ts';
import { turnSlowly } from './camera/turning.ts';
import type { Cut } from './layers/cut.ts';
import { groundUpM } from './layers/ground-height.ts';
import type { LayerTilesets } from './layers/layers.ts';
import { surfaceAt } from './layers/surface.ts';
import { type CityStage, ecefOf, enuOf } from './panes/stage.ts';
import type { Picture } from './shader/picture.ts';

declare module '../scene.ts' {
  interface SceneRenderers {
    globe: GlobeHost;
  }
}

/** What Cesium adds to a host: only files of a plug-in's `scene/globe` reach for it. */
export interface GlobeHandles {
  readonly stage: CityStage;
  readonly layers: LayerTilesets;
  /** Light, haze, hour and marks, as every shader takes them. */
  readonly picture: Picture;
  readonly cut: Cut;
  /** What is drawn at a place, as the drawings say it. */
  readonly readers: Readers;
}

/** What the globe offers a drawing on one pane. */
export interface GlobeHost extends SceneHost {
  readonly globe: GlobeHandles;
}

/** The host of one layer on a pane of the globe. */
export function globeHost(
  globe: GlobeHandles,
  control: CameraControl,
  leads: boolean,
  fail: (reason: unknown) => void,
): GlobeHost {
  const { stage, layers } = globe;
  const { scene, twin } = stage;
  return {
    globe,
    twin,
    leads,
    get quality() {
      return stage.quality;
    },
    canvas: stage.widget.canvas,
    overlay: stage.overlay,
    camera: {
      view: () => viewOf(scene.camera),
      fly: control.fly,
      framed: control.framed,
      turn: (elapsedMs) => turnSlowly(stage, elapsedMs),
    },
    insets: control.insets,
    requestFrame: () => scene.requestRender(),
    beforeFrame: (step) => scene.preUpdate.addEventListener(step),
    afterFrame: (draw) => scene.postRender.addEventListener(draw),
    projection() {
      const toPixel = projectionOf(stage);
      return (point) => toPixel(ecefOf(stage, point));
    },
    groundUpM: (points) => groundUpM(stage, points),
    groundAt({ x, y }) {
      const ray = scene.camera.getPickRay(new Cartesian2(x, y));
      const ground = ray && scene.globe.pick(ray, scene);
      return ground ? enuOf(stage, ground) : null;
    },
    surfaceAt: ({ x, y }) => surfaceAt(stage, layers, new Cartesian2(x, y)),
    fail,
  };
}

import {
  buildModuleUrl,
  CameraEventType,
  Cartesian3,
  CesiumWidget,
  EllipsoidTerrainProvider,
  ImageryLayer,
  Ion,
  KeyboardEventModifier,
  Matrix4,
  type Scene,
  TileMapServiceImageryProvider,
} from '@cesium/engine';
import type { Manifest } from '../../city/manifest.ts';
import { type Enu, ecefFromEnuMatrix } from '../../geo/enu.ts';
import type { Side } from '../../twin/layers.ts';
import type { Twin } from '../../twin/twin.ts';

/** One Cesium scene in the page with what is drawn behind and before it. */
export interface Stage {
  readonly element: HTMLElement;
  /** Behind the transparent canvas: the sky is a gradient of the page, tied to the horizon (sky.ts). */
  readonly sky: HTMLElement;
  /** Before the canvas: labels, the line of a pit being drawn. Takes no pointer. */
  readonly overlay: HTMLElement;
  readonly widget: CesiumWidget;
  readonly scene: Scene;
  readonly naturalEarth: ImageryLayer;
  readonly quality: Quality;
  close(): void;
}

/** A stage that shows a city: the frame all its tiles are in, and which side of a comparison it is. */
export interface CityStage extends Stage {
  readonly twin: Twin;
  readonly city: Manifest;
  readonly ecefFromEnu: Matrix4;
  readonly enuFromEcef: Matrix4;
  /** `both`: the whole picture or both sides of a swipe; otherwise one pane of a split. */
  side(): Side;
}

/** What a frame may cost: `fast` is for machines that draw without a GPU. */
export type Quality = 'fine' | 'fast';

/** `?quality=fine|fast` in the address, else by what draws: four samples a pixel cost a software renderer 60 % of its frame. */
export function chooseQuality(canvas: HTMLCanvasElement): Quality {
  const asked = new URLSearchParams(location.search).get('quality');
  if (asked === 'fine' || asked === 'fast') return asked;
  const gl = canvas.getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  return /llvmpipe|softpipe|swiftshader|software|basic render/i.test(renderer) ? 'fast' : 'fine';
}

/**
 * CesiumWidget without ion, sky box and atmosphere; nothing is asked of another host. Frames are drawn when something
 * asks for one. The canvas is transparent (its sky is the page's), which rules out Cesium's own order-independent
 * translucency; sorted translucency drew the same in every scene that was tried.
 */
export function openStage(parent: HTMLElement): Stage {
  Ion.defaultAccessToken = '';
  const element = child(parent, 'stage');
  const sky = child(element, 'stage-sky');
  const picture = child(element, 'stage-picture');
  const overlay = child(element, 'stage-overlay');
  const naturalEarth = ImageryLayer.fromProviderAsync(
    TileMapServiceImageryProvider.fromUrl(buildModuleUrl('Assets/Textures/NaturalEarthII')),
    {},
  );
  const widget = new CesiumWidget(picture, {
    baseLayer: naturalEarth,
    terrainProvider: new EllipsoidTerrainProvider(),
    skyBox: false,
    skyAtmosphere: false,
    scene3DOnly: true,
    requestRenderMode: true,
    maximumRenderTimeChange: Number.POSITIVE_INFINITY,
    orderIndependentTranslucency: false,
    showRenderLoopErrors: false,
    automaticallyTrackDataSourceClocks: false,
    useBrowserRecommendedResolution: false,
    creditContainer: child(element, 'stage-credit'),
    contextOptions: { webgl: { alpha: true, powerPreference: 'high-performance' } },
    msaaSamples: 4,
  });
  const quality = chooseQuality(widget.canvas);
  widget.resolutionScale = Math.min(window.devicePixelRatio, 2) / window.devicePixelRatio;
  const { scene } = widget;
  scene.backgroundColor.alpha = 0;
  scene.backgroundColor.red = 0;
  scene.backgroundColor.green = 0;
  scene.backgroundColor.blue = 0;
  scene.highDynamicRange = false;
  scene.fog.enabled = false;
  scene.msaaSamples = quality === 'fine' ? 4 : 1;
  scene.postProcessStages.fxaa.enabled = false;
  scene.globe.depthTestAgainstTerrain = true;
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.globe.preloadSiblings = false;
  const controls = scene.screenSpaceCameraController;
  controls.zoomEventTypes = [CameraEventType.WHEEL, CameraEventType.PINCH];
  controls.tiltEventTypes = [
    CameraEventType.RIGHT_DRAG,
    CameraEventType.MIDDLE_DRAG,
    CameraEventType.PINCH,
    { eventType: CameraEventType.LEFT_DRAG, modifier: KeyboardEventModifier.CTRL },
  ];
  controls.minimumZoomDistance = 4;
  controls.maximumZoomDistance = 30_000_000;
  widget.canvas.tabIndex = 0;
  return {
    element,
    sky,
    overlay,
    widget,
    scene,
    naturalEarth,
    quality,
    close() {
      if (!widget.isDestroyed()) widget.destroy();
      element.remove();
    },
  };
}

export function showCityOn(stage: Stage, twin: Twin, side: () => Side): CityStage {
  const ecefFromEnu = Matrix4.fromArray(ecefFromEnuMatrix(twin.city.origin));
  return {
    ...stage,
    twin,
    city: twin.city,
    side,
    ecefFromEnu,
    enuFromEcef: Matrix4.inverseTransformation(ecefFromEnu, new Matrix4()),
  };
}

export function ecefOf(stage: CityStage, [eastM, northM, upM]: Enu, result = new Cartesian3()): Cartesian3 {
  return Matrix4.multiplyByPoint(stage.ecefFromEnu, new Cartesian3(eastM, northM, upM), result);
}

export function enuOf(stage: CityStage, ecef: Cartesian3): Enu {
  const { x, y, z } = Matrix4.multiplyByPoint(stage.enuFromEcef, ecef, new Cartesian3());
  return [x, y, z];
}

export function child(parent: HTMLElement, className: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  parent.append(element);
  return element;
}

/**
 * What follows a frame reads sizes at once and writes with this, when all have read: a size that is asked for after a write costs a layout.
 * With 14 tags that was 4.2 ms of each frame, asked for by pins of which there were none.
 */
export function afterReads(write: () => void): void {
  queueMicrotask(write);
}

/** Runs every function, last first; for `show…` functions that are made of others. */
export function endAll(ends: (() => void)[]): () => void {
  return () => {
    for (const end of [...ends].reverse()) end();
  };
}

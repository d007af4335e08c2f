import {
  buildModuleUrl,
  CameraEventType,
  Cartesian3,
  CesiumWidget,
  Credit,
  CreditDisplay,
  EllipsoidTerrainProvider,
  ImageryLayer,
  Ion,
  KeyboardEventModifier,
  Matrix4,
  type Scene,
  TileMapServiceImageryProvider,
} from '@cesium/engine';
import type { Manifest } from '../../../../model/city/manifest.ts';
import { type Enu, ecefFromEnuMatrix } from '../../../../model/geo/enu.ts';
import { MessageError } from '../../../../model/text/message.ts';
import type { Quality } from '../../../twin/quality.ts';
import type { Twin } from '../../../twin/twin.ts';
import { child } from '../../dom.ts';
import { viewMessage } from '../../messages.ts';
import { GLOBE_COSTS, slantedOf } from '../quality/costs.ts';
import { resolutionScale } from '../quality/resolution.ts';

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
  /** Quality of the city that it shows; before there is one, the quality that it began with. */
  readonly quality: Quality;
  /** Nothing draws but the processor. */
  readonly isSoftware: boolean;
  /** Drawn pixels follow the size of the window and this. */
  fitResolution(quality: Quality): void;
  close(): void;
}

/** A stage that shows a city: the frame all its tiles are in, and the twin as it is seen there. */
export interface CityStage extends Stage {
  readonly twin: Twin;
  readonly city: Manifest;
  readonly ecefFromEnu: Matrix4;
  readonly enuFromEcef: Matrix4;
}

function isDrawnBySoftware(canvas: HTMLCanvasElement): boolean {
  const gl = canvas.getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer = gl && info ? String(gl.getParameter(info.UNMASKED_RENDERER_WEBGL)) : '';
  return /llvmpipe|softpipe|swiftshader|software|basic render/i.test(renderer);
}

/**
 * CesiumWidget without ion, sky box and atmosphere; nothing is asked of another host. Frames are drawn when something
 * asks for one. The canvas is transparent (its sky is the page's), which rules out Cesium's own order-independent
 * translucency; sorted translucency drew the same in every scene that was tried. Null: as fine as what draws allows, before a frame was
 * measured.
 */
export function openStage(parent: HTMLElement, wanted: Quality | null): Stage {
  Ion.defaultAccessToken = '';
  const element = child(parent, 'stage');
  const sky = child(element, 'stage-sky');
  const picture = child(element, 'stage-picture');
  const overlay = child(element, 'stage-overlay');
  const widget = openOrRefuse(() => openWidget(picture, child(element, 'stage-credit')));
  refuseCredits(widget);
  const isSoftware = isDrawnBySoftware(widget.canvas);
  const quality = wanted ?? (isSoftware ? 'fast' : 'fine');
  const naturalEarth = ImageryLayer.fromProviderAsync(
    TileMapServiceImageryProvider.fromUrl(buildModuleUrl('Assets/Textures/NaturalEarthII')),
    slantedOf({ isSoftware, quality }),
  );
  widget.scene.imageryLayers.add(naturalEarth);
  const fitResolution = resolutionOf(widget, quality);
  const sized = new ResizeObserver(() => fitResolution());
  sized.observe(widget.canvas);
  const { scene } = widget;
  clearScene(scene);
  scene.msaaSamples = GLOBE_COSTS[quality].edgeSamples;
  setControls(scene.screenSpaceCameraController);
  widget.canvas.tabIndex = 0;
  return {
    element,
    sky,
    overlay,
    widget,
    scene,
    naturalEarth,
    quality,
    isSoftware,
    fitResolution,
    close() {
      sized.disconnect();
      if (!widget.isDestroyed()) widget.destroy();
      element.remove();
    },
  };
}

/** A window may be moved to a wall: how fine its picture is follows its size. Without a quality it keeps the one of before. */
function resolutionOf(widget: CesiumWidget, first: Quality): (quality?: Quality) => void {
  let worn = first;
  const maxSidePx = longestSidePx(widget.canvas);
  const adapt = (quality = worn): void => {
    worn = quality;
    const { clientWidth, clientHeight } = widget.canvas;
    const finest = { ...GLOBE_COSTS[quality], maxSidePx };
    const scale = resolutionScale(clientWidth, clientHeight, window.devicePixelRatio, finest);
    if (widget.resolutionScale !== scale) widget.resolutionScale = scale;
  };
  adapt();
  return adapt;
}

/** Returns the longest side of a picture that the card can draw. */
function longestSidePx(canvas: HTMLCanvasElement): number {
  const gl = canvas.getContext('webgl2');
  return gl ? gl.getParameter(gl.MAX_RENDERBUFFER_SIZE) : Number.POSITIVE_INFINITY;
}

/**
 * Drops the credits of tiles: a city's sources are in its manifest, and on the page as text. Tilesets and tiles say them too
 * (`asset.extras.cesium.credits`, glTF's `asset.copyright`), and Cesium makes HTML of that: links and pictures of a city's file, though
 * cleaned of scripts.
 */
function refuseCredits({ creditDisplay }: CesiumWidget): void {
  creditDisplay.addCreditToNextFrame = () => undefined;
  creditDisplay.addStaticCredit = () => undefined;
}

/** Cesium tells a browser without WebGL from other faults by its English sentence alone. */
function openOrRefuse<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (/webgl/i.test(String(error))) throw new MessageError(viewMessage('no-webgl', {}));
    throw error;
  }
}

function openWidget(picture: HTMLElement, creditContainer: HTMLElement): CesiumWidget {
  // The sign of a service that is not used is not fetched; the page names CesiumJS among its sources.
  CreditDisplay.cesiumCredit = new Credit('CesiumJS');
  return new CesiumWidget(picture, {
    baseLayer: false,
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
    creditContainer,
    contextOptions: { webgl: { alpha: true, powerPreference: 'high-performance' } },
    msaaSamples: 4,
  });
}

function clearScene(scene: Scene): void {
  scene.backgroundColor.alpha = 0;
  scene.backgroundColor.red = 0;
  scene.backgroundColor.green = 0;
  scene.backgroundColor.blue = 0;
  scene.highDynamicRange = false;
  scene.fog.enabled = false;
  scene.postProcessStages.fxaa.enabled = false;
  scene.globe.depthTestAgainstTerrain = true;
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.globe.preloadSiblings = false;
}

function setControls(controls: Scene['screenSpaceCameraController']): void {
  controls.zoomEventTypes = [CameraEventType.WHEEL, CameraEventType.PINCH];
  controls.tiltEventTypes = [
    CameraEventType.RIGHT_DRAG,
    CameraEventType.MIDDLE_DRAG,
    CameraEventType.PINCH,
    { eventType: CameraEventType.LEFT_DRAG, modifier: KeyboardEventModifier.CTRL },
  ];
  controls.minimumZoomDistance = 4;
  controls.maximumZoomDistance = 30_000_000;
  // After a drag the city would glide on: not for who asked for less motion.
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  controls.inertiaSpin = 0;
  controls.inertiaTranslate = 0;
  controls.inertiaZoom = 0;
}

/** Puts a city on a bare stage: from then on points of it have a place. */
export function showCityOn(stage: Stage, twin: Twin): CityStage {
  const ecefFromEnu = Matrix4.fromArray(ecefFromEnuMatrix(twin.city.origin));
  return {
    ...stage,
    get quality() {
      return twin.getState().quality;
    },
    twin,
    city: twin.city,
    ecefFromEnu,
    enuFromEcef: Matrix4.inverseTransformation(ecefFromEnu, new Matrix4()),
  };
}

/** Earth-fixed place of a point of the city. */
export function ecefOf(stage: CityStage, [eastM, northM, upM]: Enu, result = new Cartesian3()): Cartesian3 {
  return Matrix4.multiplyByPoint(stage.ecefFromEnu, new Cartesian3(eastM, northM, upM), result);
}

/** Place in the city of an Earth-fixed point. */
export function enuOf(stage: CityStage, ecef: Cartesian3): Enu {
  const { x, y, z } = Matrix4.multiplyByPoint(stage.enuFromEcef, ecef, new Cartesian3());
  return [x, y, z];
}

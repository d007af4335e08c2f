import './globe.css';
import { Cartesian2, Cartesian3 } from '@cesium/engine';
import type { Message } from '../../../model/text/message.ts';
import type { Quality } from '../../twin/quality.ts';
import type { Twin } from '../../twin/twin.ts';
import { endAll } from '../end-all.ts';
import { measureQuality, type QualityMeter } from '../measure-quality.ts';
import { SETTLED_FRAMES } from '../pace.ts';
import type { SceneLayer } from '../scene.ts';
import { openSceneLoop } from '../scene-loop.ts';
import type { Paints, PictureFacts, ViewApi } from '../view-api.ts';
import { openCameraPictures } from './camera/camera-pictures.ts';
import { enlarge } from './camera/enlarge.ts';
import { photograph } from './camera/photo.ts';
import { surfaceAt } from './layers/surface.ts';
import { openFacts, screenOf } from './panes/facts.ts';
import type { Pane } from './panes/pane.ts';
import { openPanes, type Panes } from './panes/panes.ts';
import { openStage, type Stage } from './panes/stage.ts';
import { keepBudget, requestedBudgetBytes } from './quality/budget.ts';
import type { FrameStats } from './quality/meter.ts';
import { reasonOf } from './reason.ts';

/** The globe of a city: what panels ask of the picture, and what the app shows on it. */
export interface Globe extends ViewApi {
  paint(paints: Paints): void;
  /** Draws scene layers on every pane there is and will be, in place of those before; `app` is what they read their pictures from. */
  draw<App>(layers: readonly SceneLayer<unknown, App>[], app: App): void;
  /** Ground and all shown layers are loaded and more than two frames were drawn since. */
  ready(): boolean;
  stats(): Stats;
  /** Water and people as the leading pane's drawings hold them, for tests and the curious. */
  depthAt(eastM: number, northM: number): number | null;
  peopleAt(eastM: number, northM: number, radiusM: number): number | null;
  /** Draws nothing while it rests: another engine shows the city. */
  rest(isResting: boolean): void;
  close(): void;
}

/** What the picture costs, for tests and the curious. */
interface Stats extends FrameStats {
  tiles: number;
  bytes: number;
  budgetBytes: number;
  coarseness: number;
  loading: number;
}

/** Starts the engine before the city is known: Natural Earth is on screen while the manifest travels. Null: as fine as what draws allows. */
export function openGlobeStage(element: HTMLElement, wanted: Quality | null): Stage {
  return openStage(element, wanted);
}

/**
 * One pane, or as many as a comparison has pictures. Panes are thrown away and built again from the twin when their
 * graphics context is lost; who follows the globe notices nothing.
 */
export function openGlobe(
  twin: Twin,
  first: Stage,
  cityUrl: string,
  fail: (what: string, reason: string | Message) => void,
): Globe {
  const attractions = new Set<symbol>();
  const budgetBytes = requestedBudgetBytes(location.search);
  const tiles = () => tileFacts(panes.all(), budgetBytes, budget.coarseness());
  const facts = openFacts(tiles);
  const quality = measureQuality(twin);
  const panes = openPanes(first, {
    twin,
    cityUrl,
    isAttracting: () => attractions.size > 0,
    fail,
    attach: (main) => endAll([facts.attach(main.stage, main.control), measureFrames(main, quality)]),
  });
  const pictures = openCameraPictures(panes, (reason) => fail('camera pictures', reason));
  const budget = keepBudget(() => [...panes.all(), ...pictures.panes()], budgetBytes);
  const scene = drawScenes(twin, panes, fail);
  return {
    ...viewApi(panes, attractions),
    pictureFrom: pictures.take,
    follow: facts.follow,
    paint: ({ pictures }) => panes.paint(pictures),
    draw: scene.draw,
    ready: () => panes.all().every(({ meter }) => meter.settledFrames() >= SETTLED_FRAMES),
    depthAt: (eastM, northM) => panes.main().readers.depthAt(eastM, northM),
    peopleAt: (eastM, northM, radiusM) => panes.main().readers.peopleAt(eastM, northM, radiusM),
    rest(isResting) {
      for (const { stage } of panes.all()) {
        stage.widget.useDefaultRenderLoop = !isResting;
        if (!isResting) stage.scene.requestRender();
      }
    },
    stats() {
      const { count, ...rest } = tiles();
      return { ...panes.main().meter.stats(), tiles: count, ...rest };
    },
    close() {
      quality.close();
      budget.close();
      pictures.close();
      panes.close();
      scene.close();
    },
  };
}

/** Times the frames of the leading pane. */
function measureFrames({ stage: { scene }, meter }: Pane, quality: QualityMeter): () => void {
  const seenM = Cartesian3.clone(scene.camera.positionWC);
  const towards = Cartesian3.clone(scene.camera.directionWC);
  return endAll([
    scene.preUpdate.addEventListener(quality.begun),
    scene.postRender.addEventListener(() => {
      const { positionWC, directionWC } = scene.camera;
      const cameraMoves = !Cartesian3.equals(seenM, positionWC) || !Cartesian3.equals(towards, directionWC);
      Cartesian3.clone(positionWC, seenM);
      Cartesian3.clone(directionWC, towards);
      quality.drawn({ cameraMoves, isLoading: meter.isLoading() });
    }),
  ]);
}

/** The list of scene layers of now, kept for all panes by one loop. */
function drawScenes(
  twin: Twin,
  panes: Panes,
  fail: (what: string, reason: string | Message) => void,
): Pick<Globe, 'draw' | 'close'> {
  let close = () => {};
  return {
    draw(layers, app) {
      close();
      const loop = openSceneLoop(twin, layers, app, (layerId, reason) => fail(layerId, reasonOf(reason)));
      close = loop.close;
      panes.drawScene(loop);
    },
    close: () => close(),
  };
}

/** What is asked of the leading pane, whichever it is by now. */
function viewApi(panes: Panes, attractions: Set<symbol>): Omit<ViewApi, 'follow' | 'pictureFrom'> {
  const main = panes.main;
  return {
    zoomIn: () => main().control.zoom(0.5),
    zoomOut: () => main().control.zoom(2),
    faceNorth: () => main().control.faceNorth(),
    flyToPlace: (place, headingDeg) => main().control.flyToPlace(place, headingDeg),
    screenOf: (point) => screenOf(main().stage, point),
    surfaceAt(xPx, yPx) {
      const { stage, layers } = main();
      const box = stage.widget.canvas.getBoundingClientRect();
      return surfaceAt(stage, layers, new Cartesian2(xPx - box.left, yPx - box.top));
    },
    photograph: (cancel) => photograph(panes.all, SETTLED_FRAMES, cancel),
    enlarge: (size, cancel, progress) => enlarge(panes.all, SETTLED_FRAMES, { size, cancel, progress }),
    frames: () => main().meter.stats().frames,
    rebuild: panes.rebuild,
    setInsets: panes.setInsets,
    attract() {
      const cover = Symbol('cover');
      attractions.add(cover);
      main().stage.scene.requestRender();
      return () => {
        attractions.delete(cover);
        main().stage.scene.requestRender();
      };
    },
  };
}

function tileFacts(panes: readonly Pane[], budgetBytes: number, coarseness: number): PictureFacts['tiles'] {
  const held = panes.flatMap(({ layers }) => layers.all());
  const tilesets = held.map(({ tileset }) => tileset);
  return {
    count: held.reduce((sum, { tileCount }) => sum + tileCount(), 0),
    bytes: tilesets.reduce((sum, tileset) => sum + tileset.totalMemoryUsageInBytes, 0),
    budgetBytes,
    coarseness,
    loading: tilesets.filter((tileset) => tileset.show && !tileset.tilesLoaded).length,
  };
}

import './globe.css';
import type { Place } from '../../city/catalogue.ts';
import type { Enu } from '../../geo/enu.ts';
import type { Twin } from '../../twin/twin.ts';
import { type CameraControl, controlCamera, type Insets, setView } from './camera.ts';
import { type Facts, screenOf, tellFacts } from './facts.ts';
import { showGround } from './ground.ts';
import { type LayerTilesets, reasonOf, showLayers } from './layers.ts';
import { createPicture } from './picture.ts';
import { showSelection } from './selection.ts';
import { showSky } from './sky.ts';
import { endAll, openStage, type Stage, showCityOn } from './stage.ts';
import { showSun } from './sun.ts';

/** The globe of a city; satisfies the panels' GlobeApi. */
export interface Globe {
  follow(show: (facts: Facts) => void): () => void;
  zoomIn(): void;
  zoomOut(): void;
  faceNorth(): void;
  flyToPlace(place: Place): void;
  screenOf(point: Enu): { xPx: number; yPx: number } | null;
  setInsets(insets: Insets): void;
  /** RGBA8 by gid, see `Catalogue.paint`; null = own colours. */
  paint(rgba: Uint8Array | null): void;
  /** Ground and all shown layers are loaded and more than two frames were drawn since. */
  ready(): boolean;
  stats(): Stats;
  close(): void;
}

export interface Stats {
  frames: number;
  /** Median and 95th percentile of script in the last 120 frames, without the GPU's time. */
  scriptMs: number;
  scriptP95Ms: number;
  tiles: number;
  bytes: number;
  budgetBytes: number;
  firstFrameMs: number | null;
}

/** Starts the engine before the city is known: Natural Earth is on screen while the manifest travels. */
export function openGlobeStage(element: HTMLElement): Stage {
  return openStage(element);
}

export function openGlobe(
  twin: Twin,
  first: Stage,
  cityUrl: string,
  fail: (what: string, reason: string) => void,
): Globe {
  const stage = showCityOn(first, twin, 'both');
  const { scene } = stage;
  const picture = createPicture(() => scene.requestRender());
  setView(scene.camera, twin.getState().camera);
  const control: CameraControl = controlCamera(stage);
  const layers: LayerTilesets = showLayers(stage, cityUrl, picture);
  const meter = meterFrames(stage);
  const tell = tellFacts(stage, control, () => ({ excavation: null, tiles: tileFacts() }));
  const ends = [
    scene.renderError.addEventListener((_: unknown, error: unknown) => fail('picture', reasonOf(error))),
    showGround(stage, cityUrl, picture, (what, reason) => fail(what, reasonOf(reason))),
    showSky(stage, picture),
    showSun(stage, picture),
    showSelection(stage, picture),
  ];

  function tileFacts(): Facts['tiles'] {
    const tilesets = layers.all().map(({ tileset }) => tileset);
    return {
      count: tilesets.length,
      bytes: tilesets.reduce((sum, tileset) => sum + tileset.totalMemoryUsageInBytes, 0),
      budgetBytes: 512 * 1024 * 1024,
      loading: tilesets.filter((tileset) => tileset.show && !tileset.tilesLoaded).length,
    };
  }

  return {
    follow: tell.follow,
    zoomIn: () => control.zoom(0.5),
    zoomOut: () => control.zoom(2),
    faceNorth: control.faceNorth,
    flyToPlace: control.flyToPlace,
    screenOf: (point) => screenOf(stage, point),
    setInsets: control.setInsets,
    paint: layers.paint,
    ready: () => meter.settledFrames() > 2 && tileFacts().loading === 0 && scene.globe.tilesLoaded,
    stats: () => ({
      ...meter.stats(),
      ...(({ count, bytes, budgetBytes }) => ({ tiles: count, bytes, budgetBytes }))(tileFacts()),
    }),
    close() {
      tell.close();
      endAll(ends)();
      layers.close();
      control.close();
      meter.close();
      stage.close();
    },
  };

  function meterFrames({ scene: metered }: Stage) {
    const times: number[] = [];
    let [frames, startMs, settled] = [0, 0, 0];
    let firstFrameMs: number | null = null;
    const stops = [
      metered.preUpdate.addEventListener(() => {
        startMs = performance.now();
      }),
      metered.postRender.addEventListener(() => {
        frames++;
        times.push(performance.now() - startMs);
        if (times.length > 120) times.shift();
        firstFrameMs ??= performance.now();
        settled = metered.globe.tilesLoaded && tileFacts().loading === 0 ? settled + 1 : 0;
        if (settled <= 3) metered.requestRender();
      }),
    ];
    return {
      settledFrames: () => settled,
      stats() {
        const sorted = [...times].sort((a, b) => a - b);
        const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
        return { frames, scriptMs: at(0.5), scriptP95Ms: at(0.95), firstFrameMs };
      },
      close: endAll(stops),
    };
  }
}

import './globe.css';
import { Cartesian2 } from '@cesium/engine';
import type { Place } from '../../city/catalogue.ts';
import type { Enu } from '../../geo/enu.ts';
import type { TaskTable } from '../../twin/build-desk.ts';
import type { CrowdPicture } from '../../twin/crowd.ts';
import type { FloodPicture } from '../../twin/flood.ts';
import type { LinkTable } from '../../twin/linking-desk.ts';
import type { SurfacePoint } from '../../twin/measuring.ts';
import type { Twin } from '../../twin/twin.ts';
import { askedBudgetBytes, keepBudget } from './budget.ts';
import type { Insets } from './camera.ts';
import { linkCameras } from './compare.ts';
import { watchContext } from './context.ts';
import { type Facts, screenOf, tellFacts } from './facts.ts';
import { NO_FLOOD, type ShownFlood } from './flood.ts';
import type { FrameStats } from './meter.ts';
import { openPane, type Pane } from './pane.ts';
import { photograph } from './photo.ts';
import { type SensorPicture, showSensors } from './sensors.ts';
import { openStage, type Stage } from './stage.ts';
import { surfaceAt } from './surface.ts';

/** The globe of a city; satisfies the panels' GlobeApi. */
export interface Globe {
  follow(show: (facts: Facts) => void): () => void;
  zoomIn(): void;
  zoomOut(): void;
  faceNorth(): void;
  flyToPlace(place: Place): void;
  screenOf(point: Enu): { xPx: number; yPx: number } | null;
  surfaceAt(xPx: number, yPx: number): Promise<SurfacePoint | null>;
  setInsets(insets: Insets): void;
  photograph(cancel: AbortSignal): Promise<HTMLCanvasElement>;
  /** Until the returned function is called the picture turns slowly about its middle and wears no names. */
  attract(): () => void;
  /** RGBA8 by gid, see `Catalogue.paint`; null = own colours. */
  paint(rgba: Uint8Array | null): void;
  /** Water of a run, or none; while the comparison swipes or splits, `compared` is on its right side instead. */
  showFlood(shown: FloodPicture | null, compared?: FloodPicture | null): void;
  /** People of a run and the density of their ground, or none. */
  showCrowd(picture: CrowdPicture | null): void;
  /** Dates by which the elements are built, null: they stand as they are; and links, of layers that go by others than their tiles'. */
  showBuild(tasks: TaskTable | null, links: readonly LinkTable[]): void;
  /** The city's sensors with what they say, once they are known. */
  showSensors(picture: SensorPicture): void;
  /** Ground and all shown layers are loaded and more than two frames were drawn since. */
  ready(): boolean;
  stats(): Stats;
  close(): void;
}

export interface Stats extends FrameStats {
  tiles: number;
  bytes: number;
  budgetBytes: number;
  coarseness: number;
  loading: number;
}

const SETTLED_FRAMES = 3;

/** Starts the engine before the city is known: Natural Earth is on screen while the manifest travels. */
export function openGlobeStage(element: HTMLElement): Stage {
  return openStage(element);
}

/**
 * One pane, or two while the comparison is split. Panes are thrown away and built again from the twin when their
 * graphics context is lost; who follows the globe notices nothing.
 */
export function openGlobe(
  twin: Twin,
  first: Stage,
  cityUrl: string,
  fail: (what: string, reason: string) => void,
): Globe {
  const root = first.element.parentElement ?? document.body;
  const followers = new Map<(facts: Facts) => void, () => void>();
  const losses: number[] = [];
  const budgetBytes = askedBudgetBytes(location.search);
  let paint: Uint8Array | null = null;
  let flood: ShownFlood = NO_FLOOD;
  let crowd: CrowdPicture | null = null;
  let tasks: TaskTable | null = null;
  let links: readonly LinkTable[] = [];
  let sensors: SensorPicture | null = null;
  let insets: Insets = { topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 };
  const attractions = new Set<symbol>();
  const isAttracting = () => attractions.size > 0;
  const budget = keepBudget(() => panes(), budgetBytes);
  let main = openMain(first);
  let second: { pane: Pane; unlink: () => void } | null = null;

  const panes = (): Pane[] => (second ? [main.pane, second.pane] : [main.pane]);

  function openMain(bare: Stage) {
    const side = () => (twin.getState().compare === 'split' ? ('left' as const) : ('both' as const));
    const pane = openPane(bare, {
      twin,
      cityUrl,
      side,
      leads: true,
      paint,
      flood,
      crowd,
      tasks,
      links,
      isAttracting,
      fail,
    });
    pane.control.setInsets(insets);
    const tell = tellFacts(pane.stage, pane.control, () => ({
      excavation: pane.underground.facts(),
      measurement: pane.ruler.measurement(),
      tiles: tileFacts(),
    }));
    for (const show of followers.keys()) followers.set(show, tell.follow(show));
    const unwatch = watchContext(pane.stage, losses, rebuildMain, fail);
    const endSensors = sensors ? showSensors(pane.stage, sensors, () => insets) : null;
    return { pane, tell, unwatch, endSensors };
  }

  function closeMain(): void {
    main.unwatch();
    main.endSensors?.();
    main.tell.close();
    main.pane.close();
  }

  function rebuildMain(): void {
    closeSecond();
    closeMain();
    main = openMain(openStage(root));
    follow();
  }

  function openSecond(): void {
    if (second) return;
    const stage = openStage(root);
    stage.element.classList.add('stage-split-right');
    const pane = openPane(stage, {
      twin,
      cityUrl,
      side: () => 'right',
      leads: false,
      paint,
      flood,
      crowd,
      tasks,
      links,
      isAttracting,
      fail,
    });
    const unwatch = watchContext(pane.stage, losses, rebuildMain, fail);
    const unlink = linkCameras(main.pane.stage, pane.stage);
    second = {
      pane,
      unlink() {
        unlink();
        unwatch();
      },
    };
  }

  function closeSecond(): void {
    second?.unlink();
    second?.pane.close();
    second = null;
  }

  /** Opens or closes the second pane as the comparison says. */
  function follow(): void {
    const split = twin.getState().compare === 'split';
    main.pane.stage.element.classList.toggle('stage-split-left', split);
    if (split) openSecond();
    else closeSecond();
    for (const { stage } of panes()) {
      stage.widget.resize();
      stage.scene.requestRender();
    }
  }

  function tileFacts(): Facts['tiles'] {
    const held = panes().flatMap(({ layers }) => layers.all());
    const tilesets = held.map(({ tileset }) => tileset);
    return {
      count: held.reduce((sum, { tileCount }) => sum + tileCount(), 0),
      bytes: tilesets.reduce((sum, tileset) => sum + tileset.totalMemoryUsageInBytes, 0),
      budgetBytes,
      coarseness: budget.coarseness(),
      loading: tilesets.filter((tileset) => tileset.show && !tileset.tilesLoaded).length,
    };
  }

  const endCompare = twin.follow(({ compare }) => compare, follow);

  return {
    follow(show) {
      followers.set(show, main.tell.follow(show));
      return () => {
        followers.get(show)?.();
        followers.delete(show);
      };
    },
    zoomIn: () => main.pane.control.zoom(0.5),
    zoomOut: () => main.pane.control.zoom(2),
    faceNorth: () => main.pane.control.faceNorth(),
    flyToPlace: (place) => main.pane.control.flyToPlace(place),
    screenOf: (point) => screenOf(main.pane.stage, point),
    surfaceAt(xPx, yPx) {
      const { stage, layers } = main.pane;
      const box = stage.widget.canvas.getBoundingClientRect();
      return surfaceAt(stage, layers, new Cartesian2(xPx - box.left, yPx - box.top));
    },
    photograph: (cancel) => photograph(panes, SETTLED_FRAMES, cancel),
    setInsets(next) {
      insets = next;
      main.pane.control.setInsets(next);
    },
    attract() {
      const cover = Symbol('cover');
      attractions.add(cover);
      main.pane.stage.scene.requestRender();
      return () => {
        attractions.delete(cover);
        main.pane.stage.scene.requestRender();
      };
    },
    paint(rgba) {
      paint = rgba;
      for (const { layers } of panes()) layers.paint(rgba);
    },
    showFlood(shown, compared = null) {
      flood = { shown, compared };
      for (const pane of panes()) pane.flood.show(flood);
    },
    showCrowd(picture) {
      crowd = picture;
      for (const pane of panes()) pane.crowd.show(picture);
    },
    showBuild(nextTasks, nextLinks) {
      tasks = nextTasks;
      links = nextLinks;
      for (const { layers } of panes()) layers.showTasks(tasks, links);
    },
    showSensors(picture) {
      sensors = picture;
      main.endSensors?.();
      main.endSensors = showSensors(main.pane.stage, picture, () => insets);
    },
    ready: () => panes().every(({ meter }) => meter.settledFrames() >= SETTLED_FRAMES),
    stats() {
      const { count, ...rest } = tileFacts();
      return { ...main.pane.meter.stats(), tiles: count, ...rest };
    },
    close() {
      endCompare();
      budget.close();
      closeSecond();
      closeMain();
    },
  };
}

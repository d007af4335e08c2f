import { Matrix4 } from '@cesium/engine';
import type { LayerInfo } from '../../../../model/city/manifest.ts';
import { themeOf } from '../../../twin/appearance.ts';
import type { TwinState } from '../../../twin/twin.ts';
import { drapeOrders } from '../../draped.ts';
import { endAll } from '../../end-all.ts';
import { openHiddenPaint } from '../../hidden-paint.ts';
import type { CityStage } from '../panes/stage.ts';
import type { Picture } from '../shader/picture.ts';
import { type ElementMoment, type ElementSchedule, NO_MOMENT, NO_SCHEDULE } from './element-schedule.ts';
import { type LayerContext, LayerTileset, type ShownLayer } from './layer-tileset.ts';

/** Tilesets of a stage, for those who clip, budget, place, play and count them. */
export interface LayerTilesets {
  /** Loaded ones only. */
  all(): ShownLayer[];
  /** Calls for each tileset when it has loaded, at once for those that have; returns what ends it. */
  onLoaded(use: (layer: ShownLayer) => void): () => void;
  /** A drawn layer's tileset is still being fetched. */
  isWaiting(): boolean;
  /** RGBA8 by gid over the whole city; null = every layer in its own colours. */
  paint(rgba: Uint8Array | null): void;
  /** Hides things of the city for an owner, in place of those that it hid before. */
  hide(owner: string, gids: readonly number[]): void;
  /** Plays elements along a schedule from now on. */
  takeSchedule(schedule: ElementSchedule): void;
  /** The instant that the schedule is shown at. */
  takeMoment(moment: ElementMoment): void;
  /** Puts a layer that is in a frame of its own into the city's: a column-major 4 × 4. */
  place(layerId: string, enuFromLayer: readonly number[]): void;
  close(): void;
}

/** What a layer's picture hangs on, beside its light: following all of the twin cost 43 comparisons a tick of the clock. */
const FOLLOWED: readonly ((state: TwinState) => unknown)[] = [
  ({ cimLevels }) => cimLevels,
  ({ states }) => states,
  ({ compare }) => compare,
  ({ underground }) => underground,
  themeOf,
];

/**
 * Each layer of the city as a tileset with its shader. A layer is fetched when it is first drawn; one that fails tells
 * its reason in the twin and the rest goes on.
 */
export function showLayers(stage: CityStage, cityUrl: string, picture: Picture, leads: boolean): LayerTilesets {
  const { scene } = stage;
  const listeners = new Set<(layer: ShownLayer) => void>();
  const places = new Map<string, readonly number[]>();
  const paint = openHiddenPaint(
    () => stage.twin.city.layers,
    () => {
      for (const layer of set.layers()) layer.takePaint(paint.now());
      scene.requestRender();
    },
  );
  let schedule = NO_SCHEDULE;
  let moment = NO_MOMENT;
  const set = openSet({
    stage,
    cityUrl,
    picture,
    leads,
    paint: paint.now,
    schedule: () => schedule,
    moment: () => moment,
    placeOf: (layerId) => places.get(layerId) ?? null,
    onLoaded(layer) {
      for (const use of listeners) use(layer);
    },
  });
  const end = followTwin(stage, picture, set);
  return {
    all: () => set.layers().flatMap((layer) => layer.shown() ?? []),
    onLoaded(use) {
      listeners.add(use);
      for (const layer of this.all()) use(layer);
      return () => listeners.delete(use);
    },
    isWaiting: () => set.layers().some((layer) => layer.isWaiting()),
    paint: paint.paint,
    hide: paint.hide,
    takeSchedule(next) {
      schedule = next;
      for (const layer of set.layers()) layer.takeSchedule();
    },
    takeMoment(next) {
      moment = next;
      for (const layer of set.layers()) layer.takeMoment();
    },
    place(layerId, enuFromLayer) {
      places.set(layerId, enuFromLayer);
      for (const layer of set.layers()) layer.takePlace();
    },
    close() {
      end();
      for (const layer of set.layers()) layer.close();
    },
  };
}

/** The layers that the city has now. */
interface LayerSet {
  layers(): readonly LayerTileset[];
  /** Takes those that were brought since, and leaves those that were taken away. */
  renew(): void;
}

function openSet(context: LayerContext): LayerSet {
  const { twin } = context.stage;
  // What decorates a layer lies on all that is draped.
  const all = (): readonly LayerInfo[] => [...twin.city.layers, ...(twin.city.decorations ?? [])];
  const open = (infos: readonly LayerInfo[]): LayerTileset[] => {
    const orders = drapeOrders(twin.city.layers);
    const orderOf = ({ id, decorates }: LayerInfo): number =>
      decorates === undefined ? (orders.get(id) ?? 0) : orders.size;
    return infos.map((info) => new LayerTileset(info, orderOf(info), context));
  };
  let shown = open(all());
  return {
    layers: () => shown,
    renew() {
      const layers = all();
      for (const layer of shown) if (!layers.some(({ id }) => id === layer.id)) layer.close();
      shown = shown.filter(({ id }) => layers.some((info) => info.id === id));
      shown.push(...open(layers.filter((info) => !shown.some(({ id }) => id === info.id))));
    },
  };
}

function followTwin(stage: CityStage, picture: Picture, set: LayerSet): () => void {
  const { twin, scene } = stage;
  const updateAll = () => {
    for (const layer of set.layers()) layer.update();
  };
  updateAll();
  return endAll([
    twin.follow(
      ({ layers }) => layers,
      () => {
        set.renew();
        updateAll();
      },
    ),
    ...FOLLOWED.map((select) => twin.follow(select, updateAll)),
    picture.follow(() => {
      for (const layer of set.layers()) layer.takePicture();
    }),
    scene.preRender.addEventListener(() => {
      const { uniforms } = picture;
      Matrix4.multiply(stage.enuFromEcef, scene.camera.inverseViewMatrix, uniforms.enuFromEye);
      for (const layer of set.layers()) layer.takeFrame();
    }),
    scene.postRender.addEventListener(() => {
      for (const layer of set.layers()) layer.settle();
    }),
  ]);
}

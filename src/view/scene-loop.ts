import type { Twin, TwinState } from '../twin/twin.ts';
import { endAll } from './end-all.ts';
import type { CanvasPoint, SceneDrawing, SceneHost, SceneLayer, SceneRenderers } from './scene.ts';

/**
 * Keeps the picture of every scene layer and shows it on all mounted panes. Each picture is made once per change for all panes that see the
 * same state, and a pane that is mounted later (of a split, a rebuilt one) is shown what those show.
 */
export interface SceneLoop {
  /**
   * Opens the layers on a pane, in the order of the list; code that is not here yet joins when it comes. `isShown` leaves some out;
   * `seen` is the twin as that pane sees it, the loop's own where it is left out.
   */
  mount<Engine extends keyof SceneRenderers>(
    engine: Engine,
    hostOf: (layerId: string) => SceneRenderers[Engine],
    options?: { isShown?: (layer: SceneLayer) => boolean; seen?: Twin },
  ): MountedScene;
  close(): void;
}

/** All layers on one pane. */
export interface MountedScene {
  isWaiting(): boolean;
  holdsPointer(): boolean;
  /** Offers a click to the layers, the last one first; true: one of them took it. */
  click(at: CanvasPoint): boolean;
  close(): void;
}

interface Track {
  readonly layer: SceneLayer;
  picture: unknown;
  readonly mounts: Set<(picture: unknown) => void>;
}

/**
 * Follows the layers of the list. A layer that throws is reported by its id and the rest goes on. Pictures are made synchronously when
 * the twin changes, as the subscriptions that this replaces were: a frame that is drawn after a change shows it.
 */
export function openSceneLoop<App>(
  twin: Twin,
  layers: readonly SceneLayer<unknown, App>[],
  app: App,
  fail: (layerId: string, reason: unknown) => void,
): SceneLoop {
  const open = (seen: Twin): Sight => {
    const tracks = layers.map((layer): Track => ({ layer, picture: null, mounts: new Set() }));
    return { tracks, end: endAll(tracks.flatMap((track) => followLayer(seen, track, app, fail))), panes: 0 };
  };
  const sights = new Map<Twin, Sight>();
  const sightOf = (seen: Twin): Sight => {
    const sight = sights.get(seen) ?? open(seen);
    sights.set(seen, sight);
    return sight;
  };
  return {
    mount(engine, hostOf, { isShown = () => true, seen = twin } = {}) {
      const sight = sightOf(seen);
      sight.panes++;
      const drawings = sight.tracks
        .filter(({ layer }) => isShown(layer))
        .flatMap((track) => {
          const load = track.layer.open[engine] ?? track.layer.open.any;
          return load ? [mountLayer(track, load, () => hostOf(track.layer.id), fail)] : [];
        });
      return mountedScene(drawings, () => {
        sight.panes--;
        if (sight.panes > 0) return;
        sight.end();
        sights.delete(seen);
      });
    },
    close() {
      for (const { end } of sights.values()) end();
      sights.clear();
    },
  };
}

/** The pictures of one state, and on how many panes they are shown. */
interface Sight {
  readonly tracks: readonly Track[];
  readonly end: () => void;
  panes: number;
}

function followLayer<App>(
  twin: Twin,
  track: Track,
  app: App,
  fail: (layerId: string, reason: unknown) => void,
): (() => void)[] {
  const { layer } = track;
  const keyOf = layer.key ?? layer.of;
  let isBroken = false;
  /** A key that throws is reported once, and the picture stays as it is until there is a key again. */
  function readKey(state: TwinState): unknown {
    try {
      const key = keyOf.call(layer, state, app);
      isBroken = false;
      return key;
    } catch (error) {
      if (!isBroken) fail(layer.id, error);
      isBroken = true;
      return BROKEN;
    }
  }
  function renew(state: TwinState): void {
    try {
      const picture = layer.of(state, app);
      if (picture === null && track.picture === null) return;
      track.picture = picture;
      for (const show of track.mounts) show(picture);
    } catch (error) {
      fail(layer.id, error);
    }
  }
  const endTwin = twin.follow(readKey, (key, state) => {
    if (key !== BROKEN) renew(state);
  });
  const endOther = layer.follow?.(app, () => renew(twin.getState()));
  return endOther ? [endTwin, endOther] : [endTwin];
}

const BROKEN = Symbol('broken key');

/** Code of a layer that has nothing to show yet comes so long after the pane has opened, and does not stand before the city's first tiles. */
const LATER_MS = 3000;

/** A layer on a pane; `drawing` is null until its code has come, and when it could not be opened. */
interface Mount {
  drawing: SceneDrawing | null;
  isLoading: boolean;
  close(): void;
}

function mountLayer<Host extends SceneHost>(
  track: Track,
  load: () => Promise<(host: Host) => SceneDrawing>,
  hostOf: () => Host,
  fail: (layerId: string, reason: unknown) => void,
): Mount {
  let isClosed = false;
  let isBegun = false;
  const report = (error: unknown) => fail(track.layer.id, error);
  const show = (picture: unknown): void => {
    if (picture !== null) begin();
    try {
      mount.drawing?.show(picture);
    } catch (error) {
      report(error);
    }
  };
  const mount: Mount = {
    drawing: null,
    isLoading: false,
    close() {
      isClosed = true;
      clearTimeout(later);
      track.mounts.delete(show);
      mount.drawing?.close();
      mount.drawing = null;
    },
  };
  function begin(): void {
    if (isBegun) return;
    isBegun = true;
    mount.isLoading = true;
    load()
      .then((open) => {
        if (isClosed) return;
        const host = hostOf();
        mount.drawing = open(host);
        if (track.picture !== null) show(track.picture);
        host.requestFrame();
      })
      .catch(report)
      .finally(() => {
        mount.isLoading = false;
      });
  }
  track.mounts.add(show);
  const later = setTimeout(begin, LATER_MS);
  if (track.picture !== null) begin();
  return mount;
}

function mountedScene(mounts: readonly Mount[], closed: () => void): MountedScene {
  const lastFirst = [...mounts].reverse();
  return {
    isWaiting: () => mounts.some(({ isLoading, drawing }) => isLoading || (drawing?.isWaiting?.() ?? false)),
    holdsPointer: () => mounts.some(({ drawing }) => drawing?.holdsPointer?.() ?? false),
    click: (at) => lastFirst.some(({ drawing }) => drawing?.click?.(at) ?? false),
    close() {
      for (const mount of lastFirst) mount.close();
      closed();
    },
  };
}

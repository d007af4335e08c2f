import { Cesium3DTileset, type CustomShader, Matrix4, Resource, ShadowMode, SplitDirection } from '@cesium/engine';
import type { LayerInfo } from '../../city/manifest.ts';
import { themeOf } from '../../twin/appearance.ts';
import type { TaskTable } from '../../twin/build-desk.ts';
import { isDrawn, type LayerState, type Side } from '../../twin/layers.ts';
import type { LinkTable } from '../../twin/linking-desk.ts';
import { type OpenModel, openModelOf } from '../../twin/project.ts';
import { wallMinOf } from '../../twin/wall-clock.ts';
import { tokenColour, type UnitRgb } from '../tokens.ts';
import { DUSK, type Mix, mixed } from './look.ts';
import type { Picture } from './picture.ts';
import { createLayerShader, type LayerShader, NO_TASKS } from './shader.ts';
import { type CityStage, endAll, type Quality } from './stage.ts';

/** Tilesets of a stage, for those who clip, budget and count them. */
export interface LayerTilesets {
  /** Loaded ones only. */
  all(): ShownLayer[];
  /** Calls for each tileset when it has loaded, at once for those that have; returns what ends it. */
  onLoaded(use: (layer: ShownLayer) => void): () => void;
  /** A drawn layer's tileset is still being fetched. */
  isWaiting(): boolean;
  /** RGBA8 by gid over the whole city; null = every layer in its own colours. */
  paint(rgba: Uint8Array | null): void;
  /** Plays the elements by an activity's dates, null: they stand as they are; a layer that has a table of links by it, the others by their tiles'. */
  showTasks(tasks: TaskTable | null, links: readonly LinkTable[]): void;
  close(): void;
}

export interface ShownLayer {
  readonly info: LayerInfo;
  readonly tileset: Cesium3DTileset;
  /** Error in pixels that this kind asks for when there is room: small things that are many may come late. */
  readonly finestErrorPx: number;
  /** Tiles that are held now. */
  tileCount(): number;
}

/** Places of more buildings than this are not fetched: their storeys then count from the city's plane. */
const MOST_MIDDLES = 2_000_000;
/**
 * Shaders here are unlit, so Cesium's reflections would be computed (25 passes a tileset) and thrown away. They also
 * queue across scenes: with two panes one drew with the other's framebuffers.
 */
export const NO_ENVIRONMENT = { enabled: false };

/** What a layer's picture hangs on, beside its light: following all of the twin cost 43 comparisons a tick of the clock. */
const FOLLOWED = ['layers', 'model', 'cimLevels', 'states', 'compare', 'underground', 'desk', 'theme', 'plan'] as const;

const DRAPED = new Set(['area', 'water']);
const BURIED = new Set(['pipe', 'tunnel']);

/**
 * Each layer of the city as a tileset with its shader. A layer is fetched when it is first drawn; one that fails tells
 * its reason in the twin and the rest goes on.
 */
export function showLayers(stage: CityStage, cityUrl: string, picture: Picture, leads: boolean): LayerTilesets {
  const { twin, scene, city } = stage;
  const listeners = new Set<(layer: ShownLayer) => void>();
  let painted: Uint8Array | null = null;
  let tasks: TaskTable | null = null;
  let links: readonly LinkTable[] = [];
  const now = () => (tasks ? (wallMinOf(twin.getState().shownTimeMs, city.zone) - tasks.originMin) / tasks.unitMin : 0);
  let shown = twin.city.layers.map((info, order) => showLayer(info, order));
  const ends = [
    ...FOLLOWED.map((key) =>
      twin.follow(
        (state) => state[key],
        () => {
          if (key === 'layers') takeNewLayers();
          for (const layer of shown) layer.update();
        },
      ),
    ),
    twin.follow(
      ({ shownTimeMs }) => tasks && shownTimeMs,
      () => {
        for (const layer of shown) layer.showNow();
      },
    ),
    twin.follow(
      ({ buildColours, planTask }) => `${buildColours} ${planTask}`,
      () => {
        for (const layer of shown) layer.showNow();
      },
    ),
    picture.follow((uniforms) => {
      for (const layer of shown) layer.takePicture(() => uniforms);
    }),
    scene.preRender.addEventListener(() => {
      const { uniforms } = picture;
      Matrix4.multiply(stage.enuFromEcef, scene.camera.inverseViewMatrix, uniforms.enuFromEye);
      for (const layer of shown) layer.takeFrame();
    }),
    scene.postRender.addEventListener(() => {
      for (const layer of shown) layer.settle();
    }),
  ];

  /** Those that were brought since, and without those that were taken away. */
  function takeNewLayers(): void {
    const { layers } = twin.city;
    for (const layer of shown) if (!layers.some(({ id }) => id === layer.id)) layer.close();
    shown = shown.filter(({ id }) => layers.some((info) => info.id === id));
    for (const [order, info] of layers.entries())
      if (!shown.some(({ id }) => id === info.id)) shown.push(showLayer(info, order));
  }

  function showLayer(info: LayerInfo, order: number) {
    let shader: LayerShader | null = null;
    let translucent = false;
    let tileset: Cesium3DTileset | null = null;
    let middles: Float32Array | null = null;
    const finestErrorPx = finestErrorOf(info, stage.quality);
    let asked = false;
    /** Its tileset did not come; hiding and showing the layer asks again. */
    let failed = false;
    let closed = false;
    let waiting = false;
    let tiles = 0;
    let placed: readonly number[] | null = null;
    let last: { layer: LayerState; drawn: boolean; split: SplitDirection; look: string } | null = null;

    /** Opaque and translucent are two shaders; they change places only when the opacity leaves or reaches 1. */
    function shaderFor(opacityRatio: number): CustomShader {
      const wanted = opacityRatio < 1;
      if (shader && wanted === translucent) return shader.shader;
      translucent = wanted;
      shader = createLayerShader({
        kind: info.kind,
        gidBase: info.gidBase,
        count: info.count,
        planned: info.state === 'planned',
        construction: info.state === 'construction',
        lamp: info.kind === 'point' && info.id.includes('lamp'),
        translucent,
        order,
      });
      shader.setPicture(picture.uniforms);
      if (painted && painted.length >= 4 * (info.gidBase + info.count)) shader.setPaint(slice(painted));
      if (middles) shader.setMiddles(middles);
      if (tasks) shader.setTasks(tasks.texels);
      shader.setLinks(linksOfLayer());
      showNow();
      return shader.shader;
    }

    /** One uniform a frame: no element is touched. */
    function showNow(): void {
      if (info.kind !== 'element' || !shader) return;
      const { buildColours, planTask } = twin.getState();
      shader.setNow(now(), buildColours === 'baseline', planTask ?? -1);
      scene.requestRender();
    }

    const linksOfLayer = () => links.find(({ layerId }) => layerId === info.id)?.texels ?? null;

    const slice = (rgba: Uint8Array) => rgba.subarray(info.gidBase * 4, (info.gidBase + info.count) * 4);

    async function load(): Promise<void> {
      asked = true;
      waiting = true;
      report({ kind: 'loading' });
      try {
        if (info.kind === 'building' && info.count <= MOST_MIDDLES) void takeMiddles();
        const loaded = await Cesium3DTileset.fromUrl(
          info.tileset.startsWith('blob:') ? info.tileset : `${cityUrl}${info.tileset}`,
          {
            shadows: shadowsOf(info),
            maximumScreenSpaceError: finestErrorPx,
            preloadFlightDestinations: true,
            skipLevelOfDetail: false,
            dynamicScreenSpaceError: false,
            foveatedTimeDelay: 0.05,
            environmentMapOptions: NO_ENVIRONMENT,
          },
        );
        if (closed) {
          loaded.destroy();
          return;
        }
        tileset = loaded;
        loaded.tileFailed.addEventListener(({ url, message }: { url: string; message: string }) =>
          report({ kind: 'failed', reason: `${shortUrl(url)}: ${message}` }),
        );
        loaded.tileLoad.addEventListener(() => {
          tiles++;
        });
        loaded.tileUnload.addEventListener(() => {
          tiles--;
        });
        last = null;
        update();
        scene.primitives.add(loaded);
        for (const use of listeners) use({ info, tileset: loaded, finestErrorPx, tileCount: () => tiles });
        scene.requestRender();
      } catch (error) {
        failed = true;
        report({ kind: 'failed', reason: `${info.tileset}: ${reasonOf(error)}` });
      } finally {
        waiting = false;
        scene.requestRender();
      }
    }

    /** Beside the tiles: until it comes, storeys are counted from the city's plane. */
    async function takeMiddles(): Promise<void> {
      try {
        middles = await fetchMiddles(`${cityUrl}${info.places}`);
        shader?.setMiddles(middles);
        scene.requestRender();
      } catch (error) {
        report({ kind: 'failed', reason: `${info.places}: ${reasonOf(error)}` });
      }
    }

    function report(status: LayerState['status']): void {
      if (!closed && leads) twin.getState().setLayerStatus(info.id, status);
    }

    function update(): void {
      const state = twin.getState();
      const layer = state.layers[info.id];
      if (!layer) return;
      const drawn =
        isDrawn(info, state) &&
        !hiddenBelow(info, state.underground) &&
        onSide(layer.side, stage.side(), state.compare);
      if (!drawn && failed) asked = failed = false;
      if (drawn && !asked) void load();
      if (!tileset) return;
      place(tileset, openModelOf(state));
      const split = state.compare === 'swipe' ? splitOf(layer.side) : SplitDirection.NONE;
      const isPlayed = state.plan.kind === 'open';
      const look = `${themeOf(state)} ${picture.uniforms.mix} ${state.underground} ${isPlayed}`;
      if (last && last.layer === layer && last.drawn === drawn && last.split === split && last.look === look) return;
      last = { layer, drawn, split, look };
      tileset.show = drawn;
      tileset.splitDirection = split;
      const opacityRatio = layer.opacityRatio * drawnRatio(info) * faintRatio(info, state.underground);
      tileset.customShader = shaderFor(opacityRatio);
      const { x, y, z } = picture.uniforms.mix;
      shader?.setLayer({
        build: buildColours(themeOf(state)),
        colour: colourOf(info, themeOf(state), [x, y, z], isPlayed),
        opacityRatio,
        swell: state.underground !== 'off',
      });
      scene.requestRender();
    }

    /** A model that was brought is in its own frame. */
    function place(at: Cesium3DTileset, model: OpenModel | null): void {
      if (model?.layerId !== info.id || placed === model.enuFromModel) return;
      placed = model.enuFromModel;
      at.modelMatrix = Matrix4.multiply(stage.ecefFromEnu, Matrix4.fromArray(model.enuFromModel), new Matrix4());
      scene.requestRender();
    }

    return {
      id: info.id,
      update,
      takePicture(uniforms: () => Picture['uniforms']) {
        shader?.setPicture(uniforms());
        last = null;
        update();
      },
      takeFrame() {
        if (tileset?.show) shader?.setFrame(picture.uniforms);
      },
      /** A layer of which this view needs no tile is ready too: Cesium raises no event for it. */
      settle() {
        if (!leads || !tileset?.show || !tileset.tilesLoaded) return;
        if (twin.getState().layers[info.id]?.status.kind === 'loading') report({ kind: 'ready' });
      },
      paint(rgba: Uint8Array | null) {
        shader?.setPaint(
          rgba && rgba.length >= 4 * (info.gidBase + info.count)
            ? slice(rgba)
            : new Uint8Array(info.count * 4).fill(254),
        );
      },
      showTasks() {
        if (info.kind !== 'element') return;
        shader?.setTasks(tasks ? tasks.texels : NO_TASKS);
        shader?.setLinks(linksOfLayer());
        showNow();
      },
      showNow,
      isWaiting: () => waiting,
      shown: (): ShownLayer | null => (tileset ? { info, tileset, finestErrorPx, tileCount: () => tiles } : null),
      close() {
        closed = true;
        if (tileset) scene.primitives.remove(tileset);
      },
    };
  }

  return {
    all: () => shown.flatMap((layer) => layer.shown() ?? []),
    onLoaded(use) {
      listeners.add(use);
      for (const layer of shown) {
        const loaded = layer.shown();
        if (loaded) use(loaded);
      }
      return () => listeners.delete(use);
    },
    isWaiting: () => shown.some((layer) => layer.isWaiting()),
    paint(rgba) {
      painted = rgba;
      for (const layer of shown) layer.paint(rgba);
      scene.requestRender();
    },
    showTasks(nextTasks, nextLinks) {
      tasks = nextTasks;
      links = nextLinks;
      for (const layer of shown) layer.showTasks();
    },
    close() {
      endAll(ends)();
      for (const layer of shown) layer.close();
    },
  };
}

/** Trees and lamps are the most and the smallest: without a GPU they come later still. */
function finestErrorOf(info: LayerInfo, quality: Quality): number {
  const small = info.kind === 'tree' || info.kind === 'point';
  return small ? (quality === 'fine' ? 24 : 64) : quality === 'fine' ? 16 : 24;
}

/** A pane of a split shows its own side; a swipe and a single picture show all. */
function onSide(layer: Side, pane: Side, compare: 'off' | 'swipe' | 'split'): boolean {
  return compare !== 'split' || layer === 'both' || pane === 'both' || layer === pane;
}

function splitOf(side: Side): SplitDirection {
  return side === 'left' ? SplitDirection.LEFT : side === 'right' ? SplitDirection.RIGHT : SplitDirection.NONE;
}

/** From below the ground nothing that lies on it is drawn. */
function hiddenBelow(info: LayerInfo, underground: 'off' | 'translucent' | 'below'): boolean {
  return underground === 'below' && (DRAPED.has(info.kind) || info.kind === 'tree');
}

/** Statutory colours lie over the ground, never instead of it (LOOK §3: 55 %). */
function drawnRatio(info: LayerInfo): number {
  return info.kind === 'area' && info.group === 'plan' ? 0.55 : 1;
}

/** Buildings fade to a ghost of themselves when the ground is looked through. */
function faintRatio(info: LayerInfo, underground: 'off' | 'translucent' | 'below'): number {
  // A project's elements stand in its pit as well as above it.
  if (underground === 'off' || BURIED.has(info.kind) || info.kind === 'element') return 1;
  if (underground === 'below') return 0.06;
  return DRAPED.has(info.kind) ? 0.25 : info.kind === 'point' ? 1 : 0.18;
}

function shadowsOf(info: LayerInfo): ShadowMode {
  if (DRAPED.has(info.kind)) return ShadowMode.RECEIVE_ONLY;
  return BURIED.has(info.kind) ? ShadowMode.DISABLED : ShadowMode.ENABLED;
}

/** At work, late, early: what elements are coloured by. */
const BUILD_TOKENS = ['accent', 'warn', 'div-6'] as const;
const buildColours = (theme: 'plan' | 'command') => BUILD_TOKENS.map((token) => tokenColour(theme, token));

const STRUCTURE_KINDS = new Set(['bridge', 'element', 'point']);

/**
 * The layer's own token in the theme; without one what the hour gives its kind. While a plan plays elements, what is built wears plaster:
 * a crane in the warning's colour would read as late.
 */
function colourOf(info: LayerInfo, theme: 'plan' | 'command', mix: Mix, isPlayed: boolean): UnitRgb {
  const own = info.colour?.token;
  const isMisread = isPlayed && info.kind === 'element' && BUILD_TOKENS.some((token) => token === own);
  const token = isMisread ? 'map-build' : own;
  if (info.kind === 'water' && !token) return mixed((hour) => hour.water, mix);
  if (!token) return mixed((hour) => (STRUCTURE_KINDS.has(info.kind) ? hour.deck : hour.structure), mix);
  const byDay = tokenColour(theme, token);
  const byNight = tokenColour('command', token);
  const [day, dusk, night] = mix;
  if (info.kind === 'water')
    return [0, 1, 2].map((i) => byDay[i] * day + DUSK.water[i] * dusk + byNight[i] * night) as UnitRgb;
  return [0, 1, 2].map((i) => byDay[i] * day + byDay[i] * dusk * 0.62 + byNight[i] * night) as UnitRgb;
}

/** Height of each building's middle: places hold east, north, up, radius. */
async function fetchMiddles(url: string): Promise<Float32Array> {
  const bytes = await Resource.fetchArrayBuffer({ url });
  if (!bytes) throw new Error(`${shortUrl(url)}: the request was put off`);
  const places = new Float32Array(bytes);
  return places.filter((_, i) => i % 4 === 2);
}

function shortUrl(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/, '').replace(/\?.*$/, '');
}

export function reasonOf(error: unknown): string {
  const { message, statusCode } = (error ?? {}) as { message?: unknown; statusCode?: unknown };
  if (typeof message === 'string') return message;
  return typeof statusCode === 'number' ? `HTTP ${statusCode}` : String(error).slice(0, 200);
}

import {
  type Camera,
  type Cesium3DTile,
  Cesium3DTileStyle,
  Cesium3DTileset,
  type CustomShader,
  Matrix4,
  type OrientedBoundingBox,
  ShadowMode,
  SplitDirection,
} from '@cesium/engine';
import { isTilesetKind, type LayerInfo, type LayerKind } from '../../../../model/city/manifest.ts';
import { type Theme, themeOf } from '../../../twin/appearance.ts';
import { isDrawn, type LayerState, type Side } from '../../../twin/layers.ts';
import type { TwinState } from '../../../twin/twin.ts';
import { isDataColoured } from '../../data-coloured.ts';
import { isDraped } from '../../draped.ts';
import { tokenColour, type UnitRgb } from '../../tokens.ts';
import { setForeign } from '../camera/picked.ts';
import type { CityStage } from '../panes/stage.ts';
import { drawnPerPagePx, pageErrorPx } from '../quality/resolution.ts';
import { retriedResource } from '../quality/retried-resource.ts';
import { fileFailure } from '../reason.ts';
import type { Picture } from '../shader/picture.ts';
import { createLayerShader, type LayerShader, type LayerUniforms, type Middles } from '../shader/shader.ts';
import { STRIPS_GONE_M } from '../shader/strips.ts';
import { NO_TASKS } from '../shader/tables.ts';
import { NO_ENVIRONMENT } from '../sky/environment.ts';
import { type Mix, mixed } from '../sky/look.ts';
import type { ElementMoment, ElementSchedule } from './element-schedule.ts';
import { fetchPlaces, shortUrl } from './fetch-places.ts';
import { landmarkRows } from './landmark-rows.ts';
import {
  type ColouredLayer,
  colourOfLayer,
  finestErrorOf,
  isBuried,
  isHiddenBelow,
  opacityOf,
  showsMaterials,
} from './layer-look.ts';
import { setTilesetId } from './own-tileset-id.ts';

/** A loaded layer, for those who clip, budget and count tilesets. */
export interface ShownLayer {
  readonly info: LayerInfo;
  readonly tileset: Cesium3DTileset;
  /** Makes the layer so many times coarser than its kind is when there is room; returns whether that is other than before. */
  coarsen(coarseness: number): boolean;
  /** Tiles that are held now. */
  tileCount(): number;
}

/** What all layers of a pane stand on. */
export interface LayerContext {
  readonly stage: CityStage;
  readonly cityUrl: string;
  readonly picture: Picture;
  /** Only the leading pane reports how layers fare. */
  readonly leads: boolean;
  /** RGBA8 by gid over the whole city; null: own colours. */
  paint(): Uint8Array | null;
  schedule(): ElementSchedule;
  moment(): ElementMoment;
  /** Column-major 4 × 4 of a layer in a frame of its own; null: it is in the city's. */
  placeOf(layerId: string): readonly number[] | null;
  onLoaded(layer: ShownLayer): void;
}

/** Places of more buildings than this are not fetched: their storeys then count from the city's plane. */
const MAX_MIDDLES = 2_000_000;

/**
 * From higher above the city trees, lamps and other models of one size throw no live shadow; the baked darkness under trees is in the ground. A
 * tree is five pixels there, and their balls, drawn once for each of the four parts of the shadow, were 18 of the 33 million corners of a frame
 * at the home view. Two heights, so that a camera that hovers at one does not switch them to and fro.
 */
const SMALL_CAST_FROM_M = 400;
const SMALL_CAST_UNTIL_M = 500;

/** What is drawn of a layer hangs on; while none of it changes nothing is set. */
interface Drawn {
  layer: LayerState;
  isDrawn: boolean;
  split: SplitDirection;
  look: string;
}

/**
 * One layer of the city on one pane: fetched when it is first drawn; one that fails tells its reason in the twin. It
 * asks for nothing until the first `update`, as a twin that hears of a load asks for its layers again.
 */
export class LayerTileset {
  readonly id: string;
  private readonly info: LayerInfo;
  /** What the twin lists: the layer itself, or the one that it decorates. */
  private readonly listed: LayerInfo;
  private readonly order: number;
  private readonly context: LayerContext;
  private shader: LayerShader | null = null;
  private isTranslucent = false;
  private tileset: Cesium3DTileset | null = null;
  private middles: Middles | null = null;
  private isRequested = false;
  /** Its tileset did not come; hiding and showing the layer asks again. */
  private isFailed = false;
  private isClosed = false;
  private isLoading = false;
  private tiles = 0;
  private coarseness = 1;
  private place: readonly number[] | null = null;
  private last: Drawn | null = null;

  constructor(info: LayerInfo, order: number, context: LayerContext) {
    this.id = info.id;
    this.info = info;
    this.listed = info.decorates === undefined ? info : { ...info, id: info.decorates };
    this.order = order;
    this.context = context;
  }

  /** Draws the layer as the twin has it now; cheap while nothing of it changed. */
  update(): void {
    const { stage } = this.context;
    const state = stage.twin.getState();
    const layer = state.layers[this.listed.id];
    if (!layer) return;
    const isNowDrawn = this.isNowDrawn(state);
    if (!isNowDrawn && this.isFailed) {
      this.isRequested = false;
      this.isFailed = false;
    }
    if (isNowDrawn && !this.isRequested) void this.load();
    if (!this.tileset) return;
    this.takePlace();
    const drawn = this.drawnNow(state, layer, isNowDrawn);
    if (this.last && isSame(this.last, drawn)) return;
    this.last = drawn;
    this.draw(this.tileset, drawn, state);
    stage.scene.requestRender();
  }

  private isNowDrawn(state: TwinState): boolean {
    return isDrawn(this.listed, state) && !isHiddenBelow(this.info, state.underground);
  }

  private drawnNow(state: TwinState, layer: LayerState, isNowDrawn: boolean): Drawn {
    const { picture } = this.context;
    const { isPlaying } = this.context.schedule();
    return {
      layer,
      isDrawn: isNowDrawn,
      split: state.compare === 'swipe' ? splitOf(layer.side) : SplitDirection.NONE,
      look: `${themeOf(state)} ${picture.uniforms.mix} ${state.underground} ${isPlaying}`,
    };
  }

  private draw(tileset: Cesium3DTileset, { layer, isDrawn: isShown, split }: Drawn, state: TwinState): void {
    tileset.show = isShown;
    tileset.splitDirection = split;
    const opacityRatio = layer.opacityRatio * opacityOf(this.info, state.underground);
    const { kind } = this.info;
    if (isTilesetKind(kind)) {
      tileset.style = opacityRatio < 1 ? faintStyle(opacityRatio) : undefined;
      return;
    }
    tileset.customShader = this.shaderFor(kind, opacityRatio);
    this.shader?.setLayer(this.uniforms(themeOf(state), opacityRatio, state.underground !== 'off'));
  }

  private uniforms(theme: Theme, opacityRatio: number, swell: boolean): LayerUniforms {
    const { tokens, isPlaying } = this.context.schedule();
    const { x, y, z } = this.context.picture.uniforms.mix;
    const hasMaterials = showsMaterials(this.context.stage.twin.getState());
    if (isStrips(this.info)) {
      const under = this.context.stage.twin.city.layers.find(({ id }) => id === this.listed.id) ?? this.info;
      return stripLook(under, theme, [x, y, z], hasMaterials, opacityRatio);
    }
    if (this.info.kind === 'tree')
      return { schedule: [], colour: this.info.decorates === undefined ? OPEN_TREE : WOOD_TREE, opacityRatio, swell };
    return {
      schedule: tokens.map((token) => tokenColour(theme, token)),
      colour: colourOfLayer(this.info, {
        theme,
        mix: [x, y, z],
        hasMaterials,
        reserved: isPlaying ? tokens : [],
        colourOfToken: tokenColour,
      }),
      opacityRatio,
      swell,
    };
  }

  /** Opaque and translucent are two shaders; they change places only when the opacity leaves or reaches 1. */
  private shaderFor(kind: LayerKind, opacityRatio: number): CustomShader {
    const isWanted = opacityRatio < 1;
    if (this.shader && isWanted === this.isTranslucent) return this.shader.shader;
    this.isTranslucent = isWanted;
    const { info } = this;
    this.shader = createLayerShader({
      kind,
      gidBase: info.gidBase,
      count: info.count,
      planned: info.state === 'planned',
      construction: info.state === 'construction',
      lamp: info.kind === 'point' && info.id.includes('lamp'),
      translucent: isWanted,
      isData: isDataColoured(info),
      isRoad: info.group === 'road',
      order: this.order,
      isStrips: isStrips(info),
      hasMatter: info.hasMatter ?? false,
    });
    this.shader.setPicture(this.context.picture.uniforms);
    const own = this.ownPaint(this.context.paint());
    if (own) this.shader.setPaint(own);
    if (this.middles) this.shader.setMiddles(this.middles);
    const { dates, linksOf, heightsOf } = this.context.schedule();
    if (dates) this.shader.setTasks(dates);
    this.shader.setLinks(linksOf(this.id));
    this.shader.setHeights(heightsOf(this.id));
    this.takeMoment();
    return this.shader.shader;
  }

  /** The layer's part of what is painted by gid; null: nothing is, or the picture was painted before the layer was there. */
  private ownPaint(rgba: Uint8Array | null): Uint8Array | null {
    const { gidBase, count, decorates } = this.info;
    return decorates === undefined && rgba && rgba.length >= 4 * (gidBase + count)
      ? rgba.subarray(gidBase * 4, (gidBase + count) * 4)
      : null;
  }

  /** One uniform a frame: no element is touched. */
  takeMoment(): void {
    if (this.info.kind !== 'element' || !this.shader) return;
    const { now, byBaseline, picked } = this.context.moment();
    this.shader.setNow(now, byBaseline, picked);
    this.context.stage.scene.requestRender();
  }

  takeSchedule(): void {
    if (this.info.kind !== 'element') return;
    const { dates, linksOf, heightsOf } = this.context.schedule();
    this.shader?.setTasks(dates ?? NO_TASKS);
    this.shader?.setLinks(linksOf(this.id));
    this.shader?.setHeights(heightsOf(this.id));
    this.takeMoment();
    this.update();
  }

  takePicture(): void {
    this.shader?.setPicture(this.context.picture.uniforms);
    this.last = null;
    this.update();
  }

  takeFrame(): void {
    const { tileset, info, last } = this;
    if (tileset) tileset.maximumScreenSpaceError = this.errorPx();
    if (tileset && last && isStrips(info))
      tileset.show = last.isDrawn && distanceM(tileset, this.context.stage.scene.camera) < STRIPS_GONE_M;
    if (tileset && isSmall(info)) tileset.shadows = this.smallShadows(tileset.shadows);
    if (tileset?.show) this.shader?.setFrame(this.context.picture.uniforms);
  }

  /** A study of the sun has all shadows. */
  private smallShadows(now: ShadowMode): ShadowMode {
    const { scene, city, twin } = this.context.stage;
    const heightM = scene.camera.positionCartographic.height - city.origin.heightM;
    const isNear = heightM < (now === ShadowMode.ENABLED ? SMALL_CAST_UNTIL_M : SMALL_CAST_FROM_M);
    return isNear || twin.getState().sunStudy ? ShadowMode.ENABLED : ShadowMode.RECEIVE_ONLY;
  }

  takePaint(rgba: Uint8Array | null): void {
    this.shader?.setPaint(this.ownPaint(rgba) ?? new Uint8Array(this.info.count * 4).fill(254));
  }

  /** A model that was brought is in a frame of its own. */
  takePlace(): void {
    const { stage } = this.context;
    const place = this.context.placeOf(this.id);
    if (!this.tileset || !place || this.place === place) return;
    this.place = place;
    this.tileset.modelMatrix = Matrix4.multiply(stage.ecefFromEnu, Matrix4.fromArray([...place]), new Matrix4());
    stage.scene.requestRender();
  }

  /** A layer of which this view needs no tile is ready too: Cesium raises no event for it. */
  settle(): void {
    if (!this.context.leads || !this.tileset?.show || !this.tileset.tilesLoaded) return;
    if (this.context.stage.twin.getState().layers[this.id]?.status.kind === 'loading') this.report({ kind: 'ready' });
  }

  isWaiting(): boolean {
    return this.isLoading;
  }

  /** Null until its tileset has come. */
  shown(): ShownLayer | null {
    const { info, tileset } = this;
    if (!tileset) return null;
    return {
      info,
      tileset,
      coarsen: (coarseness) => {
        const isOther = coarseness !== this.coarseness;
        this.coarseness = coarseness;
        return isOther;
      },
      tileCount: () => this.tiles,
    };
  }

  /** Small things that are many may come late. */
  private errorPx(): number {
    const { quality, widget } = this.context.stage;
    return pageErrorPx(finestErrorOf(this.info, quality) * this.coarseness, drawnPerPagePx(widget));
  }

  close(): void {
    this.isClosed = true;
    if (this.tileset) this.context.stage.scene.primitives.remove(this.tileset);
  }

  private async load(): Promise<void> {
    const { info } = this;
    const { scene } = this.context.stage;
    this.isRequested = true;
    this.isLoading = true;
    this.report({ kind: 'loading' });
    try {
      if (info.kind === 'building' && info.count <= MAX_MIDDLES) void this.takeMiddles();
      const loaded = await this.fetchTileset();
      if (this.isClosed) {
        loaded.destroy();
        return;
      }
      this.take(loaded);
    } catch (error) {
      this.isFailed = true;
      this.report({ kind: 'failed', reason: fileFailure(info.tileset, error) });
    } finally {
      this.isLoading = false;
      scene.requestRender();
    }
  }

  private fetchTileset(): Promise<Cesium3DTileset> {
    const { tileset } = this.info;
    return Cesium3DTileset.fromUrl(retriedResource(this.addressOf(tileset), this.context.stage.twin), {
      shadows: shadowsOf(this.info),
      maximumScreenSpaceError: this.errorPx(),
      preloadFlightDestinations: true,
      skipLevelOfDetail: false,
      dynamicScreenSpaceError: false,
      foveatedTimeDelay: 0.05,
      environmentMapOptions: NO_ENVIRONMENT,
      ...(this.info.kind === 'points' ? { pointCloudShading: POINT_SHADING } : {}),
    });
  }

  /** Files of a layer that was brought lie in the page's own memory. */
  private addressOf(file: string): string {
    return file.startsWith('blob:') ? file : `${this.context.cityUrl}${file}`;
  }

  private take(loaded: Cesium3DTileset): void {
    this.tileset = loaded;
    setTilesetId(loaded, this.id);
    if (isTilesetKind(this.info.kind)) setForeign(loaded);
    loaded.tileFailed.addEventListener(({ url, message }: { url: string; message: string }) =>
      this.report({ kind: 'failed', reason: fileFailure(shortUrl(url), { message }) }),
    );
    loaded.tileLoad.addEventListener((tile: Cesium3DTile) => {
      this.tiles++;
      if (this.info.decorates !== undefined) refusePicks(tile);
    });
    loaded.tileUnload.addEventListener(() => {
      this.tiles--;
    });
    this.last = null;
    this.update();
    this.context.stage.scene.primitives.add(loaded);
    const shown = this.shown();
    if (shown) this.context.onLoaded(shown);
    this.context.stage.scene.requestRender();
  }

  /** Beside the tiles: until it comes, storeys are counted from the city's plane. */
  private async takeMiddles(): Promise<void> {
    const { places } = this.info;
    try {
      const placed = await fetchPlaces(this.addressOf(places));
      const landmarks = landmarkRows(placed, this.context.stage.twin.city.labels);
      this.middles = { upM: placed.filter((_, i) => i % 4 === 2), landmarks };
      this.shader?.setMiddles(this.middles);
      this.context.stage.scene.requestRender();
    } catch (error) {
      this.report({ kind: 'failed', reason: fileFailure(places, error) });
    }
  }

  private report(status: LayerState['status']): void {
    if (!this.isClosed && this.context.leads && this.info.decorates === undefined)
      this.context.stage.twin.getState().setLayerStatus(this.id, status);
  }
}

function isSame(a: Drawn, b: Drawn): boolean {
  return a.layer === b.layer && a.isDrawn === b.isDrawn && a.split === b.split && a.look === b.look;
}

/**
 * Points are as large as the distance to the next one, so that walls and ground close, and edges are darkened by what lies behind them (eye
 * dome lighting): points have no normals that light could fall on.
 */
const POINT_SHADING = {
  attenuation: true,
  maximumAttenuation: 8,
  eyeDomeLighting: true,
  eyeDomeLightingStrength: 0.35,
};

/** A tileset made elsewhere keeps its own colours and loses only of their strength. */
const faintStyle = (opacityRatio: number): Cesium3DTileStyle =>
  new Cesium3DTileStyle({ color: `color('white', ${opacityRatio})` });

/** What of a tree's own colour is left by day: one that stands free, and one among the crowns of a wood. */
const OPEN_TREE: UnitRgb = [1, 1, 1];
const WOOD_TREE: UnitRgb = [0.6, 0.66, 0.62];

/** Returns whether a layer is a decoration that is painted on the ground. */
const isStrips = ({ decorates, kind }: LayerInfo): boolean => decorates !== undefined && kind === 'area';

/** Paint on what it decorates: the road below strips has the colour of roads. */
function stripLook(
  under: ColouredLayer,
  theme: Theme,
  mix: Mix,
  hasMaterials: boolean,
  opacityRatio: number,
): LayerUniforms {
  return {
    colour: mixed(({ strip }) => strip, mix),
    under: colourOfLayer(under, { theme, mix, hasMaterials, reserved: [], colourOfToken: tokenColour }),
    opacityRatio,
    swell: false,
    schedule: [],
  };
}

/** A decoration is no thing to point at: the engine has no setting for it on tiles, only on the models in them. */
function refusePicks({ content }: Cesium3DTile): void {
  const { _model } = content as unknown as { _model?: { _allowPicking: boolean } };
  if (_model) _model._allowPicking = false;
}

/** From the eye to the box of all tiles, whose tileset the baker wrote: farther than a marking is drawn none is fetched. */
function distanceM({ root }: Cesium3DTileset, { positionWC }: Camera): number {
  const { boundingVolume } = root as unknown as { boundingVolume: { boundingVolume: OrientedBoundingBox } };
  return Math.sqrt(boundingVolume.boundingVolume.distanceSquaredTo(positionWC));
}

function splitOf(side: Side): SplitDirection {
  if (side === 'left') return SplitDirection.LEFT;
  return side === 'right' ? SplitDirection.RIGHT : SplitDirection.NONE;
}

/** Trees and models of one kind are lower than houses. */
const isSmall = (info: LayerInfo): boolean => info.kind === 'tree' || (info.shape === 'instanced' && !isBuried(info));

function shadowsOf(info: LayerInfo): ShadowMode {
  if (isDraped(info)) return ShadowMode.RECEIVE_ONLY;
  return isBuried(info) ? ShadowMode.DISABLED : ShadowMode.ENABLED;
}

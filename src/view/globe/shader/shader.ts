import {
  Cartesian2,
  Cartesian3,
  Cartesian4,
  CustomShader,
  CustomShaderTranslucencyMode,
  LightingModel,
  Matrix4,
  UniformType,
  VaryingType,
} from '@cesium/engine';
import type { LayerKind } from '../../../../model/city/manifest.ts';
import type { UnitRgb } from '../../tokens.ts';
import { pullRatioOf } from '../layers/draping.ts';
import { fragmentText } from './fragment.ts';
import { BARE_LAND, isBakedLit } from './light.ts';
import type { PictureUniforms } from './picture.ts';
import { NO_TASKS, packMetres, packReach, tableOf, tileLinks } from './tables.ts';
import { type AreaDress, hasOwnColours, hasSlender, vertexText } from './vertex.ts';

/** What a layer's shader takes when the layer's own state or the theme changes. */
export interface LayerUniforms {
  colour: UnitRgb;
  opacityRatio: number;
  /** Far pipes keep their width on the map: only while the ground does not hide them, else they would break through it. */
  swell: boolean;
  /** Colour of the road below strips. */
  under?: UnitRgb;
  /** At work, late, early; elements only, and only while a schedule plays them. */
  schedule: readonly UnitRgb[];
}

/**
 * One shader a layer, the text one a kind: Cesium keeps one program a text. Colour and visibility come from a table by
 * gid, everything else from uniforms, since exchanging a shader rebuilds every tile's commands (21–106 ms at city
 * scale against 0.1 ms for a uniform). Lighting is our own (UNLIT): Cesium's PBR and its sky light wash out plaster.
 */
export interface LayerShader {
  readonly shader: CustomShader;
  setPicture(picture: PictureUniforms): void;
  /** What hangs on the camera, each frame. */
  setFrame(picture: Pick<PictureUniforms, 'enuFromEye' | 'hazeRange' | 'shadow' | 'timeS'>): void;
  setMarks(selectedGid: number, hoveredGid: number): void;
  setLayer(layer: LayerUniforms): void;
  /** RGBA8 a feature of the layer, see `Catalogue.paint`. */
  setPaint(rgba: Uint8Array): void;
  /** Buildings only. */
  setMiddles(middles: Middles): void;
  /** Dates by number of activity (`ElementSchedule`), elements only; one task or none: no schedule. */
  setTasks(texels: Uint8Array): void;
  /** Links of the layer's rows (`ElementSchedule`), elements only; null: what the tiles say. */
  setLinks(texels: Uint8Array | null): void;
  /** Foot and top of the layer's rows (`ElementSchedule`), elements only; null: not known, and what is at work stands whole. */
  setHeights(heightsM: Float32Array | null): void;
  /** The shown time in the schedule's units, whether colours compare with the baseline, the marked task (−1: none); elements only. */
  setNow(now: number, byBaseline: boolean, picked: number): void;
}

/** What of a layer's buildings does not stand in its tiles. */
export interface Middles {
  /** Half-way height of each above the frame's plane, metres. */
  readonly upM: Float32Array;
  /** Rows of those that the city calls landmarks: they are lit by night. */
  readonly landmarks: ReadonlySet<number>;
}

/** What a layer's shader is made for; none of it changes afterwards. */
export interface ShaderOptions extends AreaDress {
  kind: LayerKind;
  gidBase: number;
  count: number;
  planned: boolean;
  construction: boolean;
  /** Shines at night. */
  lamp: boolean;
  translucent: boolean;
  /** Its colours say something: a style that greys the city leaves them. */
  isData: boolean;
  /** Carriageways, which go over bridges too. */
  isRoad: boolean;
  /** Position among the draped layers: later ones win where two lie on each other. */
  order: number;
}

/** A layer's shader with the uniforms of its kind; it shows the layer in its own colours until it is painted. */
export function createLayerShader(options: ShaderOptions): LayerShader {
  const { kind, count } = options;
  const isElement = kind === 'element';
  const shader = customShader(options);
  const set: CustomShader['setUniform'] = (name, value) => shader.setUniform(name, value);
  const takeLight = isBakedLit(kind) ? shareLight(shader) : () => {};
  return {
    shader,
    setPicture(picture) {
      setPicture(shader, options, picture);
      takeLight(picture);
      if (!options.isStrips) this.setMarks(picture.selectedGid, picture.hoveredGid);
      this.setFrame(picture);
    },
    setFrame(picture) {
      set('u_enuFromEye', picture.enuFromEye);
      set('u_hazeRange', picture.hazeRange);
      set('u_shadow', picture.shadow);
      if (kind === 'water') set('u_time', picture.timeS);
    },
    setMarks(selectedGid, hoveredGid) {
      set('u_selected', selectedGid);
      set('u_hovered', hoveredGid);
    },
    setTasks(texels) {
      if (!isElement) return;
      set('u_tasks', tableOf(texels));
      set('u_taskCount', texels.length / 8);
    },
    setLinks(texels) {
      if (isElement) set('u_links', tableOf(texels ?? tileLinks(count)));
    },
    setHeights(heightsM) {
      if (isElement) set('u_reach', tableOf(heightsM ? packReach(heightsM) : new Uint8Array(count * 4)));
    },
    setNow(now, byBaseline, picked) {
      if (!isElement) return;
      set('u_now', now);
      set('u_byBaseline', byBaseline ? 1 : 0);
      set('u_picked', picked);
    },
    setLayer({ colour, opacityRatio, swell, schedule, under }) {
      if (under && options.isStrips) set('u_under', vectorOf(under));
      if (isElement) for (const [i, name] of SCHEDULE_COLOURS.entries()) set(name, vectorOf(schedule[i]));
      if (kind === 'pipe') set('u_swell', swell ? 1 : 0);
      set('u_colour', vectorOf(colour));
      set('u_opacity', opacityRatio);
    },
    setPaint(rgba) {
      set('u_table', tableOf(rgba));
    },
    setMiddles({ upM, landmarks }) {
      if (kind !== 'building') return;
      const texels = packMetres(upM);
      for (const row of landmarks) texels[4 * row + 3] = 255;
      set('u_middle', tableOf(texels));
    },
  };
}

/**
 * One texture for all layers of a scene: a `TextureUniform` would be a copy a layer, 30 MB each. The engine asks the shader's uniform map
 * at each draw, so the map answers with the shared one; it must be changed before a tileset has the shader, since commands copy it.
 */
function shareLight(shader: CustomShader): (picture: PictureUniforms) => void {
  const { uniformMap } = shader as unknown as { uniformMap: Record<string, () => unknown> };
  const own = { light: uniformMap.u_light, night: uniformMap.u_night };
  let shared: Pick<PictureUniforms, 'light' | 'night'> = { light: null, night: null };
  uniformMap.u_light = () => shared.light ?? own.light();
  uniformMap.u_night = () => shared.night ?? own.night();
  return ({ light, night, lampRatio, lightFrame, baked, beyond }) => {
    shared = { light, night };
    shader.setUniform('u_lamps', night ? lampRatio : 0);
    shader.setUniform('u_lightFrame', lightFrame);
    shader.setUniform('u_beyond', beyond);
    shader.setUniform('u_baked', light ? baked : Cartesian2.ZERO);
  };
}

const SCHEDULE_COLOURS = ['u_active', 'u_late', 'u_early'] as const;

const vectorOf = ([x, y, z]: UnitRgb): Cartesian3 => new Cartesian3(x, y, z);

function setPicture(shader: CustomShader, { kind, isData }: ShaderOptions, picture: PictureUniforms): void {
  shader.setUniform('u_mix', picture.mix);
  shader.setUniform('u_sunDirection', picture.sunDirection);
  shader.setUniform('u_sun', picture.sun);
  shader.setUniform('u_ambient', picture.ambient);
  shader.setUniform('u_bounce', picture.bounce);
  shader.setUniform('u_haze', picture.haze);
  shader.setUniform('u_sky', picture.sky);
  shader.setUniform('u_accent', picture.accent);
  shader.setUniform('u_litShare', picture.litShare);
  shader.setUniform('u_weather', picture.weather);
  shader.setUniform('u_glass', picture.glassRatio);
  const { facade, edges, colour, water, trees, ground } = picture.style;
  const matter = kind === 'water' ? water : kind === 'tree' ? trees : ground;
  shader.setUniform('u_style', new Cartesian4(facade, edges, isData ? 1 : colour, matter));
  if (kind === 'area') shader.setUniform('u_paintLight', picture.paintLight);
  if (kind === 'tree') shader.setUniform('u_season', picture.season);
}

function customShader(options: ShaderOptions): CustomShader {
  const { kind, translucent } = options;
  const draped = kind === 'area' || kind === 'water';
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: translucent ? CustomShaderTranslucencyMode.TRANSLUCENT : CustomShaderTranslucencyMode.OPAQUE,
    uniforms: { ...commonUniforms(options), ...uniformsOfKind(options) },
    varyings: {
      v_paint: VaryingType.VEC4,
      v_mark: VaryingType.VEC3,
      ...(kind === 'building' ? { v_body: VaryingType.VEC4 } : {}),
      ...(kind === 'tree' ? { v_kind: VaryingType.FLOAT } : {}),
      ...(options.hasMatter ? { v_matter: VaryingType.FLOAT } : {}),
      ...(kind === 'element' ? { v_built: VaryingType.VEC4 } : {}),
      ...(hasOwnColours(kind) ? { v_own: VaryingType.VEC3 } : {}),
      ...(hasSlender(kind) ? { v_slender: VaryingType.VEC4 } : {}),
    },
    vertexShaderText: vertexText(kind, draped, options),
    fragmentShaderText: fragmentText(kind, options),
  });
}

type Uniforms = NonNullable<NonNullable<ConstructorParameters<typeof CustomShader>[0]>['uniforms']>;

function commonUniforms({ gidBase, count, order, planned, construction, lamp }: ShaderOptions): Uniforms {
  return {
    u_table: { type: UniformType.SAMPLER_2D, value: tableOf(new Uint8Array(count * 4).fill(254)) },
    u_gidBase: { type: UniformType.INT, value: gidBase },
    u_selected: { type: UniformType.INT, value: -1 },
    u_hovered: { type: UniformType.INT, value: -1 },
    u_enuFromEye: { type: UniformType.MAT4, value: Matrix4.clone(Matrix4.IDENTITY) },
    u_mix: { type: UniformType.VEC3, value: new Cartesian3(1, 0, 0) },
    u_sunDirection: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
    u_sun: { type: UniformType.VEC3, value: new Cartesian3() },
    u_ambient: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
    u_bounce: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
    u_haze: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
    u_hazeRange: { type: UniformType.VEC4, value: new Cartesian4(1e7, 2e7, 0, 3e7) },
    u_sky: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
    u_accent: { type: UniformType.VEC3, value: new Cartesian3() },
    u_colour: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) },
    u_opacity: { type: UniformType.FLOAT, value: 1 },
    u_shadow: { type: UniformType.VEC2, value: new Cartesian2(1, 0) },
    u_litShare: { type: UniformType.FLOAT, value: 0 },
    u_time: { type: UniformType.FLOAT, value: 0 },
    u_weather: { type: UniformType.VEC3, value: new Cartesian3(0, 0, 1) },
    u_glass: { type: UniformType.FLOAT, value: 0 },
    u_style: { type: UniformType.VEC4, value: new Cartesian4(1, 1, 1, 1) },
    u_state: { type: UniformType.INT, value: planned ? 1 : construction ? 2 : lamp ? 3 : 0 },
    u_pull: { type: UniformType.FLOAT, value: pullRatioOf(order) },
  };
}

/** Full sky, full sun and no shadow, until the city's own comes. */
const OPEN_LIGHT = new Uint8Array([255, 255, 0, 255]);
const NO_LAMPS = new Uint8Array([0, 0, 0, 255]);

function uniformsOfKind(options: ShaderOptions): Uniforms {
  const own = ownUniforms(options);
  if (!isBakedLit(options.kind)) return own;
  return {
    ...own,
    u_light: { type: UniformType.SAMPLER_2D, value: tableOf(OPEN_LIGHT) },
    u_night: { type: UniformType.SAMPLER_2D, value: tableOf(NO_LAMPS) },
    u_lamps: { type: UniformType.FLOAT, value: 0 },
    u_beyond: { type: UniformType.VEC3, value: vectorOf(BARE_LAND) },
    u_lightFrame: { type: UniformType.VEC4, value: new Cartesian4(0, 0, 1, 1) },
    u_baked: { type: UniformType.VEC2, value: new Cartesian2(0, 0) },
  };
}

function ownUniforms({ kind, count, isRoad, isStrips }: ShaderOptions): Uniforms {
  if (kind === 'building')
    return { u_middle: { type: UniformType.SAMPLER_2D, value: tableOf(new Uint8Array(count * 4)) } };
  if (kind === 'tree') return { u_season: { type: UniformType.VEC3, value: new Cartesian3() } };
  if (kind === 'pipe') return { u_swell: { type: UniformType.FLOAT, value: 0 } };
  if (kind === 'area')
    return {
      u_paintLight: { type: UniformType.FLOAT, value: 1 },
      u_onDecks: { type: UniformType.FLOAT, value: isRoad || isStrips ? 1 : 0 },
      ...(isStrips ? { u_under: { type: UniformType.VEC3, value: new Cartesian3(1, 1, 1) } } : {}),
    };
  if (kind !== 'element') return {};
  return {
    u_tasks: { type: UniformType.SAMPLER_2D, value: tableOf(NO_TASKS) },
    u_links: { type: UniformType.SAMPLER_2D, value: tableOf(tileLinks(count)) },
    u_reach: { type: UniformType.SAMPLER_2D, value: tableOf(new Uint8Array(count * 4)) },
    u_taskCount: { type: UniformType.INT, value: 1 },
    u_now: { type: UniformType.FLOAT, value: 0 },
    u_byBaseline: { type: UniformType.FLOAT, value: 0 },
    u_picked: { type: UniformType.INT, value: -1 },
    u_active: { type: UniformType.VEC3, value: new Cartesian3() },
    u_late: { type: UniformType.VEC3, value: new Cartesian3() },
    u_early: { type: UniformType.VEC3, value: new Cartesian3() },
  };
}

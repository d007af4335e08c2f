import { Cartesian2, Cartesian3, Cartesian4, Matrix4, type Texture } from '@cesium/engine';
import type { StyleStrength } from '../../../../model/scenarios/picture-style.ts';
import { FIRST_STYLE } from '../../../twin/styles.ts';
import { BARE_LAND } from './light.ts';

/** What all shaders are told each frame or whenever the hour, the theme or the selection changes. */
export interface PictureUniforms {
  enuFromEye: Matrix4;
  mix: Cartesian3;
  sunDirection: Cartesian3;
  sun: Cartesian3;
  ambient: Cartesian3;
  bounce: Cartesian3;
  haze: Cartesian3;
  /** Start, end, most, and the distance at which nothing is left. */
  hazeRange: Cartesian4;
  sky: Cartesian3;
  accent: Cartesian3;
  litShare: number;
  /** What Cesium multiplies into shadow (1: no shadows), and how far casters shrink against acne, metres. */
  shadow: Cartesian2;
  /** How much of the baked shadow of the drawn sun and of the baked sky light is shown. */
  baked: Cartesian2;
  /** The city's baked light (`model/city/light.ts`); null: it has none, or it has not come yet. */
  light: Texture | null;
  /** Its picture for the hours of lamps, in the same frame; null: it has none, or no lamp has shone yet. */
  night: Texture | null;
  /** How far street lamps shine: 0 by day, 1 by night in a style with all ambient light. */
  lampRatio: number;
  /** West and south of its picture in the city's plane, and one over its width and height, metres. */
  lightFrame: Cartesian4;
  /** Land beyond the city's edge by day. */
  beyond: Cartesian3;
  /** What light leaves of a colour that is painted on the ground. */
  paintLight: number;
  timeS: number;
  /** How wet ground and roofs are, how much snow lies on them, and what light a closed sky leaves of the hour's. */
  weather: Cartesian3;
  /** Season of leaves: young ones, the colours of autumn, and how many have fallen. */
  season: Cartesian3;
  /** 1 while the ground is looked through: all that stands over it is drawn as dark glass, and what lies in it shines. */
  glassRatio: number;
  /** Strengths of the style that the picture is drawn in. */
  style: Readonly<Record<StyleStrength, number>>;
  selectedGid: number;
  hoveredGid: number;
}

/** What sun, theme, selection and camera tell every shader of a stage; one object, changed in place. */
export interface Picture {
  readonly uniforms: PictureUniforms;
  /** Something other than the camera changed: shaders take all of it before the next frame. */
  changed(): void;
  /** Calls before a frame when anything changed; returns what ends it. */
  follow(show: (uniforms: PictureUniforms) => void): () => void;
}

/** The picture of a bright day without selection, until sun, theme and selection say otherwise. */
export function createPicture(requestRender: () => void): Picture {
  const uniforms: PictureUniforms = {
    enuFromEye: Matrix4.clone(Matrix4.IDENTITY),
    mix: new Cartesian3(1, 0, 0),
    sunDirection: new Cartesian3(0, 0, 1),
    sun: new Cartesian3(),
    ambient: new Cartesian3(1, 1, 1),
    bounce: new Cartesian3(1, 1, 1),
    haze: new Cartesian3(1, 1, 1),
    hazeRange: new Cartesian4(1e7, 2e7, 0, 3e7),
    sky: new Cartesian3(1, 1, 1),
    accent: new Cartesian3(),
    litShare: 0,
    shadow: new Cartesian2(1, 0),
    baked: new Cartesian2(0, 0),
    light: null,
    night: null,
    lampRatio: 0,
    lightFrame: new Cartesian4(0, 0, 1, 1),
    beyond: Cartesian3.fromArray([...BARE_LAND]),
    paintLight: 1,
    timeS: 0,
    weather: new Cartesian3(0, 0, 1),
    season: new Cartesian3(),
    glassRatio: 0,
    style: FIRST_STYLE,
    selectedGid: -1,
    hoveredGid: -1,
  };
  const followers = new Set<(uniforms: PictureUniforms) => void>();
  return {
    uniforms,
    changed() {
      for (const show of followers) show(uniforms);
      requestRender();
    },
    follow(show) {
      followers.add(show);
      show(uniforms);
      return () => followers.delete(show);
    },
  };
}

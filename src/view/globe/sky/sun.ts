import { Cartesian3, DirectionalLight, Matrix4, type Scene, Transforms } from '@cesium/engine';
import { DRAWN_DAY } from '../../../../model/city/light.ts';
import { type SkyPlace, skyDirection } from '../../../../model/geo/sun.ts';
import { asksForShadows, followsTrueSun, themeOf, wantsShadows } from '../../../twin/appearance.ts';
import { isNightStyle, styleText } from '../../../twin/styles.ts';
import type { TwinState } from '../../../twin/twin.ts';
import { weatherOf } from '../../../twin/weather.ts';
import { hourOf } from '../../city-hour.ts';
import { endAll } from '../../end-all.ts';
import { seasonAt, seasonMsOf } from '../../season.ts';
import { tokenColour } from '../../tokens.ts';
import { fovyOf } from '../camera/camera-view.ts';
import { showsMaterials } from '../layers/layer-look.ts';
import type { CityStage } from '../panes/stage.ts';
import type { Picture } from '../shader/picture.ts';
import { colourShadows } from '../shader/shadow-colour.ts';
import { litShareRatio, type Mix, mixed, mixOf, nightRatio } from './look.ts';
import { shadowsOfPicture, sunOfPicture } from './picture-sun.ts';
import { underWeather, type WeatherLight } from './weather-look.ts';

/** The atlas's own sun by evening (LOOK §9); the true one is used as soon as shadows are asked for. */
const DRAWN_EVENING: SkyPlace = { azimuthDeg: 289, altitudeDeg: 20 };

/** A true sun lower than this would light nothing but east walls; below it the drawn evening sun is kept. */
const LOWEST_TRUE_DEG = 3;

/** Share of its own colour that is left in shadow; the rest is SHADOW_RGB. */
const DARKNESS_DAY = 0.55;
const DARKNESS_DUSK = 0.6;

/** Brightness of the light theme's colours on the ground after sunset; the dark theme's are made for night. */
const PAINT_DUSK = 0.62;
const PAINT_NIGHT = 0.36;

/** How much of the baked darkness of courts and foots is left when light comes from windows and lamps too. */
const BAKED_SKY_DUSK = 0.8;
const BAKED_SKY_NIGHT = 0.7;

/**
 * A step of the clock moves water by no more shown seconds than this: a river at 0.6 m/s goes by its own speed while the
 * clock does, and stays a slow river when a day is played in a minute. With the clock's own steps it ran at 36 m/s.
 */
const MAX_WATER_STEP_S = 0.12;

/**
 * Light, haze and shadow from the clock, the theme and the camera's height. The picture is a mix of three drawn hours;
 * nothing glows and exposure is fixed.
 */
export function showSun(stage: CityStage, picture: Picture): () => void {
  const { twin, scene, city } = stage;
  const { uniforms } = picture;
  const light = new DirectionalLight({ direction: new Cartesian3(0, 0, -1) });
  scene.light = light;
  // The light is the picture's own: tables of the Earth's axis for the engine's sun are not fetched.
  Transforms.iau2006XysData = { computeXysRadians: () => undefined };
  colourShadows();
  const shadows = scene.shadowMap;
  shadows.normalOffset = true;
  const topM = Math.max(0, ...city.layers.map(({ boundsM }) => boundsM[5]));

  let shownMs = twin.getState().shownTimeMs;
  let hadLight = false;
  let sightRatio = 1;
  let hazeStrength = 1;

  /**
   * Live shadows by day are for who asks for them, and for works that grow. Else the city's baked ones of the drawn sun are softer and
   * deeper, from a height at which every street has light and shade, and cost nothing; where there are none, live ones stand in, but without
   * a GPU only until the baked ones come: six seconds a picture.
   */
  const casts = (state: TwinState, altitudeDeg: number, isDay: boolean): boolean => {
    if (!wantsShadows(state) || altitudeDeg <= LOWEST_TRUE_DEG) return false;
    if (state.sunStudy || !city.facts?.light) return true;
    return stage.quality !== 'fast' && (!isDay || asksForShadows(state) || !followsTrueSun(state));
  };

  function update(): void {
    const state = twin.getState();
    const theme = themeOf(state);
    const sun = sunOfPicture(state, city.origin);
    const mix = mixOf(sun.altitudeDeg, theme === 'command');
    uniforms.mix = vector(mix);
    const isDay = mix[0] > 0.5 || theme === 'command';
    const drawn = isDay ? DRAWN_DAY : DRAWN_EVENING;
    const castsLive = casts(state, sun.altitudeDeg, isDay);
    const shown = castsLive ? sun : drawn;
    uniforms.sunDirection = vector(skyDirection(shown));
    const litShare = isNightStyle(state)
      ? litShareRatio(LAMPS_HOUR)
      : litShareRatio(hourOf(state.shownTimeMs, city.zone)) * nightRatio(sun.altitudeDeg);
    const weathered = lightOf(state, mix, uniforms.sunDirection.z, litShare);
    sightRatio = weathered.sightRatio;
    takeLight(uniforms, weathered);
    if (state.style.base === 'thematic') liftNight(uniforms, mix[2]);
    uniforms.style = state.style;
    uniforms.season = seasonOf(seasonMsOf(state, city), city.origin.latDeg);
    // Windows are lit under a dark sky by day, too; street lamps wait for the evening.
    uniforms.lampRatio = Math.min(1, LAMPS_A_WINDOW * litShare) * state.style.ambient;
    // A model of paper stands before paper (LOOK §9).
    if (!showsMaterials(state)) uniforms.sky = uniforms.haze;
    uniforms.glassRatio = state.underground === 'translucent' ? 1 : 0;
    if (uniforms.glassRatio > 0) {
      uniforms.haze = vector(GLASS_HAZE);
      uniforms.sky = vector(GLASS_SKY);
    }
    hazeStrength = state.style.haze;
    uniforms.accent = vector(tokenColour(theme, 'accent'));
    uniforms.paintLight = theme === 'command' ? 1 : mix[0] + PAINT_DUSK * mix[1] + PAINT_NIGHT * mix[2];
    const stepS = (state.shownTimeMs - shownMs) / 1000;
    shownMs = state.shownTimeMs;
    uniforms.timeS += Math.min(MAX_WATER_STEP_S, Math.max(-MAX_WATER_STEP_S, stepS));
    Matrix4.multiplyByPointAsVector(stage.ecefFromEnu, uniforms.sunDirection, light.direction);
    Cartesian3.negate(light.direction, light.direction);
    Cartesian3.normalize(light.direction, light.direction);
    const kind = shadowsOfPicture(state, { castsLive, hasBaked: isDay });
    shadows.enabled = kind === 'live' && weathered.coverRatio < CLOSED;
    shadows.darkness = DARKNESS_DAY * (1 - mix[1]) + DARKNESS_DUSK * mix[1];
    uniforms.shadow.x = shadows.enabled ? shadows.darkness : 1;
    uniforms.baked.x = kind === 'baked' ? mix[0] * (1 - weathered.coverRatio) : 0;
    uniforms.baked.y =
      Math.max(MIN_BAKED_SKY, state.style.ambient) * (mix[0] + BAKED_SKY_DUSK * mix[1] + BAKED_SKY_NIGHT * mix[2]);
    picture.changed();
  }

  return endAll([
    twin.follow(
      (state) =>
        `${state.shownTimeMs} ${wantsShadows(state)} ${asksForShadows(state)} ${themeOf(state)} ${followsTrueSun(state)} ${state.sunStudy} ${state.underground} ${state.quality} ${styleText(state.style)} ${weatherKey(state)}`,
      () => update(),
    ),
    scene.preUpdate.addEventListener(() => {
      if (hadLight !== (uniforms.light !== null)) {
        hadLight = uniforms.light !== null;
        update();
      }
      const heightM = scene.camera.positionCartographic.height - city.origin.heightM;
      setHazeRange(uniforms, heightM, sightRatio);
      uniforms.hazeRange.z *= hazeStrength;
      shadows.maximumDistance = Math.min(5000, Math.max(700, heightM * 3.4));
      const { shadowState } = scene.frameState;
      shadowState.nearPlane = Math.max(
        shadowState.nearPlane,
        OFF_AXIS_RATIO * (heightM - topM),
        shadows.enabled ? NEARER_RATIO * nearestGroundM(scene) : 0,
      );
      uniforms.shadow.y = 0.2 + shadows.maximumDistance * 0.0003;
      shadows._primitiveBias.normalOffsetScale = OFF_WALL_RATIO * shadows.maximumDistance;
    }),
    () => {
      shadows.enabled = false;
    },
  ]);
}

/**
 * Seen from above all that stands, nothing in the shadow is nearer than its distance in height, at this share of it in a picture's corners
 * 45° off its axis. The engine takes the volumes of tiles for that, and of a city's first tiles the camera is within: three of the
 * shadow's four parts covered air.
 */
const OFF_AXIS_RATIO = 0.7;

/**
 * From among houses the ground at the picture's lower edge is the nearest that all see: at this share of its distance the shadow begins. The
 * rare tower before it is drawn without what others throw on it, where without this all that is seen had a quarter of the shadow's cells.
 */
const NEARER_RATIO = 0.45;

/** Along the axis to the ground at the lower edge of the picture, metres; 0: that edge is in the sky. */
function nearestGroundM({ camera, globe }: Scene): number {
  const halfRad = fovyOf(camera) / 2;
  const downRad = halfRad - camera.pitch;
  const groundM = globe.getHeight(camera.positionCartographic) ?? 0;
  const aboveM = Math.max(0, camera.positionCartographic.height - groundM);
  return downRad > 0.05 ? (aboveM / Math.sin(Math.min(downRad, Math.PI / 2))) * Math.cos(halfRad) : 0;
}

/**
 * Part of the shadow's reach at which a wall in grazing light is looked up before itself: some cells of the shadow, else it specks itself.
 */
const OFF_WALL_RATIO = 0.0007;

/** By the raster of light shores are found, and the city's edge goes over into haze: a trace of it stays in any style. */
const MIN_BAKED_SKY = 0.02;

/** Before and over a city of dark glass: haze and sky while the ground is looked through. */
const GLASS_HAZE = [0.105, 0.14, 0.18];
const GLASS_SKY = [0.05, 0.07, 0.095];

/** The evening hour whose lamps a night is drawn by that is none of the clock's. */
const LAMPS_HOUR = 21;

function seasonOf(timeMs: number, latDeg: number): Cartesian3 {
  const { springRatio, autumnRatio, bareRatio } = seasonAt(timeMs, latDeg);
  return new Cartesian3(springRatio, autumnRatio, bareRatio);
}

/** Street lamps shine fully while so many in a hundred windows are lit: 1 / 0.06 of them. */
const LAMPS_A_WINDOW = 16;

/** Behind clouds as closed as this the sun throws no shadow. */
const CLOSED = 0.5;

/** What of the state the light of a weather hangs on. */
function weatherKey(state: TwinState): string {
  const { weather, strengthRatio } = weatherOf(state);
  return `${weather} ${strengthRatio}`;
}

/** The hours in their shares, under the weather. */
function lightOf(state: TwinState, mix: Mix, sunUp: number, litShare: number): WeatherLight {
  const hour = {
    sun: mixed((each) => each.sun, mix),
    ambient: mixed((each) => each.ambient, mix),
    bounce: mixed((each) => each.bounce, mix),
    haze: mixed((each) => each.haze, mix),
    sky: mixed((each) => each.skyTop, mix),
  };
  return underWeather({ ...hour, sunUp, litShare }, weatherOf(state), mix[0]);
}

function takeLight(uniforms: Picture['uniforms'], light: WeatherLight): void {
  uniforms.sun = vector(light.sun);
  uniforms.ambient = vector(light.ambient);
  uniforms.bounce = vector(light.bounce);
  uniforms.haze = vector(light.haze);
  uniforms.sky = vector(light.sky);
  uniforms.litShare = light.litShare;
  uniforms.weather = new Cartesian3(light.wetRatio, light.snowRatio, light.lightRatio);
}

/** On a dark theme's ground the base of a thematic map is lit a step more than a night is: its classes are to be told apart. */
function liftNight({ ambient, bounce }: Picture['uniforms'], nightRatio: number): void {
  for (const light of [ambient, bounce]) Cartesian3.multiplyByScalar(light, 1 + THEMATIC_LIFT * nightRatio, light);
}

const THEMATIC_LIFT = 0.1;

/**
 * From 900 m and below haze begins at 3.8 km and is fullest at 9 km: the last third of a view from the city's edge; from higher it withdraws, so that
 * the map stays legible from any height. At dusk and by night LOOK's 2.2 and 6.5 km.
 */
function setHazeRange(uniforms: Picture['uniforms'], heightM: number, sightRatio: number): void {
  // Seen from above, what hangs over the ground is thinner than along it.
  const above = Math.min(1, Math.max(0, (heightM - 300) / 2200));
  const sight = sightRatio + (1 - sightRatio) * 0.45 * above;
  const scale = Math.max(1, heightM / 900) * sight;
  const most = mixed((hour) => [hour.hazeMostRatio, 0, 0], mixOfVector(uniforms.mix))[0];
  const day = uniforms.mix.x;
  uniforms.hazeRange.x = (2200 + 1600 * day) * scale * sight;
  uniforms.hazeRange.y = (6500 + 2500 * day) * scale;
  uniforms.hazeRange.z = heightM > 60_000 ? 0.25 : most;
  uniforms.hazeRange.w = (15_000 + 30_000 * day) * scale;
}

const mixOfVector = ({ x, y, z }: Cartesian3): Mix => [x, y, z];

function vector([x, y, z]: readonly number[]): Cartesian3 {
  return new Cartesian3(x, y, z);
}

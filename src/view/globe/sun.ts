import { Cartesian3, DirectionalLight, Matrix4 } from '@cesium/engine';
import { DRAWN_DAY } from '../../../model/city/light.ts';
import { type SkyPlace, skyDirection } from '../../../model/geo/sun.ts';
import { followsTrueSun, themeOf } from '../../twin/appearance.ts';
import type { TwinState } from '../../twin/twin.ts';
import { hourOf } from '../city-hour.ts';
import { endAll } from '../end-all.ts';
import { tokenColour, type UnitRgb } from '../tokens.ts';
import { litShareRatio, type Mix, mixed, mixOf, nightRatio } from './look.ts';
import type { Picture } from './picture.ts';
import { shadowsOfPicture, sunOfPicture } from './picture-sun.ts';
import { colourShadows } from './shadow-colour.ts';
import type { CityStage } from './stage.ts';

/** The atlas's own sun by evening (LOOK §9); the true one is used as soon as shadows are asked for. */
const DRAWN_EVENING: SkyPlace = { azimuthDeg: 289, altitudeDeg: 20 };

/** A true sun lower than this would light nothing but east walls; below it the drawn evening sun is kept. */
const LOWEST_TRUE_DEG = 3;

/** Share of its own colour that is left in shadow; the rest is SHADOW_RGB. Deeper at dusk. */
const DARKNESS_DAY = 0.7;
const DARKNESS_DUSK = 0.66;

/** Of the light theme's colours on the ground after sunset; the dark theme's are made for night. */
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
  colourShadows();
  const shadows = scene.shadowMap;
  shadows.size = stage.quality === 'fine' ? 2048 : 1024;
  shadows.softShadows = stage.quality === 'fine';
  shadows.normalOffset = true;

  let shownMs = twin.getState().shownTimeMs;
  let hadLight = false;

  /** Live shadows of the true sun: without a GPU, where the baked ones of the drawn sun are at hand, only for who asks for the true one. */
  const casts = ({ shadows: isWanted, sunStudy }: TwinState, altitudeDeg: number): boolean =>
    isWanted && altitudeDeg > LOWEST_TRUE_DEG && (stage.quality === 'fine' || sunStudy || uniforms.light === null);

  function update(): void {
    const state = twin.getState();
    const theme = themeOf(state);
    const sun = sunOfPicture(state, city.origin);
    const mix = mixOf(sun.altitudeDeg, theme === 'command');
    uniforms.mix = vector(mix);
    const drawn = mix[0] > 0.5 || theme === 'command' ? DRAWN_DAY : DRAWN_EVENING;
    const castsLive = casts(state, sun.altitudeDeg);
    const shown = castsLive ? sun : drawn;
    uniforms.sunDirection = vector(skyDirection(shown));
    uniforms.sun = vector(mixed((hour) => hour.sun, mix));
    uniforms.ambient = vector(mixed((hour) => hour.ambient, mix));
    uniforms.bounce = vector(mixed((hour) => hour.bounce, mix));
    uniforms.haze = vector(hazeOf(mix));
    uniforms.sky = vector(mixed((hour) => hour.skyTop, mix));
    uniforms.accent = vector(tokenColour(theme, 'accent'));
    uniforms.litShare = litShareRatio(hourOf(state.shownTimeMs, city.zone)) * nightRatio(sun.altitudeDeg);
    uniforms.paintLight = theme === 'command' ? 1 : mix[0] + PAINT_DUSK * mix[1] + PAINT_NIGHT * mix[2];
    const stepS = (state.shownTimeMs - shownMs) / 1000;
    shownMs = state.shownTimeMs;
    uniforms.timeS += Math.min(MAX_WATER_STEP_S, Math.max(-MAX_WATER_STEP_S, stepS));
    Matrix4.multiplyByPointAsVector(stage.ecefFromEnu, uniforms.sunDirection, light.direction);
    Cartesian3.negate(light.direction, light.direction);
    Cartesian3.normalize(light.direction, light.direction);
    const kind = shadowsOfPicture(state, { castsLive, hasBaked: drawn === DRAWN_DAY });
    shadows.enabled = kind === 'live';
    shadows.darkness = DARKNESS_DAY * (1 - mix[1]) + DARKNESS_DUSK * mix[1];
    uniforms.shadow.x = kind === 'live' ? shadows.darkness : 1;
    uniforms.baked.x = kind === 'baked' ? mix[0] : 0;
    uniforms.baked.y = mix[0] + BAKED_SKY_DUSK * mix[1] + BAKED_SKY_NIGHT * mix[2];
    picture.changed();
  }

  return endAll([
    twin.follow(
      (state) =>
        `${state.shownTimeMs} ${state.shadows} ${themeOf(state)} ${followsTrueSun(state)} ${state.sunStudy} ${state.underground}`,
      () => update(),
    ),
    scene.preUpdate.addEventListener(() => {
      if (hadLight !== (uniforms.light !== null)) {
        hadLight = uniforms.light !== null;
        update();
      }
      const heightM = scene.camera.positionCartographic.height - city.origin.heightM;
      setHazeRange(uniforms, heightM);
      shadows.maximumDistance = Math.min(5000, Math.max(700, heightM * 3.4));
      uniforms.shadow.y = 0.2 + shadows.maximumDistance * 0.0003;
    }),
    () => {
      shadows.enabled = false;
    },
  ]);
}

/** Colour of what is far away, in the shares of the hours. */
function hazeOf(mix: Mix): UnitRgb {
  return mixed((hour) => hour.haze, mix);
}

/** LOOK's 2.2–6.5 km at 900 m and below; from higher the haze withdraws so that the map stays legible from any height. */
function setHazeRange(uniforms: Picture['uniforms'], heightM: number): void {
  const scale = Math.max(1, heightM / 900);
  const most = mixed((hour) => [hour.hazeMostRatio, 0, 0], mixOfVector(uniforms.mix))[0];
  uniforms.hazeRange.x = 2200 * scale;
  uniforms.hazeRange.y = 6500 * scale;
  uniforms.hazeRange.z = heightM > 60_000 ? 0.25 : most;
  uniforms.hazeRange.w = 15_000 * scale;
}

const mixOfVector = ({ x, y, z }: Cartesian3): Mix => [x, y, z];

function vector([x, y, z]: readonly number[]): Cartesian3 {
  return new Cartesian3(x, y, z);
}

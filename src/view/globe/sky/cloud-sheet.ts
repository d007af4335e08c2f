import { type Weather, weatherOf } from '../../../twin/weather.ts';
import { paintClouds } from '../../clouds.ts';
import { asideOf, fovyOf } from '../camera/camera-view.ts';
import { showsMaterials } from '../layers/layer-look.ts';
import type { CityStage } from '../panes/stage.ts';
import type { Picture } from '../shader/picture.ts';

/** Points across of the sheet, which the page enlarges: clouds are soft. */
const ACROSS = { fast: 160, medium: 240, fine: 320 };

/** Share of the sky that each weather closes; a clear sky has up to two tenths of clouds, fog hides them. */
const COVERS: Readonly<Record<Weather, number>> = { clear: 0.22, cloudy: 0.8, rain: 0.96, snow: 0.93, fog: 0 };

/** Wind over the height of the clouds' base: 7 m/s at 1.4 km. */
const DRIFT_A_S = 7 / 1400;
/** The sheet is painted anew when they have drifted so far, in heights of their base. */
const DRIFT_STEP = 0.02;
/** Noise comes again after its span: a clock of years is no number for it. */
const DRIFT_SPAN = 14_000;

/** From so high over the city one looks down on clouds, and none is drawn. */
const GONE_M = 6000;

/** Lit and shaded sides by day, at dusk and by night. */
const LIT = [
  [255, 255, 255],
  [252, 214, 178],
  [62, 70, 78],
];
const SHADE = [
  [201, 210, 219],
  [146, 132, 148],
  [34, 39, 45],
];

/** Clouds of the shown weather on the sky, drifting with the clock; returns what paints them before each frame. */
export function openClouds(stage: CityStage, picture: Picture): (horizon: number, isBelow: boolean) => void {
  const { sky, scene, widget, twin } = stage;
  const sheet = sky.ownerDocument.createElement('canvas');
  sheet.setAttribute('aria-hidden', 'true');
  sheet.classList.add('sky-clouds');
  sky.append(sheet);
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let paintedFor = '';
  return (horizon, isBelow) => {
    const state = twin.getState();
    const { mix, weather: worn } = picture.uniforms;
    const { weather, strengthRatio } = weatherOf(state);
    const heightM = scene.camera.positionCartographic.height - stage.city.origin.heightM;
    const seen = Math.min(1, Math.max(0, (1.5 * (GONE_M - heightM)) / GONE_M));
    const coverRatio = COVERS.clear + (COVERS[weather] - COVERS.clear) * Math.min(1, 2.4 * strengthRatio);
    const isSeen = horizon > 0 && seen > 0 && coverRatio > 0.02 && !isBelow && showsMaterials(state);
    const { clientWidth, clientHeight } = widget.canvas;
    const drift = isStill ? 0 : ((state.shownTimeMs / 1000) * DRIFT_A_S) % DRIFT_SPAN;
    const { heading, pitch } = scene.camera;
    const aside = asideOf(scene.camera);
    const key = isSeen
      ? [
          ...[
            heading,
            pitch,
            fovyOf(scene.camera),
            aside.rightTan,
            aside.upTan,
            mix.x,
            mix.y,
            worn.z,
            coverRatio,
            seen,
          ].map((n) => n.toFixed(3)),
          ...[clientWidth, clientHeight, stage.quality, Math.round(drift / DRIFT_STEP)],
        ].join(' ')
      : '';
    if (key === paintedFor) return;
    paintedFor = key;
    sheet.style.display = isSeen ? '' : 'none';
    if (!isSeen) return;
    sheet.width = ACROSS[stage.quality];
    sheet.height = Math.max(1, Math.round((sheet.width * clientHeight) / Math.max(1, clientWidth)));
    const context = sheet.getContext('2d');
    if (!context) return;
    const image = context.createImageData(sheet.width, sheet.height);
    const halfTanY = Math.tan(fovyOf(scene.camera) / 2);
    const shares = [mix.x, mix.y, mix.z];
    const toned = (tones: readonly number[][]) =>
      [0, 1, 2].map((c) => tones.reduce((sum, tone, k) => sum + tone[c] * shares[k], 0) * worn.z);
    paintClouds(
      image.data,
      sheet.width,
      sheet.height,
      { headingRad: heading, pitchRad: pitch, halfTanX: (halfTanY * clientWidth) / clientHeight, halfTanY, ...aside },
      { coverRatio, lit: toned(LIT), shade: toned(SHADE), alphaRatio: 0.85 * seen, drift },
    );
    context.putImageData(image, 0, 0);
  };
}

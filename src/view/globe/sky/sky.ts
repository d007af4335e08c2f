import { Cartesian3, Math as CesiumMath } from '@cesium/engine';
import { WGS84_A_M } from '../../../../model/geo/lon-lat.ts';
import { weatherOf } from '../../../twin/weather.ts';
import { HILL_ROWS, hillPath } from '../../hills.ts';
import { asideOf, fovyOf } from '../camera/camera-view.ts';
import { showsMaterials } from '../layers/layer-look.ts';
import type { CityStage } from '../panes/stage.ts';
import type { Picture } from '../shader/picture.ts';
import { openClouds } from './cloud-sheet.ts';
import type { Mix } from './look.ts';

/**
 * The sky is the page behind the transparent canvas: a gradient whose foot stands on the horizon. A full-screen pass
 * in the scene would do the same for a depth read a pixel; this costs one style change when the camera pitches.
 */
export function showSky(stage: CityStage, picture: Picture): () => void {
  let last = '';
  const clouds = openClouds(stage, picture);
  const hills = openHills(stage);
  return stage.scene.preRender.addEventListener(() => {
    const { mix, haze, sky } = picture.uniforms;
    const shares: Mix = [mix.x, mix.y, mix.z];
    const { underground } = stage.twin.getState();
    const below = underground === 'below';
    const isOpen = underground === 'off';
    const horizon = horizonRatio(stage);
    const at = (ratio: number) => `${(Math.min(1.5, Math.max(-0.5, ratio)) * 100).toFixed(1)}%`;
    const foots = [haze.x, haze.y, haze.z];
    const tops = [sky.x, sky.y, sky.z];
    const dusk = shares[1] > 0.01;
    const stops = below
      ? [`${DARK_EARTH} ${at(horizon - 0.6)}`, `${EARTH} ${at(horizon)}`]
      : (dusk ? DUSK_STOPS : DAY_STOPS).map(([over, hazeRatio]) => {
          const middle = dusk && hazeRatio > 0 && hazeRatio < 1;
          const tone = middle
            ? DUSK_MIDDLE.map((part, i) => part * shares[1] + foots[i] * (1 - shares[1]))
            : tops.map((part, i) => part + (foots[i] - part) * hazeRatio);
          return `${css(tone)} ${at(horizon - over)}`;
        });
    const style = `linear-gradient(${stops.join(', ')})`;
    clouds(horizon, !isOpen);
    const heightM = stage.scene.camera.positionCartographic.height - stage.city.origin.heightM;
    // By day, when a planner judges a skyline, a real town gets no hills that it has not.
    const seen = stage.city.fictional ? Math.max(0, 1 - heightM / HILLS_GONE_M) : 0;
    const { weather } = weatherOf(stage.twin.getState());
    hills(
      !isOpen || weather !== 'clear' || !showsMaterials(stage.twin.getState())
        ? 0
        : shares[1] + DAY_HILLS * shares[0] * seen,
      shares[0],
      [haze.x, haze.y, haze.z],
      horizon,
    );
    if (style === last) return;
    last = style;
    stage.sky.style.background = style;
  });
}

/** Rows of hills behind the city by day and at dusk (LOOK §9), each fading to the haze at its foot; on a canvas, which a photograph takes too. */
function openHills({ sky, scene, widget }: CityStage) {
  const sheet = sky.ownerDocument.createElement('canvas');
  sheet.setAttribute('aria-hidden', 'true');
  sheet.classList.add('sky-hills');
  sky.append(sheet);
  let drawnFor = '';
  return (strength: number, day: number, haze: readonly number[], horizon: number): void => {
    const { clientWidth: widthPx, clientHeight: heightPx } = widget.canvas;
    const { heading } = scene.camera;
    const shade = Math.min(1, strength);
    const isSeen = shade > 0.05 && horizon > 0 && horizon < 1.2;
    const key = isSeen
      ? [shade, day, ...haze, horizon, heading, asideOf(scene.camera).rightTan, widthPx, heightPx]
          .map((n) => n.toFixed(4))
          .join(' ')
      : '';
    if (key === drawnFor) return;
    drawnFor = key;
    sheet.style.display = isSeen ? '' : 'none';
    const context = isSeen ? sheet.getContext('2d') : null;
    if (!context) return;
    sheet.width = widthPx;
    sheet.height = heightPx;
    const fovyDeg = CesiumMath.toDegrees(fovyOf(scene.camera));
    const { rightTan } = asideOf(scene.camera);
    const headingDeg = CesiumMath.toDegrees(heading);
    const at = { headingDeg, fovyDeg, rightTan, widthPx, heightPx, horizonPx: horizon * heightPx };
    const pxPerRad = heightPx / 2 / Math.tan((fovyDeg * Math.PI) / 360);
    for (const row of HILL_ROWS) {
      const ratio = shade * row.toneRatio;
      const tones = HILL_TONE.map((tone, i) => tone + (HILL_TONE_DAY[i] - tone) * day);
      const summitPx = at.horizonPx - pxPerRad * CesiumMath.toRadians(row.highDeg);
      const fill = context.createLinearGradient(0, summitPx, 0, at.horizonPx);
      fill.addColorStop(0, css(tones.map((tone, i) => tone * ratio + haze[i] * (1 - ratio))));
      fill.addColorStop(1, css(haze));
      context.fillStyle = fill;
      context.fill(new Path2D(hillPath(row, at)));
    }
  };
}

/** Blue grey of what lies far off in the evening, and by day. */
const HILL_TONE = [0.42, 0.44, 0.56];
const HILL_TONE_DAY = [0.62, 0.7, 0.77];

/** By day hills are fainter, and from high above they sink below the horizon. */
const DAY_HILLS = 0.62;
const HILLS_GONE_M = 6000;

/**
 * Share of the horizon's haze in the sky, by parts of the picture's height over the horizon: clear air thins out fast at first, as the path of sight
 * through it does.
 */
const DAY_STOPS: readonly (readonly [overRatio: number, hazeRatio: number])[] = [
  [0.75, 0],
  [0.45, 0.2],
  [0.25, 0.46],
  [0.12, 0.72],
  [0.05, 0.9],
  [0, 1],
];
/** At dusk one stop between top and horizon has a tone of its own. */
const DUSK_STOPS: typeof DAY_STOPS = [
  [0.75, 0],
  [0.2, 0.5],
  [0, 1],
];

/** LOOK's dusk stop between top and horizon. */
const DUSK_MIDDLE = [0.58, 0.56, 0.62];
const EARTH = '#241f1b';
const DARK_EARTH = '#15120f';

/** Height of the horizon in the picture, 0 at its top, 1 at its foot; far outside when it is out of sight. */
function horizonRatio({ scene }: CityStage): number {
  const { camera } = scene;
  const heightM = Math.max(0, camera.positionCartographic.height);
  const dip = Math.acos(WGS84_A_M / (WGS84_A_M + heightM));
  const up = Cartesian3.normalize(camera.positionWC, new Cartesian3());
  const pitch = Math.asin(Math.min(1, Math.max(-1, Cartesian3.dot(camera.directionWC, up))));
  const angle = -dip - pitch;
  if (Math.abs(angle) > 1.4) return angle > 0 ? -2 : 3;
  const fovy = fovyOf(camera);
  return 0.5 - (Math.tan(angle) - asideOf(camera).upTan) / Math.tan(fovy / 2) / 2;
}

function css(rgb: readonly number[]): string {
  return `rgb(${rgb.map((part) => Math.round(part * 255)).join(' ')})`;
}

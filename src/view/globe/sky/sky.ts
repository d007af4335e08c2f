import { Cartesian3, Math as CesiumMath } from '@cesium/engine';
import { WGS84_A_M } from '../../../../model/geo/lon-lat.ts';
import { weatherOf } from '../../../twin/weather.ts';
import { HILL_ROWS, hillPath } from '../../hills.ts';
import { SVG } from '../../sketch.ts';
import { fovyOf } from '../camera/camera-view.ts';
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
    const below = stage.twin.getState().underground === 'below';
    const top = below ? DARK_EARTH : css([sky.x, sky.y, sky.z]);
    const foot = below ? EARTH : css([haze.x, haze.y, haze.z]);
    const horizon = horizonRatio(stage);
    const at = (ratio: number) => `${(Math.min(1.5, Math.max(-0.5, ratio)) * 100).toFixed(1)}%`;
    const style =
      shares[1] > 0.01 && !below
        ? `linear-gradient(${top} ${at(horizon - 0.75)}, ${css(DUSK_MIDDLE.map((c, i) => c * shares[1] + [haze.x, haze.y, haze.z][i] * (1 - shares[1])))} ${at(horizon - 0.2)}, ${foot} ${at(horizon)})`
        : `linear-gradient(${top} ${at(horizon - 0.6)}, ${foot} ${at(horizon)})`;
    clouds(horizon, below);
    const heightM = stage.scene.camera.positionCartographic.height - stage.city.origin.heightM;
    // By day, when a planner judges a skyline, a real town gets no hills that it has not.
    const seen = stage.city.fictional ? Math.max(0, 1 - heightM / HILLS_GONE_M) : 0;
    const { weather } = weatherOf(stage.twin.getState());
    hills(
      below || weather !== 'clear' || !showsMaterials(stage.twin.getState())
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

/** Rows of hills behind the city by day and at dusk (LOOK §9), each fading to the haze at its foot. */
function openHills({ sky, scene, widget }: CityStage) {
  const root = sky.ownerDocument.createElementNS(SVG, 'svg');
  root.setAttribute('aria-hidden', 'true');
  root.classList.add('sky-hills');
  sky.append(root);
  const rows = HILL_ROWS.map((row) => {
    const path = sky.ownerDocument.createElementNS(SVG, 'path');
    root.append(path);
    return { row, path };
  });
  let drawnFor = '';
  return (strength: number, day: number, haze: readonly number[], horizon: number): void => {
    const { clientWidth: widthPx, clientHeight: heightPx } = widget.canvas;
    const { heading } = scene.camera;
    const shade = Math.min(1, strength);
    const isSeen = shade > 0.05 && horizon > 0 && horizon < 1.2;
    const key = isSeen
      ? [shade, day, ...haze, horizon, heading, widthPx, heightPx].map((n) => n.toFixed(4)).join(' ')
      : '';
    if (key === drawnFor) return;
    drawnFor = key;
    root.style.display = isSeen ? '' : 'none';
    if (!isSeen) return;
    const fovyDeg = CesiumMath.toDegrees(fovyOf(scene.camera));
    const at = { headingDeg: CesiumMath.toDegrees(heading), fovyDeg, widthPx, heightPx, horizonPx: horizon * heightPx };
    for (const { row, path } of rows) {
      path.setAttribute('d', hillPath(row, at));
      const ratio = shade * row.toneRatio;
      const tones = HILL_TONE.map((tone, i) => tone + (HILL_TONE_DAY[i] - tone) * day);
      path.setAttribute('fill', css(tones.map((tone, i) => tone * ratio + haze[i] * (1 - ratio))));
    }
  };
}

/** Blue grey of what lies far off in the evening, and by day. */
const HILL_TONE = [0.42, 0.44, 0.56];
const HILL_TONE_DAY = [0.62, 0.7, 0.77];

/** By day hills are fainter, and from high above they sink below the horizon. */
const DAY_HILLS = 0.62;
const HILLS_GONE_M = 6000;

/** LOOK's dusk stops between top and horizon. */
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
  const fovy = (camera.frustum as { fovy?: number }).fovy ?? 1;
  return 0.5 - Math.tan(angle) / Math.tan(fovy / 2) / 2;
}

function css(rgb: readonly number[]): string {
  return `rgb(${rgb.map((part) => Math.round(part * 255)).join(' ')})`;
}

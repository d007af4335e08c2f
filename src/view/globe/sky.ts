import { Cartesian3 } from '@cesium/engine';
import { WGS84_A_M } from '../../../model/geo/lon-lat.ts';
import { type Mix, mixed } from './look.ts';
import type { Picture } from './picture.ts';
import type { CityStage } from './stage.ts';

/**
 * The sky is the page behind the transparent canvas: a gradient whose foot stands on the horizon. A full-screen pass
 * in the scene would do the same for a depth read a pixel; this costs one style change when the camera pitches.
 */
export function showSky(stage: CityStage, picture: Picture): () => void {
  let last = '';
  return stage.scene.preRender.addEventListener(() => {
    const { mix, haze } = picture.uniforms;
    const shares: Mix = [mix.x, mix.y, mix.z];
    const below = stage.twin.getState().underground === 'below';
    const top = below ? DARK_EARTH : css(mixed((hour) => hour.skyTop, shares));
    const foot = below ? EARTH : css([haze.x, haze.y, haze.z]);
    const horizon = horizonRatio(stage);
    const at = (ratio: number) => `${(Math.min(1.5, Math.max(-0.5, ratio)) * 100).toFixed(1)}%`;
    const style =
      shares[1] > 0.01 && !below
        ? `linear-gradient(${top} ${at(horizon - 0.75)}, ${css(DUSK_MIDDLE.map((c, i) => c * shares[1] + [haze.x, haze.y, haze.z][i] * (1 - shares[1])))} ${at(horizon - 0.2)}, ${foot} ${at(horizon)})`
        : `linear-gradient(${top} ${at(horizon - 0.6)}, ${foot} ${at(horizon)})`;
    if (style === last) return;
    last = style;
    stage.sky.style.background = style;
  });
}

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

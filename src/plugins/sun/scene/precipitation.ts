import type { View } from '../../../../model/city/manifest.ts';
import { type Enu, enuFromLonLat } from '../../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../../model/geo/lon-lat.ts';
import { endAll } from '../../../view/end-all.ts';
import type { SceneDrawing, SceneHost } from '../../../view/scene.ts';
import { dropsAbout, RAIN, SNOW } from './drops.ts';

/** What falls in the picture. */
export interface Precipitation {
  readonly falls: 'rain' | 'snow';
  readonly strengthRatio: number;
  readonly isDark: boolean;
}

/** A drop is drawn as the way that it falls while an eye looks, a flake as a dot, metres. */
const STREAK_S = 0.055;
const FLAKE_M = 0.035;
const MAX_FLAKE_PX = 3.5;

/** A step of the clock moves what falls by no more than this: a day in a minute is no hurricane. */
const MAX_STEP_S = 0.12;

/** From above the clouds nothing falls by: between these heights over the city it thins out, metres. */
const THINS_M = 1500;
const GONE_M = 4000;

/** Nearer than this a drop is a blur over half the picture, which no eye sees. */
const NEAREST_M = 2.5;

/** By how far away, each with its width, CSS pixels: what is near is wider, and more of a blur. */
const BANDS = [
  { toM: 4, alpha: 0.22, widthPx: 1.2 },
  { toM: 8, alpha: 0.27, widthPx: 1 },
  { toM: Number.POSITIVE_INFINITY, alpha: 0.3, widthPx: 0.8 },
] as const;

/** Drops hold the light of the whole sky: brighter than a wet city, hardly told from the sky itself. */
const INK = {
  rain: { light: '246 249 252', dark: '196 208 220' },
  snow: { light: '252 253 255', dark: '226 232 240' },
};

/**
 * Rain and snow before the picture: drops of the air about the eye, moved by the clock alone and still while it rests. They lie on a sheet over the
 * canvas, so that pictures of cameras and printed ones show the wet city and no streaks.
 */
export function openPrecipitation(host: SceneHost): SceneDrawing<Precipitation> {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const origin = host.twin.city.origin;
  let shown: Precipitation | null = null;
  let sheet: HTMLCanvasElement | null = null;
  let timeS = 0;
  let clockMs = host.twin.getState().shownTimeMs;

  function clear(): void {
    sheet?.remove();
    sheet = null;
  }

  function tick(): void {
    const { shownTimeMs } = host.twin.getState();
    const stepS = (shownTimeMs - clockMs) / 1000;
    clockMs = shownTimeMs;
    if (!calm.matches) timeS += Math.min(MAX_STEP_S, Math.max(-MAX_STEP_S, stepS));
  }

  function draw(): void {
    tick();
    const pen = sheet?.getContext('2d');
    if (!sheet || !pen || !shown) return;
    fitSheet(sheet, host.canvas);
    pen.clearRect(0, 0, sheet.width, sheet.height);
    const view = host.camera.view();
    const eye = enuFromLonLat(origin, view);
    const air = Math.min(1, Math.max(0, (GONE_M - eye[2]) / (GONE_M - THINS_M)));
    if (air === 0) return;
    pen.setTransform(sheet.width / host.canvas.clientWidth, 0, 0, sheet.height / host.canvas.clientHeight, 0, 0);
    const all = shown.falls === 'rain' ? RAIN : SNOW;
    const count = Math.round(all.count * shown.strengthRatio * air);
    const ahead = aheadOf(view);
    const seen = dropsAbout(eye, timeS, { ...all, count }).filter((drop) => isAhead(drop, ahead));
    drawDrops(pen, host, eye, seen, all.velocityMps, shown);
  }

  return {
    show(precipitation) {
      shown = precipitation;
      if (shown) sheet ??= openSheet(host);
      else clear();
      host.requestFrame();
    },
    close: endAll([clear, host.afterFrame(draw)]),
  };
}

/** There is none while nothing falls. */
function openSheet({ overlay }: SceneHost): HTMLCanvasElement {
  const sheet = overlay.ownerDocument.createElement('canvas');
  sheet.className = 'precipitation';
  sheet.setAttribute('aria-hidden', 'true');
  overlay.prepend(sheet);
  return sheet;
}

function drawDrops(
  pen: CanvasRenderingContext2D,
  host: SceneHost,
  eye: Enu,
  drops: readonly Enu[],
  [alongM, acrossM, downM]: Enu,
  { falls, isDark }: Precipitation,
): void {
  const toPixel = host.projection();
  let fromM = 0;
  for (const { toM, alpha, widthPx } of BANDS) {
    pen.beginPath();
    for (const [eastM, northM, upM] of drops) {
      const awayM = Math.hypot(eastM, northM, upM);
      if (awayM < Math.max(fromM, NEAREST_M) || awayM >= toM) continue;
      const head = toPixel([eye[0] + eastM, eye[1] + northM, eye[2] + upM]);
      if (!head?.isOnCanvas) continue;
      const tail = toPixel([
        eye[0] + eastM - alongM * STREAK_S,
        eye[1] + northM - acrossM * STREAK_S,
        eye[2] + upM - downM * STREAK_S,
      ]);
      if (falls === 'snow') dot(pen, head.x, head.y, (FLAKE_M / awayM) * host.canvas.clientHeight);
      else if (tail) line(pen, head.x, head.y, tail.x, tail.y);
    }
    const ink = `rgb(${INK[falls][isDark ? 'dark' : 'light']} / ${falls === 'snow' ? Math.min(1, alpha * 1.7) : alpha})`;
    pen.strokeStyle = ink;
    pen.fillStyle = ink;
    pen.lineWidth = widthPx;
    if (falls === 'snow') pen.fill();
    else pen.stroke();
    fromM = toM;
  }
}

function line(pen: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number, widthPx: number): void {
  const radius = Math.min(MAX_FLAKE_PX, Math.max(0.7, widthPx / 2));
  pen.moveTo(x + radius, y);
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Which way a camera looks, of length 1. */
function aheadOf({ headingDeg, pitchDeg }: View): Enu {
  const level = Math.cos(pitchDeg * RAD_PER_DEG);
  const heading = headingDeg * RAD_PER_DEG;
  return [Math.sin(heading) * level, Math.cos(heading) * level, Math.sin(pitchDeg * RAD_PER_DEG)];
}

/** Not behind the eye nor far beside it: those need not be projected. */
const isAhead = (drop: Enu, ahead: Enu): boolean =>
  drop[0] * ahead[0] + drop[1] * ahead[1] + drop[2] * ahead[2] > 0.5 * Math.hypot(...drop);

/** As many dots as the canvas below has, no more than two a CSS pixel. */
function fitSheet(sheet: HTMLCanvasElement, canvas: HTMLCanvasElement): void {
  const ratio = Math.min(2, window.devicePixelRatio);
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (sheet.width !== width) sheet.width = width;
  if (sheet.height !== height) sheet.height = height;
}

import type { Stage } from '../panes/stage.ts';
import type { FrameMeter } from '../quality/meter.ts';

/** Longest side of a photo: a film's frame needs no more, and a frame of a large screen costs five times that. */
const MAX_SIDE_PX = 1920;

/** Time after which a picture that still loads is given up; time in which the page is hidden and draws nothing does not count. */
const MAX_WAIT_MS = 60_000;
/** More than this between two frames is a hidden page. */
const MAX_FRAME_MS = 5000;

/** What a photo needs of a pane: its picture, and whether that is complete. */
export interface Photographed {
  readonly stage: Pick<Stage, 'element' | 'sky' | 'widget' | 'scene'>;
  readonly meter: Pick<FrameMeter, 'settledFrames' | 'stats'>;
}

/** How long a picture may load, and whether it is enough that it is drawn then. */
interface Patience {
  waitMs: number;
  takesUnfinished: boolean;
}

const UNTIL_COMPLETE: Patience = { waitMs: MAX_WAIT_MS, takesUnfinished: false };

/**
 * The picture once it is complete, its sky behind it, without the names over it. Rendered and read in one task: the drawing buffer is
 * not kept past it. Frames of a change that was made before the call are drawn first, so that what they ask to load is waited for.
 */
export async function photograph(
  panes: () => readonly Photographed[],
  settledFrames: number,
  cancel: AbortSignal,
  patience: Patience = UNTIL_COMPLETE,
): Promise<HTMLCanvasElement> {
  await untilComplete(panes, settledFrames, cancel, patience);
  return take(panes().map(({ stage }) => stage));
}

/** Draws until nothing of the picture is still to come. */
export async function untilComplete(
  panes: () => readonly Photographed[],
  settledFrames: number,
  cancel: AbortSignal,
  { waitMs, takesUnfinished }: Patience = UNTIL_COMPLETE,
): Promise<void> {
  let waitedMs = 0;
  let lastMs = performance.now();
  const drawn = () => Math.min(...panes().map(({ meter }) => meter.stats().frames));
  const target = drawn() + settledFrames;
  while (drawn() < target || panes().some(({ meter }) => meter.settledFrames() < settledFrames)) {
    cancel.throwIfAborted();
    if (waitedMs > waitMs) {
      if (takesUnfinished && drawn() >= target) break;
      throw new Error(`photo: expected a complete picture within ${waitMs / 1000} s, got one that still loads`);
    }
    for (const { stage } of panes()) stage.scene.requestRender();
    await nextFrame();
    const nowMs = performance.now();
    waitedMs += Math.min(nowMs - lastMs, MAX_FRAME_MS);
    lastMs = nowMs;
  }
  cancel.throwIfAborted();
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

function take(stages: readonly Photographed['stage'][]): HTMLCanvasElement {
  const boxes = stages.map(({ element }) => element.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const wide = Math.max(...boxes.map((box) => box.right)) - left;
  const high = Math.max(...boxes.map((box) => box.bottom)) - top;
  const density = Math.min(stages[0].widget.canvas.width / boxes[0].width, MAX_SIDE_PX / Math.max(wide, high));
  const photo = document.createElement('canvas');
  photo.width = even(wide * density);
  photo.height = even(high * density);
  const context = photo.getContext('2d');
  if (!context) throw new Error('photo: expected a 2D canvas, got none');
  stages.forEach(({ element, sky, scene, widget }, i) => {
    const box = boxes[i];
    const place = [box.left - left, box.top - top, box.width, box.height].map((px) => px * density);
    const [x, y, width, height] = place;
    const from = shownFrom(element);
    context.save();
    context.beginPath();
    context.rect(x + from * width, y, (1 - from) * width, height);
    context.clip();
    context.fillStyle = skyOf(context, sky.style.background, y, height);
    context.fillRect(x, y, width, height);
    scene.requestRender();
    widget.render();
    for (const sheet of sky.querySelectorAll('canvas'))
      if (sheet.style.display !== 'none' && sheet.width > 0) context.drawImage(sheet, x, y, width, height);
    context.drawImage(widget.canvas, x, y, width, height);
    context.restore();
  });
  return photo;
}

/** Share of its width from which a picture is seen: the right one of two on one another hides the other only from the line on. */
export const shownFrom = (element: HTMLElement): number => Number(element.style.getPropertyValue('--shown-from')) || 0;

/** Encoders of video want even sides. */
const even = (px: number) => Math.max(2, 2 * Math.floor(px / 2));

/** The page's gradient (sky.ts), top to foot, on a canvas. */
export function skyOf(
  context: CanvasRenderingContext2D,
  css: string,
  y: number,
  height: number,
): CanvasGradient | string {
  const stops = skyStops(css);
  if (stops.length < 2) return stops[0]?.colour ?? '#000';
  const from = stops[0].ratio;
  const to = stops[stops.length - 1].ratio;
  if (to <= from) return stops[stops.length - 1].colour;
  const gradient = context.createLinearGradient(0, y + from * height, 0, y + to * height);
  for (const { colour, ratio } of stops)
    gradient.addColorStop(Math.min(1, Math.max(0, (ratio - from) / (to - from))), colour);
  return gradient;
}

/** Colours and places of a CSS gradient that states both of each stop. */
export function skyStops(css: string): { colour: string; ratio: number }[] {
  return [...css.matchAll(/(rgb\([^)]*\)|#[0-9a-f]+)\s+(-?[\d.]+)%/gi)].map(([, colour, percent]) => ({
    colour,
    ratio: Number(percent) / 100,
  }));
}

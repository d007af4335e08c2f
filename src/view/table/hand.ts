import { FIRST_POSE, type TablePose } from '../../twin/table.ts';
import type { Twin } from '../../twin/twin.ts';
import { endAll } from '../end-all.ts';
import { dragged } from './orbit.ts';

/** Degrees that the table turns when a hand goes once across the picture's height. */
const TURN_DEG = 150;
const TIP_DEG = 90;
/** A pointer that moved less was a click. */
const CLICK_PX = 5;
const KEY_TURN_DEG = 6;
const KEY_TIP_DEG = 5;
const KEY_ZOOM = 1.15;

interface Pointer {
  x: number;
  y: number;
}

interface Hand {
  close(): void;
}

interface HandOptions {
  readonly canvas: HTMLCanvasElement;
  readonly twin: Twin;
  /** Whether a touch there takes the lens and not the table. */
  isOnLens(at: Pointer): boolean;
  moveLens(at: Pointer): void;
  click(at: Pointer): void;
  /** Somebody took the table: what turned by itself stops. */
  taken(): void;
}

/**
 * The table by touch, mouse and keys. One finger turns and tips it, two lift it nearer and shift it; wheel, right button, arrows, + and −
 * do the same. The limits of the pose are the twin's.
 */
export function openHand(options: HandOptions): Hand {
  return { close: endAll([followPointers(options), followWheel(options), followKeys(options)]) };
}

function followPointers({ canvas, twin, isOnLens, moveLens, click, taken }: HandOptions): () => void {
  const pointers = new Map<number, Pointer>();
  let way: 'none' | 'lens' | 'turn' | 'shift' = 'none';
  let movedPx = 0;
  const at = (event: PointerEvent): Pointer => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const pose = (change: (now: TablePose) => TablePose) => twin.getState().poseTable(change(twin.getState().tablePose));
  const onDown = (event: PointerEvent): void => {
    taken();
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    if (pointers.size > 1) way = 'shift';
    else {
      movedPx = 0;
      way = isOnLens(at(event)) ? 'lens' : event.button === 2 || event.shiftKey ? 'shift' : 'turn';
    }
  };
  const onMove = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    movedPx += Math.hypot(now.x - before.x, now.y - before.y);
    const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, other]) => other);
    pointers.set(event.pointerId, now);
    if (movedPx < CLICK_PX && pointers.size === 1) return;
    const height = canvas.clientHeight;
    const rightRatio = (now.x - before.x) / height / pointers.size;
    const downRatio = (now.y - before.y) / height / pointers.size;
    if (way === 'lens') moveLens(now);
    else if (way === 'turn')
      pose((p) => ({ ...p, turnDeg: p.turnDeg + rightRatio * TURN_DEG, tipDeg: p.tipDeg + downRatio * TIP_DEG }));
    else pose((p) => lifted(dragged(p, rightRatio, -downRatio), before, now, others.at(0)));
  };
  const onUp = (event: PointerEvent): void => {
    const isLast = pointers.delete(event.pointerId) && pointers.size === 0;
    if (isLast && movedPx < CLICK_PX && event.type === 'pointerup' && event.button === 0) click(at(event));
    if (isLast) way = 'none';
  };
  const noMenu = (event: Event) => event.preventDefault();
  const names = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const;
  const steps = [onDown, onMove, onUp, onUp];
  for (const [i, name] of names.entries()) canvas.addEventListener(name, steps[i]);
  canvas.addEventListener('contextmenu', noMenu);
  return () => {
    for (const [i, name] of names.entries()) canvas.removeEventListener(name, steps[i]);
    canvas.removeEventListener('contextmenu', noMenu);
  };
}

/** Two fingers that part lift the table to the eye. */
function lifted(pose: TablePose, before: Pointer, now: Pointer, other: Pointer | undefined): TablePose {
  if (!other) return pose;
  const was = Math.hypot(before.x - other.x, before.y - other.y);
  const is = Math.hypot(now.x - other.x, now.y - other.y);
  return was < 1 || is < 1 ? pose : { ...pose, rangeRatio: (pose.rangeRatio * was) / is };
}

function followWheel({ canvas, twin, taken }: HandOptions): () => void {
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    taken();
    const { tablePose, poseTable } = twin.getState();
    poseTable({ ...tablePose, rangeRatio: tablePose.rangeRatio * Math.exp(Math.sign(event.deltaY) * 0.12) });
  };
  canvas.addEventListener('wheel', onWheel, { passive: false });
  return () => canvas.removeEventListener('wheel', onWheel);
}

/** What a key makes of the pose; null: it is not of the table. */
export function poseByTableKey(
  pose: TablePose,
  { key, shiftKey }: { key: string; shiftKey: boolean },
): TablePose | null {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  if (step && shiftKey) return dragged(pose, -step[0] * 0.06, -step[1] * 0.06);
  if (step)
    return { ...pose, turnDeg: pose.turnDeg + step[0] * KEY_TURN_DEG, tipDeg: pose.tipDeg + step[1] * KEY_TIP_DEG };
  if (key === '+' || key === '=') return { ...pose, rangeRatio: pose.rangeRatio / KEY_ZOOM };
  if (key === '-') return { ...pose, rangeRatio: pose.rangeRatio * KEY_ZOOM };
  if (key === 'PageUp') return { ...pose, tipDeg: pose.tipDeg + KEY_TIP_DEG };
  if (key === 'PageDown') return { ...pose, tipDeg: pose.tipDeg - KEY_TIP_DEG };
  return key === 'Home' ? FIRST_POSE : null;
}

function followKeys({ canvas, twin, taken }: HandOptions): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const pose = poseByTableKey(twin.getState().tablePose, event);
    if (!pose) return;
    taken();
    twin.getState().poseTable(pose);
    event.preventDefault();
  };
  canvas.addEventListener('keydown', onKey);
  return () => canvas.removeEventListener('keydown', onKey);
}

import { Cartesian3 } from '@cesium/engine';
import { tellSpan } from '../../twin/user-timing.ts';
import { fovyOf, type Insets } from './camera.ts';
import { areTouching, type Box } from './label-choice.ts';
import { type Pixel, projectionOf } from './projection.ts';
import type { Marks } from './sensor-marks.ts';
import type { SensorPicture, ShownMarks } from './sensors.ts';
import { afterReads, type CityStage, child, endAll } from './stage.ts';
import { type Candidate, candidatesOf, MOST_TAGS, NO_ALARM } from './tag-candidates.ts';

const STEM_PX = 14;
const EVERY_MS = 250;
const TAG_PX = 24;

const EDGES_PX = 16;
const HAN_PX = 16;
const SIGN_PX = 9;
/** No tag is narrower. */
const LEAST_WIDTH_PX = EDGES_PX + SIGN_PX;

/** A tag is measured before it is drawn: Han is as wide as it is high, the rest about half. */
function widthPx(text: string): number {
  return EDGES_PX + [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? HAN_PX : SIGN_PX), 0);
}

/** What one of them says, and of which mark. */
interface Tag {
  mark: number;
  level: number;
  text: string;
}

/** Tags over the picture: alarms as filled pins with a stem to their place, values beside sensors when one is near. */
export function showSensorLabels(
  stage: CityStage,
  { live, label }: SensorPicture,
  { isOn, shown, insets }: { isOn(): boolean; shown(): ShownMarks | null; insets(): Insets },
): () => void {
  const { scene, twin, overlay, widget } = stage;
  const root = child(overlay, 'sensor-labels');
  root.setAttribute('aria-hidden', 'true');
  const writers = Array.from({ length: MOST_TAGS }, () => tagWriter(root));
  const at = new Cartesian3();
  let found: readonly Candidate[] = [];
  let foundFrom: ShownMarks | null = null;
  let foundBy: number[] = [];
  let chosen: Tag[] = [];
  let chosenFrom: ShownMarks | null = null;
  let chosenAtMs = 0;
  let chosenFrames = -1;

  /** Marks are looked through again when the camera or the state of one of them has changed. */
  function candidates(from: ShownMarks): readonly Candidate[] {
    const { positionWC: eye, directionWC: ahead } = scene.camera;
    const leastCos = Math.cos(halfDiagonalRad(stage));
    const by = [from.writes, leastCos, eye.x, eye.y, eye.z, ahead.x, ahead.y, ahead.z];
    if (from !== foundFrom || by.some((value, i) => value !== foundBy[i])) {
      [foundFrom, foundBy] = [from, by];
      found = candidatesOf(from, { eye, ahead, leastCos });
    }
    return found;
  }

  function gravestOf({ first, members }: Marks, mark: number, level: number): number {
    let i = first[mark];
    while (i < first[mark + 1] - 1 && levelOf(members[i]) !== level) i++;
    return members[i];
  }

  function levelOf(sensor: number): number {
    let level = NO_ALARM;
    for (let stream = live.firstStream[sensor]; stream < live.firstStream[sensor + 1]; stream++)
      if (live.levels[stream] > 0) level = Math.min(level, live.levels[stream]);
    return level;
  }

  /**
   * Which are told is thought over four times a second; where they stand, with every frame. Words are written for those alone that have room
   * for the shortest: of 56 that stand close together that is two or three.
   */
  function choose(from: ShownMarks): void {
    const beganMs = performance.now();
    chosenFrom = from;
    const free = freeBox();
    const toPixel = projectionOf(stage);
    const boxes: Box[] = [];
    const hasRoom = (box: Box) => isWithin(box, free) && !boxes.some((other) => areTouching(box, other));
    chosen = [];
    for (const { mark, level } of candidates(from)) {
      if (chosen.length === MOST_TAGS) break;
      const point = pointOf(toPixel, from, mark);
      if (!point || !hasRoom(boxAt(point, LEAST_WIDTH_PX))) continue;
      const text = label(gravestOf(from.marks, mark, level));
      const box = boxAt(point, widthPx(text));
      if (text === '' || !hasRoom(box)) continue;
      boxes.push(box);
      chosen.push({ mark, level, text });
    }
    tellSpan('tags', beganMs);
  }

  function write(from: ShownMarks): void {
    const told = chosen;
    const toPixel = projectionOf(stage);
    const points = told.map(({ mark }) => pointOf(toPixel, from, mark));
    afterReads(() => {
      for (const [i, put] of writers.entries()) put(told[i] ?? null, points[i] ?? null);
    });
  }

  /** Clear of the panels: half a word is none. */
  function freeBox(): Box {
    const { clientWidth, clientHeight } = widget.canvas;
    const { topPx, rightPx, bottomPx, leftPx } = insets();
    return { x: leftPx, y: topPx, width: clientWidth - leftPx - rightPx, height: clientHeight - topPx - bottomPx };
  }

  function pointOf(toPixel: (ecef: Cartesian3) => Pixel | null, { ecefM }: ShownMarks, mark: number): Pixel | null {
    const point = toPixel(Cartesian3.fromElements(ecefM[3 * mark], ecefM[3 * mark + 1], ecefM[3 * mark + 2], at));
    return point?.isOnCanvas ? point : null;
  }

  function place(): void {
    const from = shown();
    const isHidden = !isOn() || !from;
    if (root.hidden !== isHidden) root.hidden = isHidden;
    if (isHidden) return;
    const nowMs = performance.now();
    const { feedFrames } = twin.getState();
    if (from !== chosenFrom || nowMs - chosenAtMs > EVERY_MS || (chosenFrames === -1 && feedFrames > 0)) {
      chosenAtMs = nowMs;
      chosenFrames = feedFrames;
      choose(from);
    }
    write(from);
  }

  return endAll([
    scene.postRender.addEventListener(place),
    // A picture at rest draws no frame: the words go on by themselves.
    twin.follow(
      ({ feedMs }) => feedMs,
      () => {
        if (performance.now() - chosenAtMs > EVERY_MS) place();
      },
    ),
    () => root.remove(),
  ]);
}

/** Puts a tag on the picture; null for either hides it. What the element says is remembered, not asked of the page with every frame. */
function tagWriter(root: HTMLElement): (tag: Tag | null, point: Pixel | null) => void {
  const element = child(root, 'sensor-label');
  element.hidden = true;
  let shown: { text: string; level: number } = { text: '', level: 0 };
  return (tag, point) => {
    const next = tag && point ? tag : { text: '', level: shown.level };
    if (next.text !== shown.text) {
      element.hidden = next.text === '';
      element.textContent = next.text;
    }
    if (next.level !== shown.level) element.className = `sensor-label level-${next.level}`;
    shown = next;
    if (point)
      element.style.transform = `translate(${point.x.toFixed(1)}px, ${(point.y - STEM_PX).toFixed(1)}px) translate(-50%, -100%)`;
  };
}

/** Of a tag whose stem stands on the point. */
function boxAt({ x, y }: { x: number; y: number }, width: number): Box {
  return { x: x - width / 2, y: y - STEM_PX - TAG_PX, width, height: TAG_PX };
}

function isWithin({ x, y, width, height }: Box, outer: Box): boolean {
  return x >= outer.x && x + width <= outer.x + outer.width && y >= outer.y && y + height <= outer.y + outer.height;
}

/** From the middle of the picture to its corners, as the eye sees it. */
function halfDiagonalRad({ scene, widget }: CityStage): number {
  const { clientWidth, clientHeight } = widget.canvas;
  const halfTan = Math.tan(fovyOf(scene.camera) / 2);
  return Math.atan(halfTan * Math.hypot(1, clientWidth / Math.max(1, clientHeight)));
}

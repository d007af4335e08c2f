import { Cartesian3 } from '@cesium/engine';
import { fovyOf, type Insets } from './camera.ts';
import { type Box, chooseLabels } from './label-choice.ts';
import { isAlarm, isAlone, type Marks } from './sensor-marks.ts';
import type { SensorPicture, ShownMarks } from './sensors.ts';
import { type CityStage, child, endAll } from './stage.ts';

/** Of the command wall (LOOK §6); alarms come before values, near before far. */
const MOST = 14;
/** Values are read from here on; alarms from anywhere. */
const VALUES_WITHIN_M = 900;
const STEM_PX = 14;
const EVERY_MS = 250;
const TAG_PX = 24;
/** So many are thought over; some will stand behind panels or other tags. */
const MOST_CANDIDATES = 4 * MOST;
const NO_ALARM = 5;

/** A tag is measured before it is drawn: Han is as wide as it is high, the rest about half. */
function widthPx(text: string): number {
  return 16 + [...text].reduce((sum, sign) => sum + (sign > '\u2e80' ? 16 : 9), 0);
}

interface Candidate {
  sensor: number;
  mark: number;
  /** 1 to 4 of its alarm; 5 without. */
  level: number;
  distanceM: number;
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
  const tags = Array.from({ length: MOST }, () => child(root, 'sensor-label'));
  const at = new Cartesian3();
  let chosen: Tag[] = [];
  let chosenFrom: ShownMarks | null = null;
  let chosenAtMs = 0;
  let chosenFrames = -1;

  /** The gravest, then the nearest, of the marks in the cone about the picture; what is dearer to know is asked later: there may be 100,000. */
  function candidates({ marks, ecefM, gravities }: ShownMarks): Candidate[] {
    const { positionWC: eye, directionWC: ahead } = scene.camera;
    const leastCos = Math.cos(halfDiagonalRad(stage));
    const found: Candidate[] = [];
    for (let mark = 0; mark < marks.count; mark++) {
      const level = isAlarm(gravities[mark]) ? gravities[mark] + 1 : NO_ALARM;
      if (level === NO_ALARM && !isAlone(marks, mark)) continue;
      const x = ecefM[3 * mark] - eye.x;
      const y = ecefM[3 * mark + 1] - eye.y;
      const z = ecefM[3 * mark + 2] - eye.z;
      const distance2 = x * x + y * y + z * z;
      if (level >= 4 && distance2 > VALUES_WITHIN_M ** 2) continue;
      const last = found.length < MOST_CANDIDATES ? null : found[MOST_CANDIDATES - 1];
      if (last && (level > last.level || (level === last.level && distance2 > last.distanceM ** 2))) continue;
      const distanceM = Math.sqrt(distance2);
      if (x * ahead.x + y * ahead.y + z * ahead.z < leastCos * distanceM) continue;
      keep(found, { sensor: gravestOf(marks, mark, level), mark, level, distanceM });
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

  /** Which are told is thought over four times a second; where they stand, with every frame. */
  function choose(from: ShownMarks): void {
    chosenFrom = from;
    const free = freeBox();
    const placed = candidates(from).flatMap((candidate) => {
      const point = pointOf(from, candidate.mark);
      const text = label(candidate.sensor);
      if (!point || text === '') return [];
      const width = widthPx(text);
      const box = { x: point.x - width / 2, y: point.y - STEM_PX - TAG_PX, width, height: TAG_PX };
      return isWithin(box, free) ? [{ tag: { mark: candidate.mark, level: candidate.level, text }, box }] : [];
    });
    const taken = chooseLabels(
      placed.map(({ box }) => box),
      MOST,
    );
    chosen = placed.filter((_, i) => taken[i]).map(({ tag }) => tag);
  }

  /** All is read before anything is written: a place that is asked after a tag was moved costs a layout of the page. */
  function write(from: ShownMarks): void {
    const points = chosen.map(({ mark }) => pointOf(from, mark));
    for (const [i, element] of tags.entries()) {
      const point = points[i] ?? null;
      const tag = chosen[i];
      if (element.hidden !== (point === null)) element.hidden = point === null;
      if (!point || !tag) continue;
      if (element.textContent !== tag.text) element.textContent = tag.text;
      const className = `sensor-label level-${tag.level}`;
      if (element.className !== className) element.className = className;
      element.style.transform = `translate(${point.x.toFixed(1)}px, ${(point.y - STEM_PX).toFixed(1)}px) translate(-50%, -100%)`;
    }
  }

  /** Clear of the panels: half a word is none. */
  function freeBox(): Box {
    const { clientWidth, clientHeight } = widget.canvas;
    const { topPx, rightPx, bottomPx, leftPx } = insets();
    return { x: leftPx, y: topPx, width: clientWidth - leftPx - rightPx, height: clientHeight - topPx - bottomPx };
  }

  function pointOf({ ecefM }: ShownMarks, mark: number) {
    Cartesian3.fromElements(ecefM[3 * mark], ecefM[3 * mark + 1], ecefM[3 * mark + 2], at);
    const point = scene.cartesianToCanvasCoordinates(at);
    const { clientWidth, clientHeight } = widget.canvas;
    return point && point.x > 0 && point.y > 0 && point.x < clientWidth && point.y < clientHeight ? point : null;
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

function isWithin({ x, y, width, height }: Box, outer: Box): boolean {
  return x >= outer.x && x + width <= outer.x + outer.width && y >= outer.y && y + height <= outer.y + outer.height;
}

/** Keeps the list in order and short: of a hundred thousand a few are told. */
function keep(list: Candidate[], next: Candidate): void {
  let place = list.length;
  while (place > 0 && isBefore(next, list[place - 1])) place--;
  if (place >= MOST_CANDIDATES) return;
  list.splice(place, 0, next);
  if (list.length > MOST_CANDIDATES) list.pop();
}

function isBefore(a: Candidate, b: Candidate): boolean {
  return (a.level - b.level || a.distanceM - b.distanceM || a.sensor - b.sensor) < 0;
}

/** From the middle of the picture to its corners, as the eye sees it. */
function halfDiagonalRad({ scene, widget }: CityStage): number {
  const { clientWidth, clientHeight } = widget.canvas;
  const halfTan = Math.tan(fovyOf(scene.camera) / 2);
  return Math.atan(halfTan * Math.hypot(1, clientWidth / Math.max(1, clientHeight)));
}

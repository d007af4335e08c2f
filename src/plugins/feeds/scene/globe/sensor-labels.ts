import '../scene.css';
import { Cartesian3 } from '@cesium/engine';
import type { LiveValues } from '../../../../twin/live/live-values.ts';
import { markSpan } from '../../../../twin/user-timing.ts';
import { afterReads, child } from '../../../../view/dom.ts';
import { endAll } from '../../../../view/end-all.ts';
import { fovyOf } from '../../../../view/globe/camera/camera-view.ts';
import { type Pixel, projectionOf } from '../../../../view/globe/camera/projection.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import type { CityStage } from '../../../../view/globe/panes/stage.ts';
import { areTouching, type Box, isWithin } from '../../../../view/label-choice.ts';
import { tagBoardOf, tagRoom } from '../../../../view/tags.ts';
import { mapLabel } from '../../sensor-text.ts';
import { MIN_WIDTH_PX, STEM_PX, TAG_PX, type Tag, tagWriter, widthPx } from '../sensor-tag.ts';
import { isAlone, type Marks } from './sensor-marks.ts';
import { type Candidate, candidatesOf, MAX_TAGS, NO_ALARM, type ShownMarks } from './tag-candidates.ts';

const LABELS_EVERY_MS = 250;

/** Tags over the picture: alarms as filled pins with a stem to their place, values beside sensors when one is near. */
export function openSensorLabels(host: GlobeHost, live: LiveValues, shown: () => ShownMarks | null): () => void {
  const { twin } = host;
  const root = child(host.overlay, 'sensor-labels');
  root.setAttribute('aria-hidden', 'true');
  const writers = Array.from({ length: MAX_TAGS }, () => tagWriter(root));
  const board = tagBoardOf(host.overlay);
  const choice = new TagChoice(host, live, root);

  function write(from: ShownMarks): void {
    const { tags } = choice;
    const toPixel = projectionOf(host.globe.stage);
    const points = tags.map(({ mark }) => pointOf(toPixel, from, mark));
    board.take(
      root,
      'alarm',
      points.flatMap((point, i) => (point ? [boxAt(point, widthPx(tags[i].text))] : [])),
    );
    afterReads(() => {
      for (const [i, put] of writers.entries()) put(tags[i] ?? null, points[i] ?? null);
    });
  }

  function place(): void {
    const from = shown();
    const isHidden = from === null;
    if (root.hidden !== isHidden) root.hidden = isHidden;
    if (isHidden) {
      board.take(root, 'alarm', []);
      return;
    }
    if (choice.isDue(from)) choice.choose(from);
    write(from);
  }

  return endAll([
    host.afterFrame(place),
    // A picture at rest draws no frame: the words go on by themselves.
    twin.follow(
      ({ feedMs }) => feedMs,
      () => {
        if (choice.isOld()) place();
      },
    ),
    // What is pointed at is told at once.
    twin.follow(
      ({ hoveredGid, selectedGid }) => `${hoveredGid} ${selectedGid}`,
      () => {
        choice.forget();
        place();
      },
    ),
    () => {
      board.take(root, 'alarm', []);
      root.remove();
    },
  ]);
}

/** Which marks have words: the gravest and nearest that have room. */
class TagChoice {
  tags: Tag[] = [];
  private readonly host: GlobeHost;
  private readonly live: LiveValues;
  private readonly owner: object;
  private found: readonly Candidate[] = [];
  private foundFrom: ShownMarks | null = null;
  private foundBy: number[] = [];
  private chosenFrom: ShownMarks | null = null;
  private chosenAtMs = 0;
  private chosenFrames = -1;

  constructor(host: GlobeHost, live: LiveValues, owner: object) {
    this.host = host;
    this.live = live;
    this.owner = owner;
  }

  /** Which are told is thought over four times a second; where they stand, with every frame. */
  isDue(from: ShownMarks): boolean {
    return from !== this.chosenFrom || this.isOld() || (this.chosenFrames === -1 && this.feedFrames() > 0);
  }

  /** Thinks it over before the next picture. */
  forget(): void {
    this.chosenFrom = null;
  }

  isOld(): boolean {
    return performance.now() - this.chosenAtMs > LABELS_EVERY_MS;
  }

  /** Words are written for those alone that have room for the shortest: of 56 that stand close together that is two or three. */
  choose(from: ShownMarks): void {
    const beganMs = performance.now();
    this.chosenAtMs = beganMs;
    this.chosenFrames = this.feedFrames();
    this.chosenFrom = from;
    const { stage } = this.host.globe;
    const { free, taken } = tagRoom(this.host, this.owner, 'alarm');
    const toPixel = projectionOf(stage);
    const boxes: Box[] = [...taken];
    const hasRoom = (box: Box) => isWithin(box, free) && !boxes.some((other) => areTouching(box, other));
    const { language } = this.host.twin.getState();
    this.tags = [];
    for (const { mark, level } of [...this.pointedAt(from), ...this.candidates(from)]) {
      if (this.tags.length === MAX_TAGS) break;
      if (this.tags.some((tag) => tag.mark === mark)) continue;
      const point = pointOf(toPixel, from, mark);
      if (!point || !hasRoom(boxAt(point, MIN_WIDTH_PX))) continue;
      const text = mapLabel(this.live, gravestOf(this.live, from.marks, mark, level), language);
      const box = boxAt(point, widthPx(text));
      if (text === '' || !hasRoom(box)) continue;
      boxes.push(box);
      this.tags.push({ mark, level, text });
    }
    markSpan('tags', beganMs);
  }

  /** The mark that the pointer rests on and that of the selected sensor, before all others. */
  private *pointedAt({ marks }: ShownMarks): Iterable<Candidate> {
    const { hoveredGid, selectedGid } = this.host.twin.getState();
    for (const gid of [hoveredGid, selectedGid]) {
      const sensor = gid === null ? -1 : this.live.sensorOf(gid);
      if (sensor < 0) continue;
      const mark = markOfSensor(marks, sensor);
      if (mark >= 0) yield { mark, level: levelOf(this.live, sensor), distance2: 0 };
    }
  }

  /** Marks are looked through again when the camera or the state of one of them has changed. */
  private candidates(from: ShownMarks): readonly Candidate[] {
    const { stage } = this.host.globe;
    const { positionWC: eye, directionWC: ahead } = stage.scene.camera;
    const minCos = Math.cos(halfDiagonalRad(stage));
    const by = [from.writes, minCos, eye.x, eye.y, eye.z, ahead.x, ahead.y, ahead.z];
    if (from === this.foundFrom && by.every((value, i) => value === this.foundBy[i])) return this.found;
    this.foundFrom = from;
    this.foundBy = by;
    this.found = candidatesOf(from, { eye, ahead, minCos }, this.live.isTagged);
    return this.found;
  }

  private feedFrames(): number {
    return this.host.twin.getState().feedFrames;
  }
}

/** The mark that stands for one sensor alone; −1: a group has it. */
function markOfSensor(marks: Marks, sensor: number): number {
  for (let mark = 0; mark < marks.count; mark++)
    if (marks.members[marks.first[mark]] === sensor) return isAlone(marks, mark) ? mark : -1;
  return -1;
}

/** Returns the first of a mark's members that is in an alarm of this level. */
function gravestOf(live: LiveValues, { first, members }: Marks, mark: number, level: number): number {
  let i = first[mark];
  while (i < first[mark + 1] - 1 && levelOf(live, members[i]) !== level) i++;
  return members[i];
}

function levelOf(live: LiveValues, sensor: number): number {
  let level = NO_ALARM;
  for (let stream = live.firstStream[sensor]; stream < live.firstStream[sensor + 1]; stream++)
    if (live.levels[stream] > 0) level = Math.min(level, live.levels[stream]);
  return level;
}

const at = new Cartesian3();

function pointOf(toPixel: (ecef: Cartesian3) => Pixel | null, { ecefM }: ShownMarks, mark: number): Pixel | null {
  const point = toPixel(Cartesian3.fromElements(ecefM[3 * mark], ecefM[3 * mark + 1], ecefM[3 * mark + 2], at));
  return point?.isOnCanvas ? point : null;
}

/** Returns the box of a tag whose stem ends on the point. */
function boxAt({ x, y }: { x: number; y: number }, width: number): Box {
  return { x: x - width / 2, y: y - STEM_PX - TAG_PX, width, height: TAG_PX };
}

/** From the middle of the picture to its corners, as the eye sees it. */
function halfDiagonalRad({ scene, widget }: CityStage): number {
  const { clientWidth, clientHeight } = widget.canvas;
  const halfTan = Math.tan(fovyOf(scene.camera) / 2);
  return Math.atan(halfTan * Math.hypot(1, clientWidth / Math.max(1, clientHeight)));
}

import { BufferPoint, BufferPointCollection, BufferPointMaterial, Cartesian3, Color } from '@cesium/engine';
import type { CityCase } from '../../city/cases.ts';
import { type Theme, themeOf } from '../../twin/appearance.ts';
import { GRAVITY, isAlarm, type LiveValues, type SensorState } from '../../twin/sensors/live-values.ts';
import { tokenColour } from '../tokens.ts';
import type { Insets } from './camera.ts';
import { showCases } from './cases.ts';
import { drawPatiently } from './patience.ts';
import { showSensorLabels } from './sensor-labels.ts';
import { cellFor, gravityOf, isAlone, type Marks, marksOf } from './sensor-marks.ts';
import { type CityStage, ecefOf, endAll } from './stage.ts';

/** What the globe draws of the feeds: positions and states from `live`, words from who knows how they are written. */
export interface SensorPicture {
  live: LiveValues;
  /** What stands beside a sensor: its newest value with its unit; empty before there is one. */
  label(sensor: number): string;
  /** What stands on the pin of a case. */
  caseLabel(one: CityCase): string;
}

/** What a pick of a point gives: the object that it stands for. */
export class PickedObject {
  readonly gid: number;

  constructor(gid: number) {
    this.gid = gid;
  }
}

/** Diameter of a mark, and how far marks of groups stand apart. */
const SIZE_PX = 7;
const ALARM_SIZE_PX = 12;
const GROUP_SIZE_PX = 11;
const APART_PX = 44;
/** Ages are looked at so often while nothing comes. */
const AGE_MS = 2000;

/** Fill, edge and size by state (LOOK §7): stale is hollow; the four alarm colours are used for nothing else. */
const LOOK: Record<SensorState, { fill: string; edge: string; fillRatio: number; sizePx: number }> = {
  unlisted: { fill: 'surface', edge: 'line-strong', fillRatio: 0, sizePx: 3 },
  silent: { fill: 'surface', edge: 'ink-3', fillRatio: 0, sizePx: 4 },
  stale: { fill: 'surface', edge: 'ink-3', fillRatio: 0.25, sizePx: SIZE_PX },
  normal: { fill: 'mode-live', edge: 'surface', fillRatio: 1, sizePx: SIZE_PX },
  alarm1: { fill: 'alarm-1', edge: 'ink', fillRatio: 1, sizePx: ALARM_SIZE_PX },
  alarm2: { fill: 'alarm-2', edge: 'ink', fillRatio: 1, sizePx: ALARM_SIZE_PX },
  alarm3: { fill: 'alarm-3', edge: 'ink', fillRatio: 1, sizePx: ALARM_SIZE_PX },
  alarm4: { fill: 'alarm-4', edge: 'ink', fillRatio: 1, sizePx: SIZE_PX },
};

/** What is on the globe at the moment. */
export interface ShownMarks {
  marks: Marks;
  /** Earth-fixed place of each, raised by its own size; metres. */
  ecefM: Float64Array;
  /** Place in `GRAVITY` of what each shows. */
  gravities: Uint8Array;
  /** Grows when any of `gravities` changes. */
  writes: number;
}

/**
 * Sensors as points of one buffer (never an entity each), grouped by a grid of the scale; a point is written again only when its
 * state changes, so that values may come by thousands a second. On the command desk alone, while the feed is known.
 */
export function showSensors(stage: CityStage, picture: SensorPicture, insets: () => Insets): () => void {
  const { scene, twin } = stage;
  const { live } = picture;
  let cellM: number | null | undefined;
  let raisedM = 0;
  let shown: ShownMarks | null = null;
  let collection: BufferPointCollection | null = null;
  let agedMs = 0;
  const point = new BufferPoint();
  const drawing = drawPatiently(stage);
  const looks = new Map<string, BufferPointMaterial>();

  const isOn = () => twin.getState().desk === 'command' && twin.getState().feed.kind !== 'none';

  function build(): void {
    drop();
    const marks = marksOf(live.placesM, cellM ?? null);
    const ecefM = new Float64Array(3 * marks.count);
    collection = new BufferPointCollection({ primitiveCountMax: marks.count, allowPicking: true });
    const gravities = new Uint8Array(marks.count);
    const position = new Cartesian3();
    for (let mark = 0; mark < marks.count; mark++) {
      const [eastM, northM, upM] = [0, 1, 2].map((axis) => marks.placesM[3 * mark + axis]);
      const { x, y, z } = ecefOf(stage, [eastM, northM, upM + raisedM], position);
      ecefM.set([x, y, z], 3 * mark);
      gravities[mark] = gravityOf(marks, mark, live, twin.getState().feedMs);
      const alone = isAlone(marks, mark)
        ? { pickObject: new PickedObject(live.gidBase + marks.members[marks.first[mark]]) }
        : {};
      collection.add({ position, material: lookOf(marks, mark, gravities[mark]), ...alone }, point);
    }
    shown = { marks, ecefM, gravities, writes: 0 };
    scene.primitives.add(collection);
    scene.requestRender();
  }

  function lookOf(marks: Marks, mark: number, gravity: number): BufferPointMaterial {
    const theme = themeOf(twin.getState());
    const state = GRAVITY[gravity];
    const name = `${theme} ${state} ${isAlone(marks, mark)}`;
    const known = looks.get(name);
    if (known) return known;
    const { fill, edge, fillRatio, sizePx } = LOOK[state];
    const look = new BufferPointMaterial({
      color: colourOf(theme, fill, fillRatio),
      outlineColor: colourOf(theme, edge, 1),
      outlineWidth: 1.5,
      size: isAlone(marks, mark) ? sizePx : Math.max(GROUP_SIZE_PX, sizePx),
    });
    looks.set(name, look);
    return look;
  }

  /** Those whose state changed since they were written. A graver alarm is drawn at once; ages and what went away have time. */
  function write(): void {
    if (!collection || !shown) return;
    const { marks, gravities } = shown;
    const nowMs = twin.getState().feedMs;
    let [changed, graver] = [false, false];
    for (let mark = 0; mark < marks.count; mark++) {
      const gravity = gravityOf(marks, mark, live, nowMs);
      if (gravity === gravities[mark]) continue;
      graver ||= gravity < gravities[mark] && isAlarm(gravity);
      gravities[mark] = gravity;
      collection.get(mark, point);
      point.setMaterial(lookOf(marks, mark, gravity));
      changed = true;
    }
    if (changed) shown.writes++;
    if (graver) scene.requestRender();
    else if (changed) drawing.ask();
  }

  function drop(): void {
    if (collection) scene.primitives.remove(collection);
    collection = null;
    shown = null;
    scene.requestRender();
  }

  /** Marks float by their own size, so that the ground does not cut them in half. */
  function regroup(): void {
    if (!isOn()) {
      if (collection) drop();
      cellM = undefined;
      return;
    }
    const metresPerPx = metresPerPxOf(stage);
    const next = cellFor(metresPerPx, APART_PX);
    const nextRaisedM = 2 ** Math.round(Math.log2(SIZE_PX * metresPerPx));
    if (next === cellM && nextRaisedM === raisedM) return;
    cellM = next;
    raisedM = nextRaisedM;
    build();
  }

  return endAll([
    scene.preRender.addEventListener(regroup),
    twin.follow(() => live.levelChanges, write),
    twin.follow(
      ({ feedMs }) => feedMs,
      (feedMs) => {
        if (feedMs - agedMs < AGE_MS) return;
        agedMs = feedMs;
        write();
      },
    ),
    twin.follow(
      (state) => `${themeOf(state)} ${isOn()}`,
      () => {
        cellM = undefined;
        scene.requestRender();
      },
    ),
    showSensorLabels(stage, picture, { isOn, shown: () => shown, insets }),
    showCases(stage, picture.caseLabel),
    drawing.close,
    drop,
  ]);
}

function colourOf(theme: Theme, token: string, alpha: number): Color {
  const [red, green, blue] = tokenColour(theme, token);
  return new Color(red, green, blue, alpha);
}

/** Ground metres a pixel where the middle of the picture meets the city's plane; a camera that looks at the sky counts by its height. */
function metresPerPxOf({ scene, widget, city }: CityStage): number {
  const { camera } = scene;
  const heightM = Math.max(20, camera.positionCartographic.height - city.origin.heightM);
  const distanceM = Math.min(heightM / Math.max(0.1, Math.sin(-camera.pitch)), 20 * heightM);
  const { frustum } = camera;
  const halfTan = 'fovy' in frustum && typeof frustum.fovy === 'number' ? Math.tan(frustum.fovy / 2) : 0.5;
  return (2 * distanceM * halfTan) / Math.max(1, widget.canvas.clientHeight);
}

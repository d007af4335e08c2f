import { BufferPoint, BufferPointCollection, Cartesian3 } from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import { isAlarm, type LiveValues } from '../../../../twin/live/live-values.ts';
import { endAll } from '../../../../view/end-all.ts';
import { metresPerPxAt } from '../../../../view/framing.ts';
import { fovyOf } from '../../../../view/globe/camera/camera-view.ts';
import { PickedObject } from '../../../../view/globe/camera/picked.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { type CityStage, ecefOf } from '../../../../view/globe/panes/stage.ts';
import { drawOnDemand } from '../../../../view/globe/quality/on-demand-drawing.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import type { ShownSensors } from '../shown-sensors.ts';
import { KindMarks } from './kind-marks.ts';
import { markLook, SIZE_PX } from './mark-look.ts';
import { openSensorLabels } from './sensor-labels.ts';
import { cellFor, isAlone, type Marks, marksOfRange, severityOf } from './sensor-marks.ts';
import type { ShownMarks } from './tag-candidates.ts';
import { wallScale } from './wall-scale.ts';
import { keepIntact } from './whole-points.ts';

/** How far marks of groups stand apart. */
const APART_PX = 44;
/** Ages are looked at so often while nothing comes. */
const AGE_MS = 2000;
/** Lower than this above the city, and farther than so many heights, marks do not follow the scale. */
const MIN_HEIGHT_M = 20;
const MAX_HEIGHTS = 20;

/**
 * Sensors as points of one buffer (never an entity each), grouped by a grid of the scale; a point is written again only when its
 * state changes, so that values may come by thousands a second.
 */
export function openSensors(host: GlobeHost): SceneDrawing<ShownSensors> {
  let drawn: (() => void) | null = null;
  const end = () => {
    drawn?.();
    drawn = null;
  };
  return {
    show(picture) {
      end();
      if (picture) drawn = showSensors(host, picture);
      host.requestFrame();
    },
    close: end,
  };
}

function showSensors(host: GlobeHost, picture: ShownSensors): () => void {
  const { twin } = host;
  const { live } = picture;
  const marks = new SensorPoints(host, picture);
  const glyphs = new KindMarks(host, live);
  let agedMs = 0;
  return endAll([
    host.globe.stage.scene.preRender.addEventListener(() => {
      marks.regroup();
      glyphs.choose(marks.shown, (mark, isShown) => marks.show(mark, isShown));
    }),
    twin.follow(
      () => live.levelChanges,
      () => marks.write(),
    ),
    twin.follow(
      ({ feedMs }) => feedMs,
      (feedMs) => {
        if (feedMs - agedMs < AGE_MS) return;
        agedMs = feedMs;
        marks.write();
      },
    ),
    twin.follow(themeOf, () => marks.forget()),
    openSensorLabels(host, live, () => marks.shown),
    () => marks.close(),
    () => glyphs.close(),
  ]);
}

/** The points of one list of sensors on one pane. */
class SensorPoints {
  /** What is on the globe at the moment. */
  shown: ShownMarks | null = null;
  private readonly host: GlobeHost;
  private readonly live: LiveValues;
  private readonly from: number;
  private readonly to: number;
  private readonly drawing: ReturnType<typeof drawOnDemand>;
  private readonly point = new BufferPoint();
  private collection: BufferPointCollection | null = null;
  /** Undefined: to be built anew before the next frame. */
  private cellM: number | null | undefined;
  private raisedM = 0;
  private scale = 1;

  constructor(host: GlobeHost, { live, from, to }: ShownSensors) {
    this.host = host;
    this.live = live;
    this.from = from;
    this.to = to;
    this.drawing = drawOnDemand(host.globe.stage);
  }

  /** Groups by the scale of now. Marks float by their own size, so that the ground does not cut them in half. */
  regroup(): void {
    const metresPerPx = metresPerPxOf(this.host.globe.stage);
    const scale = wallScale(this.host.twin.getState().wall);
    const cellM = cellFor(metresPerPx, APART_PX * scale);
    const raisedM = 2 ** Math.round(Math.log2(SIZE_PX * scale * metresPerPx));
    if (cellM === this.cellM && raisedM === this.raisedM && scale === this.scale) return;
    this.scale = scale;
    this.cellM = cellM;
    this.raisedM = raisedM;
    this.drop();
    this.build(marksOfRange(this.live.placesM, cellM, this.from, this.to));
  }

  /** Those whose state changed since they were written. A graver alarm is drawn at once; ages and what went away have time. */
  write(): void {
    const { collection, shown, point, live } = this;
    if (!collection || !shown) return;
    const { marks, severities } = shown;
    const { feedMs } = this.host.twin.getState();
    let isChanged = false;
    let isGraver = false;
    for (let mark = 0; mark < marks.count; mark++) {
      const severity = severityOf(marks, mark, live, feedMs);
      if (severity === severities[mark]) continue;
      isGraver ||= severity < severities[mark] && isAlarm(severity);
      severities[mark] = severity;
      collection.get(mark, point);
      point.setMaterial(this.lookOf(marks, mark, severity));
      isChanged = true;
    }
    if (isChanged) shown.writes++;
    if (isGraver) this.host.requestFrame();
    else if (isChanged) this.drawing.requestFrame();
  }

  /** A mark that something else draws is not drawn here. */
  show(mark: number, isShown: boolean): void {
    if (!this.collection || mark >= this.collection.primitiveCount) return;
    this.collection.get(mark, this.point);
    this.point.show = isShown;
  }

  /** Builds all anew before the next frame: colours are another theme's. */
  forget(): void {
    this.cellM = undefined;
    this.host.requestFrame();
  }

  close(): void {
    this.drawing.close();
    this.drop();
  }

  private build(marks: Marks): void {
    const { stage } = this.host.globe;
    const ecefM = new Float64Array(3 * marks.count);
    const collection = new BufferPointCollection({ primitiveCountMax: marks.count, allowPicking: true });
    const severities = new Uint8Array(marks.count);
    const position = new Cartesian3();
    const { feedMs } = this.host.twin.getState();
    for (let mark = 0; mark < marks.count; mark++) {
      const upM = marks.placesM[3 * mark + 2] + this.raisedM;
      ecefOf(stage, [marks.placesM[3 * mark], marks.placesM[3 * mark + 1], upM], position);
      ecefM[3 * mark] = position.x;
      ecefM[3 * mark + 1] = position.y;
      ecefM[3 * mark + 2] = position.z;
      severities[mark] = severityOf(marks, mark, this.live, feedMs);
      const material = this.lookOf(marks, mark, severities[mark]);
      collection.add({ position, material, ...this.pickOf(marks, mark) }, this.point);
    }
    keepIntact(collection);
    this.collection = collection;
    this.shown = { marks, ecefM, severities, writes: 0 };
    stage.scene.primitives.add(collection);
    this.host.requestFrame();
  }

  /** A mark of a group stands for nobody. */
  private pickOf(marks: Marks, mark: number): { pickObject?: PickedObject } {
    if (!isAlone(marks, mark)) return {};
    return { pickObject: new PickedObject(this.live.gidOf(marks.members[marks.first[mark]])) };
  }

  private lookOf(marks: Marks, mark: number, severity: number) {
    return markLook(themeOf(this.host.twin.getState()), severity, !isAlone(marks, mark), this.scale);
  }

  private drop(): void {
    if (this.collection) this.host.globe.stage.scene.primitives.remove(this.collection);
    this.collection = null;
    this.shown = null;
    this.host.requestFrame();
  }
}

/** Ground metres a pixel where the middle of the picture meets the city's plane; a camera that looks at the sky counts by its height. */
function metresPerPxOf({ scene, widget, city }: CityStage): number {
  const { camera } = scene;
  const heightM = Math.max(MIN_HEIGHT_M, camera.positionCartographic.height - city.origin.heightM);
  const distanceM = Math.min(heightM / Math.max(0.1, Math.sin(-camera.pitch)), MAX_HEIGHTS * heightM);
  return metresPerPxAt(distanceM, { heightPx: widget.canvas.clientHeight, fovyRad: fovyOf(camera) });
}

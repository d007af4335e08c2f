import { Cartesian2, Cartesian3, Cartographic } from '@cesium/engine';
import type { EnuSphere } from '../../../../model/city/catalogue.ts';
import type { View } from '../../../../model/city/manifest.ts';
import { MAX_STEPS_PER_S } from '../../../../model/walls/wall-step.ts';
import { endAll } from '../../end-all.ts';
import { type Frame, framedView, lonLatOf, lookingAt, viewOfPlace, wholeView } from '../../framing.ts';
import type { InsetsPx } from '../../view-api.ts';
import { type CityStage, ecefOf } from '../panes/stage.ts';
import { fovyOf, viewOf } from './camera-view.ts';
import { type Flyer, openFlyer } from './flight.ts';
import { followLeader } from './follow-leader.ts';
import { STEP_MS, steerByKeys } from './key-steering.ts';

/** The camera of a stage follows the twin's wishes and reports where it is. */
export interface CameraControl {
  /** Flies there; resolves true on arrival, false when something else took the camera. `durationMs` 0 cuts. */
  fly(to: View, durationMs?: number): Promise<boolean>;
  flyToPlace(place: EnuSphere, headingDeg?: number): void;
  /** The view moved aside so that its middle comes to the middle of what panels leave free. */
  framed(view: View): View;
  zoom(factor: number): void;
  faceNorth(): void;
  setInsets(insets: InsetsPx): void;
  insets(): InsetsPx;
  /** What the middle of the picture shows, ECEF; null = sky. */
  middle(): Cartesian3 | null;
  close(): void;
}

/** A page without panels, until the panels say what they cover. */
export const NO_INSETS: InsetsPx = { topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 };

const REPORT_EVERY_MS = 100;
/** A page that leads a wall of screens tells it as often as the wall is told. */
const LEADER_REPORT_EVERY_MS = 1000 / MAX_STEPS_PER_S;
/** A camera that moved less stands still. */
const STILL_M = 0.002;
/** Over sky a step of the zoom goes by the height above the city, but by no less than this. */
const MIN_RANGE_M = 200;

/** Only the leading pane takes flights and reports; a second pane follows it by `linkCameras`. */
export function controlCamera(stage: CityStage, leads: boolean): CameraControl {
  const { scene, widget } = stage;
  const { camera } = scene;
  const flyer = openFlyer(stage);
  let insets = NO_INSETS;
  const frame = (): Frame => ({
    widthPx: widget.canvas.clientWidth,
    heightPx: widget.canvas.clientHeight,
    insets,
    fovyRad: fovyOf(camera),
  });
  const middle = () => middleOf(stage, insets);
  const zoom = (factor: number) => void flyer.fly(zoomed(stage, middle(), factor), STEP_MS);
  const end = endAll([
    flyer.close,
    stopByPointer(stage, flyer),
    steerByKeys(stage, { zoom, fly: flyer.fly }),
    leads ? takeFlights(stage, flyer, (view) => wholeView(view, stage.city.origin.heightM, frame())) : () => {},
    leads ? reportCamera(stage) : () => {},
    leads ? followLeader(stage, flyer) : () => {},
  ]);
  return {
    fly: flyer.fly,
    flyToPlace({ eastM, northM, upM, radiusM }, headingDeg) {
      const target = lonLatOf(Cartographic.fromCartesian(ecefOf(stage, [eastM, northM, upM])));
      const now = viewOf(camera);
      void flyer.fly(viewOfPlace(target, radiusM, headingDeg === undefined ? now : { ...now, headingDeg }, frame()));
    },
    framed: (view) => framedView(view, stage.city.origin.heightM, frame()),
    zoom,
    faceNorth: () => void flyer.fly(facingNorth(stage, middle())),
    setInsets(next) {
      insets = next;
      scene.requestRender();
    },
    insets: () => insets,
    middle,
    close: end,
  };
}

function middleOf({ scene, widget }: CityStage, { leftPx, rightPx, topPx, bottomPx }: InsetsPx): Cartesian3 | null {
  const { clientWidth, clientHeight } = widget.canvas;
  const at = new Cartesian2((leftPx + clientWidth - rightPx) / 2, (topPx + clientHeight - bottomPx) / 2);
  const ray = scene.camera.getPickRay(at);
  return (ray && scene.globe.pick(ray, scene)) ?? null;
}

/** Moved along the line to the middle, or along the view where it shows the sky. */
function zoomed({ scene, city }: CityStage, target: Cartesian3 | null, factor: number): View {
  const { camera } = scene;
  const rangeM = target
    ? Cartesian3.distance(target, camera.positionWC)
    : Math.max(MIN_RANGE_M, camera.positionCartographic.height - city.origin.heightM);
  const direction = target
    ? Cartesian3.normalize(Cartesian3.subtract(target, camera.positionWC, new Cartesian3()), new Cartesian3())
    : camera.directionWC;
  const step = Cartesian3.multiplyByScalar(direction, rangeM * (1 - factor), new Cartesian3());
  return { ...viewOf(camera), ...lonLatOf(Cartographic.fromCartesian(Cartesian3.add(camera.positionWC, step, step))) };
}

function facingNorth({ scene }: CityStage, target: Cartesian3 | null): View {
  const now = viewOf(scene.camera);
  if (!target) return { ...now, headingDeg: 0 };
  const rangeM = Cartesian3.distance(target, scene.camera.positionWC);
  return lookingAt(lonLatOf(Cartographic.fromCartesian(target)), 0, now.pitchDeg, rangeM);
}

/** Each wish of the twin is taken once; one that stood before the stage was opened has been served. */
function takeFlights({ twin }: CityStage, flyer: Flyer, whole: (view: View) => View): () => void {
  let served = twin.getState().flight?.serial ?? 0;
  return twin.follow(
    (state) => state.flight,
    (wish) => {
      if (!wish || wish.serial === served) return;
      served = wish.serial;
      void flyer.fly(wish.isWhole ? whole(wish.to) : wish.to, wish.durationMs);
    },
  );
}

/** Tells the twin where the camera is: when it comes to rest, and at most ten times a second while it moves. */
function reportCamera({ scene, twin }: CityStage): () => void {
  const { camera } = scene;
  const at = new Cartesian3();
  const towards = new Cartesian3();
  let reportedMs = 0;
  function report(): void {
    const nowMs = performance.now();
    const isLeading = twin.getState().inStep?.role === 'lead';
    if (nowMs - reportedMs < (isLeading ? LEADER_REPORT_EVERY_MS : REPORT_EVERY_MS)) return;
    const { positionWC, directionWC } = camera;
    if (Cartesian3.equalsEpsilon(positionWC, at, 0, STILL_M) && Cartesian3.equalsEpsilon(directionWC, towards, 0, 1e-6))
      return;
    Cartesian3.clone(positionWC, at);
    Cartesian3.clone(directionWC, towards);
    reportedMs = nowMs;
    twin.getState().reportCamera(viewOf(camera));
  }
  return endAll([scene.postRender.addEventListener(report), camera.moveEnd.addEventListener(report)]);
}

function stopByPointer({ widget }: CityStage, flyer: Flyer): () => void {
  const { canvas } = widget;
  canvas.addEventListener('pointerdown', flyer.stop);
  canvas.addEventListener('wheel', flyer.stop, { passive: true });
  return () => {
    canvas.removeEventListener('pointerdown', flyer.stop);
    canvas.removeEventListener('wheel', flyer.stop);
  };
}

import { type Camera, Cartesian2, Cartesian3, Cartographic, Math as CesiumMath } from '@cesium/engine';
import type { Place } from '../../city/catalogue.ts';
import type { View } from '../../city/manifest.ts';
import { flightMs, poseAt } from './path.ts';
import { type CityStage, child, ecefOf, endAll } from './stage.ts';

/** The camera of a stage follows the twin's wishes and reports where it is. */
export interface CameraControl {
  /** Flies there; resolves true on arrival, false when something else took the camera. `durationMs` 0 cuts. */
  fly(to: View, durationMs?: number): Promise<boolean>;
  flyToPlace(place: Place): void;
  /** The view moved aside so that its middle comes to the middle of what panels leave free. */
  framed(view: View): View;
  zoom(factor: number): void;
  faceNorth(): void;
  setInsets(insets: Insets): void;
  insets(): Insets;
  /** What the middle of the picture shows, ECEF; null = sky. */
  middle(): Cartesian3 | null;
  close(): void;
}

export interface Insets {
  topPx: number;
  rightPx: number;
  bottomPx: number;
  leftPx: number;
}

const REPORT_EVERY_MS = 100;
/** A camera that moved less stands still. */
const STILL_M = 0.002;
/** Nearest a place is looked at from, and how many of its radii away. */
const NEAREST_M = 60;
const RADII = 3.2;
const ZOOM_MS = 180;
const CUT_MS = 120;

/** Only the leading pane takes flights and reports; a second pane follows it by `linkCameras`. */
export function controlCamera(stage: CityStage, leads: boolean): CameraControl {
  const { scene, twin, widget } = stage;
  const { camera } = scene;
  let flight: { from: View; to: View; startMs: number; durationMs: number; done: (arrived: boolean) => void } | null =
    null;
  let insets: Insets = { topPx: 0, rightPx: 0, bottomPx: 0, leftPx: 0 };
  let reportedMs = 0;
  const [at, towards] = [new Cartesian3(), new Cartesian3()];
  let served = twin.getState().flight?.serial ?? 0;
  const cut = child(stage.overlay, 'stage-cut');

  const groundHeightM = (lonDeg: number, latDeg: number) =>
    twin.getState().underground === 'below'
      ? undefined
      : scene.globe.getHeight(Cartographic.fromDegrees(lonDeg, latDeg));

  function land(arrived: boolean): void {
    const done = flight?.done;
    flight = null;
    done?.(arrived);
  }

  function fly(to: View, durationMs?: number): Promise<boolean> {
    land(false);
    const from = viewOf(camera);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (durationMs === 0 || still) {
      if (still) cut.animate([{ opacity: 1 }, { opacity: 0 }], CUT_MS);
      setView(camera, to);
      scene.requestRender();
      return Promise.resolve(true);
    }
    return new Promise((done) => {
      flight = { from, to, startMs: performance.now(), durationMs: durationMs ?? flightMs(from, to), done };
      scene.requestRender();
    });
  }

  function step(): void {
    if (!flight) return;
    const ratio = Math.min(1, (performance.now() - flight.startMs) / flight.durationMs);
    setView(camera, poseAt(flight.from, flight.to, ratio, groundHeightM));
    scene.requestRender();
    if (ratio === 1) land(true);
  }

  function report(): void {
    if (!leads) return;
    const nowMs = performance.now();
    if (nowMs - reportedMs < REPORT_EVERY_MS) return;
    const { positionWC, directionWC } = camera;
    if (Cartesian3.equalsEpsilon(positionWC, at, 0, STILL_M) && Cartesian3.equalsEpsilon(directionWC, towards, 0, 1e-6))
      return;
    Cartesian3.clone(positionWC, at);
    Cartesian3.clone(directionWC, towards);
    reportedMs = nowMs;
    twin.getState().reportCamera(viewOf(camera));
  }

  function middle(): Cartesian3 | null {
    const at = new Cartesian2(
      (insets.leftPx + widget.canvas.clientWidth - insets.rightPx) / 2,
      (insets.topPx + widget.canvas.clientHeight - insets.bottomPx) / 2,
    );
    const ray = camera.getPickRay(at);
    return (ray && scene.globe.pick(ray, scene)) ?? null;
  }

  /** Moves along the line to the middle, or along the view where it shows the sky. */
  function zoom(factor: number): void {
    const target = middle();
    const { city } = stage;
    const rangeM = target
      ? Cartesian3.distance(target, camera.positionWC)
      : Math.max(200, camera.positionCartographic.height - city.origin.heightM);
    const direction = target
      ? Cartesian3.normalize(Cartesian3.subtract(target, camera.positionWC, new Cartesian3()), new Cartesian3())
      : camera.directionWC;
    const step = Cartesian3.multiplyByScalar(direction, rangeM * (1 - factor), new Cartesian3());
    void fly(moved(viewOf(camera), Cartesian3.add(camera.positionWC, step, step)), ZOOM_MS);
  }

  function faceNorth(): void {
    const target = middle();
    const now = viewOf(camera);
    if (!target) {
      void fly({ ...now, headingDeg: 0 });
      return;
    }
    const rangeM = Cartesian3.distance(target, camera.positionWC);
    void fly(lookingAt(target, 0, now.pitchDeg, rangeM));
  }

  function flyToPlace(place: Place): void {
    const now = viewOf(camera);
    const target = ecefOf(stage, [place.eastM, place.northM, place.upM]);
    const rangeM = Math.max(NEAREST_M, place.radiusM * RADII * freeShare());
    const pitchDeg = Math.min(-25, Math.max(-60, now.pitchDeg));
    void fly(raised(shifted(lookingAt(target, now.headingDeg, pitchDeg, rangeM), rangeM), rangeM));
  }

  /** How much smaller the free part of the picture is: farther away by as much. */
  function freeShare(): number {
    const { clientWidth, clientHeight } = widget.canvas;
    const free = Math.min(
      (clientWidth - insets.leftPx - insets.rightPx) / clientWidth,
      (clientHeight - insets.topPx - insets.bottomPx) / clientHeight,
    );
    return 1 / Math.max(0.3, free);
  }

  /** Steps aside so that what was in the middle of the picture comes to the middle of what panels leave free. */
  function shifted(view: View, rangeM: number): View {
    const metresPerPx = (2 * rangeM * Math.tan(fovyOf(camera) / 2)) / Math.max(1, widget.canvas.clientHeight);
    const rightM = ((insets.rightPx - insets.leftPx) / 2) * metresPerPx;
    const heading = CesiumMath.toRadians(view.headingDeg);
    const cos = Math.cos(CesiumMath.toRadians(view.latDeg));
    return {
      ...view,
      lonDeg: view.lonDeg + (rightM * Math.cos(heading)) / (111_320 * Math.max(0.01, cos)),
      latDeg: view.latDeg - (rightM * Math.sin(heading)) / 111_320,
    };
  }

  /**
   * The same up and down, across the line of sight, so that the distance stays: over a phone's sheet the place stands in
   * what is left of the map. Only for steep views; a flat one would sink below the ground.
   */
  function raised(view: View, rangeM: number): View {
    const metresPerPx = (2 * rangeM * Math.tan(fovyOf(camera) / 2)) / Math.max(1, widget.canvas.clientHeight);
    const upM = ((insets.topPx - insets.bottomPx) / 2) * metresPerPx;
    const pitch = CesiumMath.toRadians(view.pitchDeg);
    const heading = CesiumMath.toRadians(view.headingDeg);
    const aheadM = -upM * Math.sin(pitch);
    const cos = Math.cos(CesiumMath.toRadians(view.latDeg));
    return {
      ...view,
      lonDeg: view.lonDeg + (aheadM * Math.sin(heading)) / (111_320 * Math.max(0.01, cos)),
      latDeg: view.latDeg + (aheadM * Math.cos(heading)) / 111_320,
      heightM: view.heightM + upM * Math.cos(pitch),
    };
  }

  function framed(view: View): View {
    const sine = Math.sin(CesiumMath.toRadians(-view.pitchDeg));
    return sine < 0.1 ? view : shifted(view, Math.max(0, view.heightM - stage.city.origin.heightM) / sine);
  }

  const stopFlight = () => land(false);
  const keys = steerByKeys(stage, { zoom, fly });
  const ends = [
    twin.follow(
      (state) => state.flight,
      (wish) => {
        if (!leads || !wish || wish.serial === served) return;
        served = wish.serial;
        void fly(wish.to, wish.durationMs);
      },
    ),
    scene.preUpdate.addEventListener(step),
    scene.postRender.addEventListener(report),
    camera.moveEnd.addEventListener(report),
    keys,
    () => cut.remove(),
  ];
  widget.canvas.addEventListener('pointerdown', stopFlight);
  widget.canvas.addEventListener('wheel', stopFlight, { passive: true });
  return {
    fly,
    flyToPlace,
    framed,
    zoom,
    faceNorth,
    setInsets(next) {
      insets = next;
      scene.requestRender();
    },
    insets: () => insets,
    middle,
    close() {
      land(false);
      widget.canvas.removeEventListener('pointerdown', stopFlight);
      widget.canvas.removeEventListener('wheel', stopFlight);
      endAll(ends)();
    },
  };
}

/** Arrows shift the ground, with Shift they turn; Page Up and Down tilt, + and − zoom, Home goes home. */
function steerByKeys(stage: CityStage, to: Pick<CameraControl, 'zoom' | 'fly'>): () => void {
  const { widget, scene, twin } = stage;
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const view = viewOf(scene.camera);
    const heightM = Math.max(30, view.heightM - stage.city.origin.heightM);
    const stepM = heightM * 0.18;
    const heading = CesiumMath.toRadians(view.headingDeg);
    const shift = (right: number, ahead: number): View => {
      const east = right * Math.cos(heading) + ahead * Math.sin(heading);
      const north = ahead * Math.cos(heading) - right * Math.sin(heading);
      const cos = Math.cos(CesiumMath.toRadians(view.latDeg));
      return { ...view, lonDeg: view.lonDeg + east / (111_320 * cos), latDeg: view.latDeg + north / 111_320 };
    };
    const tilt = (deg: number): View => ({ ...view, pitchDeg: Math.min(20, Math.max(-89.9, view.pitchDeg + deg)) });
    const turn = (deg: number): View => ({ ...view, headingDeg: (view.headingDeg + deg + 360) % 360 });
    const pose: Record<string, () => View> = {
      ArrowUp: () => (event.shiftKey ? tilt(6) : shift(0, stepM)),
      ArrowDown: () => (event.shiftKey ? tilt(-6) : shift(0, -stepM)),
      ArrowLeft: () => (event.shiftKey ? turn(-10) : shift(-stepM, 0)),
      ArrowRight: () => (event.shiftKey ? turn(10) : shift(stepM, 0)),
      PageUp: () => tilt(6),
      PageDown: () => tilt(-6),
    };
    if (pose[event.key]) void to.fly(pose[event.key](), ZOOM_MS);
    else if (event.key === '+' || event.key === '=') to.zoom(0.5);
    else if (event.key === '-') to.zoom(2);
    else if (event.key === 'Home') twin.getState().flyTo(stage.city.home);
    else return;
    event.preventDefault();
  };
  widget.canvas.addEventListener('keydown', onKey);
  return () => widget.canvas.removeEventListener('keydown', onKey);
}

export function viewOf(camera: Camera): View {
  const { longitude, latitude, height } = camera.positionCartographic;
  return {
    lonDeg: CesiumMath.toDegrees(longitude),
    latDeg: CesiumMath.toDegrees(latitude),
    heightM: height,
    headingDeg: CesiumMath.toDegrees(camera.heading),
    pitchDeg: CesiumMath.toDegrees(camera.pitch),
  };
}

export function setView(camera: Camera, view: View): void {
  camera.setView({
    destination: Cartesian3.fromDegrees(view.lonDeg, view.latDeg, view.heightM),
    orientation: {
      heading: CesiumMath.toRadians(view.headingDeg),
      pitch: CesiumMath.toRadians(view.pitchDeg),
      roll: 0,
    },
  });
}

function moved(view: View, to: Cartesian3): View {
  const { longitude, latitude, height } = Cartographic.fromCartesian(to);
  return {
    ...view,
    lonDeg: CesiumMath.toDegrees(longitude),
    latDeg: CesiumMath.toDegrees(latitude),
    heightM: height,
  };
}

/** The pose that has a point in its middle from a distance. */
function lookingAt(target: Cartesian3, headingDeg: number, pitchDeg: number, rangeM: number): View {
  const { longitude, latitude, height } = Cartographic.fromCartesian(target);
  const pitch = CesiumMath.toRadians(pitchDeg);
  const heading = CesiumMath.toRadians(headingDeg);
  const flatM = rangeM * Math.cos(pitch);
  const latDeg = CesiumMath.toDegrees(latitude);
  return {
    lonDeg:
      CesiumMath.toDegrees(longitude) - (flatM * Math.sin(heading)) / (111_320 * Math.max(0.01, Math.cos(latitude))),
    latDeg: latDeg - (flatM * Math.cos(heading)) / 111_320,
    heightM: height - rangeM * Math.sin(pitch),
    headingDeg,
    pitchDeg,
  };
}

export function fovyOf(camera: Camera): number {
  return (camera.frustum as { fovy?: number }).fovy ?? 1;
}

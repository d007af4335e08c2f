import { Cartographic } from '@cesium/engine';
import type { View } from '../../../../model/city/manifest.ts';
import { child } from '../../dom.ts';
import { flightMs, poseAt } from '../../path.ts';
import type { CityStage } from '../panes/stage.ts';
import { setView, viewOf } from './camera-view.ts';

/** Flies the camera of a stage; one flight at a time. */
export interface Flyer {
  /** Flies there; resolves true on arrival, false when something else took the camera. `durationMs` 0 cuts. */
  fly(to: View, durationMs?: number): Promise<boolean>;
  /** Ends the flight where it is. */
  stop(): void;
  close(): void;
}

const CUT_MS = 120;

interface Flight {
  from: View;
  to: View;
  startMs: number;
  durationMs: number;
  done(arrived: boolean): void;
}

/** Flights follow `poseAt` over the drawn ground; who asked for less motion sees a cut. */
export function openFlyer(stage: CityStage): Flyer {
  const { scene, twin } = stage;
  const { camera } = scene;
  const cut = child(stage.overlay, 'stage-cut');
  let flight: Flight | null = null;

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
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (durationMs === 0 || isStill) {
      if (isStill) cut.animate([{ opacity: 1 }, { opacity: 0 }], CUT_MS);
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

  const end = scene.preUpdate.addEventListener(step);
  return {
    fly,
    stop: () => land(false),
    close() {
      land(false);
      end();
      cut.remove();
    },
  };
}

import { Cartesian2, Cartesian3, Cartographic, Math as CesiumMath } from '@cesium/engine';
import type { Enu } from '../../geo/enu.ts';
import type { LonLat } from '../../geo/lon-lat.ts';
import { type CameraControl, fovyOf } from './camera.ts';
import { projectionOf } from './projection.ts';
import type { Measurement } from './ruler.ts';
import { type CityStage, ecefOf } from './stage.ts';

/** What panels show of the drawn frame. */
export interface Facts {
  metresPerPx: number | null;
  pointer: { lonLat: LonLat; elevationM: number } | null;
  excavation: PitFacts | null;
  measurement: Measurement | null;
  /** `coarseness`: how many times coarser than wanted the tiles are drawn to keep their budget; 1 = as wanted. */
  tiles: { count: number; bytes: number; budgetBytes: number; coarseness: number; loading: number };
}

export interface PitFacts {
  areaM2: number;
  volumeM3: number;
  rimElevationM: number;
  floorElevationM: number;
}

const TELL_EVERY_MS = 100;

/** Tells its followers, at most ten times a second, what changed with frame or pointer. */
export function tellFacts(
  stage: CityStage,
  control: CameraControl,
  rest: () => Pick<Facts, 'excavation' | 'measurement' | 'tiles'>,
) {
  const { scene, widget, city } = stage;
  const followers = new Set<(facts: Facts) => void>();
  let pointer: Cartesian2 | null = null;
  let told = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function facts(): Facts {
    return { metresPerPx: metresPerPx(), pointer: pointerFacts(), ...rest() };
  }

  function metresPerPx(): number | null {
    const target = control.middle();
    if (!target) return null;
    const rangeM = Cartesian3.distance(target, scene.camera.positionWC);
    return (2 * rangeM * Math.tan(fovyOf(scene.camera) / 2)) / Math.max(1, widget.canvas.clientHeight);
  }

  function pointerFacts(): Facts['pointer'] {
    if (!pointer) return null;
    const ray = scene.camera.getPickRay(pointer);
    const ground = ray && scene.globe.pick(ray, scene);
    if (!ground) return null;
    const { longitude, latitude, height } = Cartographic.fromCartesian(ground);
    return {
      lonLat: { lonDeg: CesiumMath.toDegrees(longitude), latDeg: CesiumMath.toDegrees(latitude), heightM: height },
      elevationM: height - city.datum.geoidUndulationM,
    };
  }

  function tell(): void {
    if (timer || followers.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (widget.isDestroyed()) return;
      const now = facts();
      const key = JSON.stringify(now);
      if (key === told) return;
      told = key;
      for (const show of followers) show(now);
    }, TELL_EVERY_MS);
  }

  const onMove = (event: PointerEvent): void => {
    const box = widget.canvas.getBoundingClientRect();
    pointer = new Cartesian2(event.clientX - box.left, event.clientY - box.top);
    tell();
  };
  const onLeave = (): void => {
    pointer = null;
    tell();
  };
  widget.canvas.addEventListener('pointermove', onMove);
  widget.canvas.addEventListener('pointerleave', onLeave);
  const end = scene.postRender.addEventListener(tell);
  return {
    facts,
    follow(show: (facts: Facts) => void): () => void {
      followers.add(show);
      show(facts());
      return () => followers.delete(show);
    },
    close(): void {
      clearTimeout(timer);
      widget.canvas.removeEventListener('pointermove', onMove);
      widget.canvas.removeEventListener('pointerleave', onLeave);
      end();
    },
  };
}

/** CSS pixels in the window; null behind the camera. */
export function screenOf(stage: CityStage, point: Enu): { xPx: number; yPx: number } | null {
  const at = projectionOf(stage)(ecefOf(stage, point));
  if (!at) return null;
  const box = stage.widget.canvas.getBoundingClientRect();
  return { xPx: at.x + box.left, yPx: at.y + box.top };
}

import { Cartesian2, Cartesian3, Cartographic } from '@cesium/engine';
import type { Enu } from '../../../../model/geo/enu.ts';
import { lonLatOf, metresPerPxAt } from '../../framing.ts';
import { FACTS_EVERY_MS } from '../../pace.ts';
import type { PictureFacts } from '../../view-api.ts';
import type { CameraControl } from '../camera/camera.ts';
import { fovyOf } from '../camera/camera-view.ts';
import { projectionOf } from '../camera/projection.ts';
import { type CityStage, ecefOf } from './stage.ts';

/** Tells its followers, at most ten times a second, what changed with frame or pointer of the leading pane. */
interface FactsBoard {
  /** Reads facts from this stage from now on; returns what ends it. */
  attach(stage: CityStage, control: CameraControl): () => void;
  /** Calls at once and whenever a fact changed; returns what ends it. */
  follow(show: (facts: PictureFacts) => void): () => void;
}

/** Facts outlive the stage that they are read from: who follows them is told of the next one. */
export function openFacts(tiles: () => PictureFacts['tiles']): FactsBoard {
  const followers = new Set<(facts: PictureFacts) => void>();
  let read: (() => PictureFacts) | null = null;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    timer = undefined;
    if (!read) return;
    const now = read();
    const key = JSON.stringify(now);
    if (key === last) return;
    last = key;
    for (const show of followers) show(now);
  }

  return {
    attach(stage, control) {
      const pointer = followPointer(stage, ask);
      function ask(): void {
        if (followers.size > 0) timer ??= setTimeout(look, FACTS_EVERY_MS);
      }
      read = () => ({
        metresPerPx: metresPerPxOf(stage, control),
        pointer: groundFacts(stage, pointer.at()),
        tiles: tiles(),
      });
      const end = stage.scene.postRender.addEventListener(ask);
      return () => {
        clearTimeout(timer);
        timer = undefined;
        read = null;
        pointer.close();
        end();
      };
    },
    follow(show) {
      followers.add(show);
      if (read) show(read());
      return () => followers.delete(show);
    },
  };
}

function metresPerPxOf({ scene, widget }: CityStage, control: CameraControl): number | null {
  const target = control.middle();
  if (!target) return null;
  const rangeM = Cartesian3.distance(target, scene.camera.positionWC);
  return metresPerPxAt(rangeM, { heightPx: widget.canvas.clientHeight, fovyRad: fovyOf(scene.camera) });
}

function groundFacts({ scene, city }: CityStage, pointer: Cartesian2 | null): PictureFacts['pointer'] {
  if (!pointer) return null;
  const ray = scene.camera.getPickRay(pointer);
  const ground = ray && scene.globe.pick(ray, scene);
  if (!ground) return null;
  const place = Cartographic.fromCartesian(ground);
  return { lonLat: lonLatOf(place), elevationM: place.height - city.datum.geoidUndulationM };
}

function followPointer({ widget }: CityStage, changed: () => void): { at(): Cartesian2 | null; close(): void } {
  const { canvas } = widget;
  let at: Cartesian2 | null = null;
  const onMove = (event: PointerEvent): void => {
    const box = canvas.getBoundingClientRect();
    at = new Cartesian2(event.clientX - box.left, event.clientY - box.top);
    changed();
  };
  const onLeave = (): void => {
    at = null;
    changed();
  };
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerleave', onLeave);
  return {
    at: () => at,
    close() {
      canvas.removeEventListener('pointermove', onMove);
      canvas.removeEventListener('pointerleave', onLeave);
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

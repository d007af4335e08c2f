import { Cartesian3, Matrix4, PerspectiveFrustum } from '@cesium/engine';
import type { Enu } from '../../../../model/geo/enu.ts';
import { RAD_PER_DEG } from '../../../../model/geo/lon-lat.ts';
import type { Message } from '../../../../model/text/message.ts';
import type { CameraPose, ViewApi } from '../../view-api.ts';
import { watchContext } from '../panes/context.ts';
import type { Pane } from '../panes/pane.ts';
import type { Panes } from '../panes/panes.ts';
import { type CityStage, ecefOf, openStage } from '../panes/stage.ts';
import { photograph } from './photo.ts';

/** The longer side of a camera's picture, page pixels: what a wall of nine shows of each. */
const LONG_SIDE_PX = 480;
/** One that still loads is taken as it is: the next one shows more. */
const PATIENCE = { waitMs: 6000, takesUnfinished: true };
/** Frames that a new pose is drawn before it is copied. */
const FRAMES = 2;
/** Without a wish for so long, the stage and its tiles are given back. */
const KEPT_MS = 15_000;

/** Takes pictures of cameras, one after the other. */
interface CameraPictures {
  take: ViewApi['pictureFrom'];
  /** The pane they are drawn on, while there is one: its tiles count. */
  panes(): readonly Pane[];
  close(): void;
}

/**
 * A small stage of its own, unseen, is put to the pose of whichever camera is asked for, and stands still in between. Drawing on the page's own stage
 * between two of its frames was considered: every frame there moves names, sky and reports of where the camera is, and tiles wanted by one
 * pose are given up by the other's next frame. A second graphics context costs some tens of megabytes and touches nothing of the first.
 */
export function openCameraPictures(panes: Panes, fail: (reason: string | Message) => void): CameraPictures {
  const losses: number[] = [];
  let held: { pane: Pane; end(): void } | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: ReturnType<typeof setTimeout> | undefined;

  function drop(): void {
    clearTimeout(idle);
    held?.end();
    held = null;
  }

  function open(): Pane {
    if (held) return held.pane;
    const root = panes.main().stage.element.parentElement ?? document.body;
    const stage = openStage(root, null);
    stage.element.classList.add('stage-unseen');
    stage.element.setAttribute('aria-hidden', 'true');
    stage.element.inert = true;
    const pane = panes.openBeside(stage);
    const { twin } = pane.stage;
    const unwatch = watchContext(pane.stage, losses, drop, { twin, fail: (_, reason) => fail(reason) });
    held = {
      pane,
      end() {
        unwatch();
        pane.close();
      },
    };
    return pane;
  }

  async function draw(pose: CameraPose, cancel: AbortSignal): Promise<HTMLCanvasElement> {
    cancel.throwIfAborted();
    clearTimeout(idle);
    const pane = open();
    const { widget } = pane.stage;
    try {
      shapeTo(pane.stage, pose.aspectRatio);
      look(pane.stage, pose);
      widget.useDefaultRenderLoop = true;
      return await photograph(() => [pane], FRAMES, cancel, PATIENCE);
    } finally {
      if (!widget.isDestroyed()) widget.useDefaultRenderLoop = false;
      idle = setTimeout(drop, KEPT_MS);
    }
  }

  return {
    take(pose, cancel) {
      const taken = last.then(() => draw(pose, cancel));
      last = taken.catch(() => undefined);
      return taken;
    },
    panes: () => (held ? [held.pane] : []),
    close: drop,
  };
}

/** Gives the stage the shape of a camera's picture. */
function shapeTo({ element, widget }: CityStage, aspectRatio: number): void {
  const widthPx = Math.round(LONG_SIDE_PX * Math.min(1, aspectRatio));
  const heightPx = Math.round(LONG_SIDE_PX / Math.max(1, aspectRatio));
  element.style.width = `${widthPx}px`;
  element.style.height = `${heightPx}px`;
  widget.resize();
}

/** Puts the stage's own camera there, by axes: exact wherever in the city. */
function look(stage: CityStage, { eye, ahead, up, fovDeg, aspectRatio }: CameraPose): void {
  const { camera } = stage.scene;
  const turned = ([x, y, z]: Enu) =>
    Matrix4.multiplyByPointAsVector(stage.ecefFromEnu, new Cartesian3(x, y, z), new Cartesian3());
  camera.setView({ destination: ecefOf(stage, eye), orientation: { direction: turned(ahead), up: turned(up) } });
  if (camera.frustum instanceof PerspectiveFrustum) {
    camera.frustum.aspectRatio = aspectRatio;
    camera.frustum.fov = longAngleRad(fovDeg * RAD_PER_DEG, aspectRatio);
  }
}

/** Cesium's angle lies along the longer side; a camera's across. */
function longAngleRad(acrossRad: number, aspectRatio: number): number {
  return aspectRatio >= 1 ? acrossRad : 2 * Math.atan(Math.tan(acrossRad / 2) / aspectRatio);
}

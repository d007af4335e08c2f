import { Group, type Ray } from 'three';
import { MessageError } from '../../../model/text/message.ts';
import { HEADSET_KINDS, type HeadsetKind } from '../../twin/headset.ts';
import { endAll } from '../end-all.ts';
import { viewMessage } from '../messages.ts';
import { openHands } from './headset-hands.ts';
import { firstPlacement, type Placement, putOn, rigOf, yawOf } from './placement.ts';
import { openRealSurfaces } from './real-surfaces.ts';
import type { TableStage } from './stage.ts';
import type { Studio } from './studio.ts';

/** What a headset shows, and whom it tells. */
export interface HeadsetParts {
  readonly stage: TableStage;
  readonly studio: Studio;
  /** A click along a ray in the table's frame; false: it goes by the block. */
  choose(ray: Ray): boolean;
  /** A session that had begun is over, whoever ended it; all is as it was before. */
  left(): void;
  /** It did not end as it should; the table is back on the page all the same. */
  unended(kind: HeadsetKind, error: unknown): void;
}

/** A session of a headset that shows the table, or is about to. */
export interface HeadsetSession {
  readonly session: XRSession;
  /** Puts the table before the viewer and draws it in the session's frames. Rejects with why it does not; all is then as it was before, and the session over. */
  begin(): Promise<void>;
  /** Never rejects: what goes wrong is told, and the table is back on the page. */
  end(): Promise<void>;
}

/** Nearer and farther than this an eye sees nothing, metres of the room. */
const NEAR_M = 0.05;
const FAR_M = 30;
/** A frame that comes later than this, as after the device was laid aside, counts as this much. */
const MAX_FRAME_S = 0.1;

/** What the browser can open now; nothing where it knows no WebXR, the page is not served securely or its policy forbids it. */
export async function headsetKinds(xr: XRSystem | undefined = navigator.xr): Promise<HeadsetKind[]> {
  if (!xr) return [];
  // A browser that is not allowed to say cannot open one either.
  const has = await Promise.all(HEADSET_KINDS.map((kind) => xr.isSessionSupported(kind).catch(() => false)));
  return HEADSET_KINDS.filter((_, i) => has[i]);
}

/** Tells now, and whenever a device is plugged in or out; returns what ends it. */
export function followHeadsetKinds(
  tell: (kinds: HeadsetKind[]) => void,
  xr: XRSystem | undefined = navigator.xr,
): () => void {
  let serial = 0;
  const look = async (): Promise<void> => {
    const own = ++serial;
    const kinds = await headsetKinds(xr);
    if (own === serial) tell(kinds);
  };
  look();
  xr?.addEventListener('devicechange', look);
  return () => {
    serial++;
    xr?.removeEventListener('devicechange', look);
  };
}

/**
 * Opens a session. It must be called from a person's click, and rejects as `requestSession` does: the browser, the device or the person may
 * refuse. Feet stand at 0 of its space (`local-floor`, which every immersive device has or estimates).
 */
export async function openHeadsetSession(parts: HeadsetParts, kind: HeadsetKind): Promise<HeadsetSession> {
  const { xr } = navigator;
  if (!xr) throw new MessageError(viewMessage('headset-lacking', {}));
  const session = await xr.requestSession(kind, {
    requiredFeatures: ['local-floor'],
    optionalFeatures: kind === 'immersive-ar' ? ['hit-test'] : [],
  });
  return openWorn(parts, kind, session);
}

function openWorn(parts: HeadsetParts, kind: HeadsetKind, session: XRSession): HeadsetSession {
  const { renderer } = parts.stage;
  let isOver = false;
  let undo = (): void => {};
  session.addEventListener('end', () => {
    isOver = true;
  });

  /** Whatever three still holds of a session that ended while it was begun, or would not end. */
  function release(): void {
    const { xr } = renderer;
    xr.isPresenting = false;
    xr.setSession(null);
    xr.dispatchEvent({ type: 'sessionend' });
    undo();
  }

  async function end(): Promise<void> {
    if (isOver) return;
    try {
      await session.end();
    } catch (error) {
      isOver = true;
      if (!isStateError(error)) parts.unended(kind, error);
      release();
    }
  }

  return {
    session,
    async begin() {
      const show = prepare(parts, kind, session);
      undo = once(show.close);
      try {
        if (!isOver) await renderer.xr.setSession(session);
        if (isOver) throw new Error('the session is over');
        show.begin();
      } catch (error) {
        const isLeft = isOver || isStateError(error);
        const reason = isLeft ? new MessageError(viewMessage('headset-left', {})) : error;
        await end();
        release();
        throw reason;
      }
      const onEnd = (): void => {
        renderer.xr.removeEventListener('sessionend', onEnd);
        undo();
        parts.left();
      };
      renderer.xr.addEventListener('sessionend', onEnd);
    },
    end,
  };
}

/** Returns whether an error says that the session is over: a call may come before anybody could learn of its end. */
const isStateError = (error: unknown): boolean => error instanceof DOMException && error.name === 'InvalidStateError';

function once(step: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) step();
    isDone = true;
  };
}

/** Frames and hands of the session, before it is there: until `begin` the page is drawn as before, by the loop that will be the session's. */
function prepare(parts: HeadsetParts, kind: HeadsetKind, session: XRSession): { begin(): void; close(): void } {
  const { stage } = parts;
  const { renderer } = stage;
  const rig = new Group();
  rig.name = 'viewer';
  const frames = stage.drive();
  const surfaces = kind === 'immersive-ar' ? openRealSurfaces(session) : null;
  let placement: Placement | null = null;
  let lastMs: number | null = null;
  const hands = openHands({
    renderer,
    rig,
    colour: stage.uniforms.u_accent.value,
    click(ray, source) {
      const surface = parts.choose(ray) ? null : surfaces?.at(source);
      if (surface && placement) placement = putOn(placement, surface);
    },
  });
  const ends = [hands.close, () => surfaces?.close()];

  function move(timeMs: number, frame: XRFrame): void {
    const space = renderer.xr.getReferenceSpace();
    placement ??= placeBefore(stage, space && frame.getViewerPose(space));
    if (space) surfaces?.read(frame, space);
    const elapsedS = lastMs === null ? 0 : Math.min(MAX_FRAME_S, (timeMs - lastMs) / 1000);
    lastMs = timeMs;
    if (!placement) return;
    placement = hands.move(placement, elapsedS);
    place(rig, placement, stage);
  }

  renderer.xr.enabled = true;
  renderer.setAnimationLoop((timeMs, frame) => {
    if (frame) move(timeMs, frame);
    frames.draw();
  });
  return {
    begin: () => ends.push(dress(parts, rig, kind)),
    close() {
      renderer.setAnimationLoop(null);
      renderer.xr.enabled = false;
      endAll(ends)();
      frames.release();
    },
  };
}

/** Null until the device knows where the head is. */
function placeBefore({ twin }: TableStage, pose: XRViewerPose | null | undefined): Placement | null {
  if (!pose) return null;
  const { position, orientation } = pose.transform;
  return firstPlacement([position.x, position.y, position.z], yawOf(orientation), twin.getState().tablePose.turnDeg);
}

function place(rig: Group, placement: Placement, { block }: TableStage): void {
  const { position, turnRad, times } = rigOf(placement, block.sizeM);
  rig.position.set(...position);
  rig.rotation.set(0, turnRad, 0);
  rig.scale.setScalar(times);
}

/** Puts the eye into the rig and the table into its room; returns what takes both back. */
function dress({ stage, studio }: HeadsetParts, rig: Group, kind: HeadsetKind): () => void {
  const { camera, scene } = stage;
  const { near, far, fov, zoom } = camera;
  rig.add(camera);
  scene.add(rig);
  // Metres of the room: three leaves the rig's scale in what the eyes see.
  Object.assign(camera, { near: NEAR_M, far: FAR_M });
  studio.surround(kind === 'immersive-vr' ? 'tone' : 'none');
  return () => {
    rig.remove(camera);
    scene.remove(rig);
    camera.scale.set(1, 1, 1);
    Object.assign(camera, { near, far, fov, zoom });
    camera.updateProjectionMatrix();
    studio.surround('picture');
  };
}

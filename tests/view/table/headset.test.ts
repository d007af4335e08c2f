import { Color, EventDispatcher, Group, PerspectiveCamera, Scene, Vector3 } from 'three';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HeadsetKind } from '../../../src/twin/headset.ts';
import { FIRST_POSE } from '../../../src/twin/table.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { followHeadset, refusalOf } from '../../../src/view/table/follow-headset.ts';
import {
  followHeadsetKinds,
  type HeadsetParts,
  type HeadsetSession,
  headsetKinds,
  openHeadsetSession,
} from '../../../src/view/table/headset.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

/** A session as far as the table asks one; `end` does what the test says. */
class Session extends EventTarget {
  readonly inputSources = [];
  end = async () => this.over();
  over(): void {
    this.dispatchEvent(new Event('end'));
  }
}

/** three's manager as the table knows it: it hears of the session's end first, and tells those who listen to it. */
class Manager extends EventDispatcher<{ sessionend: object }> {
  enabled = false;
  isPresenting = false;
  readonly hands = [new Group(), new Group(), new Group(), new Group()];
  readonly getController = (i: number) => this.hands[i];
  readonly getControllerGrip = (i: number) => this.hands[2 + i];
  readonly getReferenceSpace = () => null;
  setSession = async (session: Session | null): Promise<void> => {
    session?.addEventListener('end', () => {
      this.isPresenting = false;
      this.dispatchEvent({ type: 'sessionend' });
    });
    this.isPresenting = session !== null;
  };
}

let session: Session;
let xr: Manager;
let asked: { kind: string; options: XRSessionInit }[];
let told: string[];
let parts: HeadsetParts;
let scene: Scene;
let camera: PerspectiveCamera;
let loop: ((timeMs: number, frame?: object) => void) | null;
let twin: Twin;

beforeEach(() => {
  session = new Session();
  xr = new Manager();
  asked = [];
  told = [];
  scene = new Scene();
  camera = new PerspectiveCamera(24, 1.6, 50, 9000);
  loop = null;
  twin = pageTwin(smallCity().city);
  twin.getState().showEngine('table');
  const drive = () => {
    told.push('driven');
    return { draw: () => told.push('drawn'), release: () => told.push('released') };
  };
  const stage = {
    renderer: { xr, setAnimationLoop: (next: typeof loop) => (loop = next) },
    scene,
    camera,
    drive,
    twin,
    block: { sizeM: 1000 },
    uniforms: { u_accent: { value: new Color() } },
  };
  parts = {
    stage,
    studio: { surround: (by: string) => told.push(by) },
    choose: () => true,
    left: () => told.push('left'),
    unended: (kind: HeadsetKind, error: Error) => told.push(`unended ${kind}: ${error.message}`),
  } as unknown as HeadsetParts;
  const requestSession = async (kind: string, options: XRSessionInit) => {
    asked.push({ kind, options });
    return session;
  };
  vi.stubGlobal('navigator', { xr: { requestSession } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** At the height of the eyes over the floor, looking ahead. */
const HEAD = { position: { x: 0, y: 1.6, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } };

/** The page has its camera, its room, its loop and its eye's opening again. */
function expectOnPage(): void {
  expect(camera.parent).toBe(null);
  expect([camera.near, camera.far, camera.fov]).toEqual([50, 9000, 24]);
  expect(scene.children).toEqual([]);
  expect(xr.enabled).toBe(false);
  expect(xr.isPresenting).toBe(false);
  expect(loop).toBe(null);
  expect(told.filter((what) => what === 'released')).toEqual(['released']);
  const rooms = told.filter((what) => ['picture', 'tone', 'none'].includes(what));
  expect(rooms.at(-1) ?? 'picture').toBe('picture');
  for (const hand of xr.hands) expect([hand.parent, hand.children]).toEqual([null, []]);
}

async function begun(kind: HeadsetKind = 'immersive-vr'): Promise<HeadsetSession> {
  const worn = await openHeadsetSession(parts, kind);
  await worn.begin();
  return worn;
}

test('kinds are those that the browser says it can open, none without WebXR or where it may not say', async () => {
  const saying = (answers: Record<string, boolean | Error>) =>
    ({
      isSessionSupported: async (kind: string) => {
        const answer = answers[kind];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    }) as unknown as XRSystem;
  expect(await headsetKinds(saying({ 'immersive-vr': true, 'immersive-ar': false }))).toEqual(['immersive-vr']);
  expect(await headsetKinds(saying({ 'immersive-vr': new Error('policy'), 'immersive-ar': true }))).toEqual([
    'immersive-ar',
  ]);
  vi.stubGlobal('navigator', {});
  expect(await headsetKinds()).toEqual([]);
});

test('a device that is plugged in is told, until nobody follows', async () => {
  let has = false;
  const system = Object.assign(new EventTarget(), { isSessionSupported: async () => has }) as unknown as XRSystem;
  const kinds: HeadsetKind[][] = [];
  const end = followHeadsetKinds((now) => kinds.push(now), system);
  await vi.waitFor(() => expect(kinds).toEqual([[]]), 20_000);
  has = true;
  system.dispatchEvent(new Event('devicechange'));
  await vi.waitFor(() => expect(kinds.at(-1)).toEqual(['immersive-vr', 'immersive-ar']), 20_000);
  end();
  system.dispatchEvent(new Event('devicechange'));
  await new Promise((done) => setTimeout(done, 0));
  expect(kinds.length).toBe(2);
});

test('a session stands on the floor, and only one in the real room asks for its surfaces', async () => {
  await openHeadsetSession(parts, 'immersive-vr');
  await openHeadsetSession(parts, 'immersive-ar');
  expect(asked).toEqual([
    { kind: 'immersive-vr', options: { requiredFeatures: ['local-floor'], optionalFeatures: [] } },
    { kind: 'immersive-ar', options: { requiredFeatures: ['local-floor'], optionalFeatures: ['hit-test'] } },
  ]);
});

test('worn, the eye is in a rig and the room has one tone; the device’s own way out gives all back', async () => {
  await begun();
  expect(camera.parent?.parent).toBe(scene);
  expect([camera.near, camera.far]).toEqual([0.05, 30]);
  expect(told).toEqual(['driven', 'tone']);
  loop?.(0);
  expect(told.at(-1)).toBe('drawn');
  session.over();
  expectOnPage();
  expect(told.filter((what) => what === 'left')).toEqual(['left']);
});

test('before the first frame the block is set before the head, 1.2 m wide', async () => {
  await begun();
  const space = {};
  Object.assign(xr, { getReferenceSpace: () => space });
  twin.getState().poseTable({ ...FIRST_POSE, turnDeg: 0 });
  loop?.(0, { getViewerPose: () => ({ transform: HEAD }) });
  expect(camera.parent?.scale.x).toBeCloseTo(1000 / 1.2, 6);
  expect(camera.parent?.position.z).toBeGreaterThan(500);
});

test('in the real room nothing is behind the model, and a tap beside it puts it on the surface there', async () => {
  const source = { targetRayMode: 'tracked-pointer', targetRaySpace: {} };
  Object.assign(session, { inputSources: [source], requestHitTestSource: async () => ({ cancel: () => {} }) });
  let isBeside = false;
  Object.assign(parts, { choose: () => !isBeside });
  await begun('immersive-ar');
  expect(told).toContain('none');
  const space = {};
  Object.assign(xr, { getReferenceSpace: () => space });
  const surface = { getPose: () => ({ transform: { position: { x: 2, y: 0.5, z: -1 } } }) };
  const frame = { getViewerPose: () => ({ transform: HEAD }), getHitTestResults: () => [surface] };
  const tap = () => xr.hands[0].dispatchEvent({ type: 'select', data: source } as never);
  loop?.(0, frame);
  const before = camera.parent?.position.clone() ?? expect.fail('expected a rig');
  tap();
  loop?.(10, frame);
  expect(camera.parent?.position.toArray()).toEqual(before.toArray());
  isBeside = true;
  tap();
  loop?.(20, frame);
  // The frame's foot is on it: the table's zero, its origin, is 0.135 × 1.2 m higher.
  camera.parent?.updateMatrixWorld();
  const zero = new Vector3().applyMatrix4(camera.parent?.matrixWorld.clone().invert() ?? expect.fail('no rig'));
  expect(zero.x).toBeCloseTo(2, 6);
  expect(zero.y).toBeCloseTo(0.662, 6);
  expect(zero.z).toBeCloseTo(-1, 6);
});

test('asked for it is worn, and off again when the device, the person or another picture says so', async () => {
  const status = () => twin.getState().headset.status;
  const end = followHeadset(parts);
  const ways = [
    () => session.over(),
    () => twin.getState().leaveHeadset(),
    () => twin.getState().showEngine('beside'),
    () => end(),
  ];
  for (const leave of ways) {
    twin.getState().showEngine('table');
    twin.getState().askHeadset('immersive-vr');
    await vi.waitFor(() => expect(status()).toBe('worn'));
    leave();
    await vi.waitFor(() => expect([status(), camera.parent]).toEqual(['off', null]));
    told = told.filter((what) => what !== 'released');
  }
  expect(loop).toBe(null);
});

test('taken back before the browser has answered it is never begun', async () => {
  let isOver = false;
  session.addEventListener('end', () => {
    isOver = true;
  });
  const end = followHeadset(parts);
  twin.getState().askHeadset('immersive-vr');
  twin.getState().leaveHeadset();
  await vi.waitFor(() => expect(isOver).toBe(true));
  expect(twin.getState().headset.status).toBe('off');
  expect(told).toEqual([]);
  end();
});

test('what is refused is told with its reason until it is asked for again', async () => {
  const end = followHeadset(parts);
  vi.stubGlobal('navigator', {
    xr: {
      requestSession: async () => {
        throw new DOMException('no', 'NotAllowedError');
      },
    },
  });
  twin.getState().askHeadset('immersive-ar');
  await vi.waitFor(() => expect(twin.getState().headset.status).toBe('refused'));
  const { headset } = twin.getState();
  expect(headset.status === 'refused' && headset.reason.en).toContain('was not allowed');
  end();
});

test('one that ended before it began says so, and nothing of it stays', async () => {
  const worn = await openHeadsetSession(parts, 'immersive-vr');
  session.over();
  await expect(worn.begin()).rejects.toThrow('The headset was left before its picture began');
  expectOnPage();
  expect(told).not.toContain('left');
});

test('one that ends while three begins it says so too, though three then believes that it is on', async () => {
  const worn = await openHeadsetSession(parts, 'immersive-vr');
  const { setSession } = xr;
  xr.setSession = async (next) => {
    await setSession(next);
    if (next) next.over();
    xr.isPresenting = next !== null;
  };
  await expect(worn.begin()).rejects.toThrow('The headset was left before its picture began');
  expectOnPage();
});

test('one that was over before anybody heard of it says so too', async () => {
  const worn = await openHeadsetSession(parts, 'immersive-vr');
  const isOver = async () => {
    throw new DOMException('Session has ended', 'InvalidStateError');
  };
  session.end = isOver;
  xr.setSession = async (next) => (next ? isOver() : undefined);
  await expect(worn.begin()).rejects.toThrow('The headset was left before its picture began');
  expect(told.filter((what) => what.startsWith('unended'))).toEqual([]);
  expectOnPage();
});

test('one that cannot be begun is ended, and its own reason is told', async () => {
  const worn = await openHeadsetSession(parts, 'immersive-vr');
  let isEnded = false;
  session.addEventListener('end', () => {
    isEnded = true;
  });
  xr.setSession = async (next) => {
    if (next) throw new Error('no layer');
  };
  await expect(worn.begin()).rejects.toThrow('no layer');
  expect(isEnded).toBe(true);
  expectOnPage();
});

test('an end that fails is told and throws nothing; the table is back all the same', async () => {
  const worn = await begun();
  session.end = async () => {
    throw new Error('the device is gone');
  };
  await worn.end();
  expect(told).toContain('unended immersive-vr: the device is gone');
  expect(told).toContain('left');
  expectOnPage();
});

test('what a browser refuses with is said in words', () => {
  const of = (name: string) => refusalOf(new DOMException('x', name)).en;
  expect(of('NotAllowedError')).toContain('was not allowed');
  expect(of('SecurityError')).toContain('was not allowed');
  expect(of('InvalidStateError')).toContain('Another page has the headset');
  expect(of('NotSupportedError')).toContain('cannot open');
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  expect(refusalOf(new Error('odd')).en).toBe('The headset did not open: odd');
});

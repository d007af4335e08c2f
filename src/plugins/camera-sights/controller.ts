import type { CameraCoverage, CameraEngineTypes, CameraFrustum } from '../../../workers/camera-sights/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { CAMERA_WALL } from '../../twin/camera-wall.ts';
import { failureOf } from '../../twin/failure.ts';
import { openLending } from '../../twin/lent-layers.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import { openPictureRound } from './picture-round.ts';
import type { CameraPicture } from './slice.ts';

/** Id of the plug-in and of its picking. */
export const CAMERA_SIGHTS = 'camera-sights';

/** Radius of the city around a camera that a flight to it brings into the picture. */
export const FLIGHT_RADIUS_M = 80;

/** Id of the wall of pictures. */
export const WALL_PANEL = 'camera-sights.wall';

/** A picture's edges are drawn so far ahead, or to the end of its range where that is nearer. */
const FRUSTUM_M = 60;

/** What cameras see, by true sights in a worker. */
export interface CamerasController extends Controller {
  facts(): Promise<Awaited<ReturnType<CameraEngineTypes['questions']['cameraFacts']>>>;
  /** Asks which cameras see how much of the event around the picked place. */
  askShares(): Promise<void>;
  /** Maps the ground around the picked place by how many cameras see it. */
  cover(): Promise<void>;
  /** Null: no picture's edges are drawn. */
  showFrustum(id: string | null): Promise<void>;
  /** The pose of a camera; asked of the engine once. */
  frustum(id: string): Promise<CameraFrustum>;
  /** Somebody looks at a camera's picture; returns what ends that. */
  watchPicture(id: string): () => void;
  /** A frame of the camera's own stream takes the place of what was drawn. */
  takeLive(id: string, frame: HTMLCanvasElement): void;
  /** The last picture of a camera; null: none was drawn yet. */
  pictureOf(id: string): HTMLCanvasElement | null;
  /** Cells of the last map, null: there is none. */
  cells(): CameraCoverage | null;
  clear(): void;
}

/** Asks the engine of views; one click picks the place. */
export const cameraSightsController: Opener<App, CamerasController> = {
  id: CAMERA_SIGHTS,
  open(app) {
    const { twin, engines, view, offer, panels } = app;
    const client = engines.engine<CameraEngineTypes>(CAMERA_SIGHTS);
    const { setCameras } = twin.getState();
    let last: CameraCoverage | null = null;
    let serial = 0;
    let shareSerial = 0;
    const fail = (error: unknown) => setCameras({ camerasFailure: failureOf(error) });

    const poses = new Map<string, Promise<CameraFrustum>>();
    const lend = openLending(app, async (layers) => {
      await client.questions.lend(layers);
      poses.clear();
    });
    /** Opens the engine with the layers of cameras that hold now. */
    const ready = async () => {
      await client.open();
      await lend();
    };
    const frustum = (id: string) => {
      const pose = poses.get(id) ?? ready().then(() => client.questions.cameraFrustum(id, FRUSTUM_M));
      poses.set(id, pose);
      pose.catch(() => poses.delete(id));
      return pose;
    };
    const pictures = drawPictures(twin, view, frustum);

    async function ask(at: readonly [number, number]): Promise<void> {
      const ownSerial = ++serial;
      await ready();
      const camerasSeen = await client.questions.camerasAt(at);
      if (ownSerial === serial) setCameras({ camerasSeen, camerasFailure: null });
    }

    const unfollow = twin.follow(
      ({ pick }) => pick,
      (pick) => {
        if (pick?.owner !== CAMERA_SIGHTS || pick.points.length === 0) return;
        twin.getState().endPicking(CAMERA_SIGHTS);
        const [{ enu }] = pick.points;
        setCameras({ camerasPlace: [enu[0], enu[1]] });
      },
    );
    const unfollowPlace = twin.follow(
      ({ camerasPlace }) => camerasPlace,
      (place) => {
        last = null;
        setCameras({ camerasSeen: null, coverage: null, frustum: null, eventCameras: null });
        if (place) ask(place).catch(fail);
      },
    );
    const unfollowRoles = twin.follow(
      ({ layerRoles }) => layerRoles,
      (_, { camerasPlace }) => {
        if (camerasPlace) ask(camerasPlace).catch(fail);
      },
    );
    const unoffer = offer(CAMERA_WALL, {
      show(place) {
        setCameras({ camerasPlace: place });
        panels.getState().show(WALL_PANEL, true);
      },
    });
    return {
      async facts() {
        await ready();
        return client.questions.cameraFacts();
      },
      async askShares() {
        const { camerasPlace, eventRadiusM } = twin.getState();
        if (!camerasPlace) return;
        const ownSerial = ++shareSerial;
        try {
          await ready();
          const eventCameras = await client.questions.cameraShares(camerasPlace, eventRadiusM);
          if (ownSerial === shareSerial) setCameras({ eventCameras, camerasFailure: null });
        } catch (error) {
          fail(error);
        }
      },
      async cover() {
        const { camerasPlace, coverageRadiusM } = twin.getState();
        if (!camerasPlace) return;
        try {
          const ownSerial = serial;
          await ready();
          const found = await client.questions.cameraCoverage(camerasPlace, coverageRadiusM);
          if (ownSerial !== serial) return;
          last = found;
          const { counts: _, elevationM: __, ...coverage } = found;
          setCameras({ coverage });
        } catch (error) {
          fail(error);
        }
      },
      async showFrustum(id) {
        if (id === null) {
          setCameras({ frustum: null });
          return;
        }
        try {
          const found = await frustum(id);
          setCameras({ frustum: { id, ...found } });
        } catch (error) {
          fail(error);
        }
      },
      frustum,
      watchPicture: pictures.watch,
      takeLive: pictures.takeLive,
      pictureOf: pictures.of,
      cells: () => last,
      clear() {
        serial++;
        setCameras({ camerasPlace: null });
      },
      close() {
        unoffer();
        unfollow();
        unfollowPlace();
        unfollowRoles();
        pictures.close();
      },
    };
  },
};

/** What changes all the time and is in no camera's picture. */
const NOT_IN_PICTURES: ReadonlySet<keyof TwinState> = new Set([
  'camera',
  'flight',
  'hoveredGid',
  'pick',
  'measurement',
  'cameraPictures',
  'frustum',
  'camerasSeen',
  'eventCameras',
  'wallSize',
]);

const KEYS_OF = (state: TwinState) => Object.keys(state) as (keyof TwinState)[];

/** Pictures of the cameras that somebody looks at, drawn of the twin as it is shown. */
function drawPictures(twin: App['twin'], view: App['view'], frustum: CamerasController['frustum']) {
  const canvases = new Map<string, HTMLCanvasElement>();
  let serial = 0;
  const put = (id: string, picture: CameraPicture) => {
    const { cameraPictures, setCameras } = twin.getState();
    setCameras({ cameraPictures: { ...cameraPictures, [id]: picture } });
  };
  const round = openPictureRound<{ canvas: HTMLCanvasElement; shownTimeMs: number }>({
    async take(id, cancel) {
      const found = await frustum(id);
      const { camera, ...pose } = found;
      const [width, height] = camera.pixels;
      const canvas = await view.pictureFrom({ ...pose, fovDeg: camera.fovDeg, aspectRatio: width / height }, cancel);
      return { canvas, shownTimeMs: twin.getState().shownTimeMs };
    },
    put(id, { canvas, shownTimeMs }) {
      canvases.set(id, canvas);
      put(id, { kind: 'simulated', serial: ++serial, shownTimeMs });
    },
    fail: (id, error) => put(id, { kind: 'failed', reason: failureOf(error) }),
    nowMs: () => performance.now(),
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    isHidden: () => document.visibilityState === 'hidden',
  });
  const unfollow = twin.subscribe((state, before) => {
    if (KEYS_OF(state).some((key) => state[key] !== before[key] && !NOT_IN_PICTURES.has(key))) round.changed();
  });
  return {
    watch: round.watch,
    takeLive(id: string, frame: HTMLCanvasElement) {
      canvases.set(id, frame);
      put(id, { kind: 'live', serial: ++serial, shownTimeMs: Date.now() });
    },
    of: (id: string) => canvases.get(id) ?? null,
    close() {
      unfollow();
      round.close();
    },
  };
}

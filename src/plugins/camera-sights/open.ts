import type { CameraCoverage, CameraEngineTypes, SeenBy } from '../../../workers/camera-sights/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** Id of the plug-in and of its picking. */
export const CAMERA_SIGHTS = 'camera-sights';

/** A picture's edges are drawn so far ahead, or to the end of its range where that is nearer. */
const FRUSTUM_M = 60;

/** What cameras see, by true sights in a worker. */
export interface CamerasController extends Controller {
  facts(): Promise<Awaited<ReturnType<CameraEngineTypes['questions']['cameraFacts']>>>;
  /** Maps the ground around the picked place by how many cameras see it. */
  cover(): Promise<void>;
  /** Null: no picture's edges are drawn. */
  showFrustum(camera: SeenBy | null): Promise<void>;
  /** Cells of the last map, null: there is none. */
  cells(): CameraCoverage | null;
  clear(): void;
}

/** Asks the engine of views; one click picks the place. */
export const camerasOpener: Opener<App, CamerasController> = {
  id: CAMERA_SIGHTS,
  open({ twin, engines }) {
    const client = engines.engine<CameraEngineTypes>(CAMERA_SIGHTS);
    const { setCameras } = twin.getState();
    let last: CameraCoverage | null = null;
    let serial = 0;
    const fail = (error: unknown) => setCameras({ camerasFailure: failureOf(error) });

    async function ask(at: readonly [number, number]): Promise<void> {
      const asked = ++serial;
      await client.open();
      const camerasSeen = await client.questions.camerasAt(at);
      if (asked === serial) setCameras({ camerasSeen, camerasFailure: null });
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
        setCameras({ camerasSeen: null, coverage: null, frustum: null });
        if (place) ask(place).catch(fail);
      },
    );
    return {
      async facts() {
        await client.open();
        return client.questions.cameraFacts();
      },
      async cover() {
        const { camerasPlace, coverageRadiusM } = twin.getState();
        if (!camerasPlace) return;
        try {
          const asked = serial;
          const found = await client.questions.cameraCoverage(camerasPlace, coverageRadiusM);
          if (asked !== serial) return;
          last = found;
          const { counts: _, elevationM: __, ...coverage } = found;
          setCameras({ coverage });
        } catch (error) {
          fail(error);
        }
      },
      async showFrustum(camera) {
        if (!camera) {
          setCameras({ frustum: null });
          return;
        }
        try {
          const found = await client.questions.cameraFrustum(camera.id, FRUSTUM_M);
          setCameras({ frustum: found && { id: camera.id, ...found } });
        } catch (error) {
          fail(error);
        }
      },
      cells: () => last,
      clear() {
        serial++;
        setCameras({ camerasPlace: null });
      },
      close() {
        unfollow();
        unfollowPlace();
      },
    };
  },
};

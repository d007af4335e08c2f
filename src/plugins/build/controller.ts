import type { ConstructionEngineTypes } from '../../../workers/construction/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import { ROAD_LANES } from '../../twin/road-lanes.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { SUN_STUDIES } from '../../twin/sun-studies.ts';
import { placeOfLayer } from '../../view/view-api.ts';
import { offerBuildFields } from './build-fields.ts';
import { openElementHeights } from './element-heights.ts';
import { browserLinkStore } from './link-store.ts';
import { type LinkingController, openLinkingController } from './linking-controller.ts';
import { openProjectController, type ProjectController } from './project-controller.ts';
import { fetchBytes } from './review-controller.ts';
import { BUILD_TABS, buildToolOf } from './review-slice.ts';
import { followRoadWorks } from './road-works.ts';
import { openScheduleController, type ScheduleController } from './schedule-controller.ts';
import { readModel } from './tasks/start-model-reader.ts';

/** A plan, a model and the links between them. */
export interface BuildController extends Controller {
  readonly build: ScheduleController;
  readonly project: ProjectController;
  readonly linking: LinkingController;
  /** Files as they were opened, for whoever hands them on. */
  readonly opened: OpenedFiles;
  /** Foot and top of elements by layer. */
  heights(): ReadonlyMap<string, Float32Array>;
}

interface OpenedFiles {
  model: { name: string; blob: Blob } | null;
  schedule: { name: string; blob: Blob } | null;
}

/** Owner of the picking of a model's place. */
export const PLACE_PICKER = 'build';

/** Judges schedules and holds models in a worker. */
export const buildController: Opener<App, BuildController> = {
  id: 'build',
  open(app) {
    const { twin, cityUrl, catalogue, engines, fields, report } = app;
    const { city } = twin;
    const holder = app.service(LAYER_HOLDER);
    if (!holder) throw new Error('build: expected a holder of layers');
    const construction = engines.engine<ConstructionEngineTypes>('construction').questions;
    const urlOf = (path: string | undefined) => (path === undefined ? null : new URL(path, cityUrl).href);
    const build = openScheduleController(twin, construction, {
      schedule: urlOf(city.schedule),
      construction: urlOf(city.construction),
      gidOf: catalogue.gidOf,
      sunStudies: () => app.service(SUN_STUDIES),
      async middleOf(id) {
        const gid = await catalogue.gidOf(id);
        const found = gid === null ? null : await catalogue.describe(gid);
        return found && [found.place.eastM, found.place.northM, found.place.upM];
      },
    });
    const project = openProjectController(twin, construction, holder, readModel);
    const linking = openLinkingController(twin, construction, {
      store: browserLinkStore(`shapan.links.${city.id}`),
    });
    const elements = openElementHeights(twin, catalogue, report);
    const ends = [offerBuildFields(twin, fields, build.review), followSelection(app, linking), elements.close];
    ends.push(openByItself(app, build), followTool(app), leaveBeside(app));
    ends.push(
      twin.follow(
        (state) => isEmphasised(state, 'live'),
        (isLive) => isLive && twin.getState().needRoads(),
      ),
      followRoadWorks(twin, {
        city,
        read: async (path) => fetchBytes(new URL(path, cityUrl)),
        spansOf: (bytes, file, closures) => construction.worksOf(bytes, file, closures),
        lanesTaken: async (areas) => (await app.service(ROAD_LANES)?.lanesTaken(areas)) ?? {},
        report,
      }),
    );
    const opened: OpenedFiles = { model: null, schedule: null };
    return {
      build: {
        ...build,
        open(bytes, name) {
          opened.schedule = { name, blob: new Blob([new Uint8Array(bytes)]) };
          return build.open(bytes, name);
        },
      },
      project: {
        ...project,
        open(bytes, name) {
          opened.model = { name, blob: new Blob([new Uint8Array(bytes)]) };
          return project.open(bytes, name);
        },
      },
      opened,
      linking,
      heights: elements.heights,
      close() {
        for (const end of ends) end();
      },
    };
  },
};

/** The desk opens with the project of its city; who has not moved the camera since the page opened, by hand or by a link, is taken to the site. */
function openByItself({ twin, view }: App, build: ScheduleController): () => void {
  const isHome = () => {
    const { home } = twin.city;
    const { camera, flight } = twin.getState();
    return (
      !flight && Math.abs(camera.lonDeg - home.lonDeg) < HOME_DEG && Math.abs(camera.latDeg - home.latDeg) < HOME_DEG
    );
  };
  return twin.follow(
    (state) => isEmphasised(state, 'site') || state.wantsCityPlan,
    (isHere) => {
      if (!isHere) return;
      void build.openDefault().then((isOpen) => {
        const site = twin.city.layers.find(({ kind }) => kind === 'element');
        if (isOpen && site && isHome() && isEmphasised(twin.getState(), 'site')) view.flyToPlace(placeOfLayer(site));
      });
    },
  );
}

/** The part that is judged is the one whose tool is open. */
function followTool({ twin }: App): () => void {
  return twin.follow(
    ({ tool }) => tool,
    (tool) => {
      const buildTab = BUILD_TABS.find((tab) => buildToolOf(tab) === tool);
      if (buildTab !== undefined && buildTab !== twin.getState().buildTab) twin.setState({ buildTab });
    },
  );
}

/** The two pictures are no more of planned and actual once somebody leaves them, or the plan. */
function leaveBeside({ twin }: App): () => void {
  return twin.follow(
    ({ compare, plan }) => compare === 'split' && plan.kind === 'open',
    (isThere) => {
      if (!isThere && twin.getState().plannedBeside) twin.getState().showPlannedBeside(false);
    },
  );
}

/** About 10 m. */
const HOME_DEG = 1e-4;

/** The activity of a selected element is marked, until something else is selected. */
function followSelection({ twin, catalogue, report }: App, linking: LinkingController): () => void {
  return twin.follow(
    ({ selectedGid, selectedId }) => `${selectedGid} ${selectedId === null}`,
    (_, { selectedGid: gid, selectedId, pickTask }) => {
      if (selectedId !== null) return;
      pickTask(null);
      if (gid === null) return;
      catalogue.describe(gid).then(
        (found) => {
          if (!found || twin.getState().selectedGid !== gid) return;
          const { task, removal } = linking.tasksOf(found);
          pickTask(task ?? removal);
        },
        (reason: unknown) => report('selection', reason),
      );
    },
  );
}

import type { AccountSession } from '../../src/twin/account.ts';
import type { BuildDesk } from '../../src/twin/build-desk.ts';
import type { CrowdDesk } from '../../src/twin/crowd-desk.ts';
import type { FloodDesk } from '../../src/twin/flood-desk.ts';
import { type LinkingDesk, tasksOf } from '../../src/twin/linking-desk.ts';
import type { ProjectDesk } from '../../src/twin/project-desk.ts';
import { openReviewDesk, type ReviewService } from '../../src/twin/review-desk.ts';
import type { FeedDesk } from '../../src/twin/sensors/feed-desk.ts';
import { createTwin } from '../../src/twin/twin.ts';
import type { GlobeApi } from '../../src/ui/globe-api.ts';
import { smallCity } from '../city/small-city.ts';

/** A globe that nobody sees. */
export const noGlobe: GlobeApi = {
  follow: () => () => {},
  zoomIn: () => {},
  zoomOut: () => {},
  faceNorth: () => {},
  flyToPlace: () => {},
  attract: () => () => {},
  screenOf: () => null,
  surfaceAt: async () => null,
  setInsets: () => {},
  photograph: () => new Promise(() => {}),
};

/** A city that nobody has flooded. */
export const noFloods: FloodDesk = {
  open: () => new Promise(() => {}),
  readRain: () => new Promise(() => {}),
  estimate: () => new Promise(() => {}),
  start: () => {},
  pause: () => {},
  resume: () => {},
  stop: () => {},
  drop: () => {},
  record: () => null,
};

/** A city where nobody has walked. */
export const noCrowds: CrowdDesk = {
  open: () => new Promise(() => {}),
  openFile: () => new Promise(() => {}),
  estimate: () => new Promise(() => {}),
  caseOf: () => null,
  start: () => {},
  pause: () => {},
  resume: () => {},
  stop: () => {},
  drop: () => {},
  record: () => null,
};
const never = () => new Promise<never>(() => {});

/** A worker that answers no question about a plan. */
export const noReview: ReviewService = {
  ...{
    takeCase: async () => {},
    setScenarios: never,
    stop: async () => {},
    checkSpace: never,
    writeBcf: never,
    writeSchedule: never,
    compare: never,
  },
  ...{ effect: never, facadesOn: never, pitFiles: never, propose: never, accept: never },
};

/** A city that nobody builds. */
export const noBuild: BuildDesk = {
  ...{ open: async () => {}, openCity: null, facts: () => null, tasks: () => null },
  review: openReviewDesk(createTwin(smallCity().city, 0), noReview, {
    ...{ caseUrl: null, gidOf: async () => null, retake: () => {}, facts: () => null },
  }),
};

/** A city to which nobody brings a model. */
export const noProject: ProjectDesk = {
  open: async () => {},
  cancel: () => {},
  facts: () => null,
  move: async () => {},
  close: () => {},
};

/** A model that nobody links. */
export const noLinking: LinkingDesk = {
  file: () => ({ format: 1, kind: 'links', rules: [], confirmed: null }),
  report: () => null,
  tables: () => [],
  tasksOf: (element) => tasksOf([], [], element),
  setRules: () => {},
  confirm: async () => {},
  openFile: async () => {},
};

/** A city whose sensors nobody hears. */
export const noFeeds: FeedDesk = {
  live: () => null,
  act: () => {},
  series: () => new Promise(() => {}),
  replay: () => new Promise(() => {}),
  endReplay: () => {},
};

/** A page whose hub nobody asks. */
export const noSession: AccountSession = {
  login: () => new Promise(() => {}),
  accept: () => new Promise(() => {}),
  logout: () => new Promise(() => {}),
  post: () => new Promise(() => {}),
  patch: () => new Promise(() => {}),
  remove: async () => undefined,
  follow: () => undefined,
  get: () => new Promise(() => {}),
  download: () => new Promise(() => {}),
};

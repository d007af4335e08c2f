import { defineConfig } from 'vitest/config';
import { SlowestFiles } from './tests/times/slowest-files.ts';

/**
 * Browser files that are not in `npm test`, which has twenty minutes: they look at what is drawn in software, draw films, weathers, styles or
 * pictures of 4K, build a copy of the program, play every scenario, walk through every control of every desk, fill every field with markup,
 * wait out a cut of five minutes or work on real towns. `npm run test:whole` runs them with all others; `npm test` has a file of each desk
 * and each main job, without a picture wherever nothing looks at it.
 */
const LONG = [
  'adding',
  'analyses-drawn',
  'annotations',
  'axe-desks',
  'base-maps',
  'build-film',
  'camera-streams',
  'cameras',
  'case-markup',
  'clock-film',
  'command-map',
  'dispatch',
  'feeds-markup',
  'given-tilesets',
  'hall',
  'hall-heals',
  'headset',
  'jobs',
  'large-picture',
  'linked-views',
  'look-ahead',
  'markup',
  'model',
  'network-cut',
  'old-links',
  'pack-towns',
  'picture-styles',
  'plans',
  'plans-drawn',
  'plans-rules',
  'plans-shared',
  'points',
  'routes',
  'ruler-by-keys',
  'scenarios',
  'scene',
  'scheme-town',
  'schemes',
  'shadows',
  'sun',
  'table',
  'table-hands',
  'tour-editor',
  'town-command',
  'town-forces',
  'traffic',
  'twin-faults',
  'vitals-board',
  'vitals-board-shared',
  'weather',
  'zoom-and-keys',
].map((name) => `tests/e2e/${name}.test.ts`);

/** `npm test` plays a part of these browser files, `e2e-long` the whole. */
const BROWSED_IN_PART = ['tests/e2e/{pack,shell,twin}.test.ts'];

const UNIT_TESTS = ['tests/**/*.test.{ts,tsx}'];
/** Unit tests play a part of these, `unit-long` the whole: hundreds of steps of every solver, every tool with every failure, workers that are killed. */
const PLAYED_IN_PART = [
  'tests/app/{page,page-zh}.test.tsx',
  'tests/cli/{city-hubs,work}.test.ts',
  'tests/plugins/conflicts/plan-file-large.test.ts',
  'tests/plugins/incident-log/sync.test.ts',
  'tests/scenarios/incident.test.ts',
  'tests/demo/tower-shadow.test.ts',
  'tests/workers/flood/{cuts,kernel}.test.ts',
];
/** Units, but not in `npm test`: they read real cities, bake twice by the command, compile, measure, or wait until a reader has used up its time. */
const LONG_UNITS = [
  'tests/bench/tiles-bench.test.ts',
  'tests/hub/long/*.test.ts',
  'tests/cli/reader-watch.test.ts',
  'tests/tiles/bake-threads.test.ts',
  'tests/tiles/grid/light-wasm.test.ts',
  'tests/tiles/read/real-cities.test.ts',
  'tests/workers/shared/population-helsinki.test.ts',
];
/** Each opens a module on globals or in place of others of its own, once in a process. All others share what they import: half of the time. */
const ISOLATED = ['tests/plugins/feeds/feeds-{worker,closed}.test.ts', 'tests/plugins/conflicts/trial.test.ts'];

const UNIT = { globalSetup: ['tests/hub/run-folder.ts'], maxWorkers: 2, testTimeout: 180_000, hookTimeout: 180_000 };

/** Waits are by condition, and hosts are slow at times: a condition that holds costs nothing, however long it might have taken. */
const BROWSER = {
  globalSetup: ['tests/e2e/setup.ts', 'tests/e2e/serve.ts'],
  // The files of a worker share a browser and a server.
  isolate: false,
  setupFiles: ['tests/e2e/after-file.ts'],
  expect: { poll: { timeout: 120_000 } },
  maxWorkers: 2,
  testTimeout: 480_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    reporters: ['default', new SlowestFiles()],
    projects: [
      {
        test: {
          ...UNIT,
          name: 'unit',
          include: UNIT_TESTS,
          exclude: [...ISOLATED, ...LONG_UNITS, 'tests/e2e/**', 'tests/pictures/**'],
          isolate: false,
          setupFiles: ['tests/shared-modules.ts'],
        },
      },
      { test: { ...UNIT, name: 'isolated', include: ISOLATED } },
      {
        test: {
          ...UNIT,
          name: 'unit-long',
          include: [...PLAYED_IN_PART, ...LONG_UNITS],
          env: { SHAPAN_LONG: 'yes' },
          isolate: false,
          setupFiles: ['tests/shared-modules.ts'],
          testTimeout: 600_000,
        },
      },
      { test: { ...BROWSER, name: 'e2e', include: ['tests/e2e/**/*.test.ts'], exclude: LONG } },
      {
        test: {
          ...BROWSER,
          name: 'e2e-long',
          include: [...LONG, ...BROWSED_IN_PART],
          env: { SHAPAN_LONG: 'yes' },
        },
      },
      {
        test: {
          name: 'pictures',
          include: ['tests/pictures/**/*.test.ts'],
          globalSetup: ['tests/e2e/setup.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});

import { buildDemoCity } from '../../demo/demo-city.ts';

/** The demo city for every file of a worker: it takes seconds to build, and no test changes it. */
export const builtCity = buildDemoCity();

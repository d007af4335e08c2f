import { CRAFTED } from './fuzz/crafted.ts';
import { makeSeeds } from './fuzz/seeds.ts';
import { spoiltVerdicts } from './fuzz/take-files.ts';
import { hubCases } from './hub-case.ts';

/** Whole: each door of each file; quick: a part that fits into npm test. */
const WHOLE_EACH = 48;
const QUICK_EACH = 2;

export const CASES = hubCases([
  {
    name: 'hub.spoiltFiles quick',
    quick: true,
    embeddedOnly: true,
    run: async ({ folder }) =>
      spoiltVerdicts('hub.spoiltFiles', 100, { folder, seeds: await makeSeeds(), each: QUICK_EACH, isQuick: true }),
  },
  {
    name: 'hub.spoiltFiles',
    quick: false,
    embeddedOnly: true,
    run: async ({ folder }) =>
      spoiltVerdicts('hub.spoiltFiles', 2000, {
        folder,
        seeds: await makeSeeds(),
        each: WHOLE_EACH,
        crafted: CRAFTED,
      }),
  },
]);

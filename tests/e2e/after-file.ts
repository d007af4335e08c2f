import { afterAll, afterEach } from 'vitest';
import { closeContexts, pagesInWords } from './browser.ts';

/** A failure is told with what stood on the pages: a machine that nobody can look at shows nothing else. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await pagesInWords());
});
/** Files of a worker share its browser: each leaves it without pages. */
afterAll(closeContexts);

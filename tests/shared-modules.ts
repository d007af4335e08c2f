import { afterAll, vi } from 'vitest';
import { words } from '../src/kit/words.ts';

/** Files of a project that share their modules leave them as they found them: globals, spies, and the language of the page. */
afterAll(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await words.changeLanguage('zh');
});

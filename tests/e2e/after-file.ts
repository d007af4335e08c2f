import { afterAll } from 'vitest';
import { closeContexts } from './browser.ts';

/** Files of a worker share its browser: each leaves it without pages. */
afterAll(closeContexts);

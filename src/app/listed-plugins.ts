import type { Plugin } from '../kit/plugin.ts';
import * as listed from './plugins.ts';

/** Everything that the page offers, in the order in which it is opened. */
export const PLUGINS: readonly Plugin[] = Object.values<Plugin>(listed).sort((a, b) => a.order - b.order);

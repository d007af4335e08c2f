import type { Plugin } from '../kit/plugin.ts';
import * as listed from './plugins.ts';
import { shell } from './shell/plugin.ts';

/** Everything that the page offers, in the order in which it is opened. */
export const PLUGINS: readonly Plugin[] = [shell, ...Object.values<Plugin>(listed)].sort((a, b) => a.order - b.order);

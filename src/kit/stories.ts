import { serviceKey } from '../twin/services.ts';
import type { Story } from './plugin.ts';

/** The story of each simulation by its plug-in's id; offered by the app, since it alone knows all plug-ins. */
export const STORIES = serviceKey<readonly { readonly id: string; readonly story: Story }[]>('stories');

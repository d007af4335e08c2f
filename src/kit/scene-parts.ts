import type { Message } from '../../model/text/message.ts';
import { serviceKey } from '../twin/services.ts';
import type { ScenePart } from './plugin.ts';

/** What a scene file is made of: the page's link, and a part of each plug-in that has one. */
export interface SceneParts {
  /** By the plug-in's id, in the order in which they are opened. */
  readonly parts: readonly { readonly id: string; readonly part: ScenePart }[];
  /** The pairs of the link now, but for the language. */
  view(): Record<string, string>;
  /** Shows the page so, in its own language; what it could not read, or has not, is told. */
  openView(view: Readonly<Record<string, string>>): readonly Message[];
}

/** Offered by the app, since it alone knows all plug-ins. */
export const SCENE_PARTS = serviceKey<SceneParts>('parts of a scene');

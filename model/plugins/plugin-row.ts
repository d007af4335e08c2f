import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { isMessage, type Message } from '../text/message.ts';

/** Number of the edition of the seam between the page and its plug-ins: it grows when a package of before would break. */
export const SEAM_EDITION = 1;

/** Small letters, digits and dashes. What begins with `x-` is kept for trials that no hub takes. */
export const PluginId = v.pipe(v.string(), v.maxLength(40), v.regex(/^(?!x-)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/));

const NameText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
/** What people call a plug-in. */
export const PluginName = v.strictObject({ zh: NameText, en: NameText });

const Row = v.object({
  id: PluginId,
  name: PluginName,
  version: v.string(),
  /** First digits of the hash of its list: they stand in the addresses of its files. */
  digest: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  entry: v.string(),
  styles: v.array(v.string()),
  /** Fingerprint of the key that signed it. */
  key: v.string(),
  isEnabled: v.boolean(),
  /** Why it is not served; null: nothing is wrong with it. */
  fault: v.nullable(v.custom<Message>(isMessage)),
});
/** A plug-in that a hub holds, as it tells pages. */
export type PluginRow = v.InferOutput<typeof Row>;

const List = v.object({ plugins: v.pipe(v.array(Row), v.maxLength(1000)) });

/** Reads a hub's list of plug-ins. */
export const parsePluginRows = (json: unknown): PluginRow[] => parseAs(List, json, 'plugins').plugins;

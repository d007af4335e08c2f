import type { Manifest } from '../../model/city/manifest.ts';
import { twinOf } from '../../src/app/app.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import type { Twin } from '../../src/twin/twin.ts';

/** A twin as the page makes it: with the slices of all listed plug-ins, and all desks. */
export function pageTwin(city: Manifest, startMs = 0): Twin {
  return twinOf(city, startMs, PLUGINS);
}

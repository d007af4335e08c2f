import { vi } from 'vitest';
import type { Catalogue } from '../../model/city/catalogue.ts';
import { createApp, twinOf } from '../../src/app/app.ts';
import { openEngineHost } from '../../src/app/engine-client.ts';
import { PLUGINS } from '../../src/app/listed-plugins.ts';
import { createPanels } from '../../src/kit/panels.ts';
import type { App } from '../../src/kit/plugin.ts';
import { ACCOUNT_SESSION, openSession } from '../../src/twin/account-session.ts';
import { openCatalogue } from '../../src/twin/catalogue/catalogue-core.ts';
import { LAYER_HOLDER } from '../../src/twin/catalogue/layer-holder.ts';
import { openFields } from '../../src/twin/fields.ts';
import type { Controller } from '../../src/twin/services.ts';
import type { Twin } from '../../src/twin/twin.ts';
import type { ViewApi } from '../../src/view/view-api.ts';
import { smallCity } from '../model/city/small-city.ts';

// Markup is drawn at once: it waits for no panel.
await Promise.all(PLUGINS.flatMap(({ places }) => Object.values(places).flat()).map(({ Body }) => Body.load?.()));

/** A worker that is started and never answers. */
class StillWorker extends EventTarget {
  postMessage(): void {}
  terminate(): void {}
}

/** What plug-ins look for in a window when they are opened. */
const STILL_WINDOW = {
  Worker: StillWorker,
  document: new EventTarget(),
  navigator: { hardwareConcurrency: 1 },
  crossOriginIsolated: false,
};

/** Whatever is asked of it: it answers with a function that does nothing and returns one that does nothing. */
function still<T extends object>(own: Partial<T> = {}): T {
  return new Proxy(own as T, { get: (known, name) => Reflect.get(known, name) ?? (() => () => {}) });
}

/** The catalogue of the small city. */
export function smallCatalogue(): Catalogue {
  const { city, files } = smallCity();
  return openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array());
}

/**
 * The page's app with all its plug-ins, in workers that never answer and over a picture that nobody sees; `controllers`, by a plug-in's
 * id, says what they bring in place of that. `App` may grow without a word here.
 */
export function testApp(
  twin: Twin = twinOf(smallCity().city, 0, PLUGINS),
  controllers: Readonly<Record<string, object>> = {},
  catalogue: Catalogue = smallCatalogue(),
): App {
  for (const [name, value] of Object.entries(STILL_WINDOW)) vi.stubGlobal(name, Reflect.get(globalThis, name) ?? value);
  const plugins = PLUGINS.map((plugin) => ({
    ...plugin,
    open: (app: App): Controller => ({ ...plugin.open(app), ...controllers[plugin.id] }),
  }));
  const parts: Partial<App> = {
    twin,
    catalogue,
    cityUrl: 'http://city.invalid/small/',
    hubUrl: 'http://city.invalid/',
    view: still<ViewApi>({ screenOf: () => null }),
    fields: openFields(),
    engines: openEngineHost(() => new Promise(() => {})),
    panels: createPanels(),
    report: () => {},
  };
  const app = createApp(still<App>(parts), plugins);
  app.offer(ACCOUNT_SESSION, openSession(twin, 'http://city.invalid/'));
  app.offer(LAYER_HOLDER, still());
  app.open();
  return app;
}

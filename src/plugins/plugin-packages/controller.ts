import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { LoadedPackages } from './load-packages.ts';
import type { PackagesState } from './packages-state.ts';

/** The hub's plug-ins, as the list of them meets them. */
export interface PackagesController extends Controller {
  readonly state: StoreApi<PackagesState>;
  /** Reads the hub's list again, and opens and ends what changed in it. */
  renew(): Promise<void>;
}

/** Asks the hub for its plug-ins once there is one; the code that loads them comes with the first. */
export const packagesController: Opener<App, PackagesController> = {
  id: 'plugin-packages',
  open(app) {
    const state = createStore<PackagesState>(() => ({ rows: [], failures: {} }));
    let loaded: LoadedPackages | null = null;
    let isKnown = false;
    let isClosed = false;
    async function read(isWanted: (json: unknown) => boolean): Promise<void> {
      const response = await fetch(new URL('plugins', app.hubUrl));
      if (response.status !== 200) return;
      isKnown = true;
      const json: unknown = await response.json();
      if (isClosed || !isWanted(json)) return;
      const { openPackages } = await import('./load-packages.ts');
      loaded ??= openPackages(app, state);
      await loaded.update(json);
    }
    const unfollow = app.twin.follow(
      ({ feed }) => feed.kind,
      (kind) => {
        // A hub that was away is asked again when it is heard.
        if (kind === 'none' || isKnown) return;
        read(hasRows).catch((error: unknown) => console.warn('plug-ins', error));
      },
    );
    return {
      state,
      renew: () => read(() => true),
      close() {
        isClosed = true;
        unfollow();
        loaded?.close();
      },
    };
  },
};

const hasRows = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'plugins' in json && String(json.plugins) !== '';

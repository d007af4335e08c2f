import type { MapService, NamedService, TileService } from '../../../model/city/feature-service.ts';
import { type Enu, lonLatFromEnu } from '../../../model/geo/enu.ts';
import type { App } from '../../kit/plugin.ts';
import { ACCOUNT_SESSION } from '../../twin/account-session.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import { failureOf } from '../../twin/failure.ts';
import { IMPORTED_LAYERS } from '../../twin/imported-layers.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type DropController, openDropController } from './drop-controller.ts';
import { openDropStore } from './drop-store.ts';
import type { ServiceThing } from './slice.ts';
import { readInWorker } from './tasks/start-drop.ts';

/** Files that a person adds to the open city, and services that are drawn beside it. */
export interface OwnFilesController extends DropController, Controller {
  /** Draws a tileset or map elsewhere, or takes it away. */
  showService(service: TileService | MapService, isShown: boolean): void;
  /** Asks the map that is drawn what stands at a place; without a map that can say so nothing is asked. */
  lookAtMap(at: Enu): void;
}

export const ownFilesController: Opener<App, OwnFilesController> = {
  id: 'own-files',
  open(app) {
    const { twin, cityUrl, panels } = app;
    const controller = openDropController({
      twin,
      cityUrl,
      holder: app.service(LAYER_HOLDER),
      store: openDropStore(globalThis.indexedDB),
      read: readInWorker,
      report: (reason) => app.report('drop', reason),
    });
    const { drops } = controller;
    const ownerOf = (layerId: string) =>
      drops
        .getState()
        .find(({ status }) => status.kind === 'laid' && status.layers.some(({ info }) => info.id === layerId));
    let looks = 0;
    const endFront = twin.follow(
      ({ serviceThing }) => serviceThing,
      (thing) => {
        if (thing) panels.getState().bringToFront('object');
      },
    );
    const end = app.offer(IMPORTED_LAYERS, {
      has: (layerId) => ownerOf(layerId) !== undefined,
      open: () => panels.getState().openTool(ownFilesController.id),
    });

    async function informationAt(service: NamedService, at: Enu): Promise<ServiceThing> {
      const { lonDeg, latDeg } = lonLatFromEnu(twin.city.origin, at);
      const path = `feature-services/${encodeURIComponent(service.id)}/information?lonDeg=${lonDeg}&latDeg=${latDeg}`;
      const session = app.service(ACCOUNT_SESSION);
      const { things } = ((await session?.get(path)) ?? { things: [] }) as { things: Record<string, unknown>[] };
      const rows = things
        .flatMap((thing) => Object.entries(thing))
        .map(([name, value]) => [name, String(value ?? '')] as const);
      return { service: service.name, rows, failure: null };
    }

    return {
      ...controller,
      showService(service, isShown) {
        const offsetM = service.kind === '3dtiles' ? service.offsetM : 0;
        const layer = { service, opacityRatio: 1, offsetM, status: 'loading', place: null } as const;
        twin.getState().setServiceLayer(service.id, isShown ? layer : null);
      },
      lookAtMap(at) {
        const { serviceLayers, setServiceThing } = twin.getState();
        const map = Object.values(serviceLayers).findLast(({ service }) => service.kind === 'wms')?.service;
        if (!map) return;
        const serial = ++looks;
        const show = (thing: ServiceThing) => {
          if (serial === looks) setServiceThing(thing);
        };
        informationAt(map, at).then(show, (error: unknown) =>
          show({ service: map.name, rows: [], failure: failureOf(error) }),
        );
      },
      close() {
        end();
        endFront();
        controller.close();
      },
    };
  },
};

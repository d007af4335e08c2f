import * as v from 'valibot';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { LayerRoles } from '../../../model/city/layer-role.ts';
import { browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { LAYER_HOLDER } from '../../twin/catalogue/layer-holder.ts';
import { DATA_VIEW } from '../../twin/data-view.ts';
import { changedRoles } from '../../twin/layer-roles.ts';
import { ROLE_FORM } from '../../twin/lent-layers.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type Ask, openAsk, queryOf } from './ask.ts';
import { type Joins, openJoins } from './joins.ts';
import { joinInWorker, placesInWorker } from './tasks/start-join.ts';

/** Id of the plug-in, and of its tool that gives layers their roles. */
export const DATA_DESK = 'data-desk';

/** Roles of layers by their ids, as a browser and a scene file keep them. */
export const KeptRoles = v.record(v.string(), LayerRoles);

/** What the city's data are for, how tables are joined to them, and what can be asked of them. */
export interface DataDeskController extends Controller {
  /** Layer that a form is about, when a layer's row sent there. */
  readonly subject: StoreApi<string | null>;
  readonly joins: Joins;
  readonly ask: Ask;
}

export const dataDeskController: Opener<App, DataDeskController> = {
  id: DATA_DESK,
  open(app) {
    const { twin, panels } = app;
    const subject = createStore<string | null>(() => null);
    const endRoles = keepRoles(app);
    const joins = openJoins({
      twin,
      catalogue: app.catalogue,
      holder: app.service(LAYER_HOLDER),
      join: joinInWorker,
      places: placesInWorker,
      factory: globalThis.indexedDB,
      report: (reason) => app.report(DATA_DESK, reason),
    });
    const endForm = app.offer(ROLE_FORM, {
      open(layerId) {
        subject.setState(layerId, true);
        panels.getState().openTool(DATA_DESK);
      },
    });
    const ask = openAsk(app, DATA_DESK);
    const endView = app.offer(DATA_VIEW, { query: () => queryOf(ask.state.getState().form) });
    const unfollow = twin.follow(
      ({ layers }) => layers,
      (layers) => {
        const about = subject.getState();
        if (about !== null && layers[about] === undefined) subject.setState(null, true);
      },
    );
    return {
      subject,
      joins,
      ask,
      close() {
        ask.close();
        joins.close();
        unfollow();
        endForm();
        endView();
        endRoles();
      },
    };
  },
};

/** Roles that were given in this browser hold again when the city is opened the next time. */
function keepRoles({ twin, report }: App): () => void {
  const store = browserText('shapan-roles-');
  const { id } = twin.city;
  const kept = store.load(id);
  if (kept !== null)
    try {
      twin.getState().takeRoles(v.parse(KeptRoles, JSON.parse(kept)));
    } catch (error) {
      report(DATA_DESK, error);
    }
  let last = twin.getState().layerRoles;
  return twin.subscribe(({ layerRoles }) => {
    if (layerRoles === last) return;
    last = layerRoles;
    store.save(id, JSON.stringify(changedRoles(twin.city, layerRoles)));
  });
}

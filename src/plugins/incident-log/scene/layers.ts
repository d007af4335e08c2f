import type { App } from '../../../kit/plugin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { incidentLogController } from '../controller.ts';
import type { ShownUnit } from '../unit-labels.ts';

/** Where the shown incident is, by its name: one that has a place is found on the map without a case or an alarm. */
const placeLayer: SceneLayer<readonly ShownUnit[], App> = {
  id: 'incident-log.place',
  key: () => '',
  follow: (app, changed) => app.controllerOf(incidentLogController).state.subscribe(changed),
  of: (_, app) => app.controllerOf(incidentLogController).placeMark(),
  open: { any: async () => (await import('./units.ts')).openIncidentPlace },
};

/** Units of the shown incident, each with its name, its state and the rest of its way; it works on any engine. */
const unitLayer: SceneLayer<readonly ShownUnit[], App> = {
  id: 'incident-log.units',
  key: (state, app) => app.controllerOf(incidentLogController).unitsKey(state),
  follow: (app, changed) => app.controllerOf(incidentLogController).followUnits(changed),
  of(_, app) {
    const units = app.controllerOf(incidentLogController).units();
    return units.length > 0 ? units : null;
  },
  open: { any: async () => (await import('./units.ts')).openUnits },
};

/** What incidents draw. */
export const incidentLogLayers = [placeLayer, unitLayer] as const;

import type { CardNames } from '../../../model/boards/card-title.ts';
import type { App } from '../../kit/plugin.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { runFigure } from './live-figures.ts';

/** Names what cards show as the page knows it: a kind by its own label, else by that of its vital, else by its id. */
export const cardNames = (app: App): CardNames => ({
  kind(id) {
    const record = app.service(LIVE_FEED)?.kinds().kindOf(id);
    return record?.label ?? record?.vital?.label ?? { zh: id, en: id };
  },
  station: (id) =>
    app
      .service(LIVE_FEED)
      ?.live()
      ?.sensors.find((sensor) => sensor.id === id)?.name ?? null,
  runUnit: (figure) => runFigure(app.twin.getState(), figure)?.unit ?? null,
  layer: (id) => app.twin.city.layers.find((layer) => layer.id === id) ?? null,
});

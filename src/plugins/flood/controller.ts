import type { FloodEngineTypes } from '../../../workers/flood/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { RUN_FROM_PRESENT, WATER_AHEAD } from '../../twin/look-ahead.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { SHIPPED_WATER } from '../../twin/shipped-runs.ts';
import { createPictureSource, type PictureSource } from '../../view/picture-source.ts';
import { openFloodAhead } from './flood-ahead.ts';
import { followFloodPicks } from './flood-picks.ts';
import { reportRain } from './report-rain.ts';
import { type FloodRunController, openFloodRunController, syncFloodPictures } from './run-controller.ts';
import { runFromPresent } from './run-from-present.ts';
import { openSavedFloodRuns } from './saved-flood-runs.ts';
import { openSavedFloodStore } from './saved-flood-store.ts';
import type { FloodPictures } from './scene/shown-flood.ts';
import { openShippedFlood } from './shipped-flood.ts';
import { FLOOD_ENGINE } from './slice.ts';

/** Floods, as their panels and scene layers meet them. */
export interface FloodController extends FloodRunController, Controller {
  /** Runs that this browser keeps: reads the list, opens one, deletes one. */
  listKept(): Promise<void>;
  openKept(id: string): Promise<void>;
  removeKept(id: string): Promise<void>;
  readonly pictures: PictureSource<FloodPictures>;
}

/** Plays floods in their engine. */
export const floodController: Opener<App, FloodController> = {
  id: 'flood',
  open(app) {
    const { twin, engines, fields } = app;
    const engine = (lane?: number) => engines.engine<FloodEngineTypes>(FLOOD_ENGINE, lane);
    const runs = openFloodRunController(twin, engine(), fields, engine);
    const ahead = openFloodAhead(twin, runs, () => app.service(LIVE_FEED));
    const pictures = createPictureSource<FloodPictures>();
    const keeper = openSavedFloodRuns(twin, runs, openSavedFloodStore(globalThis.indexedDB));
    const ends = [
      syncFloodPictures(twin, runs, pictures.put),
      followFloodPicks(twin, runs),
      reportRain(twin, runs),
      keeper.close,
      app.offer(WATER_AHEAD, ahead),
      app.offer(SHIPPED_WATER, openShippedFlood(twin, runs)),
      app.offer(RUN_FROM_PRESENT, { tool: 'flood', start: () => runFromPresent(app, runs) }),
      runs.close,
    ];
    return {
      ...runs,
      listKept: keeper.list,
      openKept: keeper.openKept,
      removeKept: keeper.removeKept,
      pictures,
      close() {
        for (const end of ends) end();
      },
    };
  },
};

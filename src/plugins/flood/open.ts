import type { FloodEngineTypes } from '../../../workers/flood/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { LIVE_FEED } from '../../twin/live/live-feed.ts';
import { WATER_AHEAD } from '../../twin/look-ahead.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { createPictureSource, type PictureSource } from '../../view/picture-source.ts';
import { type FloodRunController, openFloodRunController, syncFloodPictures } from './controller.ts';
import { openFloodAhead } from './flood-ahead.ts';
import { openFloodKeeper } from './flood-keeper.ts';
import { followFloodPicks } from './flood-picks.ts';
import { openKeptStore } from './kept-store.ts';
import { reportRain } from './report-rain.ts';
import type { FloodPictures } from './scene/shown-flood.ts';
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
export const floodPlugin: Opener<App, FloodController> = {
  id: 'flood',
  open(app) {
    const { twin, engines, fields } = app;
    const engine = (lane?: number) => engines.engine<FloodEngineTypes>(FLOOD_ENGINE, lane);
    const desk = openFloodRunController(twin, engine(), fields, engine);
    const ahead = openFloodAhead(twin, desk, () => app.service(LIVE_FEED));
    const pictures = createPictureSource<FloodPictures>();
    const keeper = openFloodKeeper(twin, desk, openKeptStore(globalThis.indexedDB));
    const ends = [
      syncFloodPictures(twin, desk, pictures.put),
      followFloodPicks(twin, desk),
      reportRain(twin, desk),
      keeper.close,
      app.offer(WATER_AHEAD, ahead),
      desk.close,
    ];
    return {
      ...desk,
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

import type { CrowdEngineTypes } from '../../../workers/crowd/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { PEOPLE_AHEAD } from '../../twin/look-ahead.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { SHIPPED_PEOPLE } from '../../twin/shipped-runs.ts';
import { createPictureSource, type PictureSource } from '../../view/picture-source.ts';
import { openCrowdAhead } from './crowd-ahead.ts';
import { crowdCasesOf } from './crowd-cases.ts';
import { followCrowdPicks } from './crowd-picks.ts';
import { type CrowdRunController, openCrowdRunController, syncCrowdPictures } from './run-controller.ts';
import { openShippedCrowd } from './shipped-crowd.ts';
import { CROWD_ENGINE, type CrowdPictures } from './slice.ts';
import { readCrowdCase } from './tasks/start-crowd-file.ts';
import { readStoreys } from './tasks/start-ifc-plan.ts';

/** Crowds, as their panels and scene layers meet them. */
export interface CrowdController extends CrowdRunController, Controller {
  readonly pictures: PictureSource<CrowdPictures>;
}

/** Walks crowds in their engine. */
export const crowdController: Opener<App, CrowdController> = {
  id: 'crowd',
  open(app) {
    const { twin, engines, fields } = app;
    const engine = (lane?: number) => engines.engine<CrowdEngineTypes>(CROWD_ENGINE, lane);
    const runs = openCrowdRunController(
      twin,
      engine(),
      fields,
      () => crowdCasesOf(twin.city.id),
      readCrowdCase,
      readStoreys,
      engine,
    );
    const ahead = openCrowdAhead(twin, engine(), fields, runs);
    const pictures = createPictureSource<CrowdPictures>();
    const ends = [
      syncCrowdPictures(twin, runs, pictures.put),
      followCrowdPicks(twin),
      app.offer(PEOPLE_AHEAD, ahead),
      app.offer(SHIPPED_PEOPLE, openShippedCrowd(twin, runs)),
      runs.close,
    ];
    return {
      ...runs,
      pictures,
      close() {
        for (const end of ends) end();
      },
    };
  },
};

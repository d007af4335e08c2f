import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { createPictureSource, type PictureSource } from '../../view/picture-source.ts';
import { type CrowdRunController, openCrowdRunController, syncCrowdPicture } from './controller.ts';
import { crowdCasesOf } from './crowd-cases.ts';
import { followCrowdPicks } from './crowd-picks.ts';
import { CROWD_ENGINE, type CrowdPicture } from './slice.ts';
import { readCrowdCase } from './start-crowd-file.ts';
import { readStoreys } from './start-ifc-plan.ts';

/** Crowds, as their panels and scene layers meet them. */
export interface CrowdController extends CrowdRunController, Controller {
  readonly pictures: PictureSource<CrowdPicture>;
}

/** Walks crowds in their engine. */
export const crowdPlugin: Opener<App, CrowdController> = {
  id: 'crowd',
  open({ twin, engines, fields }) {
    const desk = openCrowdRunController(
      twin,
      engines.engine(CROWD_ENGINE),
      fields,
      () => crowdCasesOf(twin.city.id),
      readCrowdCase,
      readStoreys,
    );
    const pictures = createPictureSource<CrowdPicture>();
    const ends = [syncCrowdPicture(twin, desk, pictures.put), followCrowdPicks(twin), desk.close];
    return {
      ...desk,
      pictures,
      close() {
        for (const end of ends) end();
      },
    };
  },
};

import * as v from 'valibot';
import { whole } from '../../../model/questions/field.ts';
import type { ThemeRequest } from '../../../model/questions/thematic-maps.ts';
import { parseAnalysisCase } from '../../../scenarios/analysis-cases.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { freshName, sceneData } from '../../kit/scene-data.ts';
import { doneSerial } from '../../twin/analyses.ts';
import { THEMATIC_MAPS, thematicMapsController } from './controller.ts';

const Data = v.object({
  kept: v.pipe(v.array(v.unknown()), v.maxLength(500)),
  shown: v.unknown(),
  step: whole({ min: 0, max: 1e6 }),
});

/** Thematic maps as cases of the command line: those that are kept, and the one on the picture, which is computed again. */
export const themeScenePart: ScenePart = {
  title: 'theme.title',
  version: 1,
  async save(app) {
    const theme = app.controllerOf(thematicMapsController);
    const { themesKept, themeForm, themeStep } = app.twin.getState();
    const caseOf = (request: ThemeRequest): unknown => JSON.parse(theme.caseText(request));
    const isShown = doneSerial(app.twin.getState(), THEMATIC_MAPS) !== null;
    const shown = isShown && themeForm ? caseOf(themeForm) : null;
    if (themesKept.length === 0 && shown === null) return null;
    return { data: { kept: themesKept.map(({ request }) => caseOf(request)), shown, step: themeStep } };
  },
  async open(app, data) {
    const { kept, shown, step } = sceneData(Data, data, THEMATIC_MAPS);
    const theme = app.controllerOf(thematicMapsController);
    const { themesKept, setThematicMap } = app.twin.getState();
    const read = kept.map((one, i) => parseAnalysisCase('theme', one, `${THEMATIC_MAPS}.${i}`).analysis);
    const all = [...themesKept];
    for (const request of read) {
      if (all.some((one) => JSON.stringify(one.request) === JSON.stringify(request))) continue;
      const title = freshName(
        request.title,
        all.map((one) => one.title),
      );
      all.push({ title, request: { ...request, title } });
    }
    if (all.length > themesKept.length) theme.takeKept(all);
    if (shown !== null) {
      await theme.show(parseAnalysisCase('theme', shown, THEMATIC_MAPS).analysis);
      setThematicMap({ themeStep: step });
    }
    return [];
  },
};

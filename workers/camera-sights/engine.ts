import { CitySolids, readCitySolids } from '../shared/city-solids.ts';
import type { QuestionEngine, Site } from '../shared/engine.ts';
import { cameraQuestions } from './camera-questions.ts';
import type { CameraEngineTypes } from './engine-types.ts';

interface CameraSite extends Site<CameraEngineTypes['facts']> {
  readonly solids: CitySolids;
}

/** What the cameras of a city see, exact on its volumes and ground. It answers questions and plays no runs. */
export const engine: QuestionEngine<CameraEngineTypes, CameraSite> = {
  id: 'camera-sights',
  hasKernel: false,
  minHelpers: null,
  needs: [],
  gives: [],
  async open(files) {
    const { city, ground } = await readCitySolids(files);
    return { facts: { buildings: city?.buildings ?? 0 }, solids: new CitySolids(files, city, ground) };
  },
  questions: ({ solids }) => cameraQuestions(solids),
};

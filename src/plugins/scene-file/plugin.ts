import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { SCENE_FILE, type SceneController, sceneFileController } from './controller.ts';
import { sceneWords } from './words.ts';

/** 场景文件: everything that a link holds and what it cannot, as one file. */
export const sceneFile: Plugin<SceneController> = {
  ...sceneFileController,
  words: sceneWords,
  // After all others: what waits to be opened finds them open.
  order: 1000,
  places: {
    tool: [
      {
        id: SCENE_FILE,
        order: 60,
        at: ['plan.out', 'command.score', 'build.out'],
        title: 'sceneFile.title',
        answers: 'sceneFile.answers',
        Body: panel(() => import('./panels/scene-panel.tsx'), 'ScenePanel'),
      },
    ],
  },
};

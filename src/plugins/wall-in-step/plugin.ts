import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import type { TwinState } from '../../twin/slice.ts';
import { type WallController, wallController } from './controller.ts';
import { wallLink } from './link-part.ts';
import { wallWords } from './words.ts';

const follows = ({ inStep }: TwinState): boolean => inStep?.role === 'follow';

/** 多屏联动: several machines show one picture in step, each its part of it. */
export const wallInStep: Plugin<WallController> = {
  ...wallController,
  words: wallWords,
  order: 157,
  link: wallLink,
  places: {
    tool: [
      {
        id: wallController.id,
        order: 81,
        at: ['command.now', 'plan.out', 'build.out', 'tour.halls'],
        answers: 'wallStep.answers',
        icon: 'screens',
        title: 'wallStep.title',
        isInUse: ({ inStep, wallPlace }) => inStep !== null || wallPlace !== null,
        Body: panel(() => import('./panels/wall-tool.tsx'), 'WallTool'),
      },
    ],
    // Nothing of a desk stands on a screen that follows, so that none of it moves the picture.
    stage: [
      {
        id: 'wall-in-step.bare',
        order: -100,
        isShown: follows,
        Body: panel(() => import('./panels/screen.tsx'), 'Bare'),
      },
    ],
    window: [
      {
        id: 'wall-in-step.screen',
        order: -100,
        isShown: follows,
        Body: panel(() => import('./panels/screen.tsx'), 'WallScreen'),
      },
    ],
  },
  escape({ twin }) {
    if (!follows(twin.getState())) return false;
    twin.getState().joinWall(null);
    return true;
  },
};

import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { App, Plugin } from '../../kit/plugin.ts';
import { styleSeen } from '../../twin/colours-seen.ts';
import type { TwinState } from '../../twin/slice.ts';
import { isNightSeen } from '../../twin/view-twin.ts';
import { PICTURE_STYLES, pictureStylesController, type StyleController } from './controller.ts';
import { styleWords } from './words.ts';

/** 画面样式: paper, realistic, night, thematic and own ones, for each picture. */
export const pictureStyles: Plugin<StyleController> = {
  ...pictureStylesController,
  words: styleWords,
  order: 51,
  places: {
    tool: [
      {
        id: PICTURE_STYLES,
        order: 50,
        at: ['plan.data', 'command.now', 'build.around', 'tour.table'],
        answers: 'style.answers',
        icon: 'style',
        title: 'style.title',
        Body: panel(() => import('./panels/styles.tsx'), 'StylePanel'),
      },
    ],
    legend: [
      {
        id: 'picture-styles.night',
        order: 7,
        isShown: isNightSeen,
        Body: panel(() => import('./panels/styles.tsx'), 'NightLegend'),
      },
      {
        id: 'picture-styles.colours',
        order: 35,
        isShown: hasColours,
        Body: panel(() => import('./panels/colour-legend.tsx'), 'StyleColoursLegend'),
      },
    ],
  },
};

function hasColours(state: TwinState, { twin }: App): boolean {
  const { colours, lacks } = styleSeen(state, twin.city);
  return colours.length + lacks.length > 0;
}

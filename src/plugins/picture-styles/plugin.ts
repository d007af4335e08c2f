import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { isNightSeen } from '../../twin/view-twin.ts';
import { PICTURE_STYLES, type StyleController, styleOpener } from './open.ts';
import { NightLegend, StylePanel } from './panels/styles.tsx';
import { styleWords } from './words.ts';

/** 画面样式: paper, realistic, night, thematic and own ones, for each picture. */
export const pictureStyles: Plugin<StyleController> = {
  ...styleOpener,
  words: styleWords,
  order: 51,
  places: {
    tool: [
      {
        id: PICTURE_STYLES,
        order: 11,
        icon: 'style',
        title: 'style.title',
        Body: StylePanel,
      },
    ],
    legend: [{ id: 'picture-styles.night', order: 7, isShown: isNightSeen, Body: NightLegend }],
  },
};

import './style.css';
import type { App, Plugin } from '../../kit/plugin.ts';
import { styleSeen } from '../../twin/colours-seen.ts';
import type { TwinState } from '../../twin/slice.ts';
import { isNightSeen } from '../../twin/view-twin.ts';
import { PICTURE_STYLES, type StyleController, styleOpener } from './open.ts';
import { StyleColoursLegend } from './panels/colour-legend.tsx';
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
    legend: [
      { id: 'picture-styles.night', order: 7, isShown: isNightSeen, Body: NightLegend },
      { id: 'picture-styles.colours', order: 35, isShown: hasColours, Body: StyleColoursLegend },
    ],
  },
};

function hasColours(state: TwinState, { twin }: App): boolean {
  const { colours, lacks } = styleSeen(state, twin.city);
  return colours.length + lacks.length > 0;
}

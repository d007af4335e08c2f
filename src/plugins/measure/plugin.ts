import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { measureLink } from './link-part.ts';
import { MEASURE_PICKER } from './measure-picker.ts';
import { measureLayers } from './scene/layers.ts';
import { measureWords } from './words.ts';

/** A ruler on the picture. */
export const measure: Plugin = {
  id: 'measure',
  words: measureWords,
  order: 80,
  open: () => ({ close() {} }),
  link: measureLink,
  scene: measureLayers,
  places: {
    tool: [
      {
        id: 'measure',
        order: 20,
        at: ['cluster'],
        short: 'measure.short',
        icon: 'ruler',
        title: 'measure.title',
        Body: panel(() => import('./panels/measure.tsx'), 'MeasurePanel'),
      },
    ],
  },
  // The ruler begins anew; a second time there is nothing on it, and its tool closes.
  escape({ twin }) {
    const { pick, startPicking } = twin.getState();
    if (pick?.owner !== MEASURE_PICKER || pick.points.length === 0) return false;
    startPicking(MEASURE_PICKER, MEASURE_PICKER, pick.ruler);
    return true;
  },
};

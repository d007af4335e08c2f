import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { type SunController, sunOpener } from './open.ts';
import { SunGroundLegend, SunLegend } from './panels/legend.tsx';
import { DaylightLane, SunPanel } from './panels/sun.tsx';
import { sunLayers } from './scene/layers.ts';
import { sunStudySlice } from './slice.ts';
import { sunWords } from './words.ts';

/** Date, time, where the sun stands, and the one clock's play. */
export const sun: Plugin<SunController> = {
  words: sunWords,
  order: 50,
  ...sunOpener,
  engine: 'sun',
  slices: [sunStudySlice],
  scene: sunLayers,
  places: {
    tool: [
      {
        id: 'sun',
        order: 10,
        icon: 'sun',
        title: 'sun.title',
        isInUse: ({ playing }) => playing,
        Body: SunPanel,
      },
    ],
    legend: [
      {
        id: 'sun.legend',
        order: 16,
        isShown: ({ sunStudied, sunFacades }) => sunStudied.kind === 'done' && sunFacades !== null,
        Body: SunLegend,
      },
      {
        id: 'sun.ground',
        order: 17,
        isShown: ({ sunGround, sunGroundShown }) => sunGround.kind === 'done' && sunGroundShown !== null,
        Body: SunGroundLegend,
      },
    ],
    lane: [{ id: 'sun.daylight', order: 30, group: 'first', title: 'sun.daylight', Body: DaylightLane }],
  },
};

import './style.css';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { CAMERAS, type CamerasController, camerasOpener } from './open.ts';
import { CamerasPanel } from './panels/cameras.tsx';
import { CamerasLegend } from './panels/legend.tsx';
import { cameraLayers } from './scene/layers.ts';
import { camerasSlice } from './slice.ts';
import { cameraWords } from './words.ts';

/** 摄像头: which of them see a place in three dimensions, how finely, and what no camera sees. */
export const cameras: Plugin<CamerasController> = {
  ...camerasOpener,
  words: cameraWords,
  order: 113,
  slices: [camerasSlice],
  scene: cameraLayers,
  places: {
    tool: [
      {
        id: CAMERAS,
        order: 15,
        emphasis: 'live',
        icon: 'camera',
        title: 'cameras.title',
        isDocked: true,
        isInUse: ({ camerasPlace }) => camerasPlace !== null,
        Body: CamerasPanel,
      },
    ],
    legend: [
      { id: 'cameras.legend', order: 20, isShown: ({ coverage }) => coverage !== null, Body: CamerasLegend },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), CAMERAS),
};

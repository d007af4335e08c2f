import './style.css';
import { panel } from '../../kit/lazy-panel.tsx';
import type { Plugin } from '../../kit/plugin.ts';
import { escapePicking } from '../../twin/pick.ts';
import { CAMERA_SIGHTS, type CamerasController, cameraSightsController, WALL_PANEL } from './controller.ts';
import { cameraLayers } from './scene/layers.ts';
import { camerasSlice } from './slice.ts';
import { cameraWords } from './words.ts';

/** 摄像头: which of them see a place in three dimensions, how finely, and what no camera sees. */
export const cameraSights: Plugin<CamerasController> = {
  ...cameraSightsController,
  words: cameraWords,
  order: 113,
  slices: [camerasSlice],
  engine: CAMERA_SIGHTS,
  scene: cameraLayers,
  places: {
    tool: [
      {
        id: CAMERA_SIGHTS,
        order: 40,
        at: ['command.now'],
        answers: 'cameras.answers',
        icon: 'camera',
        title: 'cameras.title',
        isInUse: ({ camerasPlace }) => camerasPlace !== null,
        Body: panel(() => import('./panels/cameras.tsx'), 'CamerasPanel'),
      },
    ],
    window: [
      { id: WALL_PANEL, order: 30, isOpenable: true, Body: panel(() => import('./panels/wall.tsx'), 'CameraWall') },
    ],
    legend: [
      {
        id: 'camera-sights.legend',
        order: 20,
        isShown: ({ coverage }) => coverage !== null,
        Body: panel(() => import('./panels/legend.tsx'), 'CamerasLegend'),
      },
    ],
  },
  escape: ({ twin }) => escapePicking(twin.getState(), CAMERA_SIGHTS),
};

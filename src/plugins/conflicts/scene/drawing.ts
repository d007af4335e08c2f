import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { conflictsController } from '../controller.ts';
import type { Drawing } from '../drawing.ts';

/** A shape that is being drawn, with handles at its corners. */
export const drawingLayer: SceneLayer<Drawing, App> = {
  id: 'conflicts.drawing',
  key: ({ planDrawing }: TwinState) => planDrawing,
  of: ({ planDrawing }, app) => (planDrawing === null ? null : app.controllerOf(conflictsController).drawing),
  open: { globe: async () => (await import('./handles.ts')).openHandles },
};

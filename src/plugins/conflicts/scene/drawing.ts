import type { App } from '../../../kit/plugin.ts';
import type { TwinState } from '../../../twin/twin.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { Drawing } from '../drawing.ts';
import { conflictsOpener } from '../open.ts';

/** A shape that is being drawn, with handles at its corners. */
export const drawingLayer: SceneLayer<Drawing, App> = {
  id: 'conflicts.drawing',
  key: ({ planDrawing }: TwinState) => planDrawing,
  of: ({ planDrawing }, app) => (planDrawing === null ? null : app.controllerOf(conflictsOpener).drawing),
  open: { globe: async () => (await import('./handles.ts')).openHandles },
};

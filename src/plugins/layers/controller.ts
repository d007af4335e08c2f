import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from '../../kit/plugin.ts';
import { COLOUR_CHOICE } from '../../twin/colour-choice.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** Id of the tool that colours and filters. */
export const COLOUR_TOOL = 'layers.colour';

/** Layer and attribute that the tool of colours is about, when a card or a layer's row sent there. */
type ColourSubject = { layerId: string; attribute: string | null } | null;

/** The layers, as their panels meet them. */
export interface LayersController extends Controller {
  readonly subject: StoreApi<ColourSubject>;
}

/** Lists the city's layers and colours them. */
export const layersController: Opener<App, LayersController> = {
  id: 'layers',
  open(app) {
    const subject = createStore<ColourSubject>(() => null);
    const close = app.offer(COLOUR_CHOICE, {
      open(layerId, attribute) {
        subject.setState({ layerId, attribute }, true);
        app.panels.getState().openTool(COLOUR_TOOL);
      },
    });
    return { subject, close };
  },
};

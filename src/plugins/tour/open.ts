import type { App } from '../../kit/plugin.ts';
import { isEmphasised } from '../../twin/appearance.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** A tour ends with its desk. */
export const tourPlugin: Opener<App, Controller> = {
  id: 'tour',
  open({ twin }) {
    const close = twin.follow(
      (state) => isEmphasised(state, 'show'),
      (isShown, { tour, stopTour }) => {
        if (!isShown && tour !== 'off') stopTour();
      },
    );
    return { close };
  },
};

import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';

/** Id of the tool. */
export const UNDERGROUND = 'underground';

/**
 * Shows what lies below while somebody looks through the ground or from below: layers of it that were off are on meanwhile. The tool, once it is closed, puts the
 * ground back; another tool that is opened in its place keeps it, so that pipes can be worked on in sight.
 */
export const undergroundController: Opener<App, Controller> = {
  id: UNDERGROUND,
  open({ twin }) {
    const below = twin.city.layers.filter(({ group, state }) => group === 'underground' && state === 'existing');
    let shown: readonly string[] = [];
    const show = (ids: readonly string[], isShown: boolean) => {
      for (const id of ids) twin.getState().showLayer(id, isShown);
    };
    let tool = twin.getState().tool;
    const unfollow = [
      twin.follow(
        (state) => state.underground !== 'off',
        (isLookedInto, { layers }) => {
          if (isLookedInto) {
            shown = below.flatMap(({ id }) => (layers[id]?.shown ? [] : [id]));
            show(shown, true);
          } else {
            show(shown, false);
            shown = [];
          }
        },
      ),
      twin.follow(
        (state) => state.tool,
        (next) => {
          if (tool === UNDERGROUND && next === null) twin.getState().setUnderground('off');
          tool = next;
        },
      ),
    ];
    return {
      close() {
        for (const end of unfollow) end();
      },
    };
  },
};

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { App } from '../../kit/plugin.ts';
import { words } from '../../kit/words.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { InStep } from '../../twin/wall-step.ts';
import { ALONE, type WallStatus } from './status.ts';

/** The wall as its panels meet it. */
export interface WallController extends Controller {
  readonly status: StoreApi<WallStatus>;
}

/** Leads or follows the wall that the twin names, and leaves the one of before. */
export const wallController: Opener<App, WallController> = {
  id: 'wall-in-step',
  open(app) {
    const status = createStore<WallStatus>(() => ALONE);
    let leave = () => {};
    const stop = (takenBy: string | null) => {
      leave();
      leave = () => {};
      status.setState({ kind: 'alone', takenBy }, true);
    };
    const join = async ({ role, wall }: InStep) => {
      const [{ leadWall }, { followWall }] = await Promise.all([import('./lead-wall.ts'), import('./follow-wall.ts')]);
      const now = app.twin.getState().inStep;
      if (now?.role !== role || now.wall !== wall) return;
      leave();
      leave =
        role === 'follow'
          ? followWall(app, wall, status)
          : leadWall(app, wall, status, (by) => {
              stop(by);
              app.twin.getState().joinWall(null);
              app.panels.getState().notify(words.t('wallStep.taken', { by }));
            });
    };
    const end = app.twin.follow(
      ({ inStep }) => inStep,
      (inStep) => {
        const { kind } = status.getState();
        if (kind !== 'alone') stop(null);
        if (inStep) join(inStep).catch((error: unknown) => app.report('wall', error));
      },
    );
    return {
      status,
      close() {
        end();
        leave();
      },
    };
  },
};

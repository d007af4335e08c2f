import { expect, test, vi } from 'vitest';
import { openDropController } from '../../../src/plugins/own-files/drop-controller.ts';
import type { DroppedLayer } from '../../../src/plugins/own-files/tasks/drop-types.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const FILE = { name: 'rivers.shp', blob: new Blob(['']) };

/** A controller whose readings end at once as often as `quick` says, and later ones only when they are cancelled. */
function controllerOf(quick: number) {
  let readings = 0;
  const cancelled: unknown[] = [];
  const controller = openDropController({
    twin: pageTwin(smallCity().city),
    cityUrl: '',
    holder: null,
    store: { list: async () => [], put: async () => undefined, remove: async () => undefined },
    report: (reason) => expect.fail(String(reason)),
    read: (_files, _wish, _frame, hear, cancel) => {
      if (readings++ < quick) return Promise.resolve([]);
      return new Promise<DroppedLayer[]>((_, fail) => {
        hear({ stage: 'tiles', ratio: 0 });
        cancel.addEventListener('abort', () => {
          cancelled.push(cancel.reason);
          fail(cancel.reason);
        });
      });
    },
  });
  const statuses = () => controller.drops.getState().map(({ status }) => status.kind);
  return { controller, statuses, cancelled };
}

test('a reading that comes to no end is cancelled: its worker ends and its row goes', async () => {
  const { controller, statuses, cancelled } = controllerOf(0);
  controller.take({ files: [FILE], refused: [] });
  await vi.waitFor(() => expect(statuses()).toEqual(['reading']));
  controller.cancel(controller.drops.getState()[0].id);
  expect([statuses(), cancelled.length]).toEqual([[], 1]);
});

test('a file that is read again and cancelled stands as it did', async () => {
  const { controller, statuses, cancelled } = controllerOf(1);
  controller.take({ files: [FILE], refused: [] });
  await vi.waitFor(() => expect(statuses()).toEqual(['laid']));
  const [{ id, wish }] = controller.drops.getState();
  controller.change(id, { ...wish, crs: 'EPSG:25832' });
  await vi.waitFor(() => expect(statuses()).toEqual(['reading']));
  controller.cancel(id);
  expect([statuses(), cancelled.length, controller.drops.getState()[0].wish]).toEqual([['laid'], 1, wish]);
});

import { expect, test } from 'vitest';
import type { App } from '../../../src/kit/plugin.ts';
import { SCHEME_PICKER, schemeDesignController } from '../../../src/plugins/scheme-design/controller.ts';
import { pickingOf } from '../../../src/twin/pick.ts';
import { PLAN_CHECKS } from '../../../src/twin/plan-checks.ts';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

test('planned parcels are on the picture while one is picked; a click beside them says so and the next is waited for', async () => {
  const { city } = smallCity();
  const { origin } = city;
  const twin = pageTwin(city, 0);
  let drawn = 0;
  const plans = {
    check: async () => undefined,
    showParcels: () => {
      drawn++;
      return () => {
        drawn--;
      };
    },
  };
  const client = { open: async () => ({ hasPlans: true }), questions: { parcelsAt: async () => [] } };
  const app = testApp(twin);
  const own = {
    ...app,
    engines: { engine: () => client },
    service: (key: object) => (key === PLAN_CHECKS ? plans : null),
    offer: () => () => undefined,
  } as unknown as App;
  const controller = schemeDesignController.open(own);
  twin.getState().setSchemes({ schemeFailure: { zh: '旧', en: 'old' } });
  controller.pick('take');
  expect([drawn, twin.getState().schemeFailure]).toEqual([1, null]);
  twin.getState().addPickPoint({ lonLat: origin, enu: [0, 0, 0], elevationM: 0, on: 'ground' });
  await expect.poll(() => twin.getState().schemeMissed).toBe(true);
  expect(pickingOf(twin.getState(), SCHEME_PICKER)).toBe('take');
  expect([drawn, twin.getState().schemeFailure]).toEqual([1, null]);
  controller.pick(null);
  expect([drawn, twin.getState().schemeMissed]).toEqual([0, false]);
  controller.close();
});

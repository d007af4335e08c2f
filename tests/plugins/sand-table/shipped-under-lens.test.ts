import { expect, test } from 'vitest';
import { firstFloodCase } from '../../../src/plugins/flood/flood-cases.ts';
import type { FloodSite } from '../../../src/plugins/flood/slice.ts';
import { followLens } from '../../../src/plugins/sand-table/shipped-under-lens.ts';
import type { RunFacts } from '../../../src/twin/runs.ts';
import type { ServiceKey } from '../../../src/twin/services.ts';
import { SHIPPED_WATER, type ShippedRun } from '../../../src/twin/shipped-runs.ts';
import { homeBlock } from '../../../src/twin/table-block.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

const run = (id: string): RunFacts => ({
  ...{ id, name: id, form: {}, origin: null, status: { kind: 'running', progressRatio: 0, etaS: null } },
  ...{ startMs: 60_000, endS: 60, timesS: [], hash: null, notes: [] },
});

function opened(hasCase: boolean) {
  const twin = pageTwin(smallCity().city, 1000);
  let plays = 0;
  const player: ShippedRun = {
    engine: 'flood',
    async play() {
      plays++;
      if (!hasCase) return null;
      twin.getState().addRun('flood', run('shipped'));
      const { eastM, northM } = homeBlock(twin.city);
      return { run: 'shipped', at: [eastM, northM] };
    },
  };
  const service = <T>(key: ServiceKey<T>) => (Object.is(key, SHIPPED_WATER) ? (player as T) : null);
  const close = followLens({ twin, service, report: (_, reason) => expect(reason).toBeNull() });
  const lens = async (kind: 'off' | 'water' | 'people') => {
    twin.getState().changeLens({ kind });
    await new Promise((resolve) => setTimeout(resolve));
    return [twin.getState().runs.flood?.shownId ?? null, twin.getState().isTimeChosen, plays];
  };
  return { twin, lens, close };
}

test('a lens of water over a table on which nobody played any shows the shipped flood, played once; it goes with the lens', async () => {
  const { twin, lens, close } = opened(true);
  expect(await lens('water')).toEqual([null, false, 0]);
  expect(await lens('off')).toEqual([null, false, 0]);
  twin.getState().showEngine('table');
  expect(await lens('water')).toEqual(['shipped', true, 1]);
  expect(twin.getState().shownTimeMs).toBe(60_000);
  expect(await lens('people')).toEqual([null, false, 1]);
  expect(await lens('water')).toEqual(['shipped', true, 1]);
  close();
});

test('what somebody played stays, and a city for which the program ships nothing shows nothing', async () => {
  const own = opened(true);
  own.twin.getState().showEngine('table');
  own.twin.getState().addRun('flood', run('own'));
  own.twin.getState().showRun('flood', 'own');
  expect(await own.lens('water')).toEqual(['own', false, 0]);
  expect(await own.lens('off')).toEqual(['own', false, 0]);
  const none = opened(false);
  none.twin.getState().showEngine('table');
  expect(await none.lens('water')).toEqual([null, false, 1]);
});

test('the first flood of 澄川 is that of its levee; no other city has one', async () => {
  const site: FloodSite = {
    area: { westM: -9000, southM: -9000, eastM: 9000, northM: 9000 },
    ...{
      cellM: 4,
      stormYears: [100],
      riverYears: [100],
      riverPeakH: 18,
      riverEndH: 40,
      hasDrains: false,
      supplies: [],
    },
    ...{ breaches: [], gauges: [] },
  };
  expect((await firstFloodCase('chengchuan', site))?.form.cellM).toBe(16);
  expect(await firstFloodCase('bayreuth', site)).toBeNull();
});

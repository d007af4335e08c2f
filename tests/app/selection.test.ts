import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followSelection } from '../../src/app/selection.ts';
import { openCatalogue } from '../../src/twin/catalogue/catalogue-core.ts';
import { testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city, files } = smallCity();
const [late, ...early] = [...city.layers].sort((a, b) => Number(b.id === 'building') - Number(a.id === 'building'));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page whose link names the first building, in a city whose buildings come late; what was reported. */
async function openLinked() {
  const own = { ...city, layers: early };
  const twin = pageTwin(own, 0);
  const catalogue = openCatalogue(own, async (path) => files.get(path) ?? new Uint8Array());
  const reports: unknown[] = [];
  const id = (await openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array()).describe(late.gidBase))
    ?.id;
  followSelection({ ...testApp(twin), catalogue, report: (_, reason) => reports.push(reason) });
  twin.setState({ selectedGid: null, selectedId: id ?? null });
  return {
    twin,
    reports,
    id,
    come: async () => {
      await catalogue.adopt(late, files);
      twin.takeLayer(late);
    },
  };
}

test('an object of a link is found when its layer comes, however late', async () => {
  const { twin, reports, id, come } = await openLinked();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([twin.getState().selectedGid, twin.getState().selectedId]).toEqual([null, id]);
  expect(reports).toEqual([`expected an object of this city, got "${id}"`]);
  await come();
  await vi.advanceTimersByTimeAsync(0);
  expect([twin.getState().selectedGid, twin.getState().selectedId]).toEqual([late.gidBase, id]);
});

test('what comes within the first seconds is not said to be absent', async () => {
  const { twin, reports, come } = await openLinked();
  await vi.advanceTimersByTimeAsync(2_000);
  await come();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(twin.getState().selectedGid).toBe(late.gidBase);
  expect(reports).toEqual([]);
});

test('an absent object is told once, whatever is shown or hidden meanwhile', async () => {
  const { twin, reports } = await openLinked();
  await vi.advanceTimersByTimeAsync(60_000);
  for (const shown of [false, true]) {
    twin.getState().showLayer(early[0].id, shown);
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(reports).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { BrowserText } from '../../../../src/kit/browser-text.ts';
import { csvOfVisits, visitsByDay } from '../../../../src/plugins/tour/hall/visit-sums.ts';
import { openVisits } from '../../../../src/plugins/tour/hall/visits.ts';

/** A browser that is given what it kept. */
function storeOf(kept: Record<string, string> = {}): BrowserText & { kept: Record<string, string> } {
  return {
    kept,
    load: (key) => kept[key] ?? null,
    save(key, text) {
      kept[key] = text;
      return true;
    },
  };
}
const never = (error: unknown) => {
  throw error;
};

test('take-overs and tours are counted by hour and language, and stay over a reload', () => {
  const store = storeOf();
  const visits = openVisits(store, never);
  visits.count('tours', '2026-11-25T18', 'zh');
  visits.count('takeOvers', '2026-11-25T18', 'en');
  visits.count('tours', '2026-11-25T19', 'zh');
  const hours = [
    { hour: '2026-11-25T19', takeOvers: 0, tours: 1, zh: 1, en: 0 },
    { hour: '2026-11-25T18', takeOvers: 1, tours: 1, zh: 1, en: 1 },
  ];
  expect(visits.all()).toEqual(hours);
  expect(openVisits(store, never).all()).toEqual(hours);
  expect(visitsByDay([...hours, { hour: '2026-11-24T09', takeOvers: 2, tours: 0, zh: 0, en: 2 }])).toEqual([
    { day: '2026-11-25', takeOvers: 1, tours: 2, zh: 2, en: 1 },
    { day: '2026-11-24', takeOvers: 2, tours: 0, zh: 0, en: 2 },
  ]);
  expect(csvOfVisits(hours, ['h', 'a', 'b', 'c', 'd'])).toBe(
    'h,a,b,c,d\r\n2026-11-25T18:00,1,1,1,1\r\n2026-11-25T19:00,0,1,1,0\r\n',
  );
});

test('a parcel stays the same until the hub has it, also over a reload; what comes meanwhile is in the next', () => {
  const store = storeOf();
  const visits = openVisits(store, never);
  expect(visits.parcel(1000)).toEqual({ batch: 0, hours: [] });
  visits.count('tours', '2026-11-25T18', 'zh');
  const first = visits.parcel(1000);
  expect(first).toMatchObject({ batch: 1000, hours: [{ tours: 1 }] });
  visits.count('tours', '2026-11-25T18', 'zh');
  expect(visits.parcel(2000)).toEqual(first);
  const again = openVisits(store, never);
  expect(again.parcel(3000)).toEqual(first);
  again.taken(999);
  expect(again.parcel(3000)).toEqual(first);
  again.taken(1000);
  expect(again.parcel(900)).toEqual({
    batch: 1001,
    hours: [{ hour: '2026-11-25T18', takeOvers: 0, tours: 1, zh: 1, en: 0 }],
  });
  expect(again.all()).toEqual([{ hour: '2026-11-25T18', takeOvers: 0, tours: 2, zh: 2, en: 0 }]);
});

test('what the browser kept and cannot be read is told, and counting begins anew', () => {
  const faults: unknown[] = [];
  const visits = openVisits(storeOf({ kept: '[{"hour":"yesterday"}]', unsent: 'no' }), (error) => faults.push(error));
  expect(faults).toHaveLength(2);
  expect(visits.all()).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CROWD_PRESETS } from '../../../model/questions/crowd.ts';
import { readCrowdLink, writeCrowdLink } from '../../../src/plugins/crowd/crowd-link.ts';
import type { CrowdForm, CrowdSiteOptions } from '../../../src/plugins/crowd/slice.ts';
import { PLAIN } from './plain-form.ts';

const form: CrowdForm = {
  place: { kind: 'area', area: { westM: -100, southM: -50, eastM: 100, northM: 50 }, perM2: 0.5 },
  stands: [],
  homes: null,
  orders: [],
  exits: ['north', 'south'],
  lines: [],
  shut: [],
  preset: 'weidmann',
  hesitate: true,
  endMin: 10,
  seed: 3,
  waterId: null,
  ...PLAIN,
};
const offerOf = (...ids: string[]) => ({ exits: ids.map((id) => ({ id })) }) as unknown as CrowdSiteOptions;
const linked = (part: object) => {
  const { waterId: _, ...written } = form;
  return readCrowdLink(encodeURIComponent(JSON.stringify({ ...written, ...part })));
};

describe("a crowd's form in a link", () => {
  test('comes back as it went', () => {
    const metres = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((mm) => mm / 1000);
    const place = fc.tuple(metres, metres);
    const id = fc.string({ minLength: 1, maxLength: 20 });
    const line = fc.record({ id, kind: fc.constantFrom('exit' as const, 'barrier' as const), from: place, to: place });
    const forms = fc.record({
      lines: fc.array(line, { maxLength: 4 }),
      preset: fc.constantFrom(...CROWD_PRESETS),
      shut: fc.array(id, { maxLength: 3 }),
      seed: fc.integer({ min: 0, max: 4_294_967_295 }),
    });
    fc.assert(
      fc.property(forms, (part) => {
        expect(readCrowdLink(writeCrowdLink({ ...form, ...part }, null))).toEqual({ ...form, ...part });
      }),
      { numRuns: 100 },
    );
  });

  test('names no way out when it takes all that there are', () => {
    expect(readCrowdLink(writeCrowdLink(form, offerOf('north', 'south')))?.exits).toEqual([]);
    expect(readCrowdLink(writeCrowdLink(form, offerOf('north', 'south', 'west')))?.exits).toEqual(['north', 'south']);
  });

  test('leaves the water of its window behind', () => {
    expect(readCrowdLink(writeCrowdLink({ ...form, waterId: 'run-1' }, null))?.waterId).toBeNull();
  });

  test('of before there were stands, residents and marshals is still read', () => {
    const { stands: _, homes: __, orders: ___, waterId: ____, ...rest } = form;
    const older = Object.fromEntries(Object.entries(rest).filter(([name]) => !(name in PLAIN)));
    expect(readCrowdLink(encodeURIComponent(JSON.stringify(older)))).toEqual(form);
  });

  test.each([
    ['more people on a square metre than fit', { place: { ...form.place, perM2: 6.1 } }],
    ['half a person on a stand', { stands: [{ id: 'stand', people: 0.5 }] }],
    ['an hour that no day has', { homes: { day: 'workday', hour: 25 } }],
    ['shares of more than everybody', { classes: { childPct: 60, elderlyPct: 41, wheelchairPct: 0 } }],
    ['a seed below 0', { seed: -1 }],
    ['a preset that nobody knows', { preset: 'panic' }],
    ['a key that the form has not', { waterId: 'run-1' }],
    [
      'a box that is turned inside out',
      { place: { kind: 'area', perM2: 1, area: { westM: 1, southM: 0, eastM: 0, northM: 1 } } },
    ],
  ])('is refused with %s', (_, part) => {
    expect(linked({})).toEqual(form);
    expect(linked(part)).toBeNull();
  });

  test('is refused where it is no JSON or not percent-encoded', () => {
    expect(readCrowdLink('[')).toBeNull();
    expect(readCrowdLink('%')).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { commandIn } from '../../hub/commands/command-form.ts';
import { deviceKey, isSigned, sign } from '../../hub/commands/command-signature.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { mergeSensorKinds } from '../../model/sensors/sensor-kind.ts';

const NOW_MS = Date.UTC(2026, 6, 18, 4);
const kinds = mergeSensorKinds(BASE_KINDS);
const DEVICES = kinds.file.kinds.flatMap(({ id, device }) => (device ? [{ id, device }] : []));
const asker = { name: 'ann', kinds, nowMs: NOW_MS, kindOf: async (device: string) => device.split('-')[0] };

/** A command that one of these devices may be given. */
const bodyFor = ({ id, device }: (typeof DEVICES)[number]) => ({
  key: '12345678',
  device: `${id}-1`,
  verb: device.verb,
  value: device.max,
  reason: 'flood',
  untilMs: NOW_MS + 60_000,
});

describe('a command as it was asked for', () => {
  test.each(DEVICES.map((one) => [one.id, one] as const))(
    'to a device of kind %s waits, with the right of its kind',
    async (_, one) => {
      const made = await commandIn(bodyFor(one), asker);
      expect(made).toMatchObject({
        device: `${one.id}-1`,
        verb: one.device.verb,
        value: one.device.max,
        isCritical: one.device.isCritical,
        askedBy: 'ann',
        state: { kind: 'waiting' },
      });
    },
  );

  test('has a key that no other person can take, and an id of its own each time', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => commandIn(bodyFor(DEVICES[0]), asker)));
    if ('text' in first || 'text' in second) throw new Error('expected commands');
    expect([first.key, second.key]).toEqual(['["ann","12345678"]', '["ann","12345678"]']);
    expect(first.id).not.toBe(second.id);
  });

  test('a name with a space and a key with one are not the same pair', async () => {
    const keyOf = async (name: string, key: string) => {
      const command = await commandIn({ ...bodyFor(DEVICES[0]), key }, { ...asker, name });
      return 'text' in command ? null : command.key;
    };
    expect(await keyOf('a', 'b cccccccc')).not.toBe(await keyOf('a b', 'cccccccc'));
  });

  const [one] = DEVICES;
  const wrong: [what: string, change: object, code: string][] = [
    ['no key', { key: undefined }, 'bad-text'],
    ['a short key', { key: '1234567' }, 'bad-text'],
    ['a key of a page', { key: 'x'.repeat(101) }, 'bad-text'],
    ['a path for a device', { device: '../etc' }, 'bad-field'],
    ['a device of no such kind', { device: 'nothing-1' }, 'bad-device'],
    ['another verb', { verb: 'explode' }, 'bad-choice'],
    ['less than the least', { value: one.device.min - 1 }, 'bad-range'],
    ['more than the most', { value: one.device.max + 1 }, 'bad-range'],
    ['a text for a value', { value: String(one.device.max) }, 'bad-range'],
    ['no number at all', { value: Number.NaN }, 'bad-range'],
    ['a reason of blanks', { reason: '  ' }, 'bad-text'],
    ['a reason of a book', { reason: 'x'.repeat(501) }, 'bad-text'],
    ['an end that is over', { untilMs: NOW_MS }, 'bad-time'],
    ['an end in a quarter of an hour', { untilMs: NOW_MS + 15 * 60_000 }, 'bad-time'],
  ];
  test.each(wrong)('with %s is refused', async (_, change, code) => {
    expect(await commandIn({ ...bodyFor(one), ...change }, asker)).toMatchObject({ code });
  });

  test('that is no object is refused as one without a key', async () => {
    for (const body of [null, 'text', 3, undefined])
      expect(await commandIn(body, asker)).toMatchObject({ code: 'bad-text' });
  });
});

describe('what a device is told', () => {
  const hubKey = Buffer.alloc(32, 7);
  const key = deviceKey(hubKey, 'pump-1');
  const told = { id: 'c1', device: 'pump-1', verb: 'run', value: 1, untilMs: NOW_MS };

  test('is signed for it alone: no other device and no other hub could have said it', () => {
    expect(isSigned(sign(told, key), key)).toBe(true);
    expect(isSigned(sign(told, key), deviceKey(hubKey, 'pump-2'))).toBe(false);
    expect(isSigned(sign(told, key), deviceKey(Buffer.alloc(32, 8), 'pump-1'))).toBe(false);
  });

  test('holds no more once any part of it is another', () => {
    const signed = sign(told, key);
    for (const change of [{ id: 'c2' }, { device: 'pump-2' }, { verb: 'open' }, { value: 0 }, { untilMs: NOW_MS + 1 }])
      expect(isSigned({ ...signed, ...change }, key)).toBe(false);
    expect(isSigned({ ...signed, signature: '' }, key)).toBe(false);
    expect(isSigned({ ...signed, signature: `${signed.signature}A` }, key)).toBe(false);
  });
});

import { expect, test } from 'vitest';
import type { AttributeInfo } from '../../model/city/manifest.ts';
import { nameOf } from '../../model/city/thing-name.ts';
import { attributesIn, keyAttributes, nameOrKind, showValue } from '../../src/kit/attribute-text.ts';

function attribute(name: string, type: AttributeInfo['type'], rest: Partial<AttributeInfo> = {}): AttributeInfo {
  return { name, type, label: { zh: name, en: name }, file: `columns/${name}.bin`, ...rest };
}

test('a number takes the decimals of its attribute, a count none, a year no comma', () => {
  expect(showValue(attribute('height', 'number', { unit: 'm', range: [3, 640] }), 12, 'zh')).toEqual({
    text: '12.0',
    unit: 'm',
    code: null,
  });
  expect(showValue(attribute('residents', 'integer', { unit: '{residents}' }), 12840, 'en').text).toBe('12,840');
  expect(showValue(attribute('built_year', 'integer'), 1987, 'en').text).toBe('1987');
});

test('a code is shown in words with the code behind, an unknown one as it is', () => {
  const use = attribute('use', 'code', { values: { B1: { zh: '商业', en: 'Commerce' } } });
  expect(showValue(use, 'B1', 'zh')).toEqual({ text: '商业', unit: '', code: 'B1' });
  expect(showValue(use, 'B9', 'en')).toEqual({ text: 'B9', unit: '', code: null });
});

test('nothing is a dash, nought is nought', () => {
  const depth = attribute('depth', 'number', { unit: 'm', range: [0, 4] });
  expect(showValue(depth, null, 'zh').text).toBe('—');
  expect(showValue(depth, 0, 'zh').text).toBe('0.00');
});

test('figures of a card: sizes before the rest, none without a value, four at most', () => {
  const attributes = [
    attribute('gid_old', 'integer'),
    attribute('area', 'number', { unit: 'm2' }),
    attribute('width', 'number', { unit: 'm' }),
    attribute('height', 'number', { unit: 'm' }),
    attribute('storeys', 'integer'),
    attribute('residents', 'integer'),
  ];
  const values = new Map<string, number | null>([
    ['gid_old', 4],
    ['area', 100],
    ['width', 8],
    ['height', 20],
    ['storeys', 6],
    ['residents', null],
  ]);
  expect(keyAttributes(attributes, values).map(({ name }) => name)).toEqual(['height', 'storeys', 'area', 'width']);
});

test('the name in the language shown, else the plain one, else none', () => {
  const values = new Map([
    ['name', '鼓楼'],
    ['name_en', 'Drum Tower'],
  ]);
  expect([nameOf(values, 'zh'), nameOf(values, 'en'), nameOf(new Map([['name', '']]), 'en')]).toEqual([
    '鼓楼',
    'Drum Tower',
    null,
  ]);
});

test('what has no name is called by its kind in words, never by an id that its source made', () => {
  const kind = {
    name: 'kind',
    type: 'code' as const,
    label: { zh: '类别', en: 'Kind' },
    file: 'kind.bin',
    values: { fire_station: { zh: '消防站', en: 'Fire station' } },
  };
  const of = (name: string, code: string | null) =>
    nameOrKind(
      new Map([
        ['name', name],
        ['kind', code],
      ]),
      [kind],
      'zh',
    );
  expect([of('FF Euben', 'fire_station'), of('', 'fire_station'), of('', 'depot'), of('', null)]).toEqual([
    'FF Euben',
    '消防站',
    'depot',
    null,
  ]);
});

test('of what is told in two languages, the one that is read; the other where that is empty', () => {
  const attributes = ['name', 'nameEn', 'address', 'addressEn', 'storeys'].map((name) => attribute(name, 'string'));
  const values = new Map<string, string | number | null>([
    ['name', '文昌阁'],
    ['nameEn', 'Wenchang Pavilion'],
    ['address', '文昌路 1 号'],
    ['addressEn', ''],
    ['storeys', 3],
  ]);
  const shown = (language: 'zh' | 'en') => attributesIn(language, attributes, values).map(({ name }) => name);
  expect(shown('zh')).toEqual(['name', 'address', 'storeys']);
  expect(shown('en')).toEqual(['nameEn', 'address', 'storeys']);
});

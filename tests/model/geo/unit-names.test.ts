import { describe, expect, test } from 'vitest';
import { ucumOfStated } from '../../../model/geo/unit-names.ts';
import { convert, UnknownUnit, unitOf } from '../../../model/geo/units.ts';

describe('a unit that a source states', () => {
  test.each([
    [68, { code: 'FAH' }, 'Cel', 20],
    [-40, { symbol: '°F' }, 'Cel', -40],
    [293.15, { code: 'KEL' }, 'Cel', 20],
    [12.5, { code: 'FOT' }, 'm', 3.81],
    [12.5, { name: 'Feet' }, 'm', 3.81],
    [1, { symbol: 'in' }, 'mm', 25.4],
    [60, { symbol: 'mph' }, 'm/s', 26.8224],
    [10, { code: 'KNT' }, 'm/s', 18_520 / 3600],
    [1, { symbol: 'psi' }, 'kPa', 6.894757293168361],
    [1013.25, { code: 'A97' }, 'kPa', 101.325],
    [1, { name: 'bar' }, 'hPa', 1000],
    [1, { symbol: 'inHg' }, 'hPa', 33.863788],
    [100, { symbol: 'gal/min' }, 'l/s', 6.30901964],
    [1, { code: 'G3' }, 'm3/h', 0.2727654],
    [1, { symbol: 'ft³/s' }, 'm3/s', 0.028316846592],
    [5, { symbol: 'µg/m³' }, 'ug/m3', 5],
    [50, { name: 'Percent' }, '1', 0.5],
    [1, { symbol: 'l/m²' }, 'mm', 1],
    [21.5, { name: 'Degree Celsius', symbol: '', definition: 'http://a.example/none' }, 'Cel', 21.5],
    [3, { symbol: 'x', definition: 'http://unitsofmeasure.org/ucum.html#m3/s' }, 'l/s', 3000],
    [
      1,
      { definition: 'http://www.qudt.org/qudt/owl/1.0.0/unit/Instances.html#DegreeFahrenheit' },
      'K',
      255.927777777778,
    ],
  ])('converts %d of %o to %s as %d', (value, stated, ours, expected) => {
    const code = ucumOfStated(stated) ?? 'none';
    expect(convert(value, unitOf(code), unitOf(ours))).toBeCloseTo(expected, 9);
  });

  test('is none where nothing is stated, and unknown where nobody knows it', () => {
    for (const nothing of [{}, { code: '' }, { name: null, symbol: null, definition: null }])
      expect(ucumOfStated(nothing)).toBeNull();
    for (const unknown of [{ code: 'XYZ' }, { name: 'royal cubit' }, { code: 'constructor' }, { symbol: '__proto__' }])
      expect(() => ucumOfStated(unknown)).toThrow(UnknownUnit);
  });
});

test('each code and each name of the tables is a unit', async () => {
  const { CEFACT, WRITTEN } = await import('../../../model/geo/unit-names.ts');
  for (const code of [...Object.values(CEFACT), ...Object.values(WRITTEN)]) expect(unitOf(code).code).toBe(code);
});

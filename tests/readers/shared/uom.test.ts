import { expect, test } from 'vitest';
import { uomOf } from '../../../readers/shared/uom.ts';

test.each([
  ['m', 'm', 1],
  ['urn:adv:uom:m', 'm', 1],
  ['urn:ogc:def:uom:UCUM::m', 'm', 1],
  ['http://www.opengis.net/def/uom/UCUM/0/m', 'm', 1],
  ['#m', 'm', 1],
  ['metre', 'm', 1],
  ['urn:ogc:def:uom:EPSG::9001', 'm', 1],
  ['urn:ogc:def:uom:EPSG::9002', 'm', 0.3048],
  ['ft', 'm', 0.3048],
  ['Feet', 'm', 0.3048],
  ['[ft_i]', 'm', 0.3048],
  ['ftUS', 'm', 1200 / 3937],
  ['US survey foot', 'm', 1200 / 3937],
  ['cm', 'm', 0.01],
  ['km', 'm', 1000],
  ['in', 'm', 0.0254],
  ['m2', 'm2', 1],
  ['m³', 'm³', 1],
  ['m/s', 'm/s', 1],
  ['-', '', 1],
])('%s is %s × %d', (name, unit, factor) => {
  expect(uomOf(name)).toEqual({ unit, factor });
});

test('a unit that nobody knows is no unit', () => {
  expect(uomOf('zoll-nach-gefuehl')).toBeNull();
});

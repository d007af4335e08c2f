import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changed, over } from '../../src/twin/link-part.ts';
import { twinLinkParts } from '../../src/twin/link-parts.ts';
import { byKey, decoded, flag, KEY_OF_A_LINK, number, numbersOf, oneOf, round } from '../../src/twin/link-text.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

const { city } = smallCity();

describe('a value of a link', () => {
  test('is numbers where every part is one', () => {
    expect(numbersOf('1,-2.5,3e2', ',')).toEqual([1, -2.5, 300]);
    expect(['1,,2', '1,x', '', '1,Infinity'].map((text) => numbersOf(text, ','))).toEqual([null, null, null, null]);
  });

  test('is a number within its limits, in the unit of the state', () => {
    const read = number('timeMs', 0, 10, (seconds) => seconds * 1000);
    expect(read('2.5')).toEqual({ linked: { timeMs: 2500 } });
    for (const text of ['', '-1', '10.5', 'x', 'NaN'])
      expect(read(text)).toEqual({ expected: { zh: '0 至 10', en: '0 to 10' } });
  });

  test('is a flag, or one of some words, and nothing like them', () => {
    expect(flag('on')('1')).toEqual({ linked: { on: true } });
    expect(flag('on')('true')).toEqual({ expected: { zh: '0 或 1', en: '0 or 1' } });
    const side = oneOf('side', ['left', 'right']);
    expect(side('left')).toEqual({ linked: { side: 'left' } });
    expect(side('Left')).toEqual({ expected: { zh: 'left、right', en: 'left, right' } });
  });

  test('of a key that a part has not is a problem, also where JavaScript has one of that name', () => {
    const read = byKey({ on: flag('on') });
    expect(read('toString', '1')).toEqual({ expected: KEY_OF_A_LINK });
  });

  test('is decoded where it is encoded, and null where it is broken', () => {
    expect([decoded('%E5%9F%BA'), decoded('%'), decoded(undefined)]).toEqual(['基', null, null]);
  });

  test('has no digits beyond those asked for, and no zeros at its end', () => {
    expect([round(1.23456, 2), round(2, 3), round(-0.0001, 2)]).toEqual([1.23, 2, -0]);
  });
});

test('a link has what differs from the usual alone', () => {
  expect(
    changed([
      ['rate', 60, 60],
      ['play', 1, 0],
    ]),
  ).toEqual([['play', '1']]);
});

test('what a link says takes the place of the fresh value, and brings no key of its own', () => {
  const fresh: { a: number; b: number; c?: number } = { a: 1, b: 2 };
  expect(over(fresh, { b: 5, c: 9 })).toEqual({ a: 1, b: 5 });
  expect(over<{ a: number | undefined }>({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
});

describe("the parts of the twin's own slices", () => {
  const parts = twinLinkParts([{ id: 'plan', theme: 'plan', emphasis: [], steps: [] }]);
  const partOf = (key: string) => {
    const part = parts.find(({ keys }) => keys.includes(key));
    if (!part) throw new Error(`expected a part with ${key}`);
    return part;
  };
  const read = (key: string, value: string) => partOf(key).read(key, value, city);

  test('have each key once', () => {
    const keys = parts.flatMap((part) => part.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('read back the camera that they wrote, to a centimetre or so', () => {
    const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
    const cameras = fc.record({
      lonDeg: degrees(180),
      latDeg: degrees(90),
      heightM: fc.double({ min: 0, max: 1e6, noNaN: true }),
      headingDeg: fc.double({ min: 0, max: 359.99, noNaN: true }),
      pitchDeg: degrees(90),
    });
    fc.assert(
      fc.property(cameras, (camera) => {
        const twin = pageTwinOnce();
        twin.getState().reportCamera(camera);
        const [[, text]] = partOf('c').write(twin.getState(), city);
        const back = read('c', text);
        expect(back).toHaveProperty('linked');
        const seen = (back as { linked: { camera: typeof camera } }).linked.camera;
        expect(Math.abs(seen.lonDeg - camera.lonDeg)).toBeLessThan(1e-7);
        expect(Math.abs(seen.latDeg - camera.latDeg)).toBeLessThan(1e-7);
        expect(Math.abs(seen.heightM - camera.heightM)).toBeLessThan(0.0051);
        expect(Math.abs(seen.pitchDeg - camera.pitchDeg)).toBeLessThan(0.0051);
      }),
      { numRuns: 60 },
    );
  });

  test('turn a heading into the full circle', () => {
    expect(read('c', '108,34,500,-90,-30')).toMatchObject({ linked: { camera: { headingDeg: 270 } } });
    expect(read('c', '108,34,500,725,-30')).toMatchObject({ linked: { camera: { headingDeg: 5 } } });
  });

  test.each([
    ['c', '108,34,500,0'],
    ['c', '181,34,500,0,0'],
    ['c', '108,34,500,0,-91'],
    ['l', 'metro:1:1:both'],
    ['l', 'building:1:2:both'],
    ['l', 'building:1:1:middle'],
    ['cim', '0'],
    ['cim', '1.5'],
    ['state', 'gone'],
    ['sel', ''],
    ['by', 'building:colour'],
    ['f', 'building:height:r:9:1'],
    ['f', 'building:height:x:1'],
    ['swipe', '1.1'],
    ['pit', '5;0,0;1,1'],
    ['pit', '0;0,0;1,1;2,0'],
    ['desk', 'gone'],
  ])('refuse what cannot be: %s=%s', (key, value) => {
    expect(read(key, value)).toHaveProperty('expected');
  });

  test.each([
    ['l', 'building:0:0.5:left', { layers: { building: { shown: false, opacityRatio: 0.5, side: 'left' } } }],
    ['cim', '2,4', { cimLevels: [2, 4] }],
    ['by', 'building:height:', { colouring: { layerId: 'building', attribute: 'height' } }],
    [
      'f',
      'building:class:v:lane%3Aold',
      { filters: [{ layerId: 'building', attribute: 'class', kind: 'values', values: ['lane:old'] }] },
    ],
    [
      'f',
      'building:height:r:1:9',
      { filters: [{ layerId: 'building', attribute: 'height', kind: 'range', min: 1, max: 9 }] },
    ],
    [
      'pit',
      '5;0,0;10,0;0,10',
      {
        excavation: {
          depthM: 5,
          ringM: [
            [0, 0],
            [10, 0],
            [0, 10],
          ],
        },
      },
    ],
  ])('read what was meant: %s=%s', (key, value, linked) => {
    expect(read(key, value)).toEqual({ linked });
  });
});

const onlyTwin = pageTwin(city);

function pageTwinOnce() {
  return onlyTwin;
}

describe('a list of a link of which one item names what is no longer there', () => {
  const [layers, colouring, compare] = ['l', 'f', 'eachview'].map((key) => {
    const part = twinLinkParts([{ id: 'twin', steps: [] } as never]).find(({ keys }) => keys.includes(key));
    if (!part) throw new Error(`expected a part with ${key}`);
    return part;
  });
  const [{ id }] = city.layers;
  const attribute = city.layers[0].attributes[0].name;

  test('keeps the state of the layers that are', () => {
    expect(layers.read('l', `${id}:0:0.5:left;gone:1:1:both`, city)).toMatchObject({
      linked: { layers: { [id]: { shown: false, opacityRatio: 0.5, side: 'left' } } },
      left: [{ got: 'gone:1:1:both' }],
    });
    expect(layers.read('l', 'gone:1:1:both', city)).not.toHaveProperty('linked');
  });

  test('keeps states and levels that are', () => {
    expect(layers.read('state', 'planned,gone', city)).toMatchObject({
      linked: { states: ['planned'] },
      left: [{ got: 'gone' }],
    });
    expect(layers.read('cim', '2,9', city)).toMatchObject({ linked: { cimLevels: [2] }, left: [{ got: '9' }] });
  });

  test('keeps the filters on attributes that are', () => {
    expect(colouring.read('f', `gone:x:r:1:2;${id}:${attribute}:v:a`, city)).toMatchObject({
      linked: { filters: [{ layerId: id, attribute, kind: 'values', values: ['a'] }] },
      left: [{ got: 'gone:x:r:1:2' }],
    });
  });

  test('keeps what a picture of several says beside the layer that is gone', () => {
    expect(compare.read('eachview', `1:plan::+${id},-gone;9:::`, city)).toMatchObject({
      linked: { views: [{ theme: 'plan', layers: { [id]: true } }, {}, {}, {}] },
      left: [{ got: '1:gone' }, { got: '9:::' }],
    });
  });
});

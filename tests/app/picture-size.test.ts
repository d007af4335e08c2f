import { expect, test } from 'vitest';
import { SIZES, sized } from '../../src/app/shell/picture-size.ts';

const sizeOf = (id: string) => SIZES.find((each) => each.id === id)?.size;

test('sheets are landscape at their fineness, screens are 4K and 8K', () => {
  // 297 mm are 11.693 inches, 210 mm 8.268, 420 mm 16.535.
  expect(sizeOf('a4-150')).toEqual({ widthPx: 1754, heightPx: 1240 });
  expect(sizeOf('a4-300')).toEqual({ widthPx: 3508, heightPx: 2480 });
  expect(sizeOf('a3-150')).toEqual({ widthPx: 2480, heightPx: 1754 });
  expect(sizeOf('a3-300')).toEqual({ widthPx: 4961, heightPx: 3508 });
  expect(sizeOf('4k')).toEqual({ widthPx: 3840, heightPx: 2160 });
  expect(sizeOf('8k')).toEqual({ widthPx: 7680, heightPx: 4320 });
});

test('letters on a screen are as large as on a sheet of A3 that fills it', () => {
  expect(sized('own', 4961, 3000).scale).toBeCloseTo(SIZES.find(({ id }) => id === 'a3-300')?.scale ?? 0, 3);
});

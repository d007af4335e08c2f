import { expect, test } from 'vitest';
import { viewBoxes } from '../../src/view/globe/panes/view-boxes.ts';

const WINDOW = { widthPx: 1280, heightPx: 720 };
const PANELS = { leftPx: 380, topPx: 60, rightPx: 0, bottomPx: 60 };
const texts = (count: number, window = WINDOW, insets = PANELS) =>
  viewBoxes(count, window, insets).map(({ leftPx, topPx, widthPx, heightPx }) =>
    [leftPx, topPx, widthPx, heightPx].join(' '),
  );

test('one picture and two have the whole window, more what panels leave free', () => {
  expect(texts(1)).toEqual(['0 0 1280 720']);
  expect(texts(2)).toEqual(['0 0 640 720', '640 0 640 720']);
  expect(texts(3)).toEqual(['380 60 300 600', '680 60 300 600', '980 60 300 600']);
  expect(texts(4)).toEqual(['380 60 450 300', '830 60 450 300', '380 360 450 300', '830 360 450 300']);
});

test('three stand above one another where that is higher than wide', () => {
  const phone = { widthPx: 390, heightPx: 844 };
  expect(texts(3, phone, { leftPx: 0, topPx: 94, rightPx: 0, bottomPx: 0 })).toEqual([
    '0 94 390 250',
    '0 344 390 250',
    '0 594 390 250',
  ]);
});

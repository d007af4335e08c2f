import { expect, test } from 'vitest';
import { containsWords, wordsOfName } from './names.ts';

test('a name is split into words in any style', () => {
  expect(wordsOfName('showFloodHTML')).toEqual(['show', 'flood', 'html']);
  expect(wordsOfName('HTMLFlood2')).toEqual(['html', 'flood', '2']);
  expect(wordsOfName('MAX_FLOOD_ROWS')).toEqual(['max', 'flood', 'rows']);
  expect(wordsOfName('flood-panel.css')).toEqual(['flood', 'panel', 'css']);
});

test('an id is found as whole words in a row, the last also in plural', () => {
  expect(containsWords(['show', 'floods'], ['flood'])).toBe(true);
  expect(containsWords(['flooded'], ['flood'])).toBe(false);
  expect(containsWords(['air', 'quality', 'form'], ['air', 'quality'])).toBe(true);
  expect(containsWords(['air', 'form', 'quality'], ['air', 'quality'])).toBe(false);
});

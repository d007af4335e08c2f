import { expect, test } from 'vitest';
import { compareUtf8, findLines, fold, foldTexts } from '../../../model/text/folded-text.ts';

test('width and case are folded', () => {
  expect(fold('ＡＢ－１２　Ｃ')).toBe('ab-12 c');
});

test('fits: whole, beginning, word, inside', () => {
  const texts = foldTexts(['tower', 'Tower 2', 'Twin Tower', 'watchtower', 'bridge']);
  expect([...findLines(texts, 'tower', 10)].sort()).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test('the limit never loses the whole or a beginning', () => {
  const texts = foldTexts([...Array.from({ length: 50 }, (_, i) => `x${i} a`), 'a']);
  expect(findLines(texts, 'a', 3).get(50)).toBe(0);
});

test('strings order as their UTF-8 bytes', () => {
  const texts = ['\u{1F3D9}', '\uff21', 'z', '城', 'a', '', 'ab'];
  const bytes = (text: string) => Buffer.from(text, 'utf8');
  expect([...texts].sort(compareUtf8)).toEqual([...texts].sort((a, b) => Buffer.compare(bytes(a), bytes(b))));
});

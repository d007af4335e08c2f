import { expect, test } from 'vitest';
import { cutLines, cutText, MAX_MESSAGE_BYTES } from '../../../model/text/cut-text.ts';
import { MessageError, messageTable, sentencesOf } from '../../../model/text/message.ts';

const bytes = (text: string) => new TextEncoder().encode(text).length;
const message = messageTable({ got: { zh: '{file}：现为 {got}', en: '{file}: got {got}' } });

test('a short text stays as it is, a long one ends with an ellipsis within the bytes of UTF-8', () => {
  expect(cutText('sand table', 10)).toBe('sand table');
  expect(cutText('sand tables', 10)).toBe('sand ta…');
  expect(cutText('沙盘城市', 12)).toBe('沙盘城市');
  expect(cutText('沙盘城市', 11)).toBe('沙盘…');
});

test('no letter is cut in two', () => {
  for (let most = 3; most < 40; most++) {
    const cut = cutText('😀沙a'.repeat(5), most);
    expect(bytes(cut)).toBeLessThanOrEqual(most);
    expect(new TextDecoder().decode(new TextEncoder().encode(cut))).toBe(cut);
  }
});

test('of many lines the first are kept whole, and how many follow is told', () => {
  const lines = Array.from({ length: 100 }, (_, i) => `${String(i).padStart(3, '0')} ${'x'.repeat(95)}`);
  const text = cutLines(lines).split('\n');
  expect(text).toEqual([...lines.slice(0, 19), '… (+81)']);
});

test('a message is 2,000 bytes at most whatever a file put into it: its values too, in both languages', () => {
  const letters = '字'.repeat(200_000);
  const error = new MessageError(...Array.from({ length: 9 }, () => message('got', { file: letters, got: letters })));
  for (const text of [error.message, sentencesOf(error, 'zh') ?? '', sentencesOf(error, 'en') ?? '']) {
    expect(bytes(text)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    expect(text.length).toBeGreaterThan(100);
  }
  expect(bytes(JSON.stringify(error.messages[0]))).toBeLessThan(3 * MAX_MESSAGE_BYTES);
});

import { expect, test } from 'vitest';
import type { Message } from '../../model/text/message.ts';
import { linkNotice } from '../../src/app/link-notice.ts';

const message = (zh: string, en: string): Message => ({ code: en, values: {}, text: { zh, en } });
const BAD = message('c：应为位置', 'c: expected a place');
const WORSE = message('t：应为时刻', 't: expected an instant');
const GONE = message('没有录制“甲”', 'no recording "a"');
const LOST = message('没有图层“乙”', 'no layer "b"');

test('one part is told as it is, whichever it is', () => {
  expect(linkNotice([BAD], [])).toBe(BAD);
  expect(linkNotice([], [GONE])).toBe(GONE);
});

test('of several the number and the first that could not be read, in both languages', () => {
  const { zh, en } = linkNotice([BAD, WORSE], [GONE]).text;
  expect(zh).toMatch(/3.*c：应为位置/);
  expect(en).toMatch(/3.*c: expected a place/);
});

test('what is only not there is named whole', () => {
  const { zh, en } = linkNotice([], [GONE, LOST]).text;
  expect(zh).toContain('没有录制“甲”；没有图层“乙”');
  expect(en).toContain('no recording "a"; no layer "b"');
});

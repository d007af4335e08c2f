import { expect, test } from 'vitest';
import { isMessage, MessageError, messagesOf, messageTable, sentencesOf } from '../../../model/text/message.ts';

const say = messageTable({
  deep: { zh: '{place}：水深 {depthM} m', en: '{place}: {depthM} m deep' },
  empty: { zh: '没有数据', en: 'no data' },
  shape: { zh: '应为对象 {…}，现为 {got}', en: 'expected an object {…}, got {got}' },
});

test('a sentence is filled in both languages', () => {
  expect(say('deep', { place: 'g1', depthM: 1.5 })).toEqual({
    code: 'deep',
    values: { place: 'g1', depthM: 1.5 },
    text: { zh: 'g1：水深 1.5 m', en: 'g1: 1.5 m deep' },
  });
});

test('a value that holds braces is not filled again, and braces without a name stay', () => {
  expect(say('deep', { place: '{depthM}', depthM: 2 }).text.en).toBe('{depthM}: 2 m deep');
  expect(say('shape', { got: '[…]' }).text.en).toBe('expected an object {…}, got […]');
});

test('an error says all its sentences, English ones in its message', () => {
  const error = new MessageError(say('empty', {}), say('deep', { place: 'g2', depthM: 3 }));
  expect(error.message).toBe('no data\ng2: 3 m deep');
  expect(sentencesOf(error, 'zh')).toBe('没有数据\ng2：水深 3 m');
});

test('a copy that crossed a border says the same, a fault of the program says nothing', () => {
  const error = new MessageError(say('empty', {}));
  const copy = JSON.parse(JSON.stringify({ messages: error.messages }));
  expect(sentencesOf(copy, 'en')).toBe('no data');
  expect(messagesOf(new TypeError('x is undefined'))).toBeNull();
  expect(messagesOf({ messages: [] })).toBeNull();
  expect(messagesOf({ messages: [{ code: 'deep', text: { zh: 1, en: 'x' } }] })).toBeNull();
  expect(isMessage({ code: 'a', text: { zh: '甲', en: 'a' } })).toBe(true);
});

import { describe, expect, test } from 'vitest';
import { jsonOfFile, MAX_JSON_LEVELS } from '../../../model/text/json-file.ts';
import { messagesOf } from '../../../model/text/message.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** What a reader of either language is told. */
function refusal(bytes: Uint8Array): { zh: string; en: string } {
  try {
    jsonOfFile(bytes, 'mine.json');
  } catch (error) {
    const [message] = messagesOf(error) ?? [];
    if (message) return message.text;
  }
  return { zh: 'taken', en: 'taken' };
}

describe('a file of JSON', () => {
  test('comes as its values, with a byte order mark too', () => {
    expect(jsonOfFile(utf8('{"a":[1,{"b":null}]}'), 'mine.json')).toEqual({ a: [1, { b: null }] });
    expect(jsonOfFile(new Uint8Array([0xef, 0xbb, 0xbf, ...utf8('[1]')]), 'mine.json')).toEqual([1]);
  });

  test('that is no UTF-8 is not read as signs of replacement', () => {
    const gbk = new Uint8Array([0x22, 0xb6, 0xab, 0x22]);
    expect(refusal(gbk)).toEqual({
      zh: 'mine.json：应为 UTF-8 编码的文本',
      en: 'mine.json: expected text in UTF-8, got other bytes',
    });
  });

  test('that is torn says where, in both languages', () => {
    expect(refusal(utf8('{"a":\n 1,}')).zh).toBe('mine.json：不是有效的 JSON（第 2 行第 4 列有语法错误）');
    expect(refusal(utf8('')).zh).toContain('内容不完整');
    expect(refusal(utf8('{')).en).toMatch(/^mine\.json: expected JSON, got /);
  });

  test('may be nested so deep and no deeper; of a hundred thousand levels it ends with a sentence', () => {
    expect(refusal(utf8(nested(MAX_JSON_LEVELS))).en).toBe('taken');
    expect(refusal(utf8(nested(MAX_JSON_LEVELS + 1))).en).toBe(
      `mine.json: expected at most ${MAX_JSON_LEVELS} levels of lists and objects in each other, got more`,
    );
    expect(refusal(utf8(`{"rules":${nested(100_000)}}`)).zh).toContain(`至多嵌套 ${MAX_JSON_LEVELS} 层`);
  });
});

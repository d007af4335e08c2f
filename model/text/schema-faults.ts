import * as v from 'valibot';
import { caseMessage } from './case-messages.ts';
import type { Message } from './message.ts';
import type { Text } from './text.ts';

/** At most so many faults are listed one by one: more do not help whoever mends the file. */
const MAX_FAULTS = 20;

/** Longer than this a value of a file says no more. */
const MAX_VALUE_CHARACTERS = 60;

/** What a schema asks for in words of its own, in Chinese; a test finds what is missing here. */
const REQUIREMENTS_ZH: Readonly<Record<string, string>> = {
  'a Manning n of 0.001 to 1 or {"file": …}': '0.001 至 1 的曼宁糙率，或 {"file": …}',
  'a box from south-west to north-east': '从西南到东北的范围',
  'a level or a series': '一个水位或一个过程',
  'a name of letters, digits, . _ -, or * for any kind': '由字母、数字和 . _ - 组成的名称，或表示任意类型的 *',
  'small letters, digits and - (32 at most)': '小写字母、数字和 -，至多 32 个字符',
  'a path of names with dots between': '以点相连的名称',
  'an address': '网址',
  'a host by its plain name or number': '主机名或 IP 地址',
  'an address without a password': '不含密码的网址',
  'letters, digits, - and _': '字母、数字、- 和 _',
  'one * in both or in none': '两边各一个 *，或都没有',
  'one stream or more': '至少一条数据流',
  'an address of the kind: ws, wss for MQTT, else http, https': 'MQTT 用 ws 或 wss 开头的网址，其他用 http 或 https',
  'where stream, time and value stand': '数据流、时刻和数值所在的字段',
  'with a filter of topics also where time and value stand': '写了主题过滤，还须写明时刻和数值所在的字段',
  'the type of the entities': '实体类型',
  'a shelf of at most eight hours': '至多八小时的搁置',
  'a whole number': '整数',
  'a date like 2026-06-07': '2026-06-07 这样的日期',
  'an hour like 2026-06-07T14': '2026-06-07T14 这样的小时',
  'times like 08:00-12:00': '08:00-12:00 这样的时段',
  'lower-case letters, digits and dashes': '小写字母、数字和 -',
  'an IANA time zone as Asia/Shanghai': 'Asia/Shanghai 这样的 IANA 时区',
  'expected rising hours': '递增的小时',
  'expected a share for every hour': '每个小时一个比例',
  'another value': '其他值',
  'Limits between classes of a number, from low to high, in the unit of the attribute': '由小到大的分界值，单位同属性',
  'Either a layer or a kind': '图层（layer）与类型（kind）二者取一',
  'Either a layer or a kind; one of method, breaks and values at most':
    '图层（layer）与类型（kind）二者取一；method、breaks、values 至多取一',
};

/** A requirement as a part of a sentence; `0 or more` and choices of words are figures and words of the format in either language. */
function requirementText(expected: string): Text {
  const zh =
    REQUIREMENTS_ZH[expected] ?? expected.replace(/^(\S+) or more$/, '至少 $1').replace(/^at most (\S+)$/, '至多 $1');
  return { zh: zh.replace(/ or /g, ' 或 '), en: expected };
}

/** A file of a million wrong entries has a million faults of some 600 bytes each: of one so large the first alone is told. */
const MAX_LISTED_VALUES = 100_000;

/** By its schema: all faults where the file is of a size that people write, else the first. Every door reads its JSON by this. */
export function checked<Schema extends v.GenericSchema>(schema: Schema, json: unknown): v.SafeParseResult<Schema> {
  const quick = v.safeParse(schema, json, { abortEarly: true });
  return quick.success || hasMore(json, MAX_LISTED_VALUES) ? quick : v.safeParse(schema, json);
}

/** Whether JSON has more values than `most`; it is not looked at further. */
function hasMore(json: unknown, most: number): boolean {
  const left = [json];
  for (let count = 0; left.length > 0; count++) {
    if (count + left.length > most) return true;
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (inner.length > most) return true;
    for (const one of inner) left.push(one);
  }
  return false;
}

/** The faults that a schema found in a file, as messages; the last one says how many are not listed. */
export function faultMessages(issues: readonly v.BaseIssue<unknown>[], file: string): Message[] {
  const listed = issues.slice(0, MAX_FAULTS).map((issue) => faultMessage(issue, file));
  const more = issues.length - listed.length;
  return more > 0 ? [...listed, caseMessage('more', { file, more })] : listed;
}

/** What a schema's issue says to a person: the schema's rule decides the sentence, its requirement the figures. */
function faultMessage(issue: v.BaseIssue<unknown>, file: string): Message {
  const place = v.getDotPath(issue) ?? '(root)';
  const expected = issue.message.startsWith('Invalid') ? (issue.expected ?? 'another value') : issue.message;
  const got = shortened(issue.received);
  const at = { file, place };
  if (expected === 'never') return caseMessage('unknown-key', { ...at, got });
  if (issue.received === 'undefined') return caseMessage('missing', { ...at, asked: requirementText(expected) });
  switch (issue.type) {
    case 'number':
    case 'min_value':
    case 'max_value':
      return rangeMessage(expected, at, got);
    case 'integer':
      return caseMessage('whole', { ...at, got });
    case 'min_length':
      return caseMessage('few', { ...at, least: limitOf(issue, expected), got });
    case 'max_length':
      return caseMessage('many', { ...at, most: limitOf(issue, expected), got });
    case 'regex':
      return expected.startsWith('letters')
        ? caseMessage('id', { ...at, got })
        : caseMessage('pattern', { ...at, asked: requirementText(expected), got });
    case 'string':
      return caseMessage('text', { ...at, got });
    case 'finite':
    case 'nan':
      return caseMessage('number', { ...at, got });
    case 'boolean':
      return caseMessage('flag', { ...at, got });
    case 'array':
    case 'strict_tuple':
    case 'tuple':
    case 'length':
      return caseMessage('list', { ...at, got });
    default:
      if (expected === 'Object') return caseMessage('object', { ...at, got });
      return caseMessage('word', {
        ...at,
        asked: REQUIREMENTS_ZH[expected] ? requirementText(expected) : alternatives(expected),
        got,
      });
  }
}

/** Schemas of cases write their ranges as "0 to 500"; another requirement is shown as it stands. */
function rangeMessage(expected: string, at: { file: string; place: string }, got: string): Message {
  const [least, most] = expected.split(' to ');
  if (expected === 'number') return caseMessage('number', { ...at, got });
  if (most === undefined) return caseMessage('pattern', { ...at, asked: requirementText(expected), got });
  return caseMessage('range', { ...at, least, most, got });
}

function limitOf({ requirement }: v.BaseIssue<unknown>, expected: string): number | Text {
  return typeof requirement === 'number' ? requirement : requirementText(expected);
}

/** The words of a choice without the English between them. */
function alternatives(expected: string): string {
  return expected.replace(/[()]/g, '').replace(/ (\||or) |, /g, ' | ');
}

function shortened(received: string): string {
  if (received === 'Object') return '{…}';
  if (received === 'Array') return '[…]';
  return received.length > MAX_VALUE_CHARACTERS ? `${received.slice(0, MAX_VALUE_CHARACTERS)}…` : received;
}

import { jsonFault } from './json-fault.ts';
import { MessageError, messageTable } from './message.ts';
import { repeatedKey } from './repeated-key.ts';

/** What can be wrong with a file that a person chose before anybody asks what it holds. */
export const fileMessage = messageTable({
  large: {
    zh: '{file}：文件应不超过 {most} MiB，现为 {got} MiB',
    en: '{file}: expected at most {most} MiB, got {got} MiB',
  },
  lost: {
    zh: '{file}：读取没有完成：文件可能已损坏，或过于复杂',
    en: '{file}: reading did not come to an end: the file may be broken or made to be slow',
  },
  'not-text': { zh: '{file}：应为 UTF-8 编码的文本', en: '{file}: expected text in UTF-8, got other bytes' },
  'not-json': { zh: '{file}：不是有效的 JSON（{reason}）', en: '{file}: expected JSON, got {reason}' },
  twice: {
    zh: '{file}：键 {key} 在同一对象中出现两次，不同的程序会读到不同的内容',
    en: '{file}: expected the key {key} once in its object, got it twice: programs differ in which of the two they read',
  },
  deep: {
    zh: '{file}：列表与对象至多嵌套 {most} 层，现有更多层',
    en: '{file}: expected at most {most} levels of lists and objects in each other, got more',
  },
});

/** No file that this program writes has a quarter of it. A schema calls itself for each level, and would end without a word. */
export const MAX_JSON_LEVELS = 64;

/** The values of a file of JSON. Its errors name the file and where it stops being one. */
export function jsonOfFile(bytes: Uint8Array, file: string): unknown {
  const text = textOfFile(bytes, file);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MessageError(fileMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
  if (isDeep(json)) throw new MessageError(fileMessage('deep', { file, most: MAX_JSON_LEVELS }));
  return json;
}

/** The same for a file that a person chose. */
export const jsonOfBlob = async (blob: Blob, file: string): Promise<unknown> =>
  jsonOfFile(new Uint8Array(await blob.arrayBuffer()), file);

/** The same for a file whose content is hashed or signed: no key stands twice in it. */
export async function hashedJsonOfBlob(blob: Blob, file: string): Promise<unknown> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const json = jsonOfFile(bytes, file);
  refuseRepeatedKey(textOfFile(bytes, file), file);
  return json;
}

/** Refuses the text of a hashed or signed file in which a key stands twice. */
export function refuseRepeatedKey(text: string, file: string): void {
  const key = repeatedKey(text);
  if (key !== null) throw new MessageError(fileMessage('twice', { file, key }));
}

function textOfFile(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new MessageError(fileMessage('not-text', { file }));
  }
}

/** Level by level, so that no stack grows with the depth. */
function isDeep(json: unknown): boolean {
  let level = [json].filter(isHolder);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > MAX_JSON_LEVELS) return true;
    level = level.flatMap((one) => Object.values(one).filter(isHolder));
  }
  return false;
}

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null;

import { type CrowdProblem, CrowdRefusal } from '../../../model/scenarios/crowd-problem.ts';
import { parseCrowdScenario } from '../../../scenarios/crowd.ts';
import type { CityCrowdScenario } from './crowd-case.ts';

/** A case of 100,000 places written out weighs 3 MB. */
const MAX_CASE_BYTES = 16 << 20;

/** Reads a case file for the opened city off the page's own thread; rejects with a `CrowdRefusal` that names file and place. */
export type ReadCrowdCase = (bytes: Uint8Array, file: string, city: string) => Promise<CityCrowdScenario>;

/** What `shapan sim crowd` takes, and the page saves: a case on a part of this city. */
export function caseOfFile(bytes: Uint8Array, file: string, city: string): CityCrowdScenario {
  const { ground, ...rest } = parseCrowdScenario(jsonOf(bytes, file), file);
  if (ground.kind !== 'city') throw new CrowdRefusal({ code: 'case-ground', values: { file, got: ground.kind } });
  if (ground.id !== city) throw new CrowdRefusal({ code: 'case-city', values: { file, city, got: ground.id } });
  return { ...rest, ground };
}

/** Before it is read: a file of gigabytes need not come into memory to be refused. */
export function refuseLarge(file: string, bytes: number, most = MAX_CASE_BYTES): void {
  if (bytes > most) throw new CrowdRefusal({ code: 'file-large', values: { file, most, got: bytes } });
}

function jsonOf(bytes: Uint8Array, file: string): unknown {
  refuseLarge(file, bytes.length);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CrowdRefusal({ code: 'file-not-text', values: { file } });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CrowdRefusal(notJson(text, file, String(error)));
  }
}

/** Where a text stops being JSON, as far as the engine tells: V8 by position, by the text's end or by some letters about it, Firefox by line and column. */
function notJson(text: string, file: string, messageText: string): CrowdProblem {
  const at = (line: number, column: number): CrowdProblem => ({
    code: 'file-not-json-at',
    values: { file, line, column },
  });
  const [, line, column] = /line (\d+) column (\d+)/.exec(messageText) ?? [];
  if (line && column) return at(Number(line), Number(column));
  const [, position = messageText.includes('Unexpected end') ? text.length : ''] =
    /position (\d+)/.exec(messageText) ?? [];
  if (position !== '') {
    const before = text.slice(0, Number(position)).split('\n');
    return at(before.length, before[before.length - 1].length + 1);
  }
  const [, near] = /, ((?:\.{3})?".*"(?:\.{3})?) is not valid JSON/s.exec(messageText) ?? [];
  if (near) return { code: 'file-not-json-near', values: { file, near: near.replace(/\s+/g, ' ') } };
  return { code: 'file-not-json', values: { file } };
}

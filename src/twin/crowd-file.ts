import { parseCrowdScenario } from '../../scenarios/crowd.ts';
import type { CityCrowdScenario } from './crowd-case.ts';

/** A case of 100,000 places written out weighs 3 MB. */
export const MOST_CASE_BYTES = 16 << 20;

/** Reads a case file for the opened city off the page's own thread; rejects in words that name file and place. */
export type ReadCrowdCase = (bytes: Uint8Array, file: string, city: string) => Promise<CityCrowdScenario>;

/** What `shapan sim crowd` takes, and the page saves: a case on a part of this city. */
export function caseOfFile(bytes: Uint8Array, file: string, city: string): CityCrowdScenario {
  const scenario = parseCrowdScenario(jsonOf(bytes, file), file);
  const { ground, ...rest } = scenario;
  if (ground.kind !== 'city')
    throw new Error(
      `${file}: ground.kind: expected "city" (a plan of its own is for shapan sim crowd), got "${ground.kind}"`,
    );
  if (ground.id !== city)
    throw new Error(`${file}: ground.id: expected "${city}", the opened city, got "${ground.id}"`);
  return { ...rest, ground };
}

function jsonOf(bytes: Uint8Array, file: string): unknown {
  if (bytes.length > MOST_CASE_BYTES)
    throw new Error(`${file}: expected at most ${MOST_CASE_BYTES} bytes, got ${bytes.length}`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${file}: expected UTF-8 text, got other bytes`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file}: expected JSON, got: ${error instanceof Error ? error.message : 'something else'}`);
  }
}

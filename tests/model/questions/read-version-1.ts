import { readFileSync } from 'node:fs';

/** What the last version of the page wrote before a question had a schema of its own: links, percent-decoded, and cases, one a line. */
export function readVersion1(id: string): { links: object[]; cases: object[] } {
  const lines = readFileSync(`tests/fixtures/questions/${id}-version-1.jsonl`, 'utf8').trim().split('\n');
  const written = lines.map((line): { link?: object; case?: object } => JSON.parse(line));
  return {
    links: written.flatMap(({ link }) => link ?? []),
    cases: written.flatMap((each) => each.case ?? []),
  };
}

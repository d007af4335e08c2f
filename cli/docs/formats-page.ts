import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordsIn } from '../../model/text/words.ts';
import { formatWords, pageWords } from './words.ts';

/** One file of the real data, as `npm run formats` met it. */
export interface FormatRow {
  file: string;
  outcome: 'baked' | 'refused' | 'failed';
  features: number;
  leftOut: number;
  seconds: number;
  mb: number;
  findings: number;
  pageErrors: number | null;
  said: string;
  commit: string;
}

const RECORD = 'tests/formats/record.jsonl';

/** One table of what came of each file. */
export function formatsPage(root: string, language: 'en' | 'zh'): string {
  const { title, intro, none, head, ...outcomes } = wordsIn(formatWords, language);
  const { generated } = wordsIn(pageWords, language);
  const path = join(root, RECORD);
  const rows = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as FormatRow)
    : [];
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const lines = rows.map((row) => {
    const figures =
      row.outcome === 'baked' ? [row.features, row.leftOut, row.seconds, row.mb, row.findings] : ['', '', '', '', ''];
    const cells = [row.file, outcomes[row.outcome], ...figures, row.pageErrors ?? '', row.said, row.commit];
    return `| ${cells.map((value) => cell(String(value))).join(' | ')} |`;
  });
  const table = [`| ${head} |`, `|${' --- |'.repeat(head.split(' | ').length)}`, ...lines].join('\n');
  return `${[`# ${title}`, intro, generated, rows.length === 0 ? none : table].join('\n\n')}\n`;
}

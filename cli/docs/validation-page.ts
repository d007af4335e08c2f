import { sayWord, wordsIn } from '../../model/text/words.ts';
import { type MarkSource, type Recorded, readRecord, readSources, SOURCES, sourceOf } from '../validation-record.ts';
import { pageWords, validationWords } from './words.ts';

/** The page of validations: a summary by subject and the failures, each with where its mark is from; the record itself lies beside the guide. */
export function validationPage(root: string, language: 'en' | 'zh'): string {
  const { title, intro, failed, subjects, none, head } = wordsIn(validationWords, language);
  const rows = readRecord(root);
  const sources = readSources(root);
  const bad = rows.filter(({ pass }) => !pass);
  const sum = sayWord(validationWords.sum, { passed: rows.length - bad.length, failed: bad.length }, language);
  const twice = new Set(rows.map((row) => row.case).filter((name, i, all) => all.indexOf(name) !== i));
  const failures = bad.map((row) => {
    const source = sourceFor(sources, row.case);
    const name = twice.has(row.case) ? `${row.case} (${row.of})` : row.case;
    return [name, shown(row.value), shown(row.mark), source[language], source.preset ?? '', row.commit];
  });
  const parts = [intro, pageWords.generated[language], sum, tableOf(subjects, countsOf(rows))];
  return `${[`# ${title}`, ...parts, `## ${failed}`, bad.length === 0 ? none : tableOf(head, failures)].join('\n\n')}\n`;
}

/** Returns a row a subject: its name (the part of a case's name before the first dot or colon), how many verdicts pass and how many fail. */
function countsOf(rows: readonly Recorded[]): string[][] {
  const counts = new Map<string, { passed: number; failed: number }>();
  for (const row of rows) {
    const [subject] = row.case.split(/[.:]/);
    const count = counts.get(subject) ?? { passed: 0, failed: 0 };
    count[row.pass ? 'passed' : 'failed']++;
    counts.set(subject, count);
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { passed, failed }]) => [name, `${passed}`, `${failed}`]);
}

function tableOf(heads: string, rows: readonly (readonly string[])[]): string {
  const head = heads.split(' | ');
  const escaped = rows.map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('<', '&lt;')));
  return [head, head.map(() => '---'), ...escaped].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function sourceFor(sources: readonly MarkSource[], name: string): MarkSource {
  const source = sourceOf(sources, name);
  if (!source) throw new Error(`${SOURCES}: expected the source of the mark of ${name}, got none`);
  return source;
}

/** Five digits of a figure, and the beginning of a hash. */
const shown = (value: number | string): string =>
  typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(5)))
    : String(value).replace(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, '$1…');

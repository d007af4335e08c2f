import { Command } from 'commander';
import { MessageError } from '../model/text/message.ts';
import { help } from './help.ts';
import { cliMessage } from './messages.ts';
import { ROOT } from './root.ts';
import { loadCases, readCaseManifest } from './test-cases.ts';
import {
  commitOf,
  type MarkSource,
  type Recorded,
  readSources,
  SOURCES,
  saveRecord,
  sourceOf,
} from './validation-record.ts';

/** The folder whose manifest names the files with cases. */
const FOLDER = 'tests/validation';

interface Verdict {
  case: string;
  value: number | string;
  mark: string;
  pass: boolean;
}

interface ValidationCase {
  name: string;
  quick: boolean;
  missing?(): string | null;
  run(): Promise<Verdict[]>;
}

/** What a file of `tests/validation/manifest.json` exports. */
interface CasesModule {
  CASES: readonly ValidationCase[];
}

/** `shapan validate`: plays the cases of the tests and holds them to their marks; only a checkout has them. */
export function validateCommand(): Command {
  return new Command('validate')
    .description(help('validate.about'))
    .argument('[part]', help('validate.part'), '')
    .option('--subject <name>', help('validate.subject'))
    .option('--quick', help('validate.quick'))
    .option('--json', help('validate.json'))
    .option('--record', help('validate.record'))
    .action(validate);
}

interface ValidateOptions {
  subject?: string;
  quick?: boolean;
  json?: boolean;
  record?: boolean;
}

async function validate(part: string, options: ValidateOptions): Promise<void> {
  const cases = await readCases(options.subject);
  const chosen = cases.filter(({ name, quick }) => (quick || !options.quick) && name.includes(part));
  if (chosen.length === 0) throw new MessageError(cliMessage('validate-part', { part: options.subject ?? part }));
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const commit = options.record ? commitOf(ROOT) : '';
  const sources = readSources(ROOT);
  const unsourced: string[] = [];
  const rows: Recorded[] = [];
  for (const { name, missing, run } of chosen) {
    const reason = missing?.();
    if (reason) {
      skipped++;
      process.stderr.write(`${name}: skipped, ${reason}\n`);
      continue;
    }
    const verdicts = await verdictsOf(name, run);
    const missingSources = unsourcedOf(sources, verdicts);
    unsourced.push(...missingSources);
    for (const verdict of verdicts) {
      if (verdict.pass) passed++;
      else failed++;
      process.stdout.write(`${options.json ? JSON.stringify(verdict) : line(verdict)}\n`);
      // The table of validations says of each mark where it is from: what has no source does not come into it.
      if (missingSources.length === 0)
        rows.push({ ...verdict, of: name, commit, date: new Date().toISOString().slice(0, 10) });
    }
    if (options.record) saveRecord(ROOT, rows);
  }
  process.stdout.write(options.json ? '' : `${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  if (failed > 0) process.exitCode = 1;
  if (options.record && unsourced.length > 0)
    throw new MessageError(cliMessage('validate-source', { file: SOURCES, names: unsourced.join(', ') }));
}

/** Verdicts whose mark nobody gave a source of. */
export const unsourcedOf = (sources: readonly MarkSource[], verdicts: readonly { case: string }[]): string[] =>
  verdicts.map((verdict) => verdict.case).filter((name) => sourceOf(sources, name) === undefined);

/** A case that cannot be played has failed; those after it are played all the same. */
export async function verdictsOf(name: string, run: ValidationCase['run']): Promise<Verdict[]> {
  try {
    return await run();
  } catch (error) {
    const value = error instanceof Error ? error.message : String(error);
    return [{ case: name, value, mark: 'played to its end', pass: false }];
  }
}

async function readCases(subject: string | undefined): Promise<ValidationCase[]> {
  const cases: ValidationCase[] = [];
  for (const [name, file] of Object.entries(readCaseManifest(FOLDER))) {
    if (subject !== undefined && name !== subject) continue;
    const { CASES } = await loadCases<CasesModule>(FOLDER, file);
    cases.push(...CASES);
  }
  return cases;
}

function line(verdict: Verdict): string {
  return `${verdict.pass ? 'pass' : 'FAIL'}  ${verdict.case}: ${verdict.value} (mark ${verdict.mark})`;
}

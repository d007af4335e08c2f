import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { MessageError } from '../model/text/message.ts';
import { help } from './help.ts';
import { cliMessage } from './messages.ts';
import { loadCases, readCaseManifest } from './test-cases.ts';

/** The folder whose manifest names the subjects and the file of each. */
const FOLDER = 'tests/bench';

interface Figure {
  name: string;
  value: number;
  unit: string;
}

type Parts = Record<
  string,
  (folder: string, report: (figure: Figure) => void, minutes: number, against?: string) => Promise<void>
>;

/** What a file of `tests/bench/manifest.json` exports. */
interface BenchModule {
  PARTS: Parts;
}

/** `shapan bench`: runs the parts of a subject; only a checkout has them, so that an installed program says what is missing. */
export function benchCommand(): Command {
  return new Command('bench')
    .description(help('bench.about'))
    .argument('[subject]', help('bench.subject', { folder: FOLDER }), 'tiles')
    .option('--json', help('bench.json'))
    .option('--only <part>', help('bench.only'))
    .option('--minutes <minutes>', help('bench.minutes'), '10')
    .option('--against <commit>', help('bench.against'))
    .action(bench);
}

async function bench(
  subject: string,
  { json, only, minutes, against }: { json?: boolean; only?: string; minutes: string; against?: string },
): Promise<void> {
  const subjects = readCaseManifest(FOLDER);
  if (!Object.hasOwn(subjects, subject))
    throw new MessageError(cliMessage('bench-subject', { known: Object.keys(subjects).join(' | '), got: subject }));
  const { PARTS: parts } = await loadCases<BenchModule>(FOLDER, subjects[subject]);
  if (only && !Object.hasOwn(parts, only))
    throw new MessageError(cliMessage('bench-part', { known: Object.keys(parts).join(', '), got: only }));
  if (!(Number(minutes) > 0)) throw new MessageError(cliMessage('positive', { option: '--minutes', got: minutes }));
  if (against !== undefined && subject !== 'tiles')
    throw new MessageError(cliMessage('bench-against', { got: subject }));
  const report = (figure: Figure) => process.stdout.write(`${lineOf(figure, json)}\n`);
  for (const [part, run] of Object.entries(parts)) {
    if (only && part !== only) continue;
    const folder = mkdtempSync(join(tmpdir(), 'shapan-bench-'));
    try {
      await run(folder, report, Number(minutes), against);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

function lineOf({ name, value, unit }: Figure, json?: boolean): string {
  const rounded = Number(value.toPrecision(4));
  return json ? JSON.stringify({ name, value: rounded, unit }) : `${name} ${rounded} ${unit}`;
}

import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { rowsOfLines, verifyChain } from '../hub/audit/audit-chain.ts';
import { MessageError } from '../model/text/message.ts';
import { cliMessage, say } from './messages.ts';

export function auditCommand(): Command {
  return new Command('audit')
    .description('verify an exported audit of a hub (GET /audit): every row must follow from the one before')
    .argument('<file>', 'JSON lines')
    .option('--head <hash>', 'the head that was written down before: then rows cut off at the end are found too')
    .action(audit);
}

async function audit(file: string, { head }: { head?: string }): Promise<void> {
  const rows = [...rowsOfLines(await readFile(file, 'utf8'))];
  const verdict = verifyChain(rows);
  if (verdict.kind === 'broken')
    throw new MessageError(cliMessage('audit-broken', { file, seq: verdict.seq, reason: verdict.reason.text }));
  if (head !== undefined && !rows.some(({ hash }) => hash === head))
    throw new MessageError(cliMessage('audit-head', { file, head, rows: verdict.rows }));
  say(cliMessage('audit-whole', { rows: verdict.rows, head: verdict.head }));
}

import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { rowsOfLines, verifyChain } from '../../hub/audit/audit-chain.ts';
import { MessageError } from '../../model/text/message.ts';
import { help } from '../help.ts';
import { cliMessage, say } from '../messages.ts';

interface AuditOptions {
  head?: string;
  key?: string;
}

export function auditCommand(): Command {
  return new Command('audit')
    .description(help('audit.about'))
    .argument('<file>', help('audit.file'))
    .option('--head <hash>', help('audit.head'))
    .option('--key <file>', help('audit.key'))
    .action(audit);
}

async function audit(file: string, { head, key }: AuditOptions): Promise<void> {
  const rows = [...rowsOfLines(await readFile(file, 'utf8'))];
  if (rows.length === 0) throw new MessageError(cliMessage('audit-empty', { file }));
  const publicKey = key === undefined ? null : readPublicKey(key, await readFile(key, 'utf8'));
  const verdict = verifyChain(rows, publicKey);
  if (verdict.kind === 'broken')
    throw new MessageError(cliMessage('audit-broken', { file, seq: verdict.seq, reason: verdict.reason.text }));
  if (head !== undefined && !rows.some(({ hash }) => hash === head))
    throw new MessageError(cliMessage('audit-head', { file, head, rows: verdict.rows }));
  say(cliMessage(publicKey ? 'audit-signed' : 'audit-whole', { rows: verdict.rows, head: verdict.head }));
}

function readPublicKey(file: string, pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new MessageError(cliMessage('audit-key', { file }));
  }
}

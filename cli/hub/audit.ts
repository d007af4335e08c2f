import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { rowsOfLines, verifyChain } from '../../hub/audit/audit-chain.ts';
import { checkSignatures } from '../../hub/audit/audit-signatures.ts';
import { parseJournalFile, signedDecision } from '../../model/plans/plan-journal.ts';
import { parseRulePack } from '../../model/rules/rule-pack.ts';
import { releaseHash, ruleKey } from '../../model/rules/rule-record.ts';
import {
  checkSignature,
  type SignatureVerdict,
  type SignedThing,
  signatureMessage,
} from '../../model/signatures/check-signature.ts';
import { parseSignerKeys, type Signature } from '../../model/signatures/statement.ts';
import { MessageError } from '../../model/text/message.ts';
import { help } from '../help.ts';
import { cliMessage, say } from '../messages.ts';

interface AuditOptions {
  head?: string;
  key?: string;
  signers?: string;
}

export function auditCommand(): Command {
  return new Command('audit')
    .description(help('audit.about'))
    .argument('<file>', help('audit.file'))
    .option('--head <hash>', help('audit.head'))
    .option('--key <file>', help('audit.key'))
    .option('--signers <file>', help('audit.signers'))
    .action(audit);
}

async function audit(file: string, { head, key, signers }: AuditOptions): Promise<void> {
  if (signers !== undefined) return checkFile(file, signers);
  const rows = [...rowsOfLines(await readFile(file, 'utf8'))];
  if (rows.length === 0) throw new MessageError(cliMessage('audit-empty', { file }));
  const publicKey = key === undefined ? null : readPublicKey(key, await readFile(key, 'utf8'));
  const verdict = verifyChain(rows, publicKey);
  if (verdict.kind === 'broken')
    throw new MessageError(cliMessage('audit-broken', { file, seq: verdict.seq, reason: verdict.reason.text }));
  if (head !== undefined && !rows.some(({ hash }) => hash === head))
    throw new MessageError(cliMessage('audit-head', { file, head, rows: verdict.rows }));
  say(cliMessage(publicKey ? 'audit-signed' : 'audit-whole', { rows: verdict.rows, head: verdict.head }));
  const signatures = await checkSignatures(rows);
  tell(
    file,
    signatures.map(({ seq, ...rest }) => ({ ...rest, at: String(seq) })),
  );
}

/** A file of rules or of decisions, by the keys of the people who signed in it. */
async function checkFile(file: string, signers: string): Promise<void> {
  const keys = parseSignerKeys(JSON.parse(await readFile(signers, 'utf8')), signers);
  const signed = signedIn(JSON.parse(await readFile(file, 'utf8')), file);
  const verdicts = await Promise.all(
    signed.map(async ({ signature, ...thing }) => ({
      at: thing.of,
      of: thing.of,
      who: thing.who ?? '',
      verdict: await checkSignature(signature, thing, keys),
    })),
  );
  tell(file, verdicts);
}

type Signed = SignedThing & { signature: Signature };

/** Signatures of a file of rules, or of the decisions whose chain it holds. */
function signedIn(json: unknown, file: string): Signed[] {
  if (typeof json === 'object' && json !== null && 'kind' in json && json.kind === 'shapan-rule-pack')
    return Object.values(parseRulePack(json, file).records).flatMap((record): Signed[] => {
      const { release } = record;
      if (!release?.signature) return [];
      const thing = { kind: 'rule-release' as const, of: ruleKey(record), hash: releaseHash(record), says: '' };
      return [{ ...thing, who: release.who, atMs: null, signature: release.signature }];
    });
  return parseJournalFile(json, file).entries.flatMap(({ act, previous, who, by, atMs }): Signed[] =>
    act.kind === 'sign' && act.signature
      ? [{ ...signedDecision(act, previous), who, atMs: by === 'hub' ? atMs : null, signature: act.signature }]
      : [],
  );
}

/** Says how many signatures are right, and throws at those that are not. */
function tell(file: string, checked: readonly { at: string; who: string; verdict: SignatureVerdict }[]): void {
  const wrong = checked.flatMap(({ at, who, verdict }) =>
    verdict === 'right'
      ? []
      : [cliMessage('audit-signature', { file, at, who, reason: signatureMessage(verdict, {}).text })],
  );
  if (wrong.length > 0) throw new MessageError(...wrong);
  if (checked.length > 0) say(cliMessage('audit-signatures', { count: checked.length }));
}

function readPublicKey(file: string, pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new MessageError(cliMessage('audit-key', { file }));
  }
}

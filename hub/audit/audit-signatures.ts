import * as v from 'valibot';
import { checkSignature, type SignatureVerdict } from '../../model/signatures/check-signature.ts';
import { keyId, Signature, SignerKey } from '../../model/signatures/statement.ts';
import type { AuditRow } from './audit-chain.ts';

const Proof = v.object({
  signature: Signature,
  signed: v.object({
    kind: v.picklist(['rule-release', 'plan-decision', 'file']),
    of: v.string(),
    hash: v.string(),
    says: v.string(),
  }),
});

/** A signature in a row of the audit, and what became of it. */
interface CheckedRow {
  seq: number;
  of: string;
  who: string;
  verdict: SignatureVerdict;
}

/** Checks every signature of people in an audit by the keys that were registered and revoked in the rows before it. */
export async function checkSignatures(rows: Iterable<AuditRow>): Promise<CheckedRow[]> {
  const keys = new Map<string, SignerKey>();
  const checked: CheckedRow[] = [];
  for (const { seq, what, of, who, atMs, detail } of rows) {
    if (what === 'key.register') {
      const { revision: _, ...stated } = detail;
      const key = v.safeParse(SignerKey, stated);
      if (key.success && keyId(key.output.publicKey) === of) keys.set(of, { ...key.output, fromMs: atMs });
    }
    const known = keys.get(of);
    if (what === 'key.revoke' && known) keys.set(of, { ...known, revokedMs: atMs });
    const proof = v.safeParse(Proof, detail);
    if (!proof.success) {
      // What only looks like a signature is none.
      if ('signature' in detail) checked.push({ seq, of, who, verdict: 'forged' });
      continue;
    }
    const { signature, signed } = proof.output;
    const verdict =
      signed.of === of ? await checkSignature(signature, { ...signed, who, atMs }, [...keys.values()]) : 'other';
    checked.push({ seq, of, who, verdict });
  }
  return checked;
}

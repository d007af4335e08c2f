import type { SignedThing } from '../../model/signatures/check-signature.ts';
import type { Signature } from '../../model/signatures/statement.ts';
import { serviceKey } from './services.ts';

/** Signs in the name of who sits here, by a key of that person that never leaves the browser. */
interface Signer {
  /** Null: no key was opened, and the thing stands without a signature. */
  sign(thing: Pick<SignedThing, 'kind' | 'of' | 'hash' | 'says'>): Promise<Signature | null>;
}

/** Offered by the plug-in of rules. */
export const SIGNER = serviceKey<Signer>('signatures by keys of people');

import type { MutationKind } from './mutate.ts';

/** A good file, how it is spoilt, and the doors that take it. */
export interface Seed {
  name: string;
  kind: MutationKind;
  doors: readonly string[];
  bytes: Uint8Array;
}

import { type Message, messagesOf } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';
import { HubUnready, reasonOf } from '../unready.ts';
import type { Sql } from './sql-api.ts';

/**
 * SQLSTATE classes of what is the database's own matter: 08 (connection), 53 (room), 57 (it was stopped), 58 (the system under it); 25006 (it only reads) and 42501, by which PostgreSQL tells of a file on a read-only disk.
 */
const OWN = /^(08|53|57(?!014)|58)[0-9A-Z]{3}$|^(25006|42501)$/;
/** What of the system or PostgreSQL tells which sentence; what none of these names has the general one, and its reason in the log. */
const CAUSES = {
  'database-full': /^(53100|ENOSPC|EDQUOT)$/,
  'database-read-only': /^(25006|42501|EROFS)$/,
  'database-descriptors': /^(53000|EMFILE|ENFILE)$/,
  'database-memory': /^(53200|ENOMEM)$/,
  'database-away': /^(08...|53300|57P..|ECONN[A-Z]+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH)$/,
} as const;
/** Class XX: what it reads is not what it wrote. */
const DAMAGED = /^XX[0-9A-Z]{3}$/;
/** Node's own: the server is not reached, a file not written. */
const OF_THE_SYSTEM = /^E[A-Z]{3,}/;

/**
 * Throws what failed, as `HubUnready` where neither the statement nor its values are to blame: who sent it should send it again. What comes
 * without a code is an engine that ended or a connection that broke; JavaScript's own complaints are about what it was given.
 */
export function throwFailure(error: unknown): never {
  if (messagesOf(error) || error instanceof RangeError || error instanceof TypeError) throw error;
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  if (typeof code === 'string' && DAMAGED.test(code))
    throw new HubUnready(hubMessage('database-damaged', {}), reasonOf(error));
  if (typeof code !== 'string' || OWN.test(code) || OF_THE_SYSTEM.test(code))
    throw new HubUnready(causeOf(code), reasonOf(error));
  throw error;
}

function causeOf(code: unknown): Message {
  if (typeof code === 'string')
    for (const [name, codes] of Object.entries(CAUSES) as [keyof typeof CAUSES, RegExp][])
      if (codes.test(code)) return hubMessage(name, {});
  return hubMessage('database-unready', {});
}

/** A database whose own failures are told as such. */
export function telling(sql: Sql): Sql {
  return {
    query: <Row extends object>(text: string, parameters?: readonly unknown[]) =>
      sql.query<Row>(text, parameters).catch(throwFailure),
    read: <Row extends object>(...args: Parameters<Sql['read']>) => sql.read<Row>(...args).catch(throwFailure),
    run: (text) => sql.run(text).catch(throwFailure),
    // Its own statements are told of by the Sql that `work` is given; the rest is what `work` itself throws.
    transaction: (work) => sql.transaction(work),
  };
}

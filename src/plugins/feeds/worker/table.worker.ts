import { expose, transfer, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readTableColumns, type TableColumns } from './table-columns.ts';

/** Reads one table and is ended then: a file made to keep its reader busy keeps nobody else. */
async function read(bytes: Uint8Array): Promise<TableColumns> {
  const columns = await readTableColumns(bytes);
  const { stream, logMs, timeMs, resultMs, value } = columns;
  const buffers = [stream, logMs, timeMs, resultMs, value].map(({ buffer }) => buffer as ArrayBuffer);
  return transfer(columns, buffers);
}

const reader = { read };
/** What the feeds ask of it. */
export type TableReader = typeof reader;

carryMessages(transferHandlers);
expose(reader);

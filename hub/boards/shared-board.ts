import { type Board, MAX_BOARD_BYTES, parseBoard } from '../../model/boards/board.ts';
import { sharedBoardMessage } from '../../model/boards/board-messages.ts';
import type { SharedBoard } from '../../model/boards/shared-board.ts';
import { jsonHash } from '../../model/text/json-hash.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import { type DocumentRevision, openDocuments } from '../documents/documents.ts';
import type { Hub } from '../hub.ts';
import { faultMessage } from '../messages.ts';

/** The one board of a city, by its id among the documents. */
const BOARD = 'board';

/** The board in force, with its revision. */
export interface BoardInForce {
  board: Board;
  shared: SharedBoard;
}

/** The board that the office of a city shares with all its desks. */
export interface SharedBoards {
  /** Null: nobody shared one, or it was taken back. */
  current(): BoardInForce | null;
}

/**
 * The board of vitals that whoever leads operations in the whole city shares: it is the same at every desk, and the hub makes its reports. Each
 * revision is kept and stands in the signed audit with its hash; whoever was second is told who was first.
 */
export async function openSharedBoard(hub: Hub, accounts: Accounts, city: string): Promise<SharedBoards> {
  const { http, sql } = hub;
  const documents = await openDocuments(hub, accounts, 'board');
  let current = await lastInForce();

  async function lastInForce(): Promise<BoardInForce | null> {
    const last = (await documents.revisionsOf(BOARD)).at(-1);
    if (!last || last.withdrawn) return null;
    const text = 'SELECT body FROM documents WHERE kind = $1 AND id = $2 AND revision = $3';
    const [row] = await sql.query<{ body: string }>(text, [BOARD, BOARD, last.revision]);
    try {
      return row ? { board: parseBoard(JSON.parse(row.body), BOARD), shared: sharedOf(last) } : null;
    } catch (error) {
      // One of a later version of the program: it is kept and read by pages, and this hub makes no reports of it.
      process.stderr.write(`hub: shared board: ${error instanceof Error ? error.message : String(error)}\n`);
      return null;
    }
  }

  http.get('/boards/shared', needs('records.read', 'document', { isPolled: true }), async (request) => {
    const [newest] = await documents.newestFor(request);
    return { board: newest ? sharedOf(newest) : null };
  });

  http.get<{ Params: { revision: string } }>(
    '/boards/shared/:revision',
    needs('records.read', 'document'),
    async (request, reply) => {
      const { revision } = request.params;
      const text = await documents.bodyFor(request, BOARD, revision);
      if (text === null) return refuse(reply, 404, sharedBoardMessage('unknown', { revision }));
      return reply.header('content-type', 'application/json').send(text);
    },
  );

  http.post(
    '/boards/shared',
    { ...needs('incidents.act', 'document'), bodyLimit: MAX_BOARD_BYTES },
    async (request, reply) => {
      const session = accounts.who(request);
      const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
      const { board: given, after } = body as { board?: unknown; after?: unknown };
      let board: Board;
      try {
        board = parseBoard(given, BOARD);
      } catch (error) {
        return refuse(reply, 400, faultMessage(error));
      }
      if (board.city !== city)
        return refuse(reply, 400, sharedBoardMessage('other-city', { file: BOARD, expected: city, got: board.city }));
      if (!accounts.touchesDocument(request, reply, 'all')) return reply;
      return documents.runExclusive(async () => {
        const last = (await documents.revisionsOf(BOARD)).at(-1);
        const revision = (last?.revision ?? 0) + 1;
        if (after !== revision - 1)
          return refuse(reply, 409, sharedBoardMessage('moved', { revision: revision - 1, who: last?.who ?? '' }));
        const hash = jsonHash(board);
        const act = { session, id: BOARD, revision, what: 'board.share', detail: { hash } };
        const head = JSON.stringify({ hash });
        const added = await documents.share({ ...act, head, areas: 'all', body: JSON.stringify(board) });
        const shared = sharedOf(added);
        current = { board, shared };
        return reply.code(201).send(shared);
      });
    },
  );

  http.delete('/boards/shared', needs('incidents.act', 'document'), async (request, reply) => {
    const session = accounts.who(request);
    if (!accounts.touchesDocument(request, reply, 'all')) return reply;
    return documents.runExclusive(async () => {
      const last = (await documents.revisionsOf(BOARD)).at(-1);
      if (!last || last.withdrawn) return refuse(reply, 404, sharedBoardMessage('unknown', { revision: '' }));
      const { hash } = sharedOf(last);
      await documents.takeBack({
        session,
        id: BOARD,
        revision: last.revision,
        what: 'board.takeBack',
        detail: { hash },
      });
      current = null;
      return reply.code(204).send();
    });
  });

  return { current: () => current };
}

const sharedOf = ({ revision, head, who, atMs, withdrawn }: DocumentRevision): SharedBoard => ({
  revision,
  ...(JSON.parse(head ?? 'null') as { hash: string }),
  who,
  atMs,
  withdrawn,
});

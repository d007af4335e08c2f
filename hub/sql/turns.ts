/** One after the other, as the one session of the embedded database wants it. */
interface Turns {
  /** In the order of the calls. */
  write<Result>(work: () => Promise<Result>): Promise<Result>;
  /** A reader's question waits for one write at most, and no write for more than one question. */
  read<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** The turns of one session: writes first, and after each of them one question, where one waits. */
export function openTurns(): Turns {
  const writes: (() => Promise<void>)[] = [];
  const reads: (() => Promise<void>)[] = [];
  let isBusy = false;
  let wasRead = true;

  function next(): void {
    if (isBusy) return;
    const isRead = reads.length > 0 && (!wasRead || writes.length === 0);
    const work = (isRead ? reads : writes).shift();
    if (!work) return;
    isBusy = true;
    wasRead = isRead;
    void work().then(() => {
      isBusy = false;
      next();
    });
  }

  const inTurn =
    (waiting: (() => Promise<void>)[]): Turns['write'] =>
    (work) =>
      new Promise((done, fail) => {
        waiting.push(() => work().then(done, fail));
        next();
      });

  return { write: inTurn(writes), read: inTurn(reads) };
}

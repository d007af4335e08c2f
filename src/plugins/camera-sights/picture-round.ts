/** Pictures a second at most, whatever is watched: each costs the frames of a small stage. */
const PICTURES_PER_S = 2;
const BETWEEN_MS = 1000 / PICTURES_PER_S;
/** Time after a change in which a picture may still lack what came late: a frame of a run, a tile. */
const SETTLED_MS = 3000;

/** What a round of pictures works with; time comes from outside. */
interface RoundParts<Picture> {
  take(id: string, cancel: AbortSignal): Promise<Picture>;
  put(id: string, picture: Picture): void;
  fail(id: string, reason: unknown): void;
  nowMs(): number;
  /** Calls once after so long; returns what ends it. */
  after(ms: number, call: () => void): () => void;
  /** Nobody can see the page now. */
  isHidden(): boolean;
}

/** Keeps the pictures of those cameras fresh that somebody looks at. */
interface PictureRound {
  /** From now on the camera is looked at; returns what ends that. */
  watch(id: string): () => void;
  /** What is shown in the city has changed. */
  changed(): void;
  close(): void;
}

/**
 * One picture at a time, in turn: the one that is oldest goes first. A camera whose picture is younger than the last change is left alone, so a
 * city that stands still costs nothing; so does one that nobody looks at.
 */
export function openPictureRound<Picture>(parts: RoundParts<Picture>): PictureRound {
  const watched = new Map<string, number>();
  const takenMs = new Map<string, number>();
  const ended = new AbortController();
  let changedMs = parts.nowMs();
  let isTaking = false;
  let stopWaiting: (() => void) | null = null;

  const ageOf = (id: string) => takenMs.get(id) ?? Number.NEGATIVE_INFINITY;

  function oldestDue(): string | null {
    const due = [...watched.keys()].filter((id) => ageOf(id) < changedMs + SETTLED_MS);
    return due.reduce<string | null>(
      (oldest, id) => (oldest === null || ageOf(id) < ageOf(oldest) ? id : oldest),
      null,
    );
  }

  function wait(): void {
    stopWaiting ??= parts.after(BETWEEN_MS, () => {
      stopWaiting = null;
      go();
    });
  }

  function go(): void {
    if (isTaking || stopWaiting || ended.signal.aborted || watched.size === 0) return;
    const id = parts.isHidden() ? null : oldestDue();
    if (id !== null) void takeOne(id);
    else if (parts.isHidden() || parts.nowMs() < changedMs + SETTLED_MS) wait();
  }

  async function takeOne(id: string): Promise<void> {
    isTaking = true;
    const beganMs = parts.nowMs();
    try {
      const picture = await parts.take(id, ended.signal);
      if (!ended.signal.aborted) parts.put(id, picture);
    } catch (error) {
      if (!ended.signal.aborted) parts.fail(id, error);
    }
    takenMs.set(id, beganMs);
    isTaking = false;
    wait();
  }

  return {
    watch(id) {
      watched.set(id, (watched.get(id) ?? 0) + 1);
      go();
      return () => {
        const left = (watched.get(id) ?? 1) - 1;
        if (left > 0) watched.set(id, left);
        else watched.delete(id);
      };
    },
    changed() {
      changedMs = parts.nowMs();
      go();
    },
    close() {
      ended.abort();
      stopWaiting?.();
      watched.clear();
    },
  };
}

/** Answers are kept for so long, and of all together so many bytes. */
const KEPT_MS = 5 * 60_000;
const MAX_BYTES = 64 * 2 ** 20;

interface Kept<Answer> {
  answer: Promise<Answer>;
  untilMs: number;
  bytes: number;
}

/** Answers by whose they are and their address, the last ones that somebody asked for; of one that is on its way all who ask share the wait. */
export class AnswerCache<Answer> {
  private readonly byOwner = new WeakMap<object, string>();
  private readonly kept = new Map<string, Kept<Answer>>();
  private readonly nowMs: () => number;
  private readonly bytesOf: (answer: Answer) => number;
  private owners = 0;
  private bytes = 0;

  constructor(nowMs: () => number, bytesOf: (answer: Answer) => number) {
    this.nowMs = nowMs;
    this.bytesOf = bytesOf;
  }

  get(owner: object, address: string): Promise<Answer> | null {
    const key = this.keyOf(owner, address);
    const known = this.kept.get(key);
    if (!known) return null;
    if (known.untilMs <= this.nowMs()) {
      this.drop(key);
      return null;
    }
    // The last one asked for is the last to go.
    this.kept.delete(key);
    this.kept.set(key, known);
    return known.answer;
  }

  /** An answer that fails is not kept. */
  keep(owner: object, address: string, answer: Promise<Answer>): Promise<Answer> {
    const key = this.keyOf(owner, address);
    const one: Kept<Answer> = { answer, untilMs: this.nowMs() + KEPT_MS, bytes: 0 };
    this.kept.set(key, one);
    answer.then(
      (came) => this.weigh(key, one, this.bytesOf(came)),
      () => {
        if (this.kept.get(key) === one) this.drop(key);
      },
    );
    return answer;
  }

  private weigh(key: string, one: Kept<Answer>, bytes: number): void {
    if (this.kept.get(key) !== one) return;
    one.bytes = bytes;
    this.bytes += bytes;
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= MAX_BYTES) return;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.bytes -= this.kept.get(key)?.bytes ?? 0;
    this.kept.delete(key);
  }

  private keyOf(owner: object, address: string): string {
    const known = this.byOwner.get(owner) ?? String(++this.owners);
    this.byOwner.set(owner, known);
    return `${known} ${address}`;
  }
}

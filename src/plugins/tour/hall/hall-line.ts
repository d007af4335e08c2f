import {
  type HallOrder,
  type HallReport,
  type HallWord,
  parseHallAnswer,
  REPORT_EVERY_S,
} from '../../../../model/halls/hall.ts';
import type { HallOptions } from './options.ts';
import type { Visits } from './visits.ts';

/** What a hall says to the hub, and whom it tells. */
interface HallLineParts {
  readonly hubUrl: string;
  readonly hall: NonNullable<HallOptions['hall']>;
  readonly visits: Pick<Visits, 'parcel' | 'taken'>;
  report(): HallReport;
  /** The last order that was carried out, over reloads. */
  doneSeq(): number;
  carryOut(order: HallOrder): void;
  /** The hub refused, with its status: nothing that waiting heals. */
  refused(status: number): void;
  /** The network: whether the hub was there. */
  reportNetwork(isThere: boolean): void;
}

/** A hub that refuses is asked no more often. */
const REFUSED_WAIT_S = 60;
const WAIT_MS = 10_000;

/** Reports at once and every few seconds, one report after the other, and carries out what the hub answers. */
export function openHallLine(parts: HallLineParts): () => void {
  const { hubUrl, hall, visits } = parts;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;
  let isRefused = false;

  async function say(): Promise<number> {
    const parcel = visits.parcel(Date.now());
    const word: HallWord = {
      hall: hall.id,
      key: hall.key,
      report: parts.report(),
      doneSeq: parts.doneSeq(),
      visits: parcel,
    };
    const answer = await fetch(new URL('halls/report', hubUrl), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(word),
      signal: AbortSignal.timeout(WAIT_MS),
    }).catch(() => null);
    if (isClosed) return REPORT_EVERY_S;
    parts.reportNetwork(answer !== null);
    if (!answer) return REPORT_EVERY_S;
    if (!answer.ok) {
      if (!isRefused) parts.refused(answer.status);
      isRefused = true;
      return REFUSED_WAIT_S;
    }
    isRefused = false;
    visits.taken(parcel.batch);
    const order = parseHallAnswer(await answer.json());
    if (order && order.seq > parts.doneSeq()) parts.carryOut(order);
    return REPORT_EVERY_S;
  }

  const turn = (): void => {
    say()
      .catch((error: unknown) => {
        console.warn('hall', error);
        return REFUSED_WAIT_S;
      })
      .then((waitS) => {
        if (!isClosed) timer = setTimeout(turn, waitS * 1000);
      });
  };
  turn();
  return () => {
    isClosed = true;
    clearTimeout(timer);
  };
}

import { useSyncExternalStore } from 'react';
import { MS_PER_S } from '../../model/time.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | null = null;

const presentS = () => Math.floor(Date.now() / MS_PER_S);

/** One timer for all who follow the present, at the beginning of each second. */
function tick(): void {
  timer = setTimeout(
    () => {
      for (const listener of listeners) listener();
      tick();
    },
    MS_PER_S - (Date.now() % MS_PER_S),
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearTimeout(timer);
    timer = null;
  };
}

/** The present to the second, UTC ms, by the clock of this machine: the same whatever is played, replayed or cut. */
export function usePresentMs(): number {
  return useSyncExternalStore(subscribe, presentS, presentS) * MS_PER_S;
}

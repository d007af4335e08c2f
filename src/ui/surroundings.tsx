import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { Catalogue } from '../city/catalogue.ts';
import type { AccountSession } from '../twin/account.ts';
import type { BuildDesk } from '../twin/build-desk.ts';
import type { CrowdDesk } from '../twin/crowd-desk.ts';
import type { FloodDesk } from '../twin/flood-desk.ts';
import type { LinkingDesk } from '../twin/linking-desk.ts';
import type { ProjectDesk } from '../twin/project-desk.ts';
import type { FeedDesk } from '../twin/sensors/feed-desk.ts';
import type { Twin, TwinState } from '../twin/twin.ts';
import type { GlobeApi, PictureFacts } from './globe-api.ts';
import type { Panels } from './panels.ts';

/** What every panel stands on; put there once by `renderUi`. */
export interface Surroundings {
  twin: Twin;
  catalogue: Catalogue;
  globe: GlobeApi;
  flood: FloodDesk;
  crowd: CrowdDesk;
  build: BuildDesk;
  project: ProjectDesk;
  linking: LinkingDesk;
  feeds: FeedDesk;
  session: AccountSession;
  panels: Panels;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (!surroundings) throw new Error('panels: expected to stand inside renderUi');
  return surroundings;
}

/**
 * One part of the twin; `select` must return the same object while nothing changed. zustand's own hook was not used:
 * on the server, where tests render, it shows the initial state instead of the present one.
 */
export function useTwin<T>(select: (state: TwinState) => T): T {
  const { twin } = useSurroundings();
  const read = () => select(twin.getState());
  return useSyncExternalStore(twin.subscribe, read, read);
}

/** One fact of the picture; null before the first frame. */
export function usePicture<T>(select: (facts: PictureFacts) => T): T | null {
  const { globe } = useSurroundings();
  const [fact, setFact] = useState<{ value: T } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `select` is written inline and means the same each time
  useEffect(
    () =>
      globe.follow((facts) => {
        const value = select(facts);
        setFact((last) => (last && isSame(last.value, value) ? last : { value }));
      }),
    [globe],
  );
  return fact ? fact.value : null;
}

function isSame(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);
}

export type Asked<T> = { kind: 'asking' } | { kind: 'failed'; reason: string } | { kind: 'answered'; answer: T };

/**
 * Asks again whenever `key` changes; an answer to an older question is dropped. Null asks nothing. While a question is
 * open its predecessor's answer is not shown: a card must not wear another object's values.
 */
export function useAsked<T>(key: string | null, ask: () => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key: string | null; asked: Asked<T> }>({ key: null, asked: { kind: 'asking' } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all that `ask` depends on
  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    const show = (asked: Asked<T>) => {
      if (isCurrent) setState({ key, asked });
    };
    ask().then(
      (answer) => show({ kind: 'answered', answer }),
      (error: unknown) => show({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return state.key === key ? state.asked : { kind: 'asking' };
}

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}

/** A phone: panels become sheets at the bottom, one at a time. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 720px)');
}

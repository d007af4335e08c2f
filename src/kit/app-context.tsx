import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { failureOf, type Reason } from '../twin/failure.ts';
import type { Controller, Opener, ServiceKey } from '../twin/services.ts';
import type { TwinState } from '../twin/twin.ts';
import type { PictureFacts } from '../view/view-api.ts';
import type { PanelsState } from './panels.ts';
import type { App } from './plugin.ts';

/** What every panel stands on; put there once by the page. */
export const AppContext = createContext<App | null>(null);

/** The app that this panel is part of. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('panels: expected to stand inside the page');
  return app;
}

/** The controller of a panel's own plug-in. */
export function useController<C extends Controller>(opener: Opener<never, C>): C {
  return useApp().controllerOf(opener);
}

/** What another plug-in offers, or null while nobody offers it; services are offered before panels are drawn. */
export function useOffered<T>(key: ServiceKey<T>): T | null {
  return useApp().service(key);
}

/** A service without which the panel could not stand. */
export function useService<T>(key: ServiceKey<T>): T {
  const service = useOffered(key);
  if (service === null) throw new Error(`panels: expected a plug-in that offers "${key.name}"`);
  return service;
}

/** One part of a store that belongs to a plug-in's controller. */
export function useStore<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
  const read = () => select(store.getState());
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Which panels are open. */
export function usePanels<T>(select: (state: PanelsState) => T): T {
  return useStore(useApp().panels, select);
}

/**
 * One part of the twin; `select` must return the same object while nothing changed. zustand's own hook was not used:
 * on the server, where tests render, it shows the initial state instead of the present one.
 */
export function useTwin<T>(select: (state: TwinState) => T): T {
  return useStore(useApp().twin, select);
}

/** One fact of the picture; null before the first frame. */
export function usePicture<T>(select: (facts: PictureFacts) => T): T | null {
  const { view } = useApp();
  const [fact, setFact] = useState<{ value: T } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `select` is written inline and means the same each time
  useEffect(
    () =>
      view.follow((facts) => {
        const value = select(facts);
        setFact((last) => (last && isSame(last.value, value) ? last : { value }));
      }),
    [view],
  );
  return fact ? fact.value : null;
}

function isSame(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || JSON.stringify(a) === JSON.stringify(b);
}

/** How a question to a worker or the hub stands; see `useQuery`. */
export type QueryState<T> = { kind: 'asking' } | { kind: 'failed'; reason: Reason } | { kind: 'answered'; answer: T };

/**
 * Asks again whenever `key` changes; an answer to an older question is dropped. Null asks nothing. While a question is
 * open its predecessor's answer is not shown: a card must not wear another object's values.
 */
export function useQuery<T>(key: string | null, runQuery: () => Promise<T>): QueryState<T> {
  const [state, setState] = useState<{ key: string | null; queryState: QueryState<T> }>({
    key: null,
    queryState: { kind: 'asking' },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says all that `ask` depends on
  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    const show = (queryState: QueryState<T>) => {
      if (isCurrent) setState({ key, queryState });
    };
    runQuery().then(
      (answer) => show({ kind: 'answered', answer }),
      (error: unknown) => show({ kind: 'failed', reason: failureOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return state.key === key ? state.queryState : { kind: 'asking' };
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

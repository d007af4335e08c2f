import { type ComponentType, use } from 'react';
import type { PanelBody, PanelProps } from './plugin.ts';

type Body = ComponentType<PanelProps>;

/** A panel's body out of a module of its own, by the name of its component. Once it is there it is drawn at once; until then its place waits. */
export function panel<Name extends string>(
  fetchModule: () => Promise<Readonly<Record<Name, Body>>>,
  name: Name,
): PanelBody {
  let loading: Promise<Body> | null = null;
  function load(): Promise<Body> {
    if (loading) return loading;
    const started: Promise<Body> = fetchModule().then((module) => {
      const value = module[name];
      // As React marks a promise that it has seen, so that a body which was fetched before its panel stands is drawn at once.
      Object.assign(started, { status: 'fulfilled', value });
      return value;
    });
    // Whoever opens it after a failure asks again.
    started.catch(() => {
      loading = null;
    });
    loading = started;
    return started;
  }
  function PanelBody(props: PanelProps) {
    const Body = use(load());
    return <Body {...props} />;
  }
  return Object.assign(PanelBody, { load });
}

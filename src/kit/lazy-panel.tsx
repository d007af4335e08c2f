import { type ComponentType, use } from 'react';
import type { PanelBody, PanelProps } from './plugin.ts';

/** A panel's body out of a module of its own, by the name of its component. Once it is there it is drawn at once; until then its place waits. */
export function panel<Name extends string>(
  fetchModule: () => Promise<Readonly<Record<Name, ComponentType<PanelProps>>>>,
  name: Name,
): PanelBody {
  let Body: ComponentType<PanelProps> | null = null;
  let loading: Promise<void> | null = null;
  async function fetchBody(): Promise<void> {
    try {
      Body = (await fetchModule())[name];
    } catch (error) {
      // Whoever opens it again asks again.
      loading = null;
      throw error;
    }
  }
  const load = () => {
    loading ??= fetchBody();
    return loading;
  };
  function PanelBody(props: PanelProps) {
    if (!Body) use(load());
    return Body && <Body {...props} />;
  }
  return Object.assign(PanelBody, { load });
}

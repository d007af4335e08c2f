import { isValidElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { AppContext } from '../../src/kit/app-context.tsx';
import type { Twin } from '../../src/twin/twin.ts';
import { testApp } from './test-app.ts';

/** An element as the page draws it at once, before any worker has answered. */
export function markupIn(twin: Twin, element: ReactNode, controllers: Readonly<Record<string, object>> = {}): string {
  return renderToStaticMarkup(<AppContext value={testApp(twin, controllers)}>{element}</AppContext>);
}

/** What a reader of markup reads: words alone, one blank between them. */
export function readable(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/[ \n]+/g, ' ')
    .trim();
}

/** The opening tags of a name, each with its attributes. */
export function tagsOf(markup: string, name: string): string[] {
  return markup.match(new RegExp(`<${name}(?: [^>]*)?>`, 'g')) ?? [];
}

/** The value of an attribute of a tag; null where it has none. */
export function attributeOf(tag: string, attribute: string): string | null {
  return new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1] ?? null;
}

interface Told {
  children?: ReactNode;
  label?: string;
  onChange?: (value: string) => void;
}

/** What the control of this label does with a value, as a hand would choose it; throws where the element shows no such control. */
export function changeOf(twin: Twin, element: ReactNode, label: string): (value: string) => void {
  const found: ((value: string) => void)[] = [];
  // Components are called in place of being mounted: their hooks are those of the probe, always in the same order.
  const look = (node: ReactNode): void => {
    if (Array.isArray(node)) for (const one of node) look(one);
    if (!isValidElement<Told>(node)) return;
    if (node.props.label === label && node.props.onChange) found.push(node.props.onChange);
    else if (typeof node.type === 'function') look((node.type as (props: Told) => ReactNode)(node.props));
    else look(node.props.children);
  };
  markupIn(twin, <Probe look={() => look(element)} />);
  if (found.length === 0) throw new Error(`no control is labelled ${label}`);
  return found[0];
}

function Probe({ look }: { look: () => void }) {
  look();
  return null;
}

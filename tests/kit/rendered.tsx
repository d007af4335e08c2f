import type { ReactNode } from 'react';
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

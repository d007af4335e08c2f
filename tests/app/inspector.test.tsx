import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Inspector } from '../../src/app/shell/inspector.tsx';
import { AppContext } from '../../src/kit/app-context.tsx';
import { panel } from '../../src/kit/lazy-panel.tsx';
import type { App, PlacedPanel } from '../../src/kit/plugin.ts';
import { testApp } from '../kit/test-app.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

/** A panel whose module never comes. */
const waiting = (id: string): PlacedPanel => ({
  ...{ id, order: 0 },
  Body: panel(() => new Promise<Record<'Body', () => null>>(() => {}), 'Body'),
});

/** React ends a page after a hundred drawings that wait outside any `Suspense`; a panel that comes late holds its own place alone. */
test('a strip below the inspector that has not come holds up nothing of it', () => {
  const known = testApp(pageTwin(smallCity().city));
  const app: App = { ...known, placed: (slot) => (slot === 'foot' ? [waiting('strip')] : known.placed(slot)) };
  const drawn = renderToStaticMarkup(
    <AppContext value={app}>
      <Inspector inspected={{ kind: 'start', panel: waiting('card') }} />
    </AppContext>,
  );
  expect(drawn).toContain('class="inspector"');
  expect(drawn).toContain('class="inspector-foot"');
});

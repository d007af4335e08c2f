import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Reports } from '../../src/app/shell/reports.tsx';
import { AppContext } from '../../src/kit/app-context.tsx';
import type { App } from '../../src/kit/plugin.ts';
import { words } from '../../src/kit/words.ts';
import { readable } from '../kit/rendered.tsx';
import { testApp } from '../kit/test-app.ts';

const Shown = ({ app }: { app: App }) => (
  <AppContext value={app}>
    <Reports onClose={() => {}} />
  </AppContext>
);
const table = (title: string) => ({ title, head: [], rows: [] });

test('the contents stand in the order that was chosen; a lone part has nothing to move by', async () => {
  await words.changeLanguage('en');
  const app = testApp();
  const report = { file: 'a', title: 'A', facts: [], signatures: [] };
  app.panels.getState().addReport({ ...report, tables: [table('Steps'), table('Losses'), table('Orders')] }, null);
  const contents = () => {
    const text = readable(renderToStaticMarkup(<Shown app={app} />));
    return /Contents (.*?) (Print|Save)/.exec(`${text} Print`)?.[1];
  };
  expect(contents()).toMatch(/Steps.*Losses.*Orders/);
  app.panels.getState().setReport('A', { order: ['Orders', 'Steps'] });
  expect(contents()).toMatch(/Orders.*Steps.*Losses/);
  const movers = () => /Move/.test(renderToStaticMarkup(<Shown app={app} />));
  expect(movers()).toBe(true);
  app.panels.getState().addReport({ ...report, tables: [table('Steps')] }, null);
  expect(movers()).toBe(false);
});

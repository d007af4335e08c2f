import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Guard } from '../../src/ui/guard.tsx';

test('a broken panel says what broke and that the rest goes on', () => {
  const guard = new Guard({ children: 'the panel' });
  guard.state = Guard.getDerivedStateFromError(new Error('legend: expected 7 colours, got 6'));
  const markup = renderToStaticMarkup(guard.render());
  expect(markup).toContain('legend: expected 7 colours, got 6');
  expect(markup).toContain('其他面板和地图照常。');
  expect(markup).not.toContain('the panel');
});

test('a panel that works is shown as it is', () => {
  expect(renderToStaticMarkup(<Guard>the panel</Guard>)).toBe('the panel');
});

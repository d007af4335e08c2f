import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ErrorBoundary } from '../../src/kit/error-boundary.tsx';

test('a broken panel says what broke and that the rest goes on', () => {
  const guard = new ErrorBoundary({ children: 'the panel' });
  guard.state = ErrorBoundary.getDerivedStateFromError(new Error('legend: expected 7 colours, got 6'));
  const markup = renderToStaticMarkup(guard.render());
  expect(markup).toContain('legend: expected 7 colours, got 6');
  expect(markup).toContain('其余功能不受影响。');
  expect(markup).not.toContain('the panel');
});

test('a panel that works is shown as it is', () => {
  expect(renderToStaticMarkup(<ErrorBoundary>the panel</ErrorBoundary>)).toBe('the panel');
});

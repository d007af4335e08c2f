import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { caseMessage } from '../../model/text/case-messages.ts';
import { MessageError } from '../../model/text/message.ts';
import { ErrorBoundary } from '../../src/kit/error-boundary.tsx';

function brokenBy(error: unknown): string {
  const guard = new ErrorBoundary({ children: 'the panel' });
  guard.state = ErrorBoundary.getDerivedStateFromError(error);
  return renderToStaticMarkup(guard.render());
}

test('a broken panel says what broke and that the rest goes on', () => {
  const markup = brokenBy(new MessageError(caseMessage('file-missing', { file: 'a.json', path: '/a.json' })));
  expect(markup).toContain('a.json：找不到文件 /a.json');
  expect(markup).toContain('其余功能不受影响。');
  expect(markup).not.toContain('the panel');
});

test('words of the program itself stay in the console', () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const error = new Error('legend: expected 7 colours, got 6');
  const markup = brokenBy(error);
  expect(markup).toContain('程序出错');
  expect(markup).not.toContain('expected');
  expect(logged).toHaveBeenCalledWith(error);
  logged.mockRestore();
});

test('a panel that works is shown as it is', () => {
  expect(renderToStaticMarkup(<ErrorBoundary>the panel</ErrorBoundary>)).toBe('the panel');
});

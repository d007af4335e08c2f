import { describe, expect, test } from 'vitest';
import { createPanels } from '../../src/kit/panels.ts';

describe('the panels of a window', () => {
  test('have one tool at a time, and others beside it', () => {
    const panels = createPanels(['legend']);
    panels.getState().openTool('measure');
    panels.getState().openTool('flood');
    panels.getState().show('bars', true);
    expect([panels.getState().tool, panels.getState().opened]).toEqual(['flood', ['legend', 'bars']]);
  });

  test('are open once, the one that was opened last at the end, until they are closed', () => {
    const panels = createPanels(['a', 'b']);
    panels.getState().show('a', true);
    expect(panels.getState().opened).toEqual(['b', 'a']);
    panels.getState().show('b', false);
    panels.getState().show('c', false);
    expect(panels.getState().opened).toEqual(['a']);
  });

  test('say one thing at a time, and nothing any more', () => {
    const panels = createPanels();
    panels.getState().notify('copied');
    panels.getState().notify('failed');
    expect(panels.getState().notice).toBe('failed');
    panels.getState().notify(null);
    expect(panels.getState().notice).toBeNull();
  });
});

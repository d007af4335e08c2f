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

  test('keep reports, the newest first, one of each title, with the parts that were left out', () => {
    const panels = createPanels();
    const reportOf = (title: string) => ({ file: 'a', title, facts: [], tables: [], signatures: [] });
    panels.getState().addReport(reportOf('A'), null);
    panels.getState().omitPart('A', 'Steps', true);
    panels.getState().addReport(reportOf('B'), null);
    const listed = () => panels.getState().reports.map(({ id, omitted }) => [id, omitted]);
    expect([listed(), panels.getState().reportShown]).toEqual([
      [
        ['B', []],
        ['A', ['Steps']],
      ],
      'B',
    ]);
    panels.getState().omitPart('A', 'Steps', false);
    panels.getState().addReport(reportOf('A'), null);
    panels.getState().removeReport('B');
    expect(listed()).toEqual([['A', []]]);
  });
});

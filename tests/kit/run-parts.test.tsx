import { beforeEach, describe, expect, test } from 'vitest';
import { RATES } from '../../src/kit/rates.ts';
import { RunBar } from '../../src/kit/run-bar.tsx';
import { RunLimits, RunList, RunRow } from '../../src/kit/run-list.tsx';
import { RunPanel } from '../../src/kit/run-panel.tsx';
import { nextRunName, RunName, RunProgress, StatusTag } from '../../src/kit/run-parts.tsx';
import { RunStart } from '../../src/kit/run-start.tsx';
import { words } from '../../src/kit/words.ts';
import { isRunActive, lastFrameMs, type RunFacts, type RunStatus, runningStatus } from '../../src/twin/runs.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { smallCity } from '../model/city/small-city.ts';
import { markupIn, readable } from './rendered.tsx';
import { pageTwin } from './test-twin.ts';

const { city } = smallCity();
const ignore = () => {};
const acts = { pause: ignore, resume: ignore, stop: ignore, drop: ignore };

const runOf = (id: string, part: Partial<RunFacts> = {}): RunFacts => ({
  id,
  name: `Run ${id}`,
  form: {},
  origin: null,
  status: { kind: 'done' },
  startMs: 1_000_000,
  endS: 600,
  timesS: [0, 300, 600],
  hash: null,
  notes: [],
  ...part,
});

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(city, 0);
  await words.changeLanguage('en');
});

const markupOf = (element: React.ReactNode) => markupIn(twin, element);
const textOf = (element: React.ReactNode) => readable(markupOf(element));

describe('how far a run is', () => {
  const running: RunStatus = { kind: 'running', progressRatio: 0, etaS: null };

  test('is what is simulated of what was asked, and the rest takes as long a second as that took', () => {
    expect(runningStatus(running, { timeS: 150, fromS: 0, endS: 600, wallS: 20 })).toEqual({
      kind: 'running',
      progressRatio: 0.25,
      etaS: 60,
    });
  });

  test('of a branch is counted from where it began', () => {
    expect(runningStatus(running, { timeS: 450, fromS: 300, endS: 600, wallS: 9 })).toMatchObject({
      progressRatio: 0.5,
      etaS: 9,
    });
  });

  test('is not guessed before anything was done, and never more than all', () => {
    expect(runningStatus(running, { timeS: 0, fromS: 0, endS: 600, wallS: 3 })).toMatchObject({ etaS: null });
    expect(runningStatus(running, { timeS: 700, fromS: 0, endS: 600, wallS: 3 })).toMatchObject({
      progressRatio: 1,
      etaS: 0,
    });
  });

  test('stays as it was when the run was paused meanwhile', () => {
    const paused: RunStatus = { kind: 'paused', progressRatio: 0.1 };
    expect(runningStatus(paused, { timeS: 300, fromS: 0, endS: 600, wallS: 3 })).toBe(paused);
  });
});

test('a run is under way while it is computed or paused', () => {
  const reason = { zh: '内存不足', en: 'Out of memory' };
  const states: RunStatus[] = [
    { kind: 'running', progressRatio: 0, etaS: null },
    { kind: 'paused', progressRatio: 0 },
    { kind: 'failed', reason },
    { kind: 'stopped' },
    { kind: 'done' },
  ];
  expect(states.map(isRunActive)).toEqual([true, true, false, false, false]);
});

test('the last frame of a run lies at its own second on the one clock', () => {
  expect(lastFrameMs(runOf('a'))).toBe(1_600_000);
  expect(lastFrameMs(runOf('a', { timesS: [] }))).toBe(1_000_000);
});

describe('the name of the next run', () => {
  const nameOf = (letter: string) => `Run ${letter}`;

  test('is the first letter that none has', () => {
    expect(nextRunName([], nameOf)).toBe('Run A');
    expect(nextRunName([{ name: 'Run A' }, { name: 'Run C' }], nameOf)).toBe('Run B');
    expect(nextRunName([{ name: 'Storm' }], nameOf)).toBe('Run A');
  });

  test('begins anew after the last letter', () => {
    const all = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => ({ name: nameOf(letter) }));
    expect(nextRunName(all, nameOf)).toBe('Run A');
    expect(nextRunName(all.slice(0, 25), nameOf)).toBe('Run Z');
  });
});

describe('the state of a run', () => {
  test('is a word in the language of the page', async () => {
    const kinds = [{ kind: 'done' }, { kind: 'stopped' }, { kind: 'failed', reason: { zh: '错', en: 'x' } }] as const;
    const said = () => kinds.map((status) => textOf(<StatusTag status={status} />));
    expect(said()).toEqual(['Done', 'Stopped', 'Failed']);
    await words.changeLanguage('zh');
    expect(said()).toEqual(['完成', '已停止', '失败']);
  });

  test('has a bar, the time left and two buttons while it is computed', () => {
    const run = { id: 'a', status: { kind: 'running', progressRatio: 0.256, etaS: 95 } as const };
    const markup = markupOf(<RunProgress run={run} controls={acts} />);
    expect(markup).toContain('aria-valuenow="26"');
    expect(markup).toContain('width:26%');
    expect(textOf(<RunProgress run={run} controls={acts} />)).toBe('26\u2009% · 2\u2009min left Pause Stop');
  });

  test('can be resumed while it is paused, and has no time left', () => {
    const run = { id: 'a', status: { kind: 'paused', progressRatio: 0.5 } as const };
    expect(textOf(<RunProgress run={run} controls={acts} />)).toBe('50\u2009% Resume Stop');
  });

  test('has no bar once it is over', () => {
    for (const status of [
      { kind: 'done' },
      { kind: 'stopped' },
      { kind: 'failed', reason: { zh: '错', en: 'x' } },
    ] as const)
      expect(markupOf(<RunProgress run={{ id: 'a', status }} controls={acts} />)).toBe('');
  });
});

describe('the list of runs', () => {
  const row = (run: RunFacts) => <RunRow key={run.id} engine="wind" run={run} acts={acts} />;

  test('has the newest on top, and says so where there is none', () => {
    const names = (runs: RunFacts[]) =>
      textOf(
        <RunList runs={runs} none="No runs yet.">
          {(run) => <li key={run.id}>{run.name}</li>}
        </RunList>,
      );
    expect(names([runOf('A'), runOf('B'), runOf('C')])).toBe('Run C Run B Run A');
    expect(names([])).toBe('No runs yet.');
  });

  test('marks the run that is on the picture', () => {
    const run = runOf('A');
    twin.getState().addRun('wind', run);
    expect(textOf(row(run))).toBe('Done Show');
    expect(markupOf(row(run))).toContain('aria-pressed="false"');
    twin.getState().showRun('wind', 'A');
    expect(textOf(row(run))).toBe('Done Showing');
    expect(markupOf(row(run))).toContain('<li class="shown">');
    twin.getState().showRun('wind', null);
    twin.getState().showRun('rain', 'A');
    expect(textOf(row(run))).toBe('Done Show');
  });

  test('offers nothing to show of a run without a frame', () => {
    expect(textOf(row(runOf('A', { timesS: [] })))).toBe('Done');
  });

  test('says why a run broke off and what is left of it, or why it could not go on', () => {
    const reason = { zh: '内存不足', en: 'Out of memory' };
    const failed = textOf(row(runOf('A', { status: { kind: 'failed', reason } })));
    expect(failed).toContain('Run failed Out of memory Results up to the failure are available.');
    const empty = textOf(row(runOf('A', { status: { kind: 'failed', reason }, timesS: [] })));
    expect(empty).toContain('Run failed Out of memory');
    expect(empty).not.toContain('Results up to');
    const paused: RunStatus = { kind: 'paused', progressRatio: 0.5, refusal: reason };
    expect(textOf(row(runOf('A', { status: paused })))).toContain('This run cannot be started Out of memory');
    expect(textOf(row(runOf('A', { status: { kind: 'paused', progressRatio: 0.5 } })))).not.toContain('cannot');
  });

  test('lets a name be written over, forty letters long', () => {
    const markup = markupOf(<RunName name="Storm" onRename={ignore} />);
    expect(markup).toContain('maxLength="40"');
    expect(markup).toContain('value="Storm"');
    expect(markup).toContain('aria-label="Name"');
  });
});

test('what a run leaves out is counted, and its hash is shown once it is whole', async () => {
  const end = { hash: '0123456789abcdef0123', steps: 12_345, wallS: 61 };
  expect(textOf(<RunLimits notes={['No drains', 'No wind']} end={end} />)).toBe(
    'Limitations: 2 No drains No wind Result checksum 0123456789abcdef · 12,345 steps in 61\u2009s',
  );
  expect(textOf(<RunLimits notes={[]} end={null} />)).toBe('Limitations: 0 Result checksum —');
  await words.changeLanguage('zh');
  expect(textOf(<RunLimits notes={['无管网']} end={end} />)).toContain('12,345 步，61\u2009s');
});

describe('what a form will cost', () => {
  const start = (estimate: Parameters<typeof RunStart<number>>[0]['estimate'], isBusy = false, label?: string) => (
    <RunStart
      estimate={estimate}
      isBusy={isBusy}
      {...(label === undefined ? {} : { label })}
      costOf={(cells) => `${cells} cells`}
      notesOf={(cells) => (cells > 100 ? ['Coarse'] : [])}
      refusalOf={(error) => ({ zh: `拒绝：${error}`, en: `refused: ${error}` })}
      onStart={ignore}
    />
  );
  const isDisabled = (element: React.ReactNode) => /<button[^>]*disabled/.test(markupOf(element));

  test('is being asked for, and nothing can be started before it is known', () => {
    expect(textOf(start(null))).toBe('Estimating… Run');
    expect(isDisabled(start(null))).toBe(true);
  });

  test('is told with what is left out, and the button waits for nothing more', () => {
    expect(textOf(start({ kind: 'answered', answer: 400 }))).toBe('400 cells Limitations: 1 Coarse Run');
    expect(textOf(start({ kind: 'answered', answer: 4 }, false, 'Branch'))).toBe('4 cells Branch');
    expect(isDisabled(start({ kind: 'answered', answer: 400 }))).toBe(false);
  });

  test('of what cannot be run is its reason, and the button stays shut', () => {
    const refused = start({ kind: 'failed', error: 'too large' });
    expect(textOf(refused)).toBe('This run cannot be started refused: too large Run');
    expect(isDisabled(refused)).toBe(true);
  });

  test('is not asked for while another run goes on', () => {
    expect(textOf(start(null, true))).toBe('Another run is in progress');
    expect(isDisabled(start({ kind: 'answered', answer: 1 }, true))).toBe(true);
  });
});

describe('the panel of an engine', () => {
  const panel = (hasForm: boolean) => (
    <RunPanel
      engine="wind"
      title="Wind"
      className="wind"
      notRead="The city could not be read"
      hasForm={hasForm}
      open={async () => {}}
      onPlan={ignore}
      form={() => <p>the form</p>}
      runs={() => <p>the runs</p>}
      onClose={ignore}
    />
  );

  test('opens on its form while there is no run, and waits for the city', () => {
    expect(textOf(panel(true))).toBe('Wind Simulated Set-up Runs the form');
    expect(textOf(panel(false))).toBe('Wind Simulated Set-up Runs');
    expect(markupOf(panel(false))).toContain('role="status"');
  });

  test('opens on its runs once there are some, with their number', () => {
    twin.getState().addRun('wind', runOf('A'));
    twin.getState().addRun('rain', runOf('B'));
    expect(textOf(panel(true))).toBe('Wind Simulated Set-up Runs 1 the runs');
  });
});

test('over the picture of a run stands that it is simulated, which one, at which moment, and the way back', async () => {
  const bar = (
    <RunBar
      engine="wind"
      label="Wind"
      name="Run A"
      moment="00:05"
      run={runOf('A')}
      timeS={300}
      stepS={60}
      timeText="5 min"
      onLeave={ignore}
    />
  );
  expect(textOf(bar)).toBe('Simulated Run A 00:05 Back to now');
  await words.changeLanguage('zh');
  expect(textOf(bar)).toBe('模拟 Run A 00:05 回到现在');
});

test('the clock can be played as fast as its words say', () => {
  const said = RATES.map(({ rate, word }) => [rate, words.t(word)]);
  expect(said).toEqual([
    [1, 'Real time'],
    [60, '1 min/s'],
    [600, '10 min/s'],
    [3600, '1 h/s'],
  ]);
});

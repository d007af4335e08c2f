import type { Text } from '../../../model/text/text.ts';
import { useApp, usePanels, useTwin } from '../../kit/app-context.tsx';
import { IconButton } from '../../kit/controls.tsx';
import { Icon } from '../../kit/icons.tsx';
import type { DeskSubject, PlacedPanel, StepState } from '../../kit/plugin.ts';
import { Placed, SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { type DeskStep, deskOf } from '../../twin/appearance.ts';
import { RunningJobs } from './running-jobs.tsx';
import { groupsOf, openStep } from './steps.ts';
import { useGuideUrl } from './top-bar.tsx';
import { useWaitingSteps } from './waiting-steps.ts';

/** The job of the desk step by step, the tools of the open step, and at the foot what goes on. */
export function TaskColumn() {
  return (
    <aside className="tasks">
      <Subject />
      <Steps />
      <span className="fill" />
      <Work />
      <SlotPanels slot="foot" />
      <RunningJobs />
      <GuideRow />
    </aside>
  );
}

/** Says what is worked on and lets one choose where there are several; leads back to the desk's first card. */
function Subject() {
  const { t, of } = useWords();
  const app = useApp();
  const { city } = app.twin;
  const desk = useTwin((state) => state.desk);
  const subject = JSON.parse(useTwin(() => JSON.stringify(app.subjectOf(desk)))) as DeskSubject | null;
  const { name, options, chosen } = subject ?? { name: city.name };
  const note = subject ? subject.note && of(subject.note) : t('shell.layerCount', { count: city.layers.length });
  const toStart = () => {
    const { twin, panels } = app;
    panels.getState().openTool(null);
    twin.getState().select(null);
    panels.getState().openStart(true);
  };
  if (!options || options.length < 2)
    return (
      <button type="button" className="subject" title={t('shell.toStart')} onClick={toStart}>
        <b>{of(name)}</b>
        {note && <span>{note}</span>}
        <Icon name="chev" />
      </button>
    );
  return (
    <div className="subject">
      <select
        aria-label={t('shell.subject')}
        value={chosen}
        onChange={(event) => app.subjectOf(desk)?.choose(event.currentTarget.value)}
      >
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {of(name)}
          </option>
        ))}
      </select>
      {note && <span>{note}</span>}
      <IconButton icon="chev" label={t('shell.toStart')} onClick={toStart} />
    </div>
  );
}

/** At the foot: what the open tool works through; while there is none, and nothing else stands there, what to do next. */
function Work() {
  const tool = usePanels((state) => state.tool);
  const list = useSlot('worklist').find(({ ofTool }) => ofTool === tool);
  const hasFoot = useSlot('foot').length > 0;
  if (list) return <Placed panel={list} />;
  return hasFoot ? null : <NextSteps />;
}

/** Steps of the desk that wait for somebody, the worst first. */
function NextSteps() {
  const { t, of } = useWords();
  const app = useApp();
  const rows = useWaitingSteps();
  if (rows.length === 0) return null;
  return (
    <section className="work-list">
      <h3>{t('shell.next')}</h3>
      <ul>
        {rows.map(({ step, state }) => (
          <li key={step.id}>
            <button type="button" className={state.mark} onClick={() => openStep(app, step)}>
              <i aria-hidden="true" />
              <b>{of(step.why)}</b>
              <span>
                {of(step.label)} {state.figure} {state.word && of(state.word)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The steps of the open desk; while none is open each says what it is for. */
export function Steps() {
  const { t } = useWords();
  const desk = useTwin(deskOf);
  const open = useTwin((state) => state.step);
  return (
    <nav aria-label={t('shell.steps')}>
      <ol className={desk.steps.some(({ id }) => id === open) ? 'job-steps' : 'job-steps lead'}>
        {desk.steps.map((step, i) => (
          <Step key={step.id} step={step} number={i + 1} isOpen={step.id === open} />
        ))}
      </ol>
    </nav>
  );
}

/** How a step stands now; the same object while it says the same. */
function useStepState(step: string): StepState | null {
  const app = useApp();
  return JSON.parse(useTwin(() => JSON.stringify(app.stepState(step)))) as StepState | null;
}

function Step({ step, number, isOpen }: { step: DeskStep; number: number; isOpen: boolean }) {
  const { of } = useWords();
  const app = useApp();
  const desk = useTwin((state) => state.desk);
  const state = useStepState(`${desk}.${step.id}`);
  const mark = state?.mark ?? 'todo';
  return (
    <li className={`job-step ${mark}${isOpen ? ' on' : ''}`} data-step={step.id}>
      <button
        type="button"
        className="step-head"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? app.twin.getState().setStep(null) : openStep(app, step))}
      >
        <span className="step-mark" aria-hidden="true">
          {mark === 'done' && !isOpen ? <Icon name="check" /> : number}
        </span>
        <b>{of(step.label)}</b>
        <span className="step-figure">
          {state?.figure !== undefined && <b>{state.figure}</b>}
          {state?.word && <span>{of(state.word)}</span>}
        </span>
        <span className="step-why">{of(step.why)}</span>
      </button>
      {isOpen && <StepTools step={step} />}
    </li>
  );
}

/** The tools of a step, each with what it answers or what it found. */
function StepTools({ step }: { step: DeskStep }) {
  const { of } = useWords();
  const desk = useTwin(deskOf);
  const tools = useSlot('tool');
  const groups = groupsOf(desk, step, tools);
  return (
    <div className="step-tools">
      {groups.map(({ label, tools }) => (
        <section key={label ? label.en : ''}>
          {label && <h2 className="minor">{of(label)}</h2>}
          <ul>
            {tools.map((tool) => (
              <ToolRow key={tool.id} tool={tool} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function ToolRow({ tool }: { tool: PlacedPanel }) {
  const { t, of } = useWords();
  const app = useApp();
  const open = usePanels((state) => state.tool);
  const openTool = usePanels((state) => state.openTool);
  const bringToFront = usePanels((state) => state.bringToFront);
  const isAtBack = usePanels((state) => state.front === 'object');
  const isCovered = useSlot('object').length > 0 && isAtBack;
  const isInUse = useTwin((state) => tool.isInUse?.(state) ?? false);
  const found: Text | null = JSON.parse(useTwin((state) => JSON.stringify(tool.result?.(state, app) ?? null)));
  const result = found && of(found);
  const isOpen = open === tool.id;
  // A tool that a card has covered is shown again, not closed.
  const isBehind = isOpen && isCovered;
  return (
    <li>
      <button
        type="button"
        className={`tool-row${isInUse ? ' in-use' : ''}`}
        data-tool={tool.id}
        aria-expanded={isOpen}
        onClick={() => (isBehind ? bringToFront('tool') : openTool(isOpen ? null : tool.id))}
      >
        <b>{tool.title ? t(tool.title) : tool.id}</b>
        <span className={result === null ? '' : 'found'}>{result ?? (tool.answers ? t(tool.answers) : '')}</span>
      </button>
    </li>
  );
}

/** Opens the page of the guide on this desk. */
function GuideRow() {
  const { t } = useWords();
  const url = useGuideUrl();
  return (
    <a className="guide-row" href={url} target="_blank" rel="noopener">
      <Icon name="why" />
      <span>{t('shell.guide')}</span>
      <kbd>F1</kbd>
    </a>
  );
}

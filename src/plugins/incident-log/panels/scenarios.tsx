import { useState } from 'react';
import { timeScoreOf } from '../../../../model/incidents/evaluation/time-score.ts';
import type { PackageScenario } from '../../../../model/incidents/incident-package.ts';
import { factsOf } from '../../../../model/incidents/incident-state.ts';
import { type IncidentTimeline, timelineOf } from '../../../../model/incidents/incident-timeline.ts';
import { logFiguresOf } from '../../../../model/incidents/log-figures.ts';
import {
  type ExpectationVerdict,
  LOG_INPUT,
  type ScenarioFigure,
  verdictsOn,
} from '../../../../model/incidents/scenario-input.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import { SHIPPED_INCIDENTS, type ShippedIncident } from '../../../../scenarios/shipped-incidents.ts';
import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel, Switch } from '../../../kit/controls.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { usePresentMs } from '../../../kit/present.ts';
import { useErrorText } from '../../../kit/reason.ts';
import { Table } from '../../../kit/table/table.tsx';
import { useWords } from '../../../kit/words.ts';
import { incidentLogController } from '../controller.ts';
import { useActText } from './act-text.ts';
import { drillLength } from './drill-length.ts';
import { useMayWrite } from './shown.ts';

/** 情景与演练: scenarios that come with the program, what an opened one computes, and drills by it. */
export function ScenariosPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  useStore(controller.state, ({ version }) => version);
  const scenario = useStore(controller.state, ({ opened }) => opened?.package.scenario ?? null);
  const { failure, drill } = useStore(controller.scenarios.state, (state) => state);
  return (
    <Panel
      title={t('incidentScenarios.title')}
      className="dock grows incident-desk incident-scenarios"
      onClose={onClose}
    >
      {failure && (
        <div className="part">
          <ErrorNotice what={t('incidentScenarios.failed')} reason={failure} />
        </div>
      )}
      {drill ? <DrillPart incident={drill.incident} isByClock={drill.isByClock} /> : <ShippedList />}
      {!drill && scenario && <OpenedScenario scenario={scenario} />}
    </Panel>
  );
}

/** Those made for this city; of another city's only why they are not offered. */
function ShippedList() {
  const { t, of, language } = useWords();
  const { twin, panels } = useApp();
  const controller = useController(incidentLogController);
  const openedId = useStore(controller.state, ({ opened }) => opened?.package.scenario?.id ?? null);
  const own = SHIPPED_INCIDENTS.filter(({ city }) => city === twin.city.id);
  if (own.length === 0)
    return (
      <EmptyState icon="report">
        {t('incidentScenarios.noAnchors', {
          titles: SHIPPED_INCIDENTS.map(({ title }) => of(title)).join(t('incidentScenarios.and')),
        })}
      </EmptyState>
    );
  const play = (id: string) => {
    void controller.scenarios.open(id, language).then(() => {
      if (controller.scenarios.state.getState().failure === null) panels.getState().openTool(incidentLogController.id);
    });
  };
  return (
    <ul className="scenario-list">
      {own.map((one) => (
        <ShippedRow key={one.id} one={one} isOpen={one.id === openedId} onPlay={() => play(one.id)} />
      ))}
    </ul>
  );
}

function ShippedRow({ one, isOpen, onPlay }: { one: ShippedIncident; isOpen: boolean; onPlay: () => void }) {
  const { t, of } = useWords();
  return (
    <li>
      <button type="button" aria-pressed={isOpen} onClick={onPlay}>
        <b>{of(one.title)}</b>
        <span className="scenario-facts">
          <span className="tag">{t(`incidentLog.hazard_${one.hazard}`)}</span>
          <span className="note">{drillLength(t, one.lengthMin)}</span>
        </span>
        <span className="note">{of(one.about)}</span>
      </button>
    </li>
  );
}

/** What was computed for the package that is open, against what it should come to, and the way to drill by it. */
function OpenedScenario({ scenario }: { scenario: PackageScenario }) {
  const { t, of } = useWords();
  const { twin, panels } = useApp();
  const errorText = useErrorText();
  const controller = useController(incidentLogController);
  const mayWrite = useMayWrite();
  const opened = useStore(controller.state, (state) => state.opened);
  const { computed, isComputing } = useStore(controller.scenarios.state, (state) => state);
  if (!opened) return null;
  const inputs = computed ?? scenario.inputs;
  const figures = new Map([
    [LOG_INPUT, logFiguresOf(opened.timeline)],
    ...inputs.map((input) => [input.asked.id, input.figures] as const),
  ]);
  const verdicts = verdictsOn(scenario.expected, figures);
  const met = verdicts.filter(({ isMet }) => isMet).length;
  const drill = () => {
    void controller.scenarios
      .startDrill(t('incidentScenarios.drillPrefix'))
      .catch((error: unknown) => panels.getState().notify(errorText(error)));
  };
  return (
    <>
      <FormSection title={of(scenario.title)}>
        {opened.package.city === twin.city.id && opened.package.cityHash !== twin.city.inputHash && (
          <p className="note">{t('incidentScenarios.otherBake')}</p>
        )}
        <p className="row-head">
          <button
            type="button"
            className="btn small"
            disabled={isComputing}
            onClick={() => void controller.scenarios.compute()}
          >
            {t(isComputing ? 'incidentScenarios.computing' : 'incidentScenarios.compute')}
          </button>
          <button type="button" className="btn small primary" disabled={!mayWrite} onClick={drill}>
            {t('incidentScenarios.startDrill')}
          </button>
        </p>
        <p className="note">
          {t(computed && !isComputing ? 'incidentScenarios.computedHere' : 'incidentScenarios.asWritten')}
        </p>
      </FormSection>
      <FormSection
        title={t('incidentScenarios.expected', { met: formatNumber(met), all: formatNumber(verdicts.length) })}
      >
        <Verdicts verdicts={verdicts} nameOf={(id) => nameOf(id)} />
      </FormSection>
    </>
  );

  function nameOf(id: string): string {
    const input = inputs.find(({ asked: question }) => question.id === id);
    return input ? of(input.asked.about) : t('incidentScenarios.log');
  }
}

function Verdicts({ verdicts, nameOf }: { verdicts: readonly ExpectationVerdict[]; nameOf: (id: string) => string }) {
  const { t } = useWords();
  return (
    <Table
      name="verdicts"
      rows={verdicts}
      rowKey={({ input, figure }) => `${input} ${figure}`}
      rowProps={({ isMet, source }) => ({ className: isMet ? '' : 'missed', title: source })}
      columns={[
        {
          head: t('incidentScenarios.figure'),
          value: ({ input, figure }) => `${nameOf(input)} ${figure}`,
          cell: ({ input, figure }) => (
            <>
              {nameOf(input)}
              <span className="mono id"> {figure}</span>
            </>
          ),
        },
        {
          head: t('incidentScenarios.got'),
          cell: ({ got, isMet }) => `${figureText(got)} ${isMet ? '✓' : '✗'}`,
          align: 'end',
        },
        {
          head: t('incidentScenarios.wanted'),
          cell: ({ value, tolerance, unit }) => `${figureText(value)}${tolerance > 0 ? ` ± ${tolerance}` : ''} ${unit}`,
          align: 'end',
        },
      ]}
    />
  );
}

/** Hashes as their beginnings. */
const MAX_SHOWN = 16;

function figureText(figure: ScenarioFigure): string {
  if (figure === null) return NO_VALUE_MARK;
  if (Array.isArray(figure)) return figure.length === 0 ? NO_VALUE_MARK : figure.join(' ');
  if (typeof figure === 'string') return figure.length > 2 * MAX_SHOWN ? figure.slice(0, MAX_SHOWN) : figure;
  return String(figure);
}

/** The instructor's page: what is to be released, and in the end the score beside that of the scenario's own log. */
function DrillPart({ incident, isByClock }: { incident: string; isByClock: boolean }) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const log = controller.client.get(incident)?.shown ?? null;
  if (!log || log.length === 0) return null;
  const isOver = log.read('incident', '', 'closedMs') !== 0;
  return (
    <>
      <FormSection title={log.opened()?.title ?? ''}>
        <p className="row-head">
          <span className="tag warn">{t('incidentScenarios.exercise')}</span>
          <span className="space" />
          {isOver ? (
            <button type="button" className="btn small" onClick={() => controller.scenarios.leaveDrill()}>
              {t('incidentScenarios.leaveDrill')}
            </button>
          ) : (
            <button
              type="button"
              className="btn small primary"
              onClick={() => void controller.scenarios.endDrill(t('incidentScenarios.ended'))}
            >
              {t('incidentScenarios.endDrill')}
            </button>
          )}
        </p>
        {!isOver && (
          <p className="row-head">
            <span>{t('incidentScenarios.byClock')}</span>
            <span className="space" />
            <Switch
              label={t('incidentScenarios.byClock')}
              on={isByClock}
              onChange={(on) => controller.scenarios.setByClock(on)}
            />
          </p>
        )}
      </FormSection>
      {!isOver && <Injects log={log} isByClock={isByClock} />}
      <DrillScore log={log} isOver={isOver} />
    </>
  );
}

function Injects({ log, isByClock }: { log: IncidentTimeline; isByClock: boolean }) {
  const { t } = useWords();
  const controller = useController(incidentLogController);
  const textOf = useActText(log);
  const nowMs = usePresentMs();
  const [sent, setSent] = useState<readonly number[]>([]);
  const openedMs = log.entry(1).receivedMs;
  const release = (seq: number) => {
    setSent([...sent, seq]);
    void controller.scenarios.release(seq);
  };
  return (
    <FormSection title={t('incidentScenarios.injects')}>
      <ol className="drill-injects">
        {controller.scenarios.injects().map(({ seq, afterMs, act, releasedMs }) => (
          <li key={seq} className={releasedMs === null ? '' : 'released'}>
            <span className="mono">{minutesText(afterMs)}</span>
            <span className="text">{textOf({ ...log.entry(1), act })}</span>
            {releasedMs === null ? (
              <span className="row-head">
                {isByClock && (
                  <span className="note">
                    {t('incidentScenarios.dueIn', { time: minutesText(Math.max(0, openedMs + afterMs - nowMs)) })}
                  </span>
                )}
                <button type="button" className="btn small" disabled={sent.includes(seq)} onClick={() => release(seq)}>
                  {t('incidentScenarios.release')}
                </button>
              </span>
            ) : (
              <span className="tag run">
                {t('incidentScenarios.released', { time: minutesText(releasedMs - openedMs) })}
              </span>
            )}
          </li>
        ))}
      </ol>
    </FormSection>
  );
}

const SECONDS = 60;

/** Minutes and seconds, as 12:05. */
function minutesText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / SECONDS)}:${String(seconds % SECONDS).padStart(2, '0')}`;
}

/** The steps of those who were drilled, beside the scenario's own. */
function DrillScore({ log, isOver }: { log: IncidentTimeline; isOver: boolean }) {
  const { t, of } = useWords();
  const controller = useController(incidentLogController);
  const drill = useStore(controller.scenarios.state, (state) => state.drill);
  const nowMs = usePresentMs();
  if (!drill) return null;
  const reference = timelineOf(drill.package.entries);
  const referenceScore = timeScoreOf(factsOf(reference), reference.last()?.receivedMs ?? 0);
  const facts = factsOf(log);
  const score = timeScoreOf(facts, nowMs);
  const minutes = (value: number | null | undefined) => (value == null ? NO_VALUE_MARK : formatNumber(value, 1));
  const share = (value: number | null) => (value === null ? NO_VALUE_MARK : formatNumber(value, 4));
  return (
    <FormSection title={t(isOver ? 'incidentScenarios.score' : 'incidentScenarios.scoreSoFar')}>
      <p className="row-head">
        <b className="hero drill-score">{share(score.score)}</b>
        <span className="note">{t('incidentScenarios.reference', { score: share(referenceScore.score) })}</span>
      </p>
      <Table
        name="drill-steps"
        rows={score.steps.map((step, i) => ({
          ...step,
          title: of(log.steps()[i].title),
          ownMin: referenceScore.steps[i]?.takenMin ?? null,
        }))}
        rowKey={({ id }) => id}
        columns={[
          { head: t('incidentScenarios.head_step'), value: ({ title }) => title },
          { head: t('incidentScenarios.head_limit'), value: ({ limitMin }) => limitMin, digits: 1 },
          { head: t('incidentScenarios.head_taken'), value: ({ takenMin }) => takenMin, digits: 1 },
          { head: t('incidentScenarios.head_own'), value: ({ ownMin }) => ownMin, digits: 1 },
          { head: t('incidentScenarios.head_scoreOf'), value: (step) => step.score, digits: 4 },
        ]}
      />
      <p className="note">
        {t('incidentScenarios.ordersGiven', {
          count: formatNumber(facts.orders.length),
          comments: formatNumber(facts.comments),
          minutes: minutes(((facts.closedMs ?? nowMs) - log.entry(1).receivedMs) / MS_PER_MIN),
        })}
      </p>
    </FormSection>
  );
}

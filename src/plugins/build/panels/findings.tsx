import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useApp, useController, useNarrow, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Panel, Tabs } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import type { Language } from '../../../twin/appearance.ts';
import { placeOfLayer } from '../../../view/view-api.ts';
import type { PlanFacts, PlanPoint } from '../controller.ts';
import { ifcCapabilities } from '../ifc-holds.ts';
import { buildPlugin } from '../open.ts';
import { overloads, planName, pointLimit, pointValue } from '../plan-text.ts';
import { type BuildTab, tabsOf } from '../review-slice.ts';
import { MODEL_ENDINGS, SCHEDULE_ENDINGS } from '../start-model-reader.ts';
import { EffectPart } from './effect.tsx';
import { FilmPart } from './film.tsx';
import { LinksPart } from './links.tsx';
import { ModelPart } from './model.tsx';
import { Refusal } from './refusal.tsx';
import { RepairPart } from './repair.tsx';
import { ScheduleList } from './schedule.tsx';
import { ScheduleExport } from './schedule-export.tsx';
import { SpacePart } from './space.tsx';
import { usePlan, Verdicts } from './verdicts.tsx';
import { WhatIfPart } from './what-if.tsx';

const ENDINGS = [...new Set([...MODEL_ENDINGS, ...SCHEDULE_ENDINGS])];
const IFC = /\.ifc$/i;
const isModelName = (name: string): boolean => MODEL_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

/** 建造, left: opens models and plans, and lists what is wrong with them. */
export function BuildLeft() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const plan = useTwin((state) => state.plan);
  const facts = usePlan();
  const model = useTwin((state) => state.model);
  const isNarrow = useNarrow();
  const tabs = tabsOf({ model, plan }, twin.city.layers, isNarrow);
  const wanted = useTwin((state) => state.buildTab);
  const tab = tabs.includes(wanted) ? wanted : tabs[0];
  const [isOver, setOver] = useState(false);
  const take = useTake();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    for (const file of event.dataTransfer.files) take(file);
  };
  return (
    <section
      className={`drop${isOver ? ' over' : ''}`}
      aria-label={t('build.issues')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Panel
        title={t('build.issues')}
        className="dock build-issues"
        note={facts ? planName(facts.name, language) : undefined}
        footer={<Opener take={take} />}
      >
        {tabs.length > 0 && <BuildTabs tabs={tabs} tab={tab} />}
        {plan.kind === 'none' && tabs.length === 0 && <EmptyState icon="crane">{t('build.issuesEmpty')}</EmptyState>}
        {plan.kind === 'reading' && <p className="build-state">{t('build.reading', { file: plan.file })}</p>}
        {plan.kind === 'failed' && <Refusal reason={plan.reason} />}
        <TabContent tab={tab} facts={facts} isNarrow={isNarrow} />
      </Panel>
    </section>
  );
}

/** Opens a file as what it holds: a plan, a model, or of IFC both. */
function useTake(): (file: File | undefined) => void {
  const { twin } = useApp();
  const { build, project } = useController(buildPlugin);
  return (file) => {
    if (!file) return;
    const send = (desk: typeof project | typeof build) => {
      if (desk === project) twin.getState().openBuildTab('model');
      void file.arrayBuffer().then((bytes) => desk.open(new Uint8Array(bytes), file.name));
    };
    if (!isModelName(file.name)) send(build);
    else if (!IFC.test(file.name)) send(project);
    else
      void ifcCapabilities(file).then(({ tasks, shapes }) => {
        if (tasks) send(build);
        if (shapes || !tasks) send(project);
      });
  };
}

function TabContent({
  tab,
  facts,
  isNarrow,
}: {
  tab: BuildTab | undefined;
  facts: PlanFacts | null;
  isNarrow: boolean;
}) {
  return (
    <>
      {tab === 'model' && <ModelPart />}
      {tab === 'links' && <LinksPart />}
      {tab === 'plan' && facts && isNarrow && <Verdicts />}
      {tab === 'plan' && facts && <Findings facts={facts} />}
      {tab === 'plan' && facts && <ScheduleExport />}
      {tab === 'bars' && facts && <ScheduleList facts={facts} />}
      {tab === 'space' && <SpacePart />}
      {tab === 'repair' && <RepairPart />}
      {tab === 'whatIf' && <WhatIfPart />}
      {tab === 'effect' && <EffectPart />}
      {tab === 'film' && facts && <FilmPart facts={facts} />}
    </>
  );
}

/** What was brought, the plan's own findings, and what else is asked of it; they stay in sight, and what a tab holds begins at its top. */
function BuildTabs({ tabs, tab }: { tabs: readonly BuildTab[]; tab: BuildTab }) {
  const { t } = useWords();
  const { twin } = useApp();
  const holder = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another list
  useEffect(() => {
    holder.current?.parentElement?.scrollTo({ top: 0 });
  }, [tab]);
  return (
    <div ref={holder} className="build-tabs">
      <Tabs
        label={t('build.tabs')}
        value={tab}
        options={tabs.map((value) => ({ value, label: t(`build.tab_${value}`) }))}
        onChange={twin.getState().openBuildTab}
      />
    </div>
  );
}

function Opener({ take }: { take: (file: File | undefined) => void }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const { build } = useController(buildPlugin);
  const plan = useTwin((state) => state.plan);
  const hasModel = useTwin((state) => state.model.kind !== 'none');
  const input = useRef<HTMLInputElement>(null);
  const { openCity } = build;
  const goToSite = () => {
    const site = twin.city.layers.find(({ kind }) => kind === 'element');
    if (site && twin.getState().plan.kind === 'open') view.flyToPlace(placeOfLayer(site));
  };
  return (
    <div className="build-open">
      <input
        ref={input}
        type="file"
        multiple
        className="unseen"
        tabIndex={-1}
        aria-label={t('build.openFile')}
        accept={ENDINGS.join(',')}
        onChange={(event) => {
          for (const file of event.currentTarget.files ?? []) take(file);
          event.currentTarget.value = '';
        }}
      />
      {openCity && (
        <button
          type="button"
          className={plan.kind === 'open' || hasModel ? 'btn small' : 'btn primary'}
          onClick={() => void openCity().then(goToSite)}
        >
          {t('build.openCity')}
        </button>
      )}
      <button
        type="button"
        className={plan.kind === 'open' ? 'btn small' : 'btn'}
        onClick={() => input.current?.click()}
      >
        {t('build.openFile')}
      </button>
    </div>
  );
}

interface Finding {
  key: string;
  title: string;
  about: string;
  value: string;
  limit: string;
  severity: 'fail' | 'unsure';
  rows: number[];
}

function findingsOf(
  facts: PlanFacts,
  t: ReturnType<typeof useWords>['t'],
  of: (text: PlanPoint['name']) => string,
  language: Language,
): Finding[] {
  const points = facts.points
    .filter(({ verdict, rows, value, limit, sense }) => {
      if (verdict === 'fail') return true;
      return (
        verdict === 'unsure' &&
        rows.length > 0 &&
        value !== null &&
        (sense === 'atMost' ? value > limit : value < limit)
      );
    })
    .map(
      (point): Finding => ({
        key: point.id,
        title: of(point.name),
        about: t('build.dcma', { point: point.point, count: point.rows.length }),
        value: pointValue(point),
        limit: pointLimit(point),
        severity: point.verdict === 'fail' ? 'fail' : 'unsure',
        rows: point.rows,
      }),
    );
  const over = overloads(facts).map(
    ({ name, capacity, peak }): Finding => ({
      key: `over ${name}`,
      title: t('build.overloaded'),
      about: t('build.peak', { name: planName(name, language) }),
      value: formatNumber(peak),
      limit: `≤ ${formatNumber(capacity)}`,
      severity: 'fail',
      rows: [],
    }),
  );
  const others = facts.others.map(
    ({ kind, row, words }, i): Finding => ({
      key: `${kind} ${i}`,
      title: t(kind === 'file' ? 'build.fileNote' : 'build.storedDates'),
      about: kind === 'file' ? words : planName(facts.rows[row]?.name ?? '', language),
      value: kind === 'file' ? '' : words,
      limit: '',
      severity: kind === 'file' ? 'unsure' : 'fail',
      rows: row < 0 ? [] : [row],
    }),
  );
  return [...points, ...over, ...others].sort(
    (a, b) => Number(a.severity === 'unsure') - Number(b.severity === 'unsure'),
  );
}

/** Longer lists than this are the plan itself. */
const MAX_SHOWN = 60;

function Findings({ facts }: { facts: PlanFacts }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const focus = useTwin((state) => state.planFocus);
  const { focusPlan } = twin.getState();
  const all = findingsOf(facts, t, of, language);
  if (all.length === 0) return <EmptyState icon="check">{t('build.nothingFound')}</EmptyState>;
  return (
    <ul className="findings">
      {all.slice(0, MAX_SHOWN).map(({ key, title, about, value, limit, severity, rows }) => (
        <li key={key}>
          <button
            type="button"
            aria-pressed={focus?.finding === key}
            disabled={rows.length === 0}
            title={rows.length > 0 ? t('build.showIt') : undefined}
            onClick={() => focusPlan(focus?.finding === key ? null : { finding: key, rows })}
          >
            <span className={`severity ${severity}`} aria-hidden="true" />
            <span className="what">
              <b>{title}</b>
              <span>{about}</span>
            </span>
            <span className="how">
              <b>{value}</b>
              <span>{severity === 'unsure' ? <span className="tag unsure">{t('build.unsure')}</span> : limit}</span>
            </span>
          </button>
        </li>
      ))}
      {all.length > MAX_SHOWN && <li className="note">{t('build.more', { count: all.length - MAX_SHOWN })}</li>}
    </ul>
  );
}

import { type DragEvent, useRef, useState } from 'react';
import { useApp, useController, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Panel } from '../../../kit/controls.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { HowComputed } from '../../../kit/story.tsx';
import { useWords } from '../../../kit/words.ts';
import { placeOfLayer } from '../../../view/view-api.ts';
import { buildController } from '../controller.ts';
import { ifcCapabilities } from '../ifc-holds.ts';
import { planName } from '../plan-text.ts';
import { BUILD_TABS, type BuildTab, tabsOf } from '../review-slice.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { MODEL_ENDINGS, SCHEDULE_ENDINGS } from '../tasks/start-model-reader.ts';
import { EffectPart } from './effect.tsx';
import { FilmPart } from './film.tsx';
import { LinksPart } from './links.tsx';
import { ModelPart } from './model.tsx';
import { PlanPart } from './plan-part.tsx';
import { Refusal } from './refusal.tsx';
import { RepairPart } from './repair.tsx';
import { ReportPart } from './report.tsx';
import { ScheduleList } from './schedule.tsx';
import { ScheduleExport } from './schedule-export.tsx';
import { SpacePart } from './space.tsx';
import { VerdictPart } from './verdict.tsx';
import { usePlan } from './verdicts.tsx';
import { WhatIfPart } from './what-if.tsx';

const ENDINGS = [...new Set([...MODEL_ENDINGS, ...SCHEDULE_ENDINGS])];
const IFC = /\.ifc$/i;
const isModelName = (name: string): boolean => MODEL_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));

/** 建造: opens models and plans, and shows a part of what is judged of them; without a part, the plan's own verdict. */
export function BuildLeft({ part }: PanelProps) {
  const { t, language } = useWords();
  const plan = useTwin((state) => state.plan);
  const facts = usePlan();
  const model = useTwin((state) => state.model);
  const { twin } = useApp();
  const tabs = tabsOf({ model, plan }, twin.city.layers);
  const tab = BUILD_TABS.find((each) => each === part);
  const hasTab = tabs.includes(tab ?? 'plan');
  const [isOver, setOver] = useState(false);
  const take = useTake();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    for (const file of event.dataTransfer.files) take(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same by hand
    <div
      className={`drop${isOver ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Panel
        title={t(tab === undefined ? 'build.verdicts' : `build.tab_${tab}`)}
        className="dock build-issues"
        note={facts ? planName(facts.name, language) : undefined}
        footer={<Opener take={take} />}
      >
        {!hasTab && plan.kind !== 'reading' && plan.kind !== 'failed' && (
          <EmptyState icon="crane">{t('build.issuesEmpty')}</EmptyState>
        )}
        {plan.kind === 'reading' && <p className="build-state">{t('build.reading', { file: plan.file })}</p>}
        {plan.kind === 'failed' && <Refusal reason={plan.reason} />}
        {hasTab && <TabContent tab={tab} facts={facts} />}
        <HowComputed plugin={buildController.id} />
      </Panel>
    </div>
  );
}

/** Opens a file as what it holds: a plan, a model, or of IFC both. */
function useTake(): (file: File | undefined) => void {
  const { twin } = useApp();
  const { build, project } = useController(buildController);
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

function TabContent({ tab, facts }: { tab: BuildTab | undefined; facts: PlanFacts | null }) {
  return (
    <>
      {tab === 'model' && <ModelPart />}
      {tab === 'links' && <LinksPart />}
      {tab === undefined && facts && <VerdictPart facts={facts} />}
      {tab === 'report' && facts && <ReportPart facts={facts} />}
      {tab === 'plan' && facts && <PlanPart facts={facts} />}
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

function Opener({ take }: { take: (file: File | undefined) => void }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const { build } = useController(buildController);
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

import { useState } from 'react';
import { MIN_PER_DAY } from '../../../../model/time.ts';
import { instantOfWall, wallMinOf } from '../../../../model/wall-clock.ts';
import { useApp, useController, useNarrow, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, Panel, Segmented, Slider } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { PlayButton } from '../../../kit/play-button.tsx';
import { useWords } from '../../../kit/words.ts';
import { buildController } from '../controller.ts';
import { planDate } from '../plan-text.ts';
import type { PlanFacts } from '../schedule-controller.ts';
import { Chart, type Shown, SPANS } from './gantt.tsx';
import { GanttLegend } from './gantt-legend.tsx';
import { usePlan } from './verdicts.tsx';

const RATES = [
  { value: '86400', word: 'build.dayPerS' },
  { value: '604800', word: 'build.weekPerS' },
  { value: '2592000', word: 'build.monthPerS' },
] as const;

/** 建造, below: the plan's bars or its S-curve beside the model, on one clock with it. */
export function Schedule() {
  const { t, language } = useWords();
  const facts = usePlan();
  const isNarrow = useNarrow();
  const [shown, setShown] = useState<Shown>('bars');
  const [span, setSpan] = useState<(typeof SPANS)[number]>('all');
  // A phone has its bars below a step.
  if (isNarrow) return null;
  if (!facts)
    return (
      <Panel title={t('build.schedule')} className="schedule">
        <EmptyState icon="list">{t('build.scheduleEmpty')}</EmptyState>
      </Panel>
    );
  const note =
    facts.dataDateMin === null
      ? facts.file
      : t('build.dataDate', { file: facts.file, date: planDate(facts.dataDateMin, language) });
  return (
    <Panel
      title={t('build.schedule')}
      note={note}
      className="schedule open"
      actions={<Controls {...{ shown, setShown, span, setSpan }} />}
    >
      <Chart facts={facts} shown={shown} spanOf={span} />
      <GanttLegend facts={facts} isCurve={shown === 'curve'} />
    </Panel>
  );
}

function Controls({
  shown,
  setShown,
  span,
  setSpan,
}: {
  shown: Shown;
  setShown: (shown: Shown) => void;
  span: (typeof SPANS)[number];
  setSpan: (span: (typeof SPANS)[number]) => void;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const rate = useTwin((state) => state.rate);
  const by = useTwin((state) => state.buildColours);
  const { setRate, colourBuild } = twin.getState();
  return (
    <div className="schedule-controls">
      <FocusChip />
      <ShownChoice {...{ shown, setShown }} />
      <Segmented
        small
        label={t('build.span')}
        value={span}
        options={SPANS.map((value) => ({ value, label: t(`build.${value}`) }))}
        onChange={setSpan}
      />
      <Segmented
        small
        label={t('build.colours')}
        value={by}
        options={(['state', 'baseline'] as const).map((value) => ({ value, label: t(`build.by_${value}`) }))}
        onChange={colourBuild}
      />
      <Beside />
      <PlanPlay />
      <Segmented
        small
        label={t('clock.rate')}
        value={String(rate)}
        options={RATES.map(({ value, word }) => ({ value, label: t(word) }))}
        onChange={(value) => setRate(Number(value))}
      />
    </div>
  );
}

/** One press to two linked pictures: as it goes at the left, as it was planned at the right. */
function Beside() {
  const { t } = useWords();
  const { twin } = useApp();
  const isOn = useTwin((state) => state.plannedBeside);
  const hasBaseline = usePlan()?.rows.some(({ baseFinishMin }) => Number.isFinite(baseFinishMin)) ?? false;
  return (
    <button
      type="button"
      className="btn small"
      aria-pressed={isOn}
      disabled={!hasBaseline}
      title={t(hasBaseline ? 'build.beside' : 'verdict.whyBaseline')}
      onClick={() => twin.getState().showPlannedBeside(!isOn)}
    >
      {t('build.besideShort')}
    </button>
  );
}

/** Names of the two pictures, at the line between them. */
export function BesideNames() {
  const { t } = useWords();
  return (
    <section className="build-beside" aria-label={t('build.beside')}>
      <b className="left">{t('build.besideActual')}</b>
      <b className="right">{t('build.besidePlanned')}</b>
    </section>
  );
}

/** That not all activities are listed, and the way back to all. */
function FocusChip() {
  const { t } = useWords();
  const { twin } = useApp();
  const { build } = useController(buildController);
  const focus = useTwin((state) => state.planFocus);
  if (!focus) return null;
  const leave = () => {
    if (twin.getState().spaceFocus === null) twin.getState().focusPlan(null);
    else void build.review.showGroup(null);
  };
  return (
    <button type="button" className="btn small focus-chip" title={t('space.showAll')} onClick={leave}>
      {t('build.showOnly', { count: focus.rows.length })} <Icon name="x" />
    </button>
  );
}

function ShownChoice({ shown, setShown }: { shown: Shown; setShown: (shown: Shown) => void }) {
  const { t } = useWords();
  return (
    <Segmented
      small
      label={t('build.shown')}
      value={shown}
      options={(['bars', 'curve'] as const).map((value) => ({ value, label: t(`build.${value}`) }))}
      onChange={setShown}
    />
  );
}

/** Works are watched by days: played at a rate that no hand chose here, the clock takes a week a second. */
function PlanPlay() {
  const { twin } = useApp();
  const takeRate = () => {
    const { rate, playing, setRate } = twin.getState();
    if (!playing && RATES.every(({ value }) => Number(value) !== rate)) setRate(Number(RATES[1].value));
  };
  return <PlayButton onPress={takeRate} />;
}

/** A phone's tab of bars: names above them, the whole plan across. */
export function ScheduleList({ facts }: { facts: PlanFacts }) {
  const [shown, setShown] = useState<Shown>('bars');
  return (
    <div className="schedule-list">
      <FocusChip />
      <ShownChoice {...{ shown, setShown }} />
      <Chart facts={facts} shown={shown} spanOf="all" />
      <GanttLegend facts={facts} isCurve={shown === 'curve'} />
    </div>
  );
}

/** A phone has no room for bars below: their clock stands alone under the picture. */
function ScheduleClock() {
  const { t, language } = useWords();
  const { twin } = useApp();
  const { zone } = twin.city;
  const facts = usePlan();
  const day = useTwin(({ shownTimeMs }) => Math.floor(wallMinOf(shownTimeMs, zone) / MIN_PER_DAY));
  if (!facts) return null;
  const [first, last] = [facts.startMin, facts.finishMin].map((min) => Math.floor(min / MIN_PER_DAY));
  return (
    <div className="build-legend scrub">
      <PlanPlay />
      <Slider
        hideLabel
        label={t('build.clock')}
        value={Math.min(last, Math.max(first, day))}
        min={first}
        max={last}
        text={planDate(day * MIN_PER_DAY, language)}
        onChange={(next) => {
          const { shownTimeMs, showTime } = twin.getState();
          showTime(instantOfWall(wallMinOf(shownTimeMs, zone) + (next - day) * MIN_PER_DAY, zone));
        }}
      />
    </div>
  );
}

/** The same under the picture of a phone, which has no bars below it. */
export function NarrowScheduleClock() {
  return useNarrow() && <ScheduleClock />;
}

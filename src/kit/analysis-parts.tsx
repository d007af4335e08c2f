import type { ReactNode } from 'react';
import { HEIGHT_ORIGINS } from '../../model/city/height-origin.ts';
import { type StandingBuilding, sightOfBuilding } from '../../model/city/standing-building.ts';
import { NO_ANALYSIS } from '../twin/analyses.ts';
import type { Analysis } from '../twin/analysis.ts';
import { type QueryState, useApp, useTwin } from './app-context.tsx';
import { ErrorNotice, Skeleton, Switch } from './controls.tsx';
import { THIN_SPACE } from './format.ts';
import type { App } from './plugin.ts';
import { SaveTables } from './table/save-tables.tsx';
import { useWords } from './words.ts';

/** Until an analysis knows what the city has for it, and where it cannot know: neither leaves its panel empty. */
export function AnalysisFacts({ facts }: { facts: QueryState<unknown> }) {
  const { t } = useWords();
  if (facts.kind === 'asking') return <Skeleton />;
  return facts.kind === 'failed' ? <ErrorNotice what={t('analysis.failed')} reason={facts.reason} /> : null;
}

/** How far work in a worker is, with the button that cancels it where it can be. */
export function Progress({
  label,
  doneRatio,
  onStop,
}: {
  label: string;
  doneRatio: number;
  onStop?: (() => void) | undefined;
}) {
  const { t } = useWords();
  const percent = Math.round(100 * doneRatio);
  return (
    <div role="status">
      <div
        className="progress"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <p className="row-head">
        <span className="note">
          {percent}
          {THIN_SPACE}%
        </span>
        <span className="space" />
        {onStop && (
          <button type="button" className="btn small" onClick={onStop}>
            {t('common.cancel')}
          </button>
        )}
      </p>
    </div>
  );
}

type AnyAnalysis = Pick<Analysis<unknown, never, unknown>, 'stop' | 'tables' | 'clear'>;

/** The button that begins an analysis, or how far it is; why it failed; and, once it is done, what it came to. */
export function AnalysisRun({
  plugin,
  controller,
  label,
  start,
  children,
}: {
  plugin: string;
  controller: AnyAnalysis;
  /** On the button. */
  label: string;
  /** Null: something is missing still. */
  start: (() => void) | null;
  children: ReactNode;
}) {
  const { t } = useWords();
  const state = useTwin(({ analyses }) => analyses[plugin] ?? NO_ANALYSIS);
  return (
    <>
      {state.kind === 'running' ? (
        <Progress label={label} doneRatio={state.doneRatio} onStop={controller.stop} />
      ) : (
        <p className="form-actions">
          <button type="button" className="btn primary" disabled={!start} onClick={() => start?.()}>
            {label}
          </button>
        </p>
      )}
      {state.kind === 'failed' && <ErrorNotice what={t('analysis.failed')} reason={state.reason} />}
      {state.kind === 'done' && children}
    </>
  );
}

/** All tables of the last analysis as files, the button that takes its picture away, and the hash of its numbers. */
export function AnalysisFoot({ controller, name, hash }: { controller: AnyAnalysis; name: string; hash: string }) {
  const { t } = useWords();
  const tables = async () =>
    Object.fromEntries(Object.entries(await controller.tables()).map(([table, data]) => [`${name}-${table}`, data]));
  return (
    <p className="row-head analysis-foot">
      <SaveTables file={name} label={t('run.csv')} tables={tables} lineEnd={'\n'} />
      <button type="button" className="btn small" onClick={controller.clear}>
        {t('analysis.clear')}
      </button>
      <span className="space" />
      <span className="mono note">{hash.slice(0, 12)}</span>
    </p>
  );
}

/** Which planned layers stand too. */
export function PlannedLayers({
  layers,
  chosen,
  onChange,
}: {
  layers: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const { t, of } = useWords();
  const { twin } = useApp();
  return layers.map((id) => {
    const label = of(twin.city.layers.find((layer) => layer.id === id)?.label ?? { zh: id, en: id });
    const text = t('analysis.withPlanned', { layer: label });
    return (
      <div key={id} className="field brings">
        <span>{text}</span>
        <Switch
          label={text}
          on={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
        />
      </div>
    );
  });
}

/** Selects a building and flies there; one that is planned is shown with its layer. */
export function showBuilding({ twin, view }: Pick<App, 'twin' | 'view'>, building: StandingBuilding): void {
  if (building.state !== 'existing') twin.getState().showLayer(building.layer, true);
  view.flyToPlace(sightOfBuilding(building));
  twin.getState().select(building.gid);
}

/** A building by its name; selects it and flies there. */
export function BuildingLink({ building }: { building: StandingBuilding }) {
  const { of } = useWords();
  const app = useApp();
  return (
    <>
      <button type="button" className="link" onClick={() => showBuilding(app, building)}>
        {of(building.name)}
      </button>
      {building.heightFrom && <span className="tag unsure">{of(HEIGHT_ORIGINS[building.heightFrom])}</span>}
    </>
  );
}

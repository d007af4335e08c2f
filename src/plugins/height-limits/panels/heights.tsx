import type { HeightLimit } from '../../../../model/questions/height-limits.ts';
import { AnalysisFacts, AnalysisRun, PlannedLayers } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { PickField } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { HEIGHT_LIMITS, heightLimitsController } from '../controller.ts';
import { LimitRow } from './limit-row.tsx';
import { Offenders } from './offenders.tsx';

const KINDS = [
  { kind: 'area', ruler: 'area', add: 'heights.addArea', hint: 'heights.addAreaHint' },
  { kind: 'slope', ruler: 'distance', add: 'heights.addSlope', hint: 'heights.addSlopeHint' },
  { kind: 'airport', ruler: 'distance', add: 'heights.addAirport', hint: 'heights.addAirportHint' },
] as const;

/** The list of limits, and who stands above them. */
export function HeightPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(heightLimitsController);
  const limits = useTwin(({ heightLimits }) => heightLimits);
  const planned = useTwin(({ heightPlanned }) => heightPlanned);
  const set = useTwin(({ setHeights }) => setHeights);
  const facts = useQuery('height facts', () => controller.facts());
  const hasVolumes = facts.kind === 'answered' && facts.answer.origin !== null;
  const change = (at: number, next: HeightLimit | null) =>
    set({ heightLimits: limits.flatMap((one, i) => (i === at ? (next ? [next] : []) : [one])) });
  const start = () => void controller.analyse({ limits: [...limits], planned: [...planned] });
  return (
    <Panel title={t('heights.title')} className="dock analysis heights" onClose={onClose}>
      <section className="part">
        <p className="note">{t('heights.about')}</p>
        <Picks />
        {limits.length === 0 && <p className="note">{t('heights.none')}</p>}
        {limits.map((limit, i) => (
          <LimitRow key={`${i} ${limit.kind}`} limit={limit} onChange={(next) => change(i, next)} />
        ))}
        <AnalysisFacts facts={facts} />
        {facts.kind === 'answered' && (
          <PlannedLayers
            layers={facts.answer.planned}
            chosen={planned}
            onChange={(heightPlanned) => set({ heightPlanned })}
          />
        )}
        {facts.kind === 'answered' && !hasVolumes && <p className="note">{t('heights.noVolumes')}</p>}
        <AnalysisRun
          plugin={HEIGHT_LIMITS}
          controller={controller}
          label={t('heights.run')}
          start={limits.length > 0 && hasVolumes ? start : null}
        >
          <Offenders />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

/** Limits are drawn on the map. */
function Picks() {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, HEIGHT_LIMITS));
  const { startPicking, endPicking } = twin.getState();
  return (
    <div className="chips">
      {KINDS.filter(({ kind }) => picking === null || picking === kind).map(({ kind, ruler, add, hint }) => (
        <PickField
          key={kind}
          icon="ruler"
          label={t(add)}
          hint={t(hint)}
          isPicking={picking === kind}
          {...(kind === 'area' ? { points: 3 } : {})}
          onPick={(on) => (on ? startPicking(HEIGHT_LIMITS, kind, ruler) : endPicking(HEIGHT_LIMITS))}
        />
      ))}
    </div>
  );
}

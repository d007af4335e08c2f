import { isGravity, isPressure, type PipeSystem } from '../../../../model/city/pipe-system.ts';
import { BASE_CLEARANCE_RULES, type ClearanceRules } from '../../../../model/pipes/clearance-rules.ts';
import { PIPE_SYSTEMS } from '../../../../model/plans/plan-kinds.ts';
import { BurstRequest } from '../../../../model/questions/pipe-network.ts';
import { clearanceInForce } from '../../../../model/rules/city-rules.ts';
import { jsonHash } from '../../../../model/text/json-hash.ts';
import type { PipeFacts } from '../../../../workers/pipe-network/engine-types.ts';
import { AnalysisFacts, AnalysisRun, PlannedLayers } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, PickField } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { PIPE_NETWORK, pipeNetworkController, pipeRequestOf } from '../controller.ts';
import type { PipeForm, PipeQuestion } from '../slice.ts';
import { ClearanceTable, NetworkHealth, TableUsed } from './network-facts.tsx';
import { PipeOutcome } from './outcome.tsx';

const KINDS: readonly PipeQuestion[] = ['trace', 'burst', 'clearance'];

/** What the network is asked, and what it answers. */
export function PipePanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(pipeNetworkController);
  const form = useTwin(({ pipeForm }) => pipeForm);
  const set = useTwin(({ setPipeForm }) => setPipeForm);
  const facts = useQuery('pipe facts', () => controller.facts());
  const known = facts.kind === 'answered' ? facts.answer : null;
  const table = useTable(known);
  const request = known?.origin ? pipeRequestOf(form, table) : null;
  const choose = (kind: PipeQuestion) => {
    controller.clear();
    set({ kind, ...systemOf(kind, form.system) });
  };
  return (
    <Panel title={t('pipes.title')} className="dock analysis pipes" onClose={onClose}>
      <section className="part">
        <ChoiceField
          label={t('pipes.question')}
          value={form.kind}
          options={KINDS.map((value) => ({ value, label: t(`pipes.${value}`) }))}
          onChange={choose}
        />
        <p className="note">{t(`pipes.${form.kind}About`)}</p>
        <AnalysisFacts facts={facts} />
        {known && !known.origin && <p className="note">{t('pipes.noNetwork')}</p>}
        {known?.origin && <SystemField form={form} facts={known} />}
        <AnalysisRun
          plugin={PIPE_NETWORK}
          controller={controller}
          label={t(`pipes.${form.kind}Run`)}
          start={request && (() => void controller.analyse(request))}
        >
          {known && <TableUsed facts={known} table={table} />}
          <PipeOutcome />
        </AnalysisRun>
        {known?.origin && <NetworkHealth facts={known} />}
      </section>
    </Panel>
  );
}

/** The table that pipes are held against, with the city's numbers and its confirmed clauses read; `known`: the one that the engine has; null: none. */
function useTable(facts: PipeFacts | null): ClearanceRules | 'known' | null {
  const records = useTwin(({ ruleRecords }) => ruleRecords);
  const isCompared = useTwin(({ pipeForm }) => pipeForm.isCompared);
  const own = facts?.rules ?? null;
  const table = own ?? (isCompared ? BASE_CLEARANCE_RULES : null);
  if (!table) return null;
  const inForce = clearanceInForce(table, records);
  return own && jsonHash(inForce) === jsonHash(own) ? 'known' : inForce;
}

/** A burst is of a system under pressure. */
const systemOf = (kind: PipeQuestion, system: PipeSystem | null): Partial<PipeForm> =>
  kind === 'burst' && system !== null && !isPressure(system) ? { system: null, pipe: null } : {};

function SystemField({ form, facts }: { form: PipeForm; facts: PipeFacts }) {
  const { t } = useWords();
  const set = useTwin(({ setPipeForm }) => setPipeForm);
  const { kind, system } = form;
  const has = new Set(facts.layers.map((layer) => layer.system));
  const systems = PIPE_SYSTEMS.filter((one) => has.has(one) && (kind !== 'burst' || isPressure(one)));
  return (
    <>
      <ChoiceField
        label={t('pipes.system')}
        value={system ?? 'any'}
        options={[
          { value: 'any' as const, label: t('pipes.anySystem') },
          ...systems.map((value) => ({ value, label: t(`pipeSystem.${value}`) })),
        ]}
        onChange={(value) => set({ system: value === 'any' ? null : value, pipe: null })}
      />
      {kind !== 'clearance' && <PipeChoice form={form} />}
      {kind === 'trace' && (
        <ChoiceField
          label={t('pipes.way')}
          value={form.way}
          options={(['down', 'up', 'all'] as const).map((value) => ({
            value,
            label: t(`pipes.way_${value}`),
            disabled: value !== 'all' && system !== null && !isGravity(system),
          }))}
          onChange={(way) => set({ way })}
        />
      )}
      {kind === 'burst' && <BurstFields form={form} />}
      {kind === 'clearance' && (
        <>
          <PlannedLayers layers={facts.planned} chosen={form.planned} onChange={(planned) => set({ planned })} />
          <ClearanceTable facts={facts} />
          {!facts.rules && (
            <div className="field">
              <span>{t('pipes.compare')}</span>
              <Switch label={t('pipes.compare')} on={form.isCompared} onChange={(isCompared) => set({ isCompared })} />
            </div>
          )}
        </>
      )}
    </>
  );
}

/** The pipe by a click on the map, or the one that is selected. */
function PipeChoice({ form }: { form: PipeForm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const set = useTwin(({ setPipeForm }) => setPipeForm);
  const picking = useTwin((state) => pickingOf(state, PIPE_NETWORK));
  const gid = useTwin(({ selectedGid }) => selectedGid);
  const id = useTwin(({ selectedId }) => selectedId);
  const layer = twin.city.layers.find(
    ({ kind, gidBase, count }) => kind === 'pipe' && gid !== null && gid >= gidBase && gid < gidBase + count,
  );
  const { startPicking, endPicking } = twin.getState();
  const { pipe } = form;
  return (
    <>
      <div className="chips">
        <PickField
          icon="pin"
          label={t('pipes.pick')}
          hint={t('pipes.pickHint')}
          isPicking={picking === 'pipe'}
          onPick={(on) => (on ? startPicking(PIPE_NETWORK, 'pipe', 'distance') : endPicking(PIPE_NETWORK))}
        />
        {layer && id && (
          <button
            type="button"
            className="btn small"
            onClick={() => set({ pipe: { by: 'id', layer: layer.id, id }, system: null })}
          >
            {t('pipes.useSelected', { id })}
          </button>
        )}
      </div>
      <p className="note">
        {pipe === null
          ? t('pipes.noPipe')
          : pipe.by === 'id'
            ? t('pipes.chosenId', { id: pipe.id })
            : t('pipes.chosenPlace', { east: pipe.atM[0], north: pipe.atM[1] })}
      </p>
    </>
  );
}

function BurstFields({ form }: { form: PipeForm }) {
  const { t } = useWords();
  const { twin } = useApp();
  const set = useTwin(({ setPipeForm }) => setPipeForm);
  const picking = useTwin((state) => pickingOf(state, PIPE_NETWORK));
  const { startPicking, endPicking } = twin.getState();
  return (
    <>
      <Fields of={BurstRequest} only={['valves']} value={form} onChange={set} />
      {form.valves === 'assumed' && (
        <p className="note">
          <span className="tag unsure">{t('pipes.assumedTag')}</span> {t('pipes.valvesAssumedWhy')}
        </p>
      )}
      <div className="chips">
        <PickField
          icon="pin"
          label={t('pipes.addSource')}
          hint={t('pipes.addSourceHint')}
          isPicking={picking === 'source'}
          onPick={(on) => (on ? startPicking(PIPE_NETWORK, 'source', 'distance') : endPicking(PIPE_NETWORK))}
        />
        {form.sourcesM.length > 0 && (
          <button type="button" className="btn small" onClick={() => set({ sourcesM: [] })}>
            {t('pipes.clearSources', { count: form.sourcesM.length })}
          </button>
        )}
      </div>
      <Fields of={BurstRequest} only={['reachM']} value={form} onChange={set} />
    </>
  );
}

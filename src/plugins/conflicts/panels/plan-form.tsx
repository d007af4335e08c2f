import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { CODE_SYSTEMS, type CodeSystem } from '../../../../model/plans/land-use.ts';
import { PLAN_KIND_NAMES, PLAN_KINDS, PLAN_STATUSES } from '../../../../model/plans/plan-kinds.ts';
import type { Consent, Topology } from '../../../../workers/plans/topology.ts';
import { useController } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, DateField, FormSection, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { FAR_M, LayerProblems } from '../../../kit/layer-health.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import { type CodeCount, isNumberColumn, PLAN_COLUMNS, type PlanColumns } from '../tasks/plan-columns.ts';
import type { PlanFileLook, PlanImport, PlanStatement } from '../tasks/plan-file-types.ts';
import type { OpenPlanFile } from '../tasks/start-plan-file.ts';
import { TopologyReport } from './plan-topology.tsx';

const NOTHING: Consent = { isRepairing: false, isCutting: false, isFilling: false };

/** What a plan is, which of its columns say what a planner writes, and which repairs are consented to. */
export function PlanForm({
  file,
  look,
  topology,
  reading,
  onMade,
}: {
  file: OpenPlanFile;
  look: PlanFileLook;
  topology: Topology;
  reading: ReactNode;
  onMade: (made: PlanImport) => void;
}) {
  const { t } = useWords();
  const controller = useController(conflictsController);
  const [stated, state] = useState<PlanStatement>(() => ({
    name: file.name.replace(/\.[^.]*$/, ''),
    authority: '',
    version: '1',
    status: 'draft',
    kind: look.kind,
    codes: look.codes,
    columns: look.guess,
  }));
  const [consent, setConsent] = useState(NOTHING);
  const [isMaking, setMaking] = useState(false);
  const [failure, setFailure] = useState<Reason | null>(null);
  const make = async () => {
    const made = await file.make(stated, consent);
    await controller.openPlan(made.plan);
    onMade(made);
  };
  const takeColumns = (columns: PlanColumns) => {
    state({ ...stated, columns });
    if (columns.code === undefined || columns.code === stated.columns.code) return;
    // A file that was closed meanwhile has nothing to say.
    file.codes(columns.code).then(
      ({ likely }) => state((now) => ({ ...now, codes: likely })),
      () => undefined,
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMaking(true);
    setFailure(null);
    make()
      .catch((error: unknown) => setFailure(failureOf(error)))
      .finally(() => setMaking(false));
  };
  return (
    <form onSubmit={submit}>
      <FileFacts look={look} />
      <details>
        <summary>{t('conflicts.readAgain')}</summary>
        {reading}
      </details>
      <FormSection title={t('conflicts.planFacts')}>
        <Statement stated={stated} onChange={(part) => state({ ...stated, ...part })} />
      </FormSection>
      <FormSection title={t('conflicts.columns')}>
        <Columns look={look} columns={stated.columns} onChange={takeColumns} />
        <Codes file={file} look={look} stated={stated} />
      </FormSection>
      <TopologyReport topology={topology} consent={consent} onConsent={setConsent} />
      {failure && <ErrorNotice what={t('conflicts.importFailed')} reason={failure} />}
      <p className="form-actions">
        <button type="submit" className="btn small primary" disabled={isMaking || stated.name.trim() === ''}>
          {t('conflicts.takeIn')}
        </button>
      </p>
    </form>
  );
}

function FileFacts({ look }: { look: PlanFileLook }) {
  const { t } = useWords();
  const { format, read, count, crs, crsOrigin, awayM, problems } = look;
  return (
    <div className="plan-facts">
      <p>{t('conflicts.fileCounts', { format, read: formatNumber(read), count: formatNumber(count) })}</p>
      <p className="note">
        {t('conflicts.crs')} <span className="mono">{crs}</span> {t(`conflicts.crsFrom_${crsOrigin}`)}
      </p>
      {awayM > FAR_M && (
        <p className="note warn" role="alert">
          {t('conflicts.farAway', { km: formatNumber(Math.round(awayM / 1000)) })}
        </p>
      )}
      {problems.length > 0 && (
        <details>
          <summary>
            {t('conflicts.problems')} <span className="tag unsure">{problems.length}</span>
          </summary>
          <LayerProblems layer={{ problems }} />
        </details>
      )}
    </div>
  );
}

function Statement({ stated, onChange }: { stated: PlanStatement; onChange: (part: Partial<PlanStatement>) => void }) {
  const { t, of } = useWords();
  const systems = Object.keys(CODE_SYSTEMS) as CodeSystem[];
  return (
    <>
      <TextField label={t('conflicts.planName')} value={stated.name} onChange={(name) => onChange({ name })} />
      <TextField
        label={t('conflicts.authority')}
        value={stated.authority}
        onChange={(authority) => onChange({ authority })}
      />
      <TextField
        label={t('conflicts.planVersion')}
        value={stated.version}
        onChange={(version) => onChange({ version })}
      />
      <ChoiceField
        label={t('conflicts.planStatus')}
        value={stated.status}
        options={PLAN_STATUSES.map((value) => ({ value, label: t(`conflicts.status_${value}`) }))}
        onChange={(status) => onChange({ status })}
      />
      {(['from', 'to'] as const).map((end) => (
        <DateField
          key={end}
          label={t(`conflicts.period_${end}`)}
          value={stated.period?.[end]}
          onChange={(day) => {
            const { [end]: _, ...other } = stated.period ?? {};
            onChange({ period: day === undefined ? other : { ...other, [end]: day } });
          }}
        />
      ))}
      <ChoiceField
        label={t('conflicts.planKind')}
        value={stated.kind}
        options={PLAN_KIND_NAMES.map((value) => ({ value, label: of(PLAN_KINDS[value]) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <ChoiceField
        label={t('conflicts.codeSystem')}
        value={stated.codes}
        options={systems.map((value) => ({ value, label: of(CODE_SYSTEMS[value]) }))}
        onChange={(codes) => onChange({ codes })}
      />
    </>
  );
}

function Columns({
  look,
  columns,
  onChange,
}: {
  look: PlanFileLook;
  columns: PlanColumns;
  onChange: (columns: PlanColumns) => void;
}) {
  const { t } = useWords();
  return PLAN_COLUMNS.map((column) => {
    const fits = look.columns.filter(({ isNumeric }) => isNumeric || !isNumberColumn(column));
    const options = fits.map(({ name, example }) => ({ value: name, label: `${name} · ${example}` }));
    return (
      <ChoiceField
        key={column}
        label={t(`conflicts.column_${column}`)}
        value={columns[column] ?? ''}
        options={[{ value: '', label: t('conflicts.noColumn') }, ...options]}
        onChange={(name) => {
          const { [column]: _, ...others } = columns;
          onChange(name === '' ? others : { ...others, [column]: name });
        }}
      />
    );
  });
}

/** How many codes of the chosen column the crosswalk has a use for, and which stay open. */
function Codes({ file, look, stated }: { file: OpenPlanFile; look: PlanFileLook; stated: PlanStatement }) {
  const { t, language } = useWords();
  const [count, setCount] = useState<CodeCount | null>(null);
  const { code } = stated.columns;
  useEffect(() => {
    let isHere = true;
    setCount(null);
    const take = (found: CodeCount) => {
      if (isHere) setCount(found);
    };
    // A file that was closed meanwhile has nothing to say.
    if (code !== undefined) file.codes(code).then(take, () => undefined);
    return () => {
      isHere = false;
    };
  }, [file, code]);
  if (!count) return null;
  const open = count.open[stated.codes];
  const isUnstated = stated.codes === 'unlisted' && count.filled > 0 && count.known.unlisted === 0;
  return (
    <>
      <p className="note">
        {t('conflicts.codesKnown', {
          filled: formatNumber(count.filled),
          count: formatNumber(look.count),
          known: formatNumber(count.known[stated.codes]),
        })}
      </p>
      {isUnstated && (
        <p className="note warn" role="alert">
          {t('conflicts.codesAsk')}
        </p>
      )}
      {!isUnstated && open.length > 0 && (
        <p className="note">{t('conflicts.codesOpen', { codes: open.join(language === 'zh' ? '、' : ', ') })}</p>
      )}
    </>
  );
}

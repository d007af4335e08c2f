import { useEffect, useState } from 'react';
import type { Topology } from '../../../../workers/plans/topology.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton } from '../../../kit/controls.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';
import type { PlanFileLook, PlanFileOptions, PlanFileParts, PlanImport } from '../tasks/plan-file-types.ts';
import { type OpenPlanFile, openPlanFile } from '../tasks/start-plan-file.ts';
import { PlanForm } from './plan-form.tsx';
import { ImportedPlan } from './plan-imported.tsx';

type ImportStep =
  | { kind: 'reading' }
  | { kind: 'checking'; ratio: number }
  | { kind: 'failed'; reason: Reason }
  | { kind: 'form'; look: PlanFileLook; topology: Topology }
  | { kind: 'made'; made: PlanImport };

/** How a file is read, as far as the person says so. */
type PlanFileSaid = Omit<PlanFileOptions, 'origin' | 'crosswalk'>;

/** A file of a plan on its way in: read and checked, put into a form, then compared with the others. */
export function PlanImportPart({ files, onDone }: { files: PlanFileParts; onDone: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const { origin } = twin.city;
  const controller = useController(conflictsController);
  const [said, setSaid] = useState<PlanFileSaid>({});
  const [step, setStep] = useState<ImportStep>({ kind: 'reading' });
  const [file, setFile] = useState<OpenPlanFile | null>(null);
  useEffect(() => {
    let isHere = true;
    const opened = openPlanFile(files);
    setFile(opened);
    const take = (next: ImportStep) => {
      if (isHere) setStep(next);
    };
    const read = async () => {
      take({ kind: 'reading' });
      const crosswalk = controller.basis.now()?.crosswalk;
      const look = await opened.look({ ...said, origin, ...(crosswalk ? { crosswalk } : {}) });
      take({ kind: 'checking', ratio: 0 });
      take({ kind: 'form', look, topology: await opened.topology((ratio) => take({ kind: 'checking', ratio })) });
    };
    read().catch((error: unknown) => take({ kind: 'failed', reason: failureOf(error) }));
    return () => {
      isHere = false;
      opened.close();
    };
  }, [files, said, origin, controller]);
  const [{ name }] = files;
  return (
    <section className="plan-import" aria-label={t('conflicts.importFile', { file: name })} data-step={step.kind}>
      <p className="row-head">
        <b className="name" title={name}>
          {name}
        </b>
        <span className="space" />
        <IconButton icon="x" label={t('common.close')} onClick={onDone} />
      </p>
      {step.kind === 'reading' && (
        <p className="note" role="status">
          {t('conflicts.readingFile', { file: name })}
        </p>
      )}
      {step.kind === 'checking' && (
        <p className="note" role="status">
          {t('conflicts.checkingShapes')} {formatNumber(Math.round(100 * step.ratio))}
          {THIN_SPACE}%
        </p>
      )}
      {step.kind === 'failed' && (
        <>
          <ErrorNotice what={t('conflicts.importFailed')} reason={step.reason} />
          <Reading said={said} tables={[]} onRead={setSaid} />
        </>
      )}
      {step.kind === 'form' && file && (
        <PlanForm
          file={file}
          look={step.look}
          topology={step.topology}
          reading={<Reading said={said} tables={step.look.tables} onRead={setSaid} />}
          onMade={(made) => setStep({ kind: 'made', made })}
        />
      )}
      {step.kind === 'made' && <ImportedPlan made={step.made} onDone={onDone} />}
    </section>
  );
}

/** Systems that plans are often in and seldom name. */
const DEFAULT_CRS = ['EPSG:4326', 'EPSG:4490', 'EPSG:4547', 'EPSG:4549', 'EPSG:25832', 'EPSG:6697', 'GCJ-02', 'BD-09'];

/** What a file does not say of itself; read again with it. */
function Reading({
  said,
  tables,
  onRead,
}: {
  said: PlanFileSaid;
  tables: readonly string[];
  onRead: (said: PlanFileSaid) => void;
}) {
  const { t } = useWords();
  const [crs, setCrs] = useState(said.crs ?? '');
  const [encoding, setEncoding] = useState(said.encoding ?? '');
  const [table, setTable] = useState(said.table ?? tables[0] ?? '');
  const read = () =>
    onRead({
      ...(crs.trim() ? { crs: crs.trim() } : {}),
      ...(encoding.trim() ? { encoding: encoding.trim() } : {}),
      ...(table ? { table } : {}),
    });
  return (
    <div className="plan-reading">
      <TextField
        label={t('conflicts.crs')}
        value={crs}
        hint={t('conflicts.crsHint')}
        offers={DEFAULT_CRS.map((value) => ({ value }))}
        onChange={setCrs}
      />
      <TextField
        label={t('conflicts.encoding')}
        value={encoding}
        hint={t('conflicts.encodingHint')}
        onChange={setEncoding}
      />
      {tables.length > 1 && (
        <ChoiceField
          label={t('conflicts.table')}
          value={table}
          options={tables.map((value) => ({ value, label: value }))}
          onChange={setTable}
        />
      )}
      <button type="button" className="btn small" onClick={read}>
        {t('conflicts.readAgain')}
      </button>
    </div>
  );
}

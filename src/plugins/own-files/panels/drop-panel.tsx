import { useApp, useController, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice, IconButton, Panel } from '../../../kit/controls.tsx';
import { FilesButton } from '../../../kit/file-button.tsx';
import { formatNumber, THIN_SPACE } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { ownFilesController } from '../controller.ts';
import type { Drop } from '../drop-controller.ts';
import { recipeArchive } from '../save-recipe.ts';
import { DROP_ENDINGS } from '../tasks/start-drop.ts';
import { AddedLayerReport } from './added-layer-report.tsx';
import { DropForm } from './drop-form.tsx';
import { Services } from './services.tsx';

/** 添加文件: what a person added to the city, how each file was read, and the way to keep it. */
export function DropPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin, report } = useApp();
  const controller = useController(ownFilesController);
  const drops = useStore(controller.drops, (list) => list);
  const laid = drops.filter(({ status }) => status.kind === 'laid');
  const save = () =>
    void recipeArchive(twin.city, laid, twin.getState().layerRoles).then(
      (zip) => saveFile(`${twin.city.id}-recipe.zip`, 'application/zip', zip),
      (reason) => report('drop', reason),
    );
  return (
    <Panel title={t('drop.title')} className="tool drop-panel" onClose={onClose}>
      <Chooser />
      <Services />
      {drops.map((drop) => (
        <DropRow key={drop.id} drop={drop} />
      ))}
      {laid.length > 0 && (
        <div className="drop-save">
          <button type="button" className="btn small" onClick={save}>
            {t('drop.save')}
          </button>
          <p className="note">{t('drop.saveNote')}</p>
        </div>
      )}
    </Panel>
  );
}

function Chooser() {
  const { t } = useWords();
  const { take } = useController(ownFilesController);
  return (
    <div className="drop-choose">
      <p>
        {t('drop.hint')}
        <FilesButton
          accept={DROP_ENDINGS.join(',')}
          icon="plus"
          label={t('drop.button')}
          isMain
          onFiles={(files) => take({ files: files.map((file) => ({ name: file.name, blob: file })), refused: [] })}
        />
      </p>
      <p className="note">
        {t('drop.formats')} {t('drop.kept')}
      </p>
    </div>
  );
}

function DropRow({ drop }: { drop: Drop }) {
  const { t } = useWords();
  const { cancel, remove } = useController(ownFilesController);
  const { status, name } = drop;
  return (
    <section className="drop-row" aria-label={name} data-status={status.kind}>
      <p className="row-head">
        <b className="name" title={name}>
          {name}
        </b>
        <span className="space" />
        {status.kind === 'waiting' && <span className="note">{t('drop.waiting')}</span>}
        <IconButton icon="x" label={t('drop.remove', { name })} onClick={() => remove(drop.id)} />
      </p>
      {status.kind === 'reading' && (
        <>
          <Progress name={name} stage={status.stage} ratio={status.ratio} />
          <button type="button" className="btn small" onClick={() => cancel(drop.id)}>
            {t('common.cancel')}
          </button>
        </>
      )}
      {status.kind === 'failed' && (
        <>
          {!status.isUnplaced && (
            <ErrorNotice what={t('drop.failed')} reason={status.reason} rest={t('drop.failedRest')} />
          )}
          {drop.files.length > 0 && <DropForm drop={drop} asksCrs={status.asksCrs} />}
        </>
      )}
      {status.kind === 'laid' && (
        <>
          {status.layers.map((layer) => (
            <AddedLayerReport key={layer.info.id} layer={layer} />
          ))}
          <DropForm drop={drop} asksCrs={false} />
        </>
      )}
    </section>
  );
}

function Progress({ name, stage, ratio }: { name: string; stage: 'reading' | 'tiles'; ratio: number }) {
  const { t } = useWords();
  const percent = Math.round(100 * ratio);
  return (
    <div role="status">
      <div
        className="progress"
        role="progressbar"
        aria-label={`${t(`drop.${stage}`)} ${name}`}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${percent}%` }} />
      </div>
      <p className="note">
        {t(`drop.${stage}`)} {formatNumber(percent)}
        {THIN_SPACE}%
      </p>
    </div>
  );
}
